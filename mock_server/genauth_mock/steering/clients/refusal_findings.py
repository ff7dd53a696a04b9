"""What is told of requests that a page, or the control API, has refused to a stranger, and the line that lets them in.

`{subject}` is what the refusal is about (an origin, a host, a URI), `{list}` and `{uri}` are its two parts.
"""

from __future__ import annotations

# By kind: how bad it is, and what is wrong in English and Chinese.
MESSAGES: dict[str, tuple[str, str, str]] = {
    "foreign_page": (
        "error",
        "A page of {subject}, which is no origin of the application nor this server's, asked for {path}: refused.",
        "{subject} 的页面请求 {path} 被拒绝：它既不是应用的来源，也不是本服务器。",
    ),
    "foreign_steering": (
        "error",
        "A page of {subject} called {method} {path}, which only pages of this machine may: refused.",
        "{subject} 的页面调用 {method} {path} 被拒绝：只有本机的页面可以使用控制 API。",
    ),
    "public_host": (
        "error",
        "{who} asked for {path} at {subject}, a name that anybody may have and lead here (DNS rebinding): refused.",
        "{who_zh} 以 {subject} 访问 {path} 被拒绝：任何人都可能拥有这个域名并让它指向这里（DNS 重绑定）。",
    ),
    "redirect_unknown": (
        "error",
        "{who} wants to be answered at {uri}, which is none of the application's {list} ({path}).",
        "{who_zh} 要求回调 {uri}，它不在应用的 {list} 中（{path}）。",
    ),
    "redirect_unsafe": (
        "error",
        "{who} wants to be answered at {subject} ({path}), which a browser would run, or read as another URL: refused.",
        "{who_zh} 要求回调 {subject}（{path}）被拒绝：浏览器会执行它，或者把它理解成另一个地址。",
    ),
    "response_mode": (
        "error",
        "{who} wants response_mode {subject} and a redirect_uri that is neither http nor https ({path}).",
        "{who_zh} 使用了 response_mode {subject}，但 redirect_uri 不是 http 或 https（{path}）。",
    ),
    "control_token": (
        "error",
        "{who} wanted a login without a password ({path}) without the control token, or from a foreign page: refused.",
        "{who_zh} 要求免密登录（{path}）被拒绝：没有控制令牌，或者请求来自其他来源的页面。",
    ),
}

_ALLOW_ORIGIN = (
    "to the application in the pool document; or, if it is this server itself, an option of serve",
    "写入用户池文档中的应用；如果它就是本服务器，则用下面的 serve 选项",
)
_STEER = (
    "a header of its calls, with serve --control-token TOKEN; or open the page as localhost",
    "每个请求都要带的请求头，并用 serve --control-token TOKEN 启动；或者用 localhost 打开该页面",
)
_REGISTER = (
    "to the application in the pool document; or let the pool take any of http and https",
    "写入用户池文档中的应用；或者让用户池接受任意 http 和 https 地址",
)
_WRITE_ANEW = (
    "no setting allows it: http, https or a scheme of the app's own, without backslash, user name or blank",
    "没有设置可以放行：请使用 http、https 或应用自己的 scheme，且不含反斜杠、用户名和空格",
)
_ANOTHER_MODE = (
    "or fragment: an app's own scheme takes no form and no message",
    "或 fragment：应用自己的 scheme 收不到表单和消息",
)
_SHOW_TOKEN = (
    "a header of the request; in a browser, type the token in the console first",
    "请求头；在浏览器中，请先在控制台输入令牌",
)

# By kind, for any client: what to paste, and the note in it in English and Chinese.
REMEDIES: dict[str, dict[str, tuple[str, tuple[str, str]]]] = {
    "foreign_page": {
        "": ("allowedOrigins: [{subject_json}]   # {note}\n# --public-url {subject_shell}", _ALLOW_ORIGIN)
    },
    "foreign_steering": {"": ("authorization: Bearer TOKEN   # {note}", _STEER)},
    "public_host": {
        "": (
            "genauth-mock serve --public-url {public_url}   # {note}",
            ("if it is yours; the option may be repeated", "如果它是你的域名；该选项可以重复"),
        )
    },
    "redirect_unknown": {
        "": ("{list}: [{uri_json}]   # {note}\n# settings: {{oidc: {{redirects: any}}}}", _REGISTER),
    },
    "redirect_unsafe": {"": ("http://localhost:3000/callback   # {note}", _WRITE_ANEW)},
    "response_mode": {"": ("response_mode=query   # {note}", _ANOTHER_MODE)},
    "control_token": {"": ("authorization: Bearer TOKEN   # {note}", _SHOW_TOKEN)},
}
