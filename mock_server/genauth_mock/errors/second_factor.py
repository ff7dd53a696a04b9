"""A login's second factor: TOTP, recovery codes, faces."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

# A user's own second factor is 1635, which clients of REST do not know, a pool's or application's is 1636.
# In the vendor's table 2021 is MAIL_TEMPLATE_MISSING, on the wire it is MFA_TOKEN_NEEDED
MFA_TOKEN_NEEDED = _entry("MFA_TOKEN_NEEDED", 2021, "需要 MFA token", "An MFA token is needed", 401, "guess")
MFA_PERSONAL = _entry("MFA_PERSONAL", 1635,
    "请输入二次认证安全码", "Please enter the security code of the second factor", 499, "docs",
    by_face={"v2": {"code": 1636, "status": 302, "source": "guess"}, "v3": {"code": 1636, "source": "guess"}})
MFA_REQUIRED = _entry("MFA_REQUIRED", 1636,
    "需要进行多因素认证", "Multi-factor authentication is required", 499, "docs", by_face={"v2": {"status": 302}})
TOTP_WRONG = _entry("TOTP_WRONG", 6001,
    "安全码错误，请重新输入", "The security code is wrong, please enter it again", 403, "docs")
# Documented with HTTP 400, by which the mobile SDKs lose the message.
TOTP_WRONG_AT_CONFIRM = _entry("TOTP_WRONG_AT_CONFIRM", 400,
    "安全码错误，请重新输入", "The security code is wrong, please enter it again", 400, "docs",
    by_face={"v3": {"code": 6001, "status": 403, "source": "guess"}})
TOTP_MISSING = _entry("TOTP_MISSING", 6003, "未输入 Totp 安全码", "The TOTP security code was not entered", 400, "docs")
RECOVERY_CODE_WRONG = _entry("RECOVERY_CODE_WRONG", 6002,
    "恢复代码错误，请重新输入", "The recovery code is wrong, please enter it again", 403, "docs")
FACTOR_NOT_ASKED = _entry("FACTOR_NOT_ASKED", 400, "此次登录不接受 {factor}，可用的认证方式：{known}",
    "This login does not take {factor}; it asks for {known}", 403, "guess")
FACTOR_BOUND_ALREADY = _entry("FACTOR_BOUND_ALREADY", 400, "已绑定认证方式 {factor}，请使用它完成认证",
    "{factor} is bound already; pass with the one that is bound", 409, "guess")
FACTOR_NOT_FOUND = _entry("FACTOR_NOT_FOUND", 404,
    "该用户未绑定此认证要素", "The user has not bound this factor", 404, "guess")
ENROLLMENT_TOKEN_INVALID = _entry("ENROLLMENT_TOKEN_INVALID", 400,
    "enrollmentToken 不合法或已过期", "The enrollmentToken is not valid, or it has expired", 400, "guess")
RECOVERY_CODE_MISSING = _entry("RECOVERY_CODE_MISSING", 6004,
    "未输入 Totp 恢复码", "The TOTP recovery code was not entered", 400, "docs")

# Faces
FACE_PHOTO_MISSING = _entry("FACE_PHOTO_MISSING", 1700,
    "未上传人脸识别的照片", "The photo for face recognition was not uploaded", 400, "docs")
FACE_COMPARE_PHOTO_MISSING = _entry("FACE_COMPARE_PHOTO_MISSING", 1701,
    "未上传需要对比的人脸图片", "The face photo to compare with was not uploaded", 400, "docs")
FACE_WRONG = _entry("FACE_WRONG", 1702, "人脸校验错误", "Face verification failed", 403, "docs")
FACE_NO_ADDRESS_BOUND = _entry("FACE_NO_ADDRESS_BOUND", 1703, "未绑定邮箱或手机号，无法绑定人脸",
    "Neither an email nor a phone number is bound, a face cannot be bound", 422, "docs")
FACE_PHONE_NOT_VERIFIED = _entry("FACE_PHONE_NOT_VERIFIED", 1704,
    "绑定人脸失败：手机验证失败", "Binding the face failed: phone verification failed", 403, "docs")
FACE_EMAIL_NOT_VERIFIED = _entry("FACE_EMAIL_NOT_VERIFIED", 1705,
    "绑定人脸失败：邮箱验证失败", "Binding the face failed: email verification failed", 403, "docs")
FACE_ALREADY_BOUND = _entry("FACE_ALREADY_BOUND", 1706, "人脸已被绑定", "The face has already been bound", 409, "docs")
FACE_BINDING_FAILED = _entry("FACE_BINDING_FAILED", 1707, "绑定人脸失败", "Binding the face failed", 422, "docs")

# fmt: on
