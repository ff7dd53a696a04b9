"""Passkeys: what authenticators say, and what is known of them. Texts and numbers but 422 and 431 are this mock's own."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

# Android offers to bind at 422, and forgets its own key at 431
PASSKEY_NOT_BOUND = _entry("PASSKEY_NOT_BOUND", 422,
    "此 Passkey 尚未绑定帐号", "This passkey is bound to no account", 422, "client")
PASSKEY_REMOVED = _entry("PASSKEY_REMOVED", 431,
    "此 Passkey 已被解绑", "This passkey has been removed from its account", 431, "client")
PASSKEY_NEEDS_HOST_NAME = _entry("PASSKEY_NEEDS_HOST_NAME", 400,
    "Passkey 需要域名，而 {uri} 不是域名（不能用 IP 地址），请改用 localhost 或域名访问",
    "Passkeys belong to a host name, and {uri} has none, but an address: open the app at localhost or by a host name",
    400, "guess")
PASSKEY_TICKET_OVER = _entry("PASSKEY_TICKET_OVER", 400,
    "ticket 不存在、已使用或已过期，请重新获取", "The ticket is unknown, used or expired; ask for a new one", 400, "guess")
PASSKEY_UNREADABLE = _entry("PASSKEY_UNREADABLE", 400,
    "认证器返回的数据无法解析", "What the authenticator says cannot be read", 400, "guess")
PASSKEY_CHALLENGE_WRONG = _entry("PASSKEY_CHALLENGE_WRONG", 400,
    "challenge 与 ticket 不匹配", "The challenge is not the one of this ticket", 400, "guess")
PASSKEY_ORIGIN_WRONG = _entry("PASSKEY_ORIGIN_WRONG", 400,
    "不接受来源 {origin}，可接受的来源：{known}", "The origin {origin} is not accepted, only {known}", 400, "guess")
PASSKEY_RP_WRONG = _entry("PASSKEY_RP_WRONG", 400,
    "此 Passkey 不属于 {uri}", "The passkey does not belong to {uri}", 400, "guess")
PASSKEY_SIGNATURE_WRONG = _entry("PASSKEY_SIGNATURE_WRONG", 400,
    "Passkey 签名校验失败", "The passkey's signature is wrong", 400, "guess")
PASSKEY_COUNTER_BACK = _entry("PASSKEY_COUNTER_BACK", 400,
    "Passkey 的计数器没有递增，它可能是副本",
    "The passkey's counter has not grown: it may be a copy", 400, "guess")
PASSKEY_TAKEN = _entry("PASSKEY_TAKEN", 409, "此 Passkey 已绑定", "This passkey is bound already", 409, "guess")
PASSKEY_UNKNOWN = _entry("PASSKEY_UNKNOWN", 404,
    "当前用户没有此 Passkey", "The user has no such passkey", 404, "guess")

# fmt: on
