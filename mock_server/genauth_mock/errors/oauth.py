"""What OAuth 2.0 and OpenID Connect refuse: the protocol's own error, and a description that says what to do.

`code` is the HTTP status of the token endpoint. The service's two recorded descriptions begin ours.
"""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

INVALID_REQUEST = _entry("OAUTH_INVALID_REQUEST", 400,
    "请求参数 {field} 不合法：{detail}", "{field}: {detail}", 400, "guess", "invalid_request")
CLIENT_UNKNOWN = _entry("OAUTH_CLIENT_UNKNOWN", 401,
    "应用 {client} 不存在", "client is invalid: there is no application {client}", 401, "guess", "invalid_client")
CLIENT_NOT_AUTHENTICATED = _entry("OAUTH_CLIENT_NOT_AUTHENTICATED", 401, "客户端认证失败：{detail}",
    "client authentication failed: {detail}", 401, "docs", "invalid_client")
CLIENT_AUTH_METHOD = _entry("OAUTH_CLIENT_AUTH_METHOD", 401,
    "客户端认证失败：应用 {client} 的 tokenEndpointAuthMethod 为 {wanted}，而请求的方式是：{given}",
    "client authentication failed: tokenEndpointAuthMethod of application {client} is {wanted}, the request's is {given}",
    401, "guess", "invalid_client")
GRANT_INVALID = _entry("OAUTH_GRANT_INVALID", 400,
    "授权请求不合法：{detail}", "grant request is invalid: {detail}", 400, "docs", "invalid_grant")
CLIENT_NOT_ALLOWED = _entry("OAUTH_CLIENT_NOT_ALLOWED", 400,
    "应用无权使用此授权方式：{detail}", "the application may not do this: {detail}", 400, "guess", "unauthorized_client")
GRANT_TYPE_UNSUPPORTED = _entry("OAUTH_GRANT_TYPE_UNSUPPORTED", 400, "grant_type {grant_type} 不受支持，可用的有 {known}",
    "grant_type {grant_type} is none of {known}", 400, "guess", "unsupported_grant_type")
RESPONSE_TYPE_UNSUPPORTED = _entry("OAUTH_RESPONSE_TYPE_UNSUPPORTED", 400, "不支持的 response_type {response_type}",
    "response_type {response_type} is no mixture of code, id_token and token",
    400, "guess", "unsupported_response_type")
SCOPE_INVALID = _entry("OAUTH_SCOPE_INVALID", 400, "scope 不合法：{detail}", "scope: {detail}",
    400, "guess", "invalid_scope")
REQUEST_NOT_SUPPORTED = _entry("OAUTH_REQUEST_NOT_SUPPORTED", 400, "不支持 request 参数",
    "the request parameter is not supported", 400, "guess", "request_not_supported")
REQUEST_URI_NOT_SUPPORTED = _entry("OAUTH_REQUEST_URI_NOT_SUPPORTED", 400, "不支持 request_uri 参数",
    "the request_uri parameter is not supported", 400, "guess", "request_uri_not_supported")
REDIRECT_URI_UNKNOWN = _entry("OAUTH_REDIRECT_URI_UNKNOWN", 400,
    "回调地址（redirect_uri）{uri} 不在应用 {client} 的 {key} 列表中：{known}。请把它加入该列表{hint}",
    "redirect_uri {uri} is none of application {client}'s {key}: {known}. Add it there{hint}",
    400, "guess", "invalid_request")
REDIRECT_URI_UNSAFE = _entry("OAUTH_REDIRECT_URI_UNSAFE", 400,
    "回调地址 {uri} 不被接受：必须是浏览器和服务器理解一致的 URL（不含反斜杠、用户名、控制字符、空格），且不能是 javascript:、data: 一类的地址",
    "the redirect URI {uri} is never taken: it must be a URL that every reader understands alike (no backslash, user name, "
    "control character or blank), and not one that a browser runs (javascript:, data: …)",
    400, "guess", "invalid_request")
RESPONSE_MODE_UNFIT = _entry("OAUTH_RESPONSE_MODE_UNFIT", 400,
    "response_mode {mode} 需要 http 或 https 的 redirect_uri；请改用 query 或 fragment",
    "response_mode {mode} needs a redirect_uri of http or https; use query or fragment",
    400, "guess", "invalid_request")
FOREIGN_PAGE = _entry("OAUTH_FOREIGN_PAGE", 403,
    "不接受来自 {origin} 页面的表单：它既不是本服务器，也不是应用 {client} 的来源。请把它加入该应用的 allowedOrigins；"
    "如果它就是本服务器，请用 --public-url {origin} 启动",
    "a form from a page of {origin} is not taken: that is neither this server nor an origin of application {client}. Add it to "
    "the application's allowedOrigins; or, if it is this server, start it with --public-url {origin}",
    403, "guess", "access_denied")
FOREIGN_SOCKET = _entry("OAUTH_FOREIGN_SOCKET", 403,
    "不接受来自 {origin} 页面的 WebSocket：它不是应用 {client} 的来源。请把它加入该应用的 allowedOrigins",
    "a WebSocket from a page of {origin} is not opened: that is no origin of application {client}. Add it to the "
    "application's allowedOrigins", 403, "guess", "access_denied")
PUBLIC_HOST = _entry("OAUTH_PUBLIC_HOST", 403,
    "{host} 是公网上任何人都可能拥有的域名，本模拟服务不以此名称提供页面。请用 localhost 访问，或用 --public-url http://{host} 启动",
    "{host} is a name that anybody may have on the Internet, and this mock shows no page under it. Reach it as localhost, or "
    "start it with --public-url http://{host}", 403, "guess", "access_denied")
CONTROL_TOKEN_NEEDED = _entry("OAUTH_CONTROL_TOKEN_NEEDED", 403,
    "本服务器设置了 --control-token，不用密码登录需要它：请先在控制台 /_mock/ui/ 输入，或发送 Authorization: Bearer",
    "this server has a --control-token, which a login without a password needs: type it at /_mock/ui/ first, or send "
    "Authorization: Bearer", 403, "guess", "access_denied")
HINT_NOT_ENOUGH = _entry("OAUTH_HINT_NOT_ENOUGH", 400,
    "login_hint 只有在可以使用控制 API 的地方才能免密登录：请求不能来自其他来源的页面，且若设置了 --control-token，需要 Authorization: Bearer",
    "login_hint logs in without a page only where the control API may be used: not for a page of a foreign origin, and with "
    "Authorization: Bearer where the server has a --control-token", 400, "guess", "login_required")
LOGIN_REQUIRED = _entry("OAUTH_LOGIN_REQUIRED", 400, "需要登录：{detail}", "End-User authentication is required: {detail}",
    400, "guess", "login_required")
CONSENT_REQUIRED = _entry("OAUTH_CONSENT_REQUIRED", 400, "需要用户同意授权",
    "the user has not agreed yet, and prompt=none shows no page", 400, "guess", "consent_required")
ACCESS_DENIED = _entry("OAUTH_ACCESS_DENIED", 400, "用户拒绝了授权", "End-User aborted interaction",
    400, "guess", "access_denied")
FORCED_AT_THE_PAGE = _entry("OAUTH_FORCED_AT_THE_PAGE", 400, "在登录页选择了以此错误结束",
    "somebody chose this error at the mock's login page", 400, "guess")
ACCESS_TOKEN_INVALID = _entry("OAUTH_ACCESS_TOKEN_INVALID", 401,
    "access_token 不合法：{detail}", "access token is invalid: {detail}", 401, "guess", "invalid_token")
SCOPE_INSUFFICIENT = _entry("OAUTH_SCOPE_INSUFFICIENT", 403, "access_token 缺少 openid scope",
    "the access token lacks the scope openid", 403, "guess", "insufficient_scope")
# These two and no others are told by an HTTP status, where no redirect can tell them.
SERVER_ERROR = _entry("OAUTH_SERVER_ERROR", 500, "授权服务器发生意外错误", "the authorization server met an unexpected condition",
    500, "guess", "server_error")
TEMPORARILY_UNAVAILABLE = _entry("OAUTH_TEMPORARILY_UNAVAILABLE", 503,
    "授权服务器暂时不可用", "the authorization server is overloaded or down for a while",
    503, "guess", "temporarily_unavailable")
AUTHORIZATION_PENDING = _entry("OAUTH_AUTHORIZATION_PENDING", 400, "用户尚未完成授权",
    "the user has not decided yet", 400, "guess", "authorization_pending")
SLOW_DOWN = _entry("OAUTH_SLOW_DOWN", 400, "轮询过于频繁，请间隔 {seconds} 秒", "poll less often: every {seconds} seconds",
    400, "guess", "slow_down")
DEVICE_CODE_EXPIRED = _entry("OAUTH_DEVICE_CODE_EXPIRED", 400, "device_code 已过期", "the device_code has expired",
    400, "guess", "expired_token")
INTERACTION_OVER = _entry("OAUTH_INTERACTION_OVER", 400, "此登录请求已完成或已过期，请从应用重新发起登录",
    "this login is over or has expired; begin anew from your app", 400, "guess", "invalid_request")
LOGOUT_CLIENT_OTHER = _entry("OAUTH_LOGOUT_CLIENT_OTHER", 400,
    "id_token_hint 是应用 {other} 的，而 client_id 为 {client}",
    "id_token_hint was given to application {other}, and client_id is {client}", 400, "guess", "invalid_request")
LOGOUT_HINT_INVALID = _entry("OAUTH_LOGOUT_HINT_INVALID", 400, "id_token_hint 不合法",
    "id_token_hint is no id_token of this server", 400, "guess", "invalid_request")

# fmt: on
