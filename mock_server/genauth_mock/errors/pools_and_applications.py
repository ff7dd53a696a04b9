"""User pools, their applications and collaborators, and the permission to enter."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

# Pools, applications, permission to enter
# The sample answer of REST v2's page says this number with `statusCode` 499.
APP_NOT_FOUND = _entry("APP_NOT_FOUND", 2011, "应用不存在", "Application does not exist", 404, "docs",
    by_face={"v2": {"status": 499}})
POOL_NOT_FOUND = _entry("POOL_NOT_FOUND", 2224, "用户池不存在", "User pool does not exist", 404, "docs")
APP_ACCESS_DENIED = _entry("APP_ACCESS_DENIED", 1576,
    "无应用登录权限", "No permission to log in to this application", 403, "docs")
NO_PERMISSION = _entry("NO_PERMISSION", 1001,
    "无权限执行此项操作", "No permission to perform this operation", 403, "docs")

# Applications
APP_NAME_ILLEGAL = _entry("APP_NAME_ILLEGAL", 2007, "应用名非法", "Illegal application name", 400, "docs")
APP_NAME_TAKEN = _entry("APP_NAME_TAKEN", 2008,
    "已拥有同名应用", "Already have an app with the same name", 409, "docs")
APP_TYPE_ILLEGAL = _entry("APP_TYPE_ILLEGAL", 2009, "非法的应用类型", "Illegal application type", 400, "docs")
APP_ID_OF_OPERATION_MISSING = _entry("APP_ID_OF_OPERATION_MISSING", 2010,
    "需提供操作的应用的 ID", "The ID of the application to operate on is required", 400, "docs")
APP_ID_MISSING = _entry("APP_ID_MISSING", 2101,
    "请提供应用 ID（请求头 x-authing-app-id）", "Please provide the app ID (header x-authing-app-id)", 400, "docs")
APP_DESCRIPTION_ILLEGAL = _entry("APP_DESCRIPTION_ILLEGAL", 2013,
    "非法的应用描述", "Illegal application description", 400, "docs")
PROJECT_DESCRIPTION_TOO_LONG = _entry("PROJECT_DESCRIPTION_TOO_LONG", 2024,
    "项目描述不能超过 140 个字符", "Project description cannot exceed 140 characters", 400, "docs")
DOMAIN_TAKEN = _entry("DOMAIN_TAKEN", 2039, "域名已被占用", "Domain name is already used", 409, "recorded")
POOL_DOMAIN_TAKEN = _entry("POOL_DOMAIN_TAKEN", 2040,
    "用户池域名已被占用", "The domain name of the user pool is already used", 409, "docs")
SUBDOMAIN_TAKEN = _entry("SUBDOMAIN_TAKEN", 3829,
    "此二级域名已被占用", "This secondary domain name is already used", 409, "docs")
OAUTH_APP_NAME_TAKEN = _entry("OAUTH_APP_NAME_TAKEN", 2220,
    "此 OAuth 应用名已存在", "An OAuth application of this name already exists", 409, "docs")
OAUTH_APP_NOT_FOUND = _entry("OAUTH_APP_NOT_FOUND", 2221,
    "OAuth 应用不存在", "The OAuth application does not exist", 404, "docs")
OAUTH_APP_DOMAIN_RESERVED = _entry("OAUTH_APP_DOMAIN_RESERVED", 2222,
    "不能使用保留域名", "A reserved domain name cannot be used", 422, "docs")
OAUTH_APP_DOMAIN_TAKEN = _entry("OAUTH_APP_DOMAIN_TAKEN", 2223,
    "该域名已经被使用", "The domain name is already used", 409, "docs")
OIDC_APP_NOT_FOUND = _entry("OIDC_APP_NOT_FOUND", 4212,
    "OIDC 应用不存在", "OIDC application does not exist", 404, "docs")
SAML_SP_NOT_FOUND = _entry("SAML_SP_NOT_FOUND", 7348,
    "SAML SP 应用不存在", "SAML SP application does not exist", 404, "docs")
SAML_ASSERTION_FAILED = _entry("SAML_ASSERTION_FAILED", 8128,
    "返回 `saml assertion` 时发生错误", "An error occurred when returning saml assertion", 500, "docs")

# Collaborators of a pool
COLLABORATOR_ADD_DENIED = _entry("COLLABORATOR_ADD_DENIED", 3617,
    "无权添加协作者", "No permission to add collaborators", 403, "docs")
COLLABORATOR_PERMISSION_ADD_DENIED = _entry("COLLABORATOR_PERMISSION_ADD_DENIED", 3618,
    "无权添加权限项目", "No permission to add permission items", 403, "docs")
COLLABORATED_POOLS_DENIED = _entry("COLLABORATED_POOLS_DENIED", 3619, "无权查看此用户参与协作的用户池信息",
    "No permission to view the user pools that this user collaborates on", 403, "docs")
COLLABORATOR_EXISTS = _entry("COLLABORATOR_EXISTS", 3620, "协作者已存在", "Collaborator already exists", 409, "docs")
COLLABORATION_DELETE_DENIED = _entry("COLLABORATION_DELETE_DENIED", 3621,
    "无权删除协作关系", "No permission to delete collaboration", 403, "docs")
COLLABORATOR_LIST_DENIED = _entry("COLLABORATOR_LIST_DENIED", 3622,
    "无权查看协作者列表", "No permission to view list of collaborators", 403, "docs")
COLLABORATION_NOT_FOUND = _entry("COLLABORATION_NOT_FOUND", 3623,
    "协作关系不存在", "Collaboration does not exist", 404, "docs")
COLLABORATOR_CHANGE_DENIED = _entry("COLLABORATOR_CHANGE_DENIED", 3624,
    "无权修改协作者", "No permission to modify collaborators", 403, "docs")

# fmt: on
