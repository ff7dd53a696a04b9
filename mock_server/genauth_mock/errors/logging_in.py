"""Logging in, by a third party's identity too, and the steps that a login can stop at."""

from __future__ import annotations

from genauth_mock.errors.entry import Difference, Face
from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

_GOES_ON: dict[Face, Difference] = {"v2": {"status": 302}}

# Logging in
CREDENTIALS_WRONG = _entry("CREDENTIALS_WRONG", 2333,
    "帐号或密码错误", "Account not exists or password is incorrect.", 403, "page")
CAPTCHA_NEEDED = _entry("CAPTCHA_NEEDED", 2000,
    "账号异常，需要输入验证码", "The account is abnormal, you need to enter the verification code", 499, "docs")
USER_NOT_FOUND = _entry("USER_NOT_FOUND", 2004, "用户不存在", "User does not exist", 404, "page")
USER_LOCKED = _entry("USER_LOCKED", 2005, "用户已被锁定", "User has been locked", 403, "docs")
LOCKED_AFTER_FAILURES = _entry("LOCKED_AFTER_FAILURES", 2057,
    "多次登录失败，账号已被锁定", "The account is locked after too many failed logins", 403, "client")
EMAIL_UNVERIFIED = _entry("EMAIL_UNVERIFIED", 2042,
    "邮箱未验证，禁止登录", "The email is not verified, logging in is not allowed", 403, "client")
LOGIN_TOO_OFTEN = _entry("LOGIN_TOO_OFTEN", 1002,
    "登录过于频繁，请稍候再试", "Login is too frequent, please try again later", 429, "client")
PASSWORD_WRONG = _entry("PASSWORD_WRONG", 2006, "密码不正确", "Incorrect password", 403, "docs")
LDAP_URL_INVALID = _entry("LDAP_URL_INVALID", 2820002, "无效的 LDAP 链接", "Invalid LDAP link", 400, "docs")
TENANT_MEMBER_INVALID = _entry("TENANT_MEMBER_INVALID", 2120008,
    "用户已停用或不是此租户成员", "The user is disabled or is no member of this tenant", 403, "docs")
TENANT_ACCESS_DENIED = _entry("TENANT_ACCESS_DENIED", 2130010,
    "用户无权限登录此租户", "The user may not log in to this tenant", 403, "docs")

# Identities of third parties
CONNECTION_NOT_FOUND = _entry("CONNECTION_NOT_FOUND", 400,
    "身份源连接不存在：{detail}；本用户池的身份源连接：{known}",
    "There is no such identity provider connection: {detail}. Those of this user pool: {known}", 404, "guess")
IDENTITY_NOT_PROVED = _entry("IDENTITY_NOT_PROVED", 400,
    "身份源连接 {connection} 没有与此授权码或令牌对应的身份",
    "No identity of connection {connection} has this code or token", 401, "guess")
BINDING_KEY_INVALID = _entry("BINDING_KEY_INVALID", 400,
    "身份绑定的 {field} 无效、已使用或已过期，请重新登录",
    "The {field} of this identity is unknown, used or expired; please log in again", 401, "guess")
OAUTH_USER_WITHOUT_PASSWORD = _entry("OAUTH_USER_WITHOUT_PASSWORD", 2027,
    "该账号通过 OAuth 注册，未设置密码，请通过 OAuth 登录",
    "The account was registered with OAuth and has no password. Please log in with OAuth",
    403, "docs")
OAUTH_ALREADY_BOUND = _entry("OAUTH_ALREADY_BOUND", 2213,
    "已绑定过此种第三方 OAuth 登录方式", "This third-party OAuth login method has already been bound", 409, "docs")
OAUTH_READ_FAILED = _entry("OAUTH_READ_FAILED", 2214,
    "读取已绑定的 OAuth 登录方式失败", "Failed to read the bound OAuth login method", 500, "docs")
OAUTH_ACCOUNT_TAKEN = _entry("OAUTH_ACCOUNT_TAKEN", 2215,
    "要绑定的第三方账号已被绑定", "The third-party account has already been bound", 409, "docs")
OAUTH_NOT_BOUND = _entry("OAUTH_NOT_BOUND", 2216,
    "没有绑定过此种 OAuth 登录方式", "This OAuth login method has not been bound", 422, "docs")
ONLY_LOGIN_METHOD = _entry("ONLY_LOGIN_METHOD", 2217,
    "只有一种登录方式，不能解绑", "There is only one login method, it cannot be unbound", 422, "docs")

# Steps that a login can stop at. Guard shows the next step for a `statusCode` of 3xx and no other; that it is 302, and not
# another of these, is a guess; so is 499 of 1600, since authing-js-sdk takes what has the `statusCode` 200 for a login.
AUTH_FLOW_DONE = _entry("AUTH_FLOW_DONE", 1600,
    "认证后流程成功完成，登录态已设置", "The steps after login are complete and the session is set", 200, "docs",
    by_face={"v2": {"status": 499}})
FIRST_LOGIN_RESET = _entry("FIRST_LOGIN_RESET", 1639,
    "首次登录，请先重置密码", "First login: please reset the password", 499, "docs", by_face=_GOES_ON)
FORCED_RESET = _entry("FORCED_RESET", 2058,
    "请重置密码（需要验证旧密码）", "Please reset the password (the old password is needed)", 499, "docs", by_face=_GOES_ON)
UNSAFE_PASSWORD_TIP = _entry("UNSAFE_PASSWORD_TIP", 2061,
    "密码安全性低，建议修改密码", "The password is unsafe, changing it is advised", 499, "client")
UNSAFE_PASSWORD_RESET = _entry("UNSAFE_PASSWORD_RESET", 2071,
    "密码安全性低，请重置密码", "The password is unsafe, please reset it", 499, "client", by_face=_GOES_ON)
BIND_EXISTING_ACCOUNT = _entry("BIND_EXISTING_ACCOUNT", 1640,
    "请绑定已有账号", "Please bind an existing account", 499, "docs", by_face=_GOES_ON)
BIND_OR_CREATE_ACCOUNT = _entry("BIND_OR_CREATE_ACCOUNT", 1641,
    "请绑定已有账号，或者创建新账号", "Please bind an existing account or create a new one", 499, "docs", by_face=_GOES_ON)
BIND_CHOSEN_ACCOUNT = _entry("BIND_CHOSEN_ACCOUNT", 2921,
    "请选择要绑定的账号", "Please choose the account to bind", 499, "client", by_face=_GOES_ON)
BIND_WITHOUT_ASKING = _entry("BIND_WITHOUT_ASKING", 1666,
    "身份绑定，无需询问", "The identity is bound without asking", 499, "client", by_face=_GOES_ON)
CHOOSE_ACCOUNT = _entry("CHOOSE_ACCOUNT", 2930,
    "请选择要登录的账号", "Please choose the account to log in with", 499, "client")
USERNAME_DUPLICATE = _entry("USERNAME_DUPLICATE", 1108,
    "用户名重复，请重设账号名", "The user name is a duplicate, please choose another", 409, "client")
PROFILE_INCOMPLETE = _entry("PROFILE_INCOMPLETE", 1642,
    "请补全登录信息", "Please complete the login information", 499, "docs", by_face=_GOES_ON)
SELF_UNLOCK = _entry("SELF_UNLOCK", 1643,
    "账号已锁定，请自主解锁", "The account is locked, please unlock it yourself", 499, "docs", by_face=_GOES_ON)
TENANT_PORTAL = _entry("TENANT_PORTAL", 1644, "请选择租户", "Please choose a tenant", 499, "client")
TENANT_INCOMPLETE = _entry("TENANT_INCOMPLETE", 1645,
    "请补全租户信息", "Please complete the tenant information", 499, "client", by_face=_GOES_ON)
AUTH_FLOW_ABORTED = _entry("AUTH_FLOW_ABORTED", 1699,
    "认证后流程已提前终止，请重新登录", "The steps after login were ended early, please log in again", 499, "docs")

# fmt: on
