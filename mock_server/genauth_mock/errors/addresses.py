"""Phone numbers and e-mail addresses, the codes that prove them, and how they are bound."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

# Addresses
EMAIL_INVALID = _entry("EMAIL_INVALID", 2003, "非法邮箱地址", "The email format is incorrect", 400, "page")
EMAIL_ADDRESS_INVALID = _entry("EMAIL_ADDRESS_INVALID", 1020017,
    "邮箱地址非法", "The email address is malformed", 400, "page")
PHONE_INVALID = _entry("PHONE_INVALID", 500, "手机号码格式非法", "The phone number format is illegal", 400, "page")
EMAIL_FORMAT_WRONG = _entry("EMAIL_FORMAT_WRONG", 2204, "邮箱格式不正确", "E-mail format is incorrect", 400, "docs")
ADDRESS_INVALID = _entry("ADDRESS_INVALID", 2028,
    "请提供正确的手机号或邮箱", "Please provide the correct phone number or email address", 400, "docs")
EMAIL_UNUSABLE = _entry("EMAIL_UNUSABLE", 2208, "请使用其他邮箱", "Please use another email", 422, "docs")

# Verification codes. Expired is 2300 in the documentation's table, which is GraphQL's (a guess), 500 in a recorded
# answer of its updatePhone, and Guard takes 2001 for it too.
PASSCODE_EMPTY = _entry("PASSCODE_EMPTY", 400,
    "验证码不能为空", "The verification code must not be empty", 400, "guess")
PASSCODE_WRONG = _entry("PASSCODE_WRONG", 2001, "验证码不正确！", "The verification code is incorrect", 403, "recorded")
PASSCODE_WRONG_AT_UPDATE = _entry("PASSCODE_WRONG_AT_UPDATE", 2001,
    "验证码不正确！", "The verification code is incorrect", 403, "recorded", by_face={"graphql": {"code": 500}})
PASSCODE_EXPIRED = _entry("PASSCODE_EXPIRED", 2001, "验证码已过期", "The verification code has expired", 403, "guess",
    by_face={"graphql": {"code": 2300, "zh": "验证码过期", "en": "Verification code expired", "source": "docs"}})
PASSCODE_EXPIRED_AT_UPDATE = _entry("PASSCODE_EXPIRED_AT_UPDATE", 2001,
    "验证码已过期", "The verification code has expired", 403, "guess",
    by_face={"graphql": {"code": 500, "source": "recorded"}})
SENT_TOO_OFTEN = _entry("SENT_TOO_OFTEN", 2080,
    "发送过于频繁，请稍候再试", "Sent too frequently, please try again later", 429, "guess")

# Binding, changing and unbinding. 1320005 has two texts on the page and a third in the clients
BOUND_BY_OTHER_PHONE = _entry("BOUND_BY_OTHER_PHONE", 1320004,
    "手机号已被其他用户绑定", "The phone number is already bound by another user", 409, "client",
    by_face={"graphql": {"code": 500, "zh": "该手机号已被绑定", "en": "The phone number has already been bound",
        "source": "recorded"}})
BOUND_BY_OTHER_EMAIL = _entry("BOUND_BY_OTHER_EMAIL", 1320004,
    "邮箱已被其他用户绑定", "The email is already bound by another user", 409, "client",
    by_face={"graphql": {"code": 2200, "zh": "该邮箱已被绑定", "en": "The mailbox has been bound", "source": "docs"}})
PHONE_BOUND = _entry("PHONE_BOUND", 2035, "手机号已绑定", "Mobile phone number has been bound", 409, "docs")
NO_OTHER_LOGIN_METHOD = _entry("NO_OTHER_LOGIN_METHOD", 1320005,
    "当前用户未绑定其他登录方式", "The current user has no other login method bound", 422, "page")
NO_EMAIL_BOUND = _entry("NO_EMAIL_BOUND", 1320005,
    "当前用户未绑定邮箱", "The current user has no email bound", 422, "page",
    by_face={"graphql": {"code": 2219, "zh": "此用户没有绑定邮箱", "en": "The user has not bound a mailbox",
        "source": "docs"}})
NO_PHONE_BOUND = _entry("NO_PHONE_BOUND", 1320005,
    "当前用户未绑定手机号", "The current user has no phone number bound", 422, "client")
NO_EMAIL_BOUND_1320009 = _entry("NO_EMAIL_BOUND_1320009", 1320009,
    "用户未绑定邮箱", "The user has no email bound", 422, "guess")
NO_OTHER_LOGIN_METHOD_1320010 = _entry("NO_OTHER_LOGIN_METHOD_1320010", 1320010,
    "当前用户未绑定其他登录方式", "The user has no other login method", 422, "guess")
PHONE_UNCHANGED = _entry("PHONE_UNCHANGED", 2230,
    "新手机号和旧手机号一样", "The new phone number is the same as the old one", 422, "recorded")
EMAIL_UNCHANGED = _entry("EMAIL_UNCHANGED", 2229,
    "新邮箱和旧邮箱一样", "The new mailbox is the same as the old mailbox", 422, "docs")
OLD_PHONE_NOT_VERIFIED = _entry("OLD_PHONE_NOT_VERIFIED", 2228, "修改手机号必须验证原来的手机号",
    "To modify the phone number, the original phone number must be verified", 422, "docs",
    by_face={"graphql": {"code": 500, "zh": "修改手机号必须验证原来的手机号。", "source": "recorded"}})
OLD_EMAIL_NOT_VERIFIED = _entry("OLD_EMAIL_NOT_VERIFIED", 2227,
    "修改邮箱必须验证原来的邮箱", "To modify the mailbox, the original mailbox must be verified", 422, "docs")
OLD_EMAIL_WRONG = _entry("OLD_EMAIL_WRONG", 2037,
    "填写的旧邮箱与实际邮箱不匹配", "The filled-in old mailbox does not match the actual mailbox", 422, "docs")
OLD_PHONE_WRONG = _entry("OLD_PHONE_WRONG", 2038,
    "填写的旧手机与实际手机不匹配", "The filled-in old phone does not match the actual phone", 422, "docs")

# fmt: on
