"""What the stand-in page for a provider says, in Chinese and English."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "log_in_by": ("使用 {name} 登录", "Log in with {name}"),
    "stand_in": (
        "这是模拟服务代替身份源展示的页面。请选择要登录的身份：",
        "genauth-mock shows this page in place of the provider. Choose who logs in:",
    ),
    "nobody": (
        "该身份源连接没有身份：请在用户池文档的 connections[].identities 中添加。",
        "This connection knows nobody. Add people to connections[].identities of the pool document.",
    ),
    "has_no_name": ("（无昵称）", "(no nickname)"),
    "ask": ("允许该网页获取登录结果？", "Tell this page who you are?"),
    "ask_text": (
        "打开本窗口的网页不在应用的已登记来源之内。允许后，它会收到 {name} 的 token。",
        "The application has not registered the page that opened this window. It would get the token of {name}.",
    ),
    "ask_unknown": (
        "浏览器没有说明是哪个网页打开了本窗口。请填写它的来源（origin），它会收到 {name} 的 token。",
        "The browser does not say which page opened this window. Enter its origin: it gets the token of {name}.",
    ),
    "origin": ("来源", "Origin"),
    "allow": ("允许", "Allow"),
    "cannot": ("无法登录", "This login cannot continue"),
}
