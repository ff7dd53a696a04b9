"""Passwords: how they travel, how strong they are, and how they are changed."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

PASSWORD_UNDECRYPTABLE = _entry("PASSWORD_UNDECRYPTABLE", 2016,
    "解密客户端密码出错：密码是用另一把公钥加密的，不是本服务器的公钥。"
    "请把 GET {key_url} 中的 rsaPublicKey 配置给 SDK，或运行 `genauth-mock sdk ios|android|flutter`",
    "Client password decryption error: the password was encrypted with another public key than this server's. "
    "Give the SDK the key of GET {key_url} (rsaPublicKey), or run `genauth-mock sdk ios|android|flutter`",
    400, "guess")
PASSWORD_NOT_ENCRYPTED_BY_SDK = _entry("PASSWORD_NOT_ENCRYPTED_BY_SDK", 2016,
    "SDK 未能加密密码：它的公钥格式有误，或者密码过长",
    "The SDK could not encrypt the password: its public key is malformed or the password is too long",
    400, "guess")
PASSWORD_TOO_SHORT = _entry("PASSWORD_TOO_SHORT", 2029,
    "密码长度不能少于 6 位", "Password length cannot be less than 6 digits", 400, "docs")
PASSWORD_TOO_WEAK_1 = _entry("PASSWORD_TOO_WEAK_1", 2029,
    "密码长度至少为 6 位", "The password must have at least 6 characters", 400, "client")
PASSWORD_TOO_WEAK_2 = _entry("PASSWORD_TOO_WEAK_2", 2029, "密码长度至少为 6 位，且要包含英文、数字与符号中的两种",
    "The password must have at least 6 characters, with two of letters, digits and symbols", 400, "client")
PASSWORD_TOO_WEAK_3 = _entry("PASSWORD_TOO_WEAK_3", 2029, "密码长度至少为 6 位，且要同时包含英文、数字与符号",
    "The password must have at least 6 characters, with letters, digits and symbols", 400, "client")
OLD_PASSWORD_WRONG = _entry("OLD_PASSWORD_WRONG", 1320011, "旧密码不正确", "The old password is incorrect", 403, "page",
    by_face={"graphql": {"code": 2203, "zh": "原始密码错误", "en": "The original password is wrong", "source": "docs"}})
OLD_PASSWORD_MISSING = _entry("OLD_PASSWORD_MISSING", 2201,
    "请输入原始密码", "Please enter the original password", 400, "docs")
PASSWORD_CHANGE_UNVERIFIED = _entry("PASSWORD_CHANGE_UNVERIFIED", 2019,
    "修改密码时需要先进行验证", "Verification is required when changing the password", 403, "docs")
PASSWORD_CHANGE_NEEDS_EMAIL = _entry("PASSWORD_CHANGE_NEEDS_EMAIL", 2218,
    "没有绑定邮箱，不允许修改密码", "No mailbox is bound, changing the password is not allowed", 422, "docs")

# fmt: on
