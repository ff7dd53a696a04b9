"""What an entry of the error catalogue is, and the documented refusals that the mock rarely or never gives.

`errors.py` holds the others and is the module to import from: its `CATALOGUE` holds all of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Source = Literal["page", "recorded", "docs", "client", "guess"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One documented refusal.

    `code` is the v2 `code` and the v3 `apiCode`; below 1000 it is a class of answers and no `apiCode`.
    `status` is the v3 `statusCode`, chosen by its class where the documentation gives none.
    `zh` and `en` are the wire message, with `{placeholders}` in a few.
    `oauth` is the `error` of OAuth 2.0 (RFC 6749, OpenID Connect Core 3.1.2.6), for what is refused by that protocol.
    `source` says where text and number come from: `page` the vendor's page on core authentication, `recorded` a real
    answer, `docs` another page (descriptions reworded to messages), `client` an official client, `guess` this mock.
    """

    name: str
    code: int
    zh: str
    en: str
    status: int
    source: str
    oauth: str = ""

    def text(self, lang: str) -> str:
        """The message in that language, placeholders not yet filled in."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)


CATALOGUE: dict[str, Entry] = {}


def register(name: str, code: int, zh: str, en: str, status: int, source: Source, oauth: str = "") -> Entry:
    """Make an entry and put it into the catalogue."""
    if name in CATALOGUE:
        raise ValueError(f"two errors are named {name}")
    CATALOGUE[name] = entry = Entry(name, code, zh, en, status, source, oauth)
    return entry


# A table, one line or two for each: not for the formatter.
# fmt: off

# The service
SYSTEM_BUSY = register("SYSTEM_BUSY", 1000,
    "系统繁忙，请稍后再试", "The system is busy, please try again later", 503, "docs")
MONTHLY_LOGINS_USED_UP = register("MONTHLY_LOGINS_USED_UP", 2002,
    "月登录限额已用完", "Monthly login quota exceeded. Contact sales for upgrade.", 429, "docs")
SEATS_FULL = register("SEATS_FULL", 2040,
    "人头数目限制已满", "The limit on the number of users has been reached", 403, "docs")
METERING_ERROR = register("METERING_ERROR", 4021, "计量计费错误", "Metering and billing error", 499, "docs")
METERING_REFUSED_1 = register("METERING_REFUSED_1", 3720001,
    "计量计费限制", "Refused by metering and billing", 499, "client")
METERING_REFUSED_2 = register("METERING_REFUSED_2", 3720002,
    "计量计费限制", "Refused by metering and billing", 499, "client")
METERING_REFUSED_3 = register("METERING_REFUSED_3", 3720003,
    "计量计费限制", "Refused by metering and billing", 499, "client")
PARAMETERS_INCOMPLETE = register("PARAMETERS_INCOMPLETE", 2231,
    "请求参数不全", "Incomplete request parameters!", 400, "docs")

# Users and passwords: second numbers for what errors.py refuses under the number that clients see
PASSWORD_WRONG = register("PASSWORD_WRONG", 2006, "密码不正确", "Incorrect password", 403, "docs")
PASSWORD_TOO_SHORT = register("PASSWORD_TOO_SHORT", 2029,
    "密码长度不能少于 6 位", "Password length cannot be less than 6 digits", 400, "docs")
OLD_PASSWORD_MISSING = register("OLD_PASSWORD_MISSING", 2201,
    "请输入原始密码", "Please enter the original password", 400, "docs")
OLD_PASSWORD_WRONG_2203 = register("OLD_PASSWORD_WRONG_2203", 2203,
    "原始密码错误", "The original password is wrong", 403, "docs")
PASSWORD_CHANGE_UNVERIFIED = register("PASSWORD_CHANGE_UNVERIFIED", 2019,
    "修改密码时需要先进行验证", "Verification is required when changing the password", 403, "docs")
PASSWORD_CHANGE_NEEDS_EMAIL = register("PASSWORD_CHANGE_NEEDS_EMAIL", 2218,
    "没有绑定邮箱，不允许修改密码", "No mailbox is bound, changing the password is not allowed", 422, "docs")
PHONE_BOUND = register("PHONE_BOUND", 2035, "手机号已绑定", "Mobile phone number has been bound", 409, "docs")
EMAIL_BOUND = register("EMAIL_BOUND", 2200, "该邮箱已被绑定", "The mailbox has been bound", 409, "docs")
EMAIL_UNUSABLE = register("EMAIL_UNUSABLE", 2208, "请使用其他邮箱", "Please use another email", 422, "docs")
EMAIL_FORMAT_WRONG = register("EMAIL_FORMAT_WRONG", 2204, "邮箱格式不正确", "E-mail format is incorrect", 400, "docs")
ADDRESS_INVALID = register("ADDRESS_INVALID", 2028,
    "请提供正确的手机号或邮箱", "Please provide the correct phone number or email address", 400, "docs")
OLD_EMAIL_WRONG = register("OLD_EMAIL_WRONG", 2037,
    "填写的旧邮箱与实际邮箱不匹配", "The filled-in old mailbox does not match the actual mailbox", 422, "docs")
OLD_PHONE_WRONG = register("OLD_PHONE_WRONG", 2038,
    "填写的旧手机与实际手机不匹配", "The filled-in old phone does not match the actual phone", 422, "docs")
NO_EMAIL_TO_UNBIND = register("NO_EMAIL_TO_UNBIND", 2219,
    "此用户没有绑定邮箱", "The user has not bound a mailbox", 422, "docs")
NO_EMAIL_BOUND_1320009 = register("NO_EMAIL_BOUND_1320009", 1320009,
    "用户未绑定邮箱", "The user has no email bound", 422, "guess")
NO_OTHER_LOGIN_METHOD_1320010 = register("NO_OTHER_LOGIN_METHOD_1320010", 1320010,
    "当前用户未绑定其他登录方式", "The user has no other login method", 422, "guess")
USER_NOT_IN_POOL = register("USER_NOT_IN_POOL", 2036,
    "用户不属于此用户池", "User does not belong to this user pool", 403, "docs")
USER_MAY_NOT_CHANGE_THIS = register("USER_MAY_NOT_CHANGE_THIS", 2018,
    "用户无权限修改此项内容", "The user does not have permission to modify this item", 403, "docs")
NOT_OWN_PROFILE = register("NOT_OWN_PROFILE", 2202,
    "修改的信息不属于当前用户", "The modified information does not belong to the current user", 403, "docs")
USER_DELETE_DENIED = register("USER_DELETE_DENIED", 2209,
    "无权限删除该用户", "No permission to delete this user", 403, "docs")
USER_DELETE_FAILED = register("USER_DELETE_FAILED", 2210, "删除失败：用户不存在，或删除过程中出现了其它错误",
    "The deletion failed: the user does not exist, or another error occurred during the deletion", 422, "docs")
ROOT_USER_DELETE_DENIED = register("ROOT_USER_DELETE_DENIED", 2212,
    "不能删除 root 用户", "Cannot delete root user", 403, "docs")
USERNAME_MISSING = register("USERNAME_MISSING", 2211, "缺少参数 `username`", "Missing parameter: username", 400, "docs")
REGISTER_IN_CLIENT_MISSING = register("REGISTER_IN_CLIENT_MISSING", 2205,
    "缺少参数 `registerInClient`", "Missing parameter: registerInClient", 400, "docs")
USER_SEARCH_MALFORMED = register("USER_SEARCH_MALFORMED", 2014,
    "搜索用户时输入格式错误", "Incorrect input format when searching for users", 400, "docs")
USER_SEARCH_TYPE_ILLEGAL = register("USER_SEARCH_TYPE_ILLEGAL", 2015,
    "搜索用户时搜索类型非法", "Illegal search type when searching for users", 400, "docs")
TOO_MANY_USERS_QUERIED = register("TOO_MANY_USERS_QUERIED", 2030,
    "一次性查询的用户不能超过 80 人", "No more than 80 users can be queried at a time", 400, "docs")
DEFAULT_GROUP_MISSING = register("DEFAULT_GROUP_MISSING", 2012,
    "缺少默认用户组", "Default user group is missing", 404, "docs")
MOBILE_SSO_SESSION_NOT_FOUND = register("MOBILE_SSO_SESSION_NOT_FOUND", 2401,
    "移动应用 sso session 不存在", "Mobile application sso session does not exist", 404, "docs")
LDAP_URL_INVALID = register("LDAP_URL_INVALID", 2820002, "无效的 LDAP 链接", "Invalid LDAP link", 400, "docs")
TENANT_MEMBER_INVALID = register("TENANT_MEMBER_INVALID", 2120008,
    "用户已停用或不是此租户成员", "The user is disabled or is no member of this tenant", 403, "docs")
TENANT_ACCESS_DENIED = register("TENANT_ACCESS_DENIED", 2130010,
    "用户无权限登录此租户", "The user may not log in to this tenant", 403, "docs")
INVITATION_EXPIRED = register("INVITATION_EXPIRED", 4032,
    "邀请链接过期", "The invitation link has expired", 422, "docs")
INVITATION_INVALID = register("INVITATION_INVALID", 4033,
    "邀请页面失效", "The invitation page is no longer valid", 422, "docs")

# Identities of third parties
OAUTH_USER_WITHOUT_PASSWORD = register("OAUTH_USER_WITHOUT_PASSWORD", 2027,
    "该账号通过 OAuth 注册，未设置密码，请通过 OAuth 登录",
    "The account was registered with OAuth and has no password. Please log in with OAuth",
    403, "docs")
OAUTH_ALREADY_BOUND = register("OAUTH_ALREADY_BOUND", 2213,
    "已绑定过此种第三方 OAuth 登录方式", "This third-party OAuth login method has already been bound", 409, "docs")
OAUTH_READ_FAILED = register("OAUTH_READ_FAILED", 2214,
    "读取已绑定的 OAuth 登录方式失败", "Failed to read the bound OAuth login method", 500, "docs")
OAUTH_ACCOUNT_TAKEN = register("OAUTH_ACCOUNT_TAKEN", 2215,
    "要绑定的第三方账号已被绑定", "The third-party account has already been bound", 409, "docs")
OAUTH_NOT_BOUND = register("OAUTH_NOT_BOUND", 2216,
    "没有绑定过此种 OAuth 登录方式", "This OAuth login method has not been bound", 422, "docs")
ONLY_LOGIN_METHOD = register("ONLY_LOGIN_METHOD", 2217,
    "只有一种登录方式，不能解绑", "There is only one login method, it cannot be unbound", 422, "docs")

# Applications
APP_NAME_ILLEGAL = register("APP_NAME_ILLEGAL", 2007, "应用名非法", "Illegal application name", 400, "docs")
APP_NAME_TAKEN = register("APP_NAME_TAKEN", 2008,
    "已拥有同名应用", "Already have an app with the same name", 409, "docs")
APP_TYPE_ILLEGAL = register("APP_TYPE_ILLEGAL", 2009, "非法的应用类型", "Illegal application type", 400, "docs")
APP_ID_OF_OPERATION_MISSING = register("APP_ID_OF_OPERATION_MISSING", 2010,
    "需提供操作的应用的 ID", "The ID of the application to operate on is required", 400, "docs")
APP_ID_MISSING = register("APP_ID_MISSING", 2101,
    "请提供应用 ID（请求头 x-authing-app-id）", "Please provide the app ID (header x-authing-app-id)", 400, "docs")
APP_DESCRIPTION_ILLEGAL = register("APP_DESCRIPTION_ILLEGAL", 2013,
    "非法的应用描述", "Illegal application description", 400, "docs")
PROJECT_DESCRIPTION_TOO_LONG = register("PROJECT_DESCRIPTION_TOO_LONG", 2024,
    "项目描述不能超过 140 个字符", "Project description cannot exceed 140 characters", 400, "docs")
DOMAIN_TAKEN = register("DOMAIN_TAKEN", 2039, "域名已被占用", "Domain name is already used", 409, "recorded")
POOL_DOMAIN_TAKEN = register("POOL_DOMAIN_TAKEN", 2040,
    "用户池域名已被占用", "The domain name of the user pool is already used", 409, "docs")
SUBDOMAIN_TAKEN = register("SUBDOMAIN_TAKEN", 3829,
    "此二级域名已被占用", "This secondary domain name is already used", 409, "docs")
OAUTH_APP_NAME_TAKEN = register("OAUTH_APP_NAME_TAKEN", 2220,
    "此 OAuth 应用名已存在", "An OAuth application of this name already exists", 409, "docs")
OAUTH_APP_NOT_FOUND = register("OAUTH_APP_NOT_FOUND", 2221,
    "OAuth 应用不存在", "The OAuth application does not exist", 404, "docs")
OAUTH_APP_DOMAIN_RESERVED = register("OAUTH_APP_DOMAIN_RESERVED", 2222,
    "不能使用保留域名", "A reserved domain name cannot be used", 422, "docs")
OAUTH_APP_DOMAIN_TAKEN = register("OAUTH_APP_DOMAIN_TAKEN", 2223,
    "该域名已经被使用", "The domain name is already used", 409, "docs")
OIDC_APP_NOT_FOUND = register("OIDC_APP_NOT_FOUND", 4212,
    "OIDC 应用不存在", "OIDC application does not exist", 404, "docs")
SAML_SP_NOT_FOUND = register("SAML_SP_NOT_FOUND", 7348,
    "SAML SP 应用不存在", "SAML SP application does not exist", 404, "docs")
SAML_ASSERTION_FAILED = register("SAML_ASSERTION_FAILED", 8128,
    "返回 `saml assertion` 时发生错误", "An error occurred when returning saml assertion", 500, "docs")

# Mail
MAIL_MACRO_MALFORMED = register("MAIL_MACRO_MALFORMED", 2017, "解析邮件模版的 meta_data（宏）命令错误",
    "Failed to parse a meta_data (macro) command of the mail template", 500, "docs")
MAIL_TEMPLATE_MISSING = register("MAIL_TEMPLATE_MISSING", 2021,
    "邮件发送失败，原因：无法获取邮件模版", "Failed to send mail, reason: unable to get mail template", 500, "docs")
VERIFY_MAIL_TEMPLATE_MISSING = register("VERIFY_MAIL_TEMPLATE_MISSING", 2022,
    "用户邮箱验证失败，原因：无法获取邮件模板",
    "User email verification failed, reason: unable to get email template",
    500, "docs")
VERIFY_MAIL_LINK_EXPIRED = register("VERIFY_MAIL_LINK_EXPIRED", 2023,
    "用户邮箱验证失败，原因：验证链接已过期，需重新发送",
    "User mailbox verification failed, reason: verification link has expired and needs to be resent",
    422, "docs")
MAIL_DEFAULT_PROVIDER_FAILED = register("MAIL_DEFAULT_PROVIDER_FAILED", 2025,
    "使用默认邮件服务商出错", "The default mail service provider failed", 500, "docs")
MAIL_MACRO_FAILED = register("MAIL_MACRO_FAILED", 3012, "宏命令执行错误", "Macro command execution error", 500, "docs")
MAIL_FAILED = register("MAIL_FAILED", 3013, "发送邮件错误，未知错误", "Sending mail error, unknown error", 500, "docs")
MAIL_TRANSPORTER_MISSING = register("MAIL_TRANSPORTER_MISSING", 3014, "邮件发送失败，原因：无法获取 transporter",
    "Failed to send mail, reason: unable to obtain transporter", 500, "docs")

# Collaborators of a pool
COLLABORATOR_ADD_DENIED = register("COLLABORATOR_ADD_DENIED", 3617,
    "无权添加协作者", "No permission to add collaborators", 403, "docs")
COLLABORATOR_PERMISSION_ADD_DENIED = register("COLLABORATOR_PERMISSION_ADD_DENIED", 3618,
    "无权添加权限项目", "No permission to add permission items", 403, "docs")
COLLABORATED_POOLS_DENIED = register("COLLABORATED_POOLS_DENIED", 3619, "无权查看此用户参与协作的用户池信息",
    "No permission to view the user pools that this user collaborates on", 403, "docs")
COLLABORATOR_EXISTS = register("COLLABORATOR_EXISTS", 3620, "协作者已存在", "Collaborator already exists", 409, "docs")
COLLABORATION_DELETE_DENIED = register("COLLABORATION_DELETE_DENIED", 3621,
    "无权删除协作关系", "No permission to delete collaboration", 403, "docs")
COLLABORATOR_LIST_DENIED = register("COLLABORATOR_LIST_DENIED", 3622,
    "无权查看协作者列表", "No permission to view list of collaborators", 403, "docs")
COLLABORATION_NOT_FOUND = register("COLLABORATION_NOT_FOUND", 3623,
    "协作关系不存在", "Collaboration does not exist", 404, "docs")
COLLABORATOR_CHANGE_DENIED = register("COLLABORATOR_CHANGE_DENIED", 3624,
    "无权修改协作者", "No permission to modify collaborators", 403, "docs")

# The older numbers of groups, roles and permissions, of 2019
GROUP_NOT_FOUND = register("GROUP_NOT_FOUND", 3901, "Group 不存在", "The group does not exist", 404, "docs")
GROUP_DENIED = register("GROUP_DENIED", 3902, "无权操作此 Group", "No permission to operate on this group", 403, "docs")
ROLE_NOT_FOUND = register("ROLE_NOT_FOUND", 3903, "Role 不存在", "The role does not exist", 404, "docs")
ROLE_DENIED = register("ROLE_DENIED", 3904, "无权操作此 Role", "No permission to operate on this role", 403, "docs")
PERMISSION_NOT_FOUND = register("PERMISSION_NOT_FOUND", 3905,
    "Permission 不存在", "The permission does not exist", 404, "docs")
PERMISSION_DENIED = register("PERMISSION_DENIED", 3906,
    "无权操作此 Permission", "No permission to operate on this permission", 403, "docs")
GROUP_DELETE_FAILED = register("GROUP_DELETE_FAILED", 3907, "删除 Group 失败", "Deleting the group failed", 422, "docs")
ROLE_ALREADY_IN_GROUP = register("ROLE_ALREADY_IN_GROUP", 3910,
    "Role {role} 已在 Group {group} 中了", "Role {role} is already in group {group}", 409, "docs")
ROLE_NOT_IN_GROUP = register("ROLE_NOT_IN_GROUP", 3911,
    "Role {role} 不在 Group {group} 中", "Role {role} is not in group {group}", 422, "docs")
USER_ALREADY_IN_GROUP = register("USER_ALREADY_IN_GROUP", 3912,
    "User {user} 已在 Group {group} 中了", "User {user} is already in group {group}", 409, "docs")
USER_NOT_IN_GROUP = register("USER_NOT_IN_GROUP", 3913,
    "User {user} 不在 Group {group} 中", "User {user} is not in group {group}", 422, "docs")
PERMISSION_DELETE_FAILED = register("PERMISSION_DELETE_FAILED", 3914,
    "删除 Permission 失败", "Deleting the permission failed", 422, "docs")
ROLE_DELETE_FAILED = register("ROLE_DELETE_FAILED", 3915, "删除 Role 失败", "Deleting the role failed", 422, "docs")
PERMISSION_ALREADY_IN_ROLE = register("PERMISSION_ALREADY_IN_ROLE", 3916,
    "Permission {permission} 已在 Role {role} 中了", "Permission {permission} is already in role {role}", 409, "docs")
PERMISSION_NOT_IN_ROLE = register("PERMISSION_NOT_IN_ROLE", 3917,
    "Permission {permission} 不在 Role {role} 中", "Permission {permission} is not in role {role}", 422, "docs")
USER_ALREADY_HAS_ROLE = register("USER_ALREADY_HAS_ROLE", 3918,
    "User {user} 已具备 Role {role}", "User {user} already has role {role}", 409, "docs")
USER_HAS_NOT_ROLE = register("USER_HAS_NOT_ROLE", 3919,
    "User {user} 不具备 Role {role}", "User {user} does not have role {role}", 422, "docs")

# Orders
ORDER_APP_NOT_FOUND = register("ORDER_APP_NOT_FOUND", 5000,
    "获取订单对应应用失败", "Failed to obtain the corresponding application of the order", 404, "docs")
ORDER_NOT_FOUND = register("ORDER_NOT_FOUND", 5001, "订单不存在", "Order does not exist", 404, "docs")
ORDER_FAILED = register("ORDER_FAILED", 5022, "创建订单失败", "Failed to create order", 422, "docs")
ALIPAY_ORDER_FAILED = register("ALIPAY_ORDER_FAILED", 5023,
    "创建支付宝订单失败", "Failed to create Alipay order", 422, "docs")
ORDER_FAILED_UNKNOWN = register("ORDER_FAILED_UNKNOWN", 5024,
    "创建订单失败，未知错误", "Failed to create order, unknown error", 500, "docs")
ORDER_PRICE_ILLEGAL = register("ORDER_PRICE_ILLEGAL", 5025,
    "创建订单失败：价格不合法", "Failed to create order: the price is illegal", 400, "docs")

# fmt: on
