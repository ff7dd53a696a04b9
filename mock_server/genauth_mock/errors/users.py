"""Users: how they are registered, found, changed and removed."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

# Registering
USER_EXISTS = _entry("USER_EXISTS", 2026,
    "用户已存在，请直接登录！", "The user already exists, please do not register again", 409, "recorded")
USER_EXISTS_ADMIN = _entry("USER_EXISTS_ADMIN", 2026,
    "用户已存在，请勿重复创建！", "The user already exists, please do not create it again", 409, "recorded")
REGISTER_DISABLED = _entry("REGISTER_DISABLED", 2031,
    "应用已禁止注册用户", "App has banned user registration", 403, "docs")
REGISTER_TOO_OFTEN = _entry("REGISTER_TOO_OFTEN", 2100,
    "注册过于频繁，请稍候再试", "Registration is too frequent, please try again later", 429, "docs")
PASSWORD_MISSING = _entry("PASSWORD_MISSING", 2032, "注册时需要密码", "Password required for registration", 400, "docs")
USERNAME_TAKEN = _entry("USERNAME_TAKEN", 2034, "用户名已存在", "The user name already exists", 409, "docs")
USERNAME_MISSING = _entry("USERNAME_MISSING", 2211, "缺少参数 `username`", "Missing parameter: username", 400, "docs")
REGISTER_IN_CLIENT_MISSING = _entry("REGISTER_IN_CLIENT_MISSING", 2205,
    "缺少参数 `registerInClient`", "Missing parameter: registerInClient", 400, "docs")
INVITATION_EXPIRED = _entry("INVITATION_EXPIRED", 4032,
    "邀请链接过期", "The invitation link has expired", 422, "docs")
INVITATION_INVALID = _entry("INVITATION_INVALID", 4033,
    "邀请页面失效", "The invitation page is no longer valid", 422, "docs")

# Users
USER_NOT_IN_POOL = _entry("USER_NOT_IN_POOL", 2036,
    "用户不属于此用户池", "User does not belong to this user pool", 403, "docs")
USER_MAY_NOT_CHANGE_THIS = _entry("USER_MAY_NOT_CHANGE_THIS", 2018,
    "用户无权限修改此项内容", "The user does not have permission to modify this item", 403, "docs")
NOT_OWN_PROFILE = _entry("NOT_OWN_PROFILE", 2202,
    "修改的信息不属于当前用户", "The modified information does not belong to the current user", 403, "docs")
EMAIL_NOT_BY_UPDATE_USER = _entry("EMAIL_NOT_BY_UPDATE_USER", 2225,
    "updateUser 接口不能直接修改邮箱，请使用 updateEmail 接口",
    "The updateUser interface cannot directly modify the mailbox, please use the updateEmail interface",
    422, "docs")
PHONE_NOT_BY_UPDATE_USER = _entry("PHONE_NOT_BY_UPDATE_USER", 2226,
    "updateUser 接口不能直接修改手机号，请使用 updatePhone 接口",
    "The updateUser interface cannot directly modify the phone number, please use the updatePhone interface",
    422, "docs")
USER_DELETE_DENIED = _entry("USER_DELETE_DENIED", 2209,
    "无权限删除该用户", "No permission to delete this user", 403, "docs")
USER_DELETE_FAILED = _entry("USER_DELETE_FAILED", 2210, "删除失败：用户不存在，或删除过程中出现了其它错误",
    "The deletion failed: the user does not exist, or another error occurred during the deletion", 422, "docs")
ROOT_USER_DELETE_DENIED = _entry("ROOT_USER_DELETE_DENIED", 2212,
    "不能删除 root 用户", "Cannot delete root user", 403, "docs")
USER_SEARCH_MALFORMED = _entry("USER_SEARCH_MALFORMED", 2014,
    "搜索用户时输入格式错误", "Incorrect input format when searching for users", 400, "docs")
USER_SEARCH_TYPE_ILLEGAL = _entry("USER_SEARCH_TYPE_ILLEGAL", 2015,
    "搜索用户时搜索类型非法", "Illegal search type when searching for users", 400, "docs")
TOO_MANY_USERS_QUERIED = _entry("TOO_MANY_USERS_QUERIED", 2030,
    "一次性查询的用户不能超过 80 人", "No more than 80 users can be queried at a time", 400, "docs")
DEFAULT_GROUP_MISSING = _entry("DEFAULT_GROUP_MISSING", 2012,
    "缺少默认用户组", "Default user group is missing", 404, "docs")

# fmt: on
