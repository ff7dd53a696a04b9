"""Tokens, sessions, and the signatures of management calls."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

# Tokens and sessions
NOT_LOGGED_IN = _entry("NOT_LOGGED_IN", 2020,
    "尚未登录，无访问权限", "Not logged in yet, no permission to access this request", 401, "recorded",
    by_face={"v3": {"zh": "尚未登录，无权限访问此请求", "source": "client"}})
TOKEN_INVALID = _entry("TOKEN_INVALID", 1010001,
    "id token 非法或者已过期", "The token is invalid or expired", 401, "page")
LINK_TOKEN_INVALID = _entry("LINK_TOKEN_INVALID", 1020020, "token 不合法", "The token is not valid", 401, "client")
SESSION_EXPIRED = _entry("SESSION_EXPIRED", 2206,
    "登录信息已过期", "Login information has expired, need to log in again", 401, "recorded")
SESSION_INVALID = _entry("SESSION_INVALID", 2207,
    "登录信息有误，需重新登录", "The login information is wrong, need to log in again", 401, "docs")
TOKEN_IN_BLACKLIST = _entry("TOKEN_IN_BLACKLIST", 500,
    "该 token 在黑名单中", "The token is in the blacklist", 401, "recorded")
ID_TOKEN_MALFORMED = _entry("ID_TOKEN_MALFORMED", 400, "id_token 格式有误", "id_token is malformed", 400, "docs")
ID_TOKEN_INVALID = _entry("ID_TOKEN_INVALID", 400, "id_token 不合法", "id_token is invalid", 400, "docs")
ACCESS_TOKEN_MALFORMED = _entry("ACCESS_TOKEN_MALFORMED", 400,
    "access_token 格式有误", "access_token is malformed", 400, "docs")
ACCESS_TOKEN_INVALID = _entry("ACCESS_TOKEN_INVALID", 400,
    "access_token 不合法", "access_token is invalid", 400, "docs")
MOBILE_SSO_SESSION_NOT_FOUND = _entry("MOBILE_SSO_SESSION_NOT_FOUND", 2401,
    "移动应用 sso session 不存在", "Mobile application sso session does not exist", 404, "docs")

# Signed management calls (AK/SK)
SIGNATURE_INVALID = _entry("SIGNATURE_INVALID", 1300,
    "AK/SK 签名不合法", "The AK/SK signature is not valid", 401, "docs")
SIGNATURE_METHOD_MISMATCH = _entry("SIGNATURE_METHOD_MISMATCH", 1301,
    "AK/SK 签名方式和服务端不匹配", "The AK/SK signature method does not match the server's", 401, "docs")
SIGNATURE_VERSION_MISMATCH = _entry("SIGNATURE_VERSION_MISMATCH", 1302,
    "AK/SK 签名版本和服务端不匹配", "The AK/SK signature version does not match the server's", 401, "docs")
SIGNATURE_TIMESTAMP_INVALID = _entry("SIGNATURE_TIMESTAMP_INVALID", 1303,
    "AK/SK 签名时间戳格式不正确，应该是单位为毫秒的 Unix 时间戳",
    "The AK/SK signature timestamp is malformed, it should be a Unix timestamp in milliseconds",
    401, "docs")
SIGNATURE_DATE_MISSING = _entry("SIGNATURE_DATE_MISSING", 1304, "使用 AK/SK 签名机制时，请求头中没有 date 请求头",
    "A request with an AK/SK signature must carry a date header", 401, "docs")
SIGNATURE_TIMESTAMP_SKEWED = _entry("SIGNATURE_TIMESTAMP_SKEWED", 1305,
    "AK/SK 签名时间戳和服务器时间戳相差较大，此次请求不被允许",
    "The AK/SK signature timestamp is too far from the server's, the request is not allowed",
    401, "docs")
SIGNATURE_REPLAYED = _entry("SIGNATURE_REPLAYED", 1306, "AK/SK 签名已经被消费过，此次请求不被允许",
    "The AK/SK signature has been used before, the request is not allowed", 401, "docs")

# fmt: on
