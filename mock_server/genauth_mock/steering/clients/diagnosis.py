"""What is wrong with the clients that talk to the server, and what their authors can do about it.

A remedy is text to paste: code of the client's own SDK, or a command, with a comment that says where it belongs.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from genauth_mock.errors import (
    APP_ID_MISSING,
    APP_NOT_FOUND,
    NOT_LOGGED_IN,
    PASSWORD_UNDECRYPTABLE,
    POOL_NOT_FOUND,
    USER_LOCKED,
)
from genauth_mock.steering.clients import oauth_findings, pipeline_findings, refusal_findings, snippets
from genauth_mock.steering.clients.snippets import Target

# How the journal calls a client that spoke TLS to this plain port.
TLS = "TLS"

_VENDOR = ("authing.cn", "genauth.ai", "authing.co", "authing.com")
_GRAPHQL = "/graphql/"
# So many requests before it may be of the same login.
_NEAR = 50
# What browsers ask for by themselves.
_BROWSERS_OWN = ("/favicon.ico", "/robots.txt", "/apple-touch-icon", "/.well-known/appspecific/")


@dataclass(frozen=True, slots=True)
class Sign:
    """A request, as far as it tells something of its client. `client` is one of `sdks.looks_like`; `host` is the name
    and port that it asked for, `at` is milliseconds by its pool's clock. `remark` is what a rule has noticed: the
    kind of a finding, and after colons what it says besides.
    """

    id: str
    at: int
    user_pool_id: str | None
    app_id: str | None
    operation: str | None
    method: str
    path: str
    host: str
    client: str
    address: str
    status: int
    code: str | None
    nearest: str | None
    wants_websocket: bool
    remark: str = ""

    @property
    def remarked(self) -> tuple[str, str]:
        """The kind of finding that was noticed, and what it is about; two empty texts where there is none."""
        kind, _, subject = self.remark.partition(" ")
        return kind, subject[:200]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a client does wrong, with its last request that shows it. `message` and `remedy` are (English, Chinese)."""

    sign: Sign
    kind: str
    severity: str
    message: tuple[str, str]
    remedy: tuple[str, str]


def kinds() -> list[str]:
    """What may be wrong, by the names of findings."""
    return list(_MESSAGES)


def latest(signs: Sequence[Sign], target: Target, signs_by_secret: Callable[[str], bool]) -> list[Finding]:
    """What is wrong, by requests that come newest first: of each kind and client the latest.

    `signs_by_secret` is whether an application's id_tokens are HS256.
    """
    found: dict[tuple[str, str], Finding] = {}
    for n, sign in enumerate(signs):
        for kind in _kinds(sign, target):
            if (kind, sign.client) not in found:
                found[kind, sign.client] = _finding(kind, sign, target)
        wants_keys = sign.path == oauth_findings.JWKS_PATH and (oauth_findings.HS256_AND_JWKS, sign.client) not in found
        login = _login_before(signs, n) if wants_keys else None
        if login is not None and signs_by_secret(str(login.app_id)):
            seen = replace(sign, app_id=login.app_id, user_pool_id=login.user_pool_id)
            found[oauth_findings.HS256_AND_JWKS, sign.client] = _finding(oauth_findings.HS256_AND_JWKS, seen, target)
    return list(found.values())


def _login_before(signs: Sequence[Sign], asked: int) -> Sign | None:
    """For which login a client has asked for the keys: the last one before of such a client, as far as one can tell."""
    return next(
        (
            each
            for each in signs[asked + 1 : asked + 1 + _NEAR]
            if each.client == signs[asked].client and each.app_id and each.path in oauth_findings.LOGIN_PATHS
        ),
        None,
    )


def _kinds(sign: Sign, target: Target) -> Iterator[str]:
    if sign.method == TLS:
        yield "https"
        return
    code = int(sign.code) if sign.code and sign.code.isdigit() else 0
    if sign.remark:
        yield sign.remarked[0]
    elif sign.wants_websocket and code in (NOT_LOGGED_IN.code, USER_LOCKED.code):
        yield "websocket"
    elif sign.nearest is not None and not sign.path.startswith(_BROWSERS_OWN):
        yield "unknown_path"
    elif sign.status == 501:
        yield "not_implemented"
    elif code == PASSWORD_UNDECRYPTABLE.code:
        yield "wrong_key"
    elif code in (APP_NOT_FOUND.code, POOL_NOT_FOUND.code) and not target.takes_any_app:
        yield "unknown_app"
    elif code == APP_ID_MISSING.code and not sign.app_id and not sign.user_pool_id:
        yield "no_app_id"
    yield from _of_host(sign)


def _of_host(sign: Sign) -> Iterator[str]:
    name = sign.host.lower().rpartition("@")[2].partition(":")[0]
    is_vendors = name.endswith(tuple(f".{each}" for each in _VENDOR)) or name in _VENDOR
    if is_vendors and sign.client == "flutter":
        return  # as the mock has told it to
    if name.startswith("console") and name != "console":
        yield "console_host"
    if is_vendors:
        yield "foreign_host"


# What happened: severity, English, Chinese.
_MESSAGES: dict[str, tuple[str, str, str]] = {
    "https": (
        "error",
        "A client at {address} connected with https, but this server takes plain http only. Use http in the app.",
        "位于 {address} 的客户端使用了 https，但本服务器只提供 http。请在应用中改用 http。",
    ),
    "websocket": (
        "warning",
        "{who} was not let in to events over WebSocket ({path}): nobody is logged in with the token that it showed.",
        "{who_zh} 通过 WebSocket 订阅事件被拒绝（{path}）：它出示的 token 没有对应的已登录用户。",
    ),
    "unknown_path": (
        "warning",
        "{who} called {method} {path}, which GenAuth does not have. Check the path; the nearest operation: {nearest}.",
        "{who_zh} 调用了 {method} {path}，GenAuth 没有这个接口。请检查路径，最接近的接口是 {nearest}。",
    ),
    "not_implemented": (
        "warning",
        "{who} called {operation} ({method} {path}). This mock has not built that operation yet: HTTP 501.",
        "{who_zh} 调用了 {operation}（{method} {path}）。本模拟服务尚未实现该接口，返回了 HTTP 501。",
    ),
    "wrong_key": (
        "error",
        "{who} encrypted a password with another public key than this server's ({method} {path}). Set the right key.",
        "{who_zh} 加密密码时用的不是本服务器的公钥（{method} {path}），因此无法解密。请设置正确的公钥。",
    ),
    "unknown_app": (
        "error",
        "{who} used {id}, which does not exist on this server. The server refuses unknown ids; create it first.",
        "{who_zh} 使用的 {id} 在本服务器上不存在，而服务器拒绝未知 ID。请先创建它。",
    ),
    "no_app_id": (
        "error",
        "{who} sent neither an app id nor a user pool id ({method} {path}), so no user pool could be found.",
        "{who_zh} 的请求既没有应用 ID，也没有用户池 ID（{method} {path}），服务器无法判断属于哪个用户池。",
    ),
    "console_host": (
        "warning",
        "{who} called {host}. The SDK puts “console” before the host when it is not set up for a private deployment.",
        "{who_zh} 访问的是 {host}。SDK 未配置为私有化部署时，会在主机名前加上 console。",
    ),
    "foreign_host": (
        "info",
        "{who} called {host}, and a proxy or a hosts file led that request to this server.",
        "{who_zh} 访问的是 {host}，该请求经由代理或 hosts 文件到达了本服务器。",
    ),
    **refusal_findings.MESSAGES,
}  # fmt: skip

_MESSAGES |= oauth_findings.MESSAGES | pipeline_findings.MESSAGES

_NAMES = {
    "ios": "The iOS SDK",
    "android": "The Android SDK",
    "flutter": "The Flutter SDK",
    "js": "The JavaScript SDK",
    "node": "A Node.js client",
    "python": "A Python client",
    "web": "The web SDK",
    "guard": "Guard",
    "browser": "A browser",
    "curl": "curl",
}

_NAMES_ZH = {"node": "Node.js 客户端", "python": "Python 客户端", "web": "Web SDK", "browser": "浏览器"}

_POINT = "# {note}\ngenauth-mock sdk {sdk} --url {url}"
_PLAIN_HTTP = """\
# {note}
iOS      Authing.setSchema(schema: "{scheme}")
Android  Authing.setScheme("{scheme}");
Flutter  HttpOverrides.global = ToTheMock();   // genauth-mock sdk flutter
others   {url}"""
_BEFORE_START = ("Before Authing.start", "写在 Authing.start 之前")
_BEFORE_INIT = ("Before Authing.init", "写在 Authing.init 之前")
_FOR_ANY = ("Set this in the app", "在应用中设置")

# What to paste, by kind and client (`""` for any other): the text, and its note in English and Chinese.
_REMEDIES: dict[str, dict[str, tuple[str, tuple[str, str]]]] = {
    "https": {
        "": (
            _PLAIN_HTTP,
            ("In the app, use http instead of https", "在应用中用 http 代替 https"),
        ),
    },
    "websocket": {
        "": (
            "# {note}",
            (
                "Subscribe after the login, with its token; an access key with its secret at /events/v1/management/sub",
                "请在登录之后用其 token 订阅；/events/v1/management/sub 需用 Access Key 及其密钥签名",
            ),
        ),
    },
    "unknown_path": {
        "": ("{nearest}   # {note}", ("if this is the one you mean", "如果要调用的是这个接口")),
    },
    "not_implemented": {
        "": (
            "# {note}\n{fault}",
            (
                "until it is built, this makes it answer; put into --data what the app needs",
                "实现之前，可以这样让它返回结果；请在 --data 中填写应用需要的数据",
            ),
        ),
    },
    "wrong_key": {
        "ios": ('// {note}\nAuthing.setOnPremiseInfo(host: "{host}", publicKey: "{key}")', _BEFORE_START),
        "android": ('// {note}\nAuthing.setPublicKey("{key}");', _BEFORE_INIT),
        "flutter": ("// {note}\nAuthing.sPublicKey = '{key}';", _BEFORE_INIT),
        "js": (
            "// {note}\npublicKey: `{pem}`,",
            ("Without this option the SDK asks the server; or set", "不设置此选项，SDK 会向服务器获取公钥；或设置"),
        ),
        "python": ('# {note}\nenc_public_key="""{pem}""",', ("In the client's options", "写入客户端的选项")),
        "": ("# {note}\n{key}", ("The server's public key, RSA with PKCS#1 v1.5", "服务器的公钥，RSA，PKCS#1 v1.5")),
    },
    "unknown_app": {
        "": (
            "# {note}\ncurl -X POST {url}/_mock/pools -H 'content-type: application/json' -d {pool}",
            ("Create it; or serve with --unknown-apps create", "创建它；或用 --unknown-apps create 启动服务器"),
        ),
    },
    "no_app_id": {
        "ios": ('Authing.start("{app_id}")   // {note}', ("before any other call", "在其他调用之前")),
        "android": (
            'Authing.init(getApplicationContext(), "{app_id}");   // {note}',
            ("before any other call", "在其他调用之前"),
        ),
        "": ("x-authing-app-id: {app_id}   # {note}", ("send it with every request", "每个请求都需携带此请求头")),
    },
    "console_host": {
        "ios": ('// {note}\nAuthing.setOnPremiseInfo(host: "{host}", publicKey: "{key}")', _BEFORE_START),
        "android": ('// {note}\nAuthing.setHost("{android_host}");', _BEFORE_INIT),
        "flutter": (
            "// {note}\nHttpOverrides.global = ToTheMock();",
            ("Before Authing.init; see genauth-mock sdk flutter", "写在 Authing.init 前，见 genauth-mock sdk flutter"),
        ),
        "": (_POINT, _FOR_ANY),
    },
    "foreign_host": {
        "": (
            _POINT,
            ("Nothing to do if this is intended. If not", "如果这是有意的，则无需处理；否则"),
        ),
    },
    **refusal_findings.REMEDIES,
}  # fmt: skip


_REMEDIES |= oauth_findings.REMEDIES | pipeline_findings.REMEDIES


def _finding(kind: str, sign: Sign, target: Target) -> Finding:
    severity, english, chinese = _MESSAGES[kind]
    values = _values(sign)
    template, notes = _REMEDIES[kind].get(sign.client) or _REMEDIES[kind][""]
    remedies = [snippets.filled(template, target, note=note, **_told(sign, target)) for note in notes]
    message = (english.format(**values), chinese.format(**values))
    return Finding(sign, kind, severity, message, (remedies[0], remedies[1]))


def _values(sign: Sign) -> dict[str, str]:
    """What the holes of a message are filled with."""
    named = f"app id {sign.app_id}" if sign.app_id else f"user pool id {sign.user_pool_id}"
    name = _NAMES.get(sign.client, "A client")
    return {
        "who": name,
        "who_zh": _NAMES_ZH.get(sign.client) or name.removeprefix("The ").replace("A client", "客户端"),
        "address": sign.address or "?",
        "method": sign.method,
        "path": sign.path[:200],
        "host": sign.host,
        "operation": sign.operation or "GraphQL",
        "nearest": sign.nearest or "",
        "id": named,
        "app": sign.app_id or "?",
        "wanted": sign.remarked[1].partition(" ")[0],
        "given": sign.remarked[1].partition(" ")[2],
        "subject": sign.remarked[1],
        "list": sign.remarked[1].partition(" ")[0],
        "uri": sign.remarked[1].partition(" ")[2],
    }


def _answering(sign: Sign, target: Target) -> str:
    """The command that makes an operation answer; what it answers is for whoever pastes it to fill in."""
    which = [sign.operation] if sign.operation else ["--method", sign.method, "--path", sign.path]
    # GraphQL's data has what was asked for under its name.
    data: dict[str, object] = {sign.operation: {}} if sign.operation and sign.path.startswith(_GRAPHQL) else {}
    answer = ["--error", "200", "--data", json.dumps(data), "--times", "0"]
    pool = ["--pool", sign.user_pool_id] if sign.user_pool_id else []
    return shlex.join(["genauth-mock", "fault", "add", *which, *answer, *pool, "--url", target.url])


def _told(sign: Sign, target: Target) -> dict[str, str]:
    """What the holes of a remedy are filled with, besides the target."""
    subject = sign.remarked[1]
    registry, _, uri = subject.partition(" ")
    pool = {"appId": sign.app_id} if sign.app_id else {"userPoolId": sign.user_pool_id}
    return {
        "app": sign.app_id or "?",
        "pool_id": sign.user_pool_id or target.user_pool_id,
        "rs256": shlex.quote(json.dumps({"settings": {"tokens": {"idTokenAlg": "RS256"}}})),
        "sdk": sign.client if sign.client in snippets.BY_NAME else "ios",
        "nearest": sign.nearest or "",
        "fault": _answering(sign, target),
        "pool": shlex.quote(json.dumps(pool)),
        "list": registry,
        "uri_json": json.dumps(uri),
        "subject_json": json.dumps(subject),
        "subject_shell": shlex.quote(subject),
        "public_url": shlex.quote(f"http://{subject}"),
    }
