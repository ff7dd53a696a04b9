"""What clients of OAuth and OpenID Connect do wrong: how it is told, and what to paste. As in `diagnosis`."""

from __future__ import annotations

from genauth_mock.rules.oidc.clients import OTHER_AUTH_METHOD, REFRESH_WITHOUT_SECRET

# By these a client shows for which application it asks for the keys, which names none.
JWKS_PATH = "/oidc/.well-known/jwks.json"
LOGIN_PATHS = ("/oidc/token", "/oidc/auth", "/oauth/token", "/oauth/auth")

HS256_AND_JWKS = "hs256_and_jwks"

# What happened: severity, English, Chinese. `{app}` is the application, `{wanted}` and `{given}` are ways to prove it.
MESSAGES: dict[str, tuple[str, str, str]] = {
    REFRESH_WITHOUT_SECRET: (
        "warning",
        "{who} refreshed tokens of {app} without the client_secret that it got them with; RFC 6749, 6 asks for it.",
        "{who_zh} 换取应用 {app} 的 token 时带了 client_secret，刷新时却没有带；RFC 6749 第 6 节要求携带。",
    ),
    HS256_AND_JWKS: (
        "warning",
        "{who} asked for the server's keys (JWKS), and {app} has its id_tokens signed by HS256: no key verifies them.",
        "{who_zh} 请求了服务器的公钥（JWKS），而应用 {app} 的 id_token 用 HS256 签名，这些公钥无法验证。",
    ),
    OTHER_AUTH_METHOD: (
        "error",
        "{who} came to {path} with {given}, and tokenEndpointAuthMethod of application {app} is {wanted}.",
        "{who_zh} 以 {given} 方式请求 {path}，而应用 {app} 的 tokenEndpointAuthMethod 为 {wanted}。",
    ),
}  # fmt: skip

_IN_DOCUMENT = "# {note}\napplications: [{{id: {app}, tokenEndpointAuthMethod: %s}}]"

# What to paste, by kind and client (`""` for any other): the text, and its note in English and Chinese.
REMEDIES: dict[str, dict[str, tuple[str, tuple[str, str]]]] = {
    REFRESH_WITHOUT_SECRET: {
        "flutter": ("# {note}", ("nothing to do: the SDK has no way to send it", "无需处理：SDK 无法携带")),
        "": (
            _IN_DOCUMENT % "exchange",
            (
                "send client_secret as at the exchange; in the pool document, for the mock to refuse what lacks it",
                "请像换取 token 时一样带上 client_secret；写入用户池文档后，模拟服务会拒绝不带的请求",
            ),
        ),
    },
    HS256_AND_JWKS: {
        "": (
            "# {note}\ncurl -X PATCH {url}/_mock/pools/{pool_id} -H 'content-type: application/json' -d {rs256}",
            (
                "for this pool; for all, genauth-mock serve --id-token-alg RS256; or tell the library HS256",
                "仅此用户池；全部用户池请用 genauth-mock serve --id-token-alg RS256；或在库中指定 HS256",
            ),
        ),
    },
    OTHER_AUTH_METHOD: {
        "": (
            _IN_DOCUMENT % "any",
            (
                "prove the application as it says; or, in the pool document, have the mock take any way",
                "请按应用要求的方式认证；或写入用户池文档，让模拟服务接受任何方式",
            ),
        ),
    },
}  # fmt: skip
