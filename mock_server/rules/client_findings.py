"""What is wrong with the clients that talk to the server, and what their authors can do about it.

A remedy is text to paste: code of the client's own SDK, or a command, with a comment that says where it belongs.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from mock_server import snippets
from mock_server.errors import APP_NOT_FOUND, PASSWORD_UNDECRYPTABLE, POOL_NOT_FOUND
from mock_server.errors_documented import APP_ID_MISSING
from mock_server.rules import oauth_findings
from mock_server.snippets import Target

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


@dataclass(frozen=True, slots=True)
class Finding:
    """What a client does wrong, with its last request that shows it. `message` and `remedy` are (English, Chinese)."""

    sign: Sign
    kind: str
    severity: str
    message: tuple[str, str]
    remedy: tuple[str, str]


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
    if sign.wants_websocket:
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
    if sign.remark:
        yield sign.remark.partition(":")[0]
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
        "A client at {address} spoke https; this server speaks plain http.",
        "位于 {address} 的客户端使用了 https，而本服务器只提供 http。",
    ),
    "websocket": (
        "info",
        "{who} asked for events over WebSocket ({path}), which this mock does not send.",
        "{who_zh} 请求通过 WebSocket 接收事件（{path}），本模拟服务不发送事件。",
    ),
    "unknown_path": (
        "warning",
        "{who} called {method} {path}, which GenAuth does not have. The nearest operation: {nearest}.",
        "{who_zh} 调用了 GenAuth 没有的接口 {method} {path}，最接近的接口是 {nearest}。",
    ),
    "not_implemented": (
        "warning",
        "{who} called {operation} ({method} {path}), which needs what this mock knows and has not built.",
        "{who_zh} 调用了 {operation}（{method} {path}），它所需的功能本模拟服务尚未实现。",
    ),
    "wrong_key": (
        "error",
        "{who} encrypted a password with another public key than this server's ({method} {path}).",
        "{who_zh} 加密密码时用的不是本服务器的公钥（{method} {path}）。",
    ),
    "unknown_app": (
        "error",
        "{who} named {id}, which this server does not know, and it refuses unknown ids.",
        "{who_zh} 使用的 {id} 在本服务器上不存在，且服务器拒绝未知 ID。",
    ),
    "no_app_id": (
        "error",
        "{who} named neither an application nor a user pool ({method} {path}).",
        "{who_zh} 既没有提供应用 ID，也没有提供用户池 ID（{method} {path}）。",
    ),
    "console_host": (
        "warning",
        "{who} asked for {host}: the SDK put “console” before the host, as it was told of no server of one's own.",
        "{who_zh} 访问的是 {host}：SDK 没有被告知使用私有化服务器，因此在主机名前加了 console。",
    ),
    "foreign_host": (
        "info",
        "{who} asked for {host}, and something between (a proxy, a hosts file) brought that here.",
        "{who_zh} 访问的是 {host}，经由代理或 hosts 文件等到达了这里。",
    ),
}  # fmt: skip

_MESSAGES |= oauth_findings.MESSAGES

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

_POINT = "# {note}\ngenauth-mock sdk {sdk} --url {url}"
_PLAIN_HTTP = """\
# {note}
iOS      Authing.setSchema(schema: "{scheme}")
Android  Authing.setScheme("{scheme}");
Flutter  HttpOverrides.global = ToTheMock();   // genauth-mock sdk flutter
others   {url}"""
_BEFORE_START = ("before Authing.start", "写在 Authing.start 之前")
_BEFORE_INIT = ("before Authing.init", "写在 Authing.init 之前")
_FOR_ANY = ("what to put into the app", "在应用中应写入的配置")

# What to paste, by kind and client (`""` for any other): the text, and its note in English and Chinese.
_REMEDIES: dict[str, dict[str, tuple[str, tuple[str, str]]]] = {
    "https": {
        "": (
            _PLAIN_HTTP,
            ("in the app, http in place of https", "在应用中用 http 代替 https"),
        ),
    },
    "websocket": {
        "android": (
            '// {note}\nAuthing.setWebSocketHost("{scheme}://{android_host}");',
            ("all but events works, if it asks here for them", "除事件外其他功能正常；事件请求应发到这里"),
        ),
        "": ("# {note}", ("nothing to do: all but events works", "无需处理：除事件外其他功能正常")),
    },
    "unknown_path": {
        "": ("{nearest}   # {note}", ("if this is what was meant", "如果指的是这个接口")),
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
            ("leave this option out, and the SDK asks the server; or", "不写此选项，SDK 会向服务器索取公钥；或者"),
        ),
        "python": ('# {note}\nenc_public_key="""{pem}""",', ("among the client's options", "写入客户端的选项")),
        "": ("# {note}\n{key}", ("the server's public key, RSA with PKCS#1 v1.5", "服务器的公钥，RSA，PKCS#1 v1.5")),
    },
    "unknown_app": {
        "": (
            "# {note}\ncurl -X POST {url}/_mock/pools -H 'content-type: application/json' -d {pool}",
            ("make it; or serve with --unknown-apps create", "创建它；或用 --unknown-apps create 启动服务器"),
        ),
    },
    "no_app_id": {
        "ios": ('Authing.start("{app_id}")   // {note}', ("before any other call", "在其他调用之前")),
        "android": (
            'Authing.init(getApplicationContext(), "{app_id}");   // {note}',
            ("before any other call", "在其他调用之前"),
        ),
        "": ("x-authing-app-id: {app_id}   # {note}", ("a header of every call", "每个请求都要带的请求头")),
    },
    "console_host": {
        "ios": ('// {note}\nAuthing.setOnPremiseInfo(host: "{host}", publicKey: "{key}")', _BEFORE_START),
        "android": ('// {note}\nAuthing.setHost("{android_host}");', _BEFORE_INIT),
        "flutter": (
            "// {note}\nHttpOverrides.global = ToTheMock();",
            ("before Authing.init; see genauth-mock sdk flutter", "写在 Authing.init 前，见 genauth-mock sdk flutter"),
        ),
        "": (_POINT, _FOR_ANY),
    },
    "foreign_host": {
        "": (
            _POINT,
            ("nothing to do, if that is meant; if not", "如果这是有意的，则无需处理；否则"),
        ),
    },
}  # fmt: skip


_REMEDIES |= oauth_findings.REMEDIES


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
    _, wanted, given, *_ = (*sign.remark.split(":"), "", "", "")
    return {
        "who": name,
        "who_zh": "客户端" if name == "A client" else name.removeprefix("The ").removeprefix("A "),
        "address": sign.address or "?",
        "method": sign.method,
        "path": sign.path[:200],
        "host": sign.host,
        "operation": sign.operation or "GraphQL",
        "nearest": sign.nearest or "",
        "id": named,
        "app": sign.app_id or "?",
        "wanted": wanted,
        "given": given,
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
    pool = {"appId": sign.app_id} if sign.app_id else {"userPoolId": sign.user_pool_id}
    return {
        "app": sign.app_id or "?",
        "pool_id": sign.user_pool_id or target.user_pool_id,
        "rs256": shlex.quote(json.dumps({"settings": {"tokens": {"idTokenAlg": "RS256"}}})),
        "sdk": sign.client if sign.client in snippets.BY_NAME else "ios",
        "nearest": sign.nearest or "",
        "fault": _answering(sign, target),
        "pool": shlex.quote(json.dumps(pool)),
    }
