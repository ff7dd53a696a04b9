"""Groups, roles and permissions: the older numbers, of 2019."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

GROUP_NOT_FOUND = _entry("GROUP_NOT_FOUND", 3901, "Group 不存在", "The group does not exist", 404, "docs")
GROUP_DENIED = _entry("GROUP_DENIED", 3902, "无权操作此 Group", "No permission to operate on this group", 403, "docs")
ROLE_NOT_FOUND = _entry("ROLE_NOT_FOUND", 3903, "Role 不存在", "The role does not exist", 404, "docs")
ROLE_DENIED = _entry("ROLE_DENIED", 3904, "无权操作此 Role", "No permission to operate on this role", 403, "docs")
PERMISSION_NOT_FOUND = _entry("PERMISSION_NOT_FOUND", 3905,
    "Permission 不存在", "The permission does not exist", 404, "docs")
PERMISSION_DENIED = _entry("PERMISSION_DENIED", 3906,
    "无权操作此 Permission", "No permission to operate on this permission", 403, "docs")
GROUP_DELETE_FAILED = _entry("GROUP_DELETE_FAILED", 3907, "删除 Group 失败", "Deleting the group failed", 422, "docs")
ROLE_ALREADY_IN_GROUP = _entry("ROLE_ALREADY_IN_GROUP", 3910,
    "Role {role} 已在 Group {group} 中了", "Role {role} is already in group {group}", 409, "docs")
ROLE_NOT_IN_GROUP = _entry("ROLE_NOT_IN_GROUP", 3911,
    "Role {role} 不在 Group {group} 中", "Role {role} is not in group {group}", 422, "docs")
USER_ALREADY_IN_GROUP = _entry("USER_ALREADY_IN_GROUP", 3912,
    "User {user} 已在 Group {group} 中了", "User {user} is already in group {group}", 409, "docs")
USER_NOT_IN_GROUP = _entry("USER_NOT_IN_GROUP", 3913,
    "User {user} 不在 Group {group} 中", "User {user} is not in group {group}", 422, "docs")
PERMISSION_DELETE_FAILED = _entry("PERMISSION_DELETE_FAILED", 3914,
    "删除 Permission 失败", "Deleting the permission failed", 422, "docs")
ROLE_DELETE_FAILED = _entry("ROLE_DELETE_FAILED", 3915, "删除 Role 失败", "Deleting the role failed", 422, "docs")
PERMISSION_ALREADY_IN_ROLE = _entry("PERMISSION_ALREADY_IN_ROLE", 3916,
    "Permission {permission} 已在 Role {role} 中了", "Permission {permission} is already in role {role}", 409, "docs")
PERMISSION_NOT_IN_ROLE = _entry("PERMISSION_NOT_IN_ROLE", 3917,
    "Permission {permission} 不在 Role {role} 中", "Permission {permission} is not in role {role}", 422, "docs")
USER_ALREADY_HAS_ROLE = _entry("USER_ALREADY_HAS_ROLE", 3918,
    "User {user} 已具备 Role {role}", "User {user} already has role {role}", 409, "docs")
USER_HAS_NOT_ROLE = _entry("USER_HAS_NOT_ROLE", 3919,
    "User {user} 不具备 Role {role}", "User {user} does not have role {role}", 422, "docs")

# fmt: on
