"""The catalogue: every documented refusal once, by name.

Several names may share a number, as they do in the real service: a rule raises the meaning, a face writes the number.
The text is the vendor's page's own, else a recorded answer's, else the documentation table's (see `Entry.source`).
Refusals that hardly any caller meets (orders, mail, RBAC …) stand in `errors_documented`, those of OAuth in
`errors_oauth` (here as `oauth`); `CATALOGUE` holds all.
"""

from __future__ import annotations

import re

from genauth_mock import errors_oauth as oauth
from genauth_mock.errors_documented import CATALOGUE, Entry
from genauth_mock.errors_documented import register as _entry
from genauth_mock.kit.echo import LONGEST, cut

__all__ = ["CATALOGUE", "Entry", "Refused", "by_code", "oauth"]

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# Mostly the mock's own words, which may list what there is; and a URI, which is compared to its end.
_OWN_WORDS = ("detail", "known", "hint", "key_url", "uri")
_LONGEST_DETAIL = 2000


class Refused(Exception):
    """A rule says no. Raised anew each time, `raise Refused(errors.USER_EXISTS)`; the face that was asked words it.

    `field` is the request field at fault and fills `{field}`; `data` is what the answer carries (the token of 1639);
    `values` fill the other placeholders of the entry's text; `remark` is what the journal notes of the client.
    """

    def __init__(
        self,
        entry: Entry,
        *,
        field: str | None = None,
        data: dict[str, object] | None = None,
        remark: str | None = None,
        **values: str,
    ) -> None:
        super().__init__(entry)
        self.entry = entry
        self.field = field
        self.data = data
        self.remark = remark
        self.values: dict[str, str] = values if field is None else {"field": field, **values}

    def message(self, lang: str) -> str:
        """The entry's text with the values in it. A value is put in as it is, never read for placeholders itself."""

        def value(hole: re.Match[str]) -> str:
            return cut(str(self.values.get(hole[1]) or "-"), _LONGEST_DETAIL if hole[1] in _OWN_WORDS else LONGEST)

        return _PLACEHOLDER.sub(value, self.entry.text(lang))

    def __str__(self) -> str:
        return f"{self.entry.name} ({self.entry.code}): {self.message('en')}"


def holes(entry: Entry) -> tuple[str, ...]:
    """The placeholders of an entry's text."""
    return tuple(_PLACEHOLDER.findall(entry.en))


def by_code(code: int) -> list[Entry]:
    """All meanings of one number."""
    return [entry for entry in CATALOGUE.values() if entry.code == code]


# A table, one line or two for each: not for the formatter.
# fmt: off

# Requests. The texts are this mock's own: the service's are not documented.
INVALID_PARAMETER = _entry("INVALID_PARAMETER", 400,
    "请求参数 {field} 不合法：{detail}", "Parameter {field} is not valid: {detail}", 400, "guess")
BODY_NOT_JSON = _entry("BODY_NOT_JSON", 400,
    "请求体不是合法的 JSON", "The request body is not valid JSON", 400, "guess")
BODY_NOT_OBJECT = _entry("BODY_NOT_OBJECT", 400,
    "请求体必须是一个 JSON 对象", "The request body must be a JSON object", 400, "guess")
BODY_TOO_LARGE = _entry("BODY_TOO_LARGE", 413, "请求体过大", "Request body too large", 413, "guess")
NOT_FOUND = _entry("NOT_FOUND", 404, "没有 {method} {path} 这个接口，最接近的已知接口是：{nearest}",
    "There is no {method} {path}. The nearest known operation: {nearest}", 404, "guess")
METHOD_NOT_ALLOWED = _entry("METHOD_NOT_ALLOWED", 405,
    "此接口不支持该请求方法", "This path does not take that method", 405, "guess")
NOT_IMPLEMENTED = _entry("NOT_IMPLEMENTED", 501, "本模拟服务知道 {operation}（{method} {path}），但尚未实现",
    "This mock knows {operation} ({method} {path}) and has not built it", 501, "guess")
INTERNAL = _entry("INTERNAL", 500, "模拟服务自身出错（{what}）：这不是应用的问题，详情见服务器日志",
    "genauth-mock itself has failed ({what}): this is not the app's fault, and the server's log has the traceback",
    500, "guess", "server_error")
DATABASE_AWAY = _entry("DATABASE_AWAY", 503, "模拟服务的数据库没有响应，恢复后请重试",
    "The mock's database does not answer; try again once it is back", 503, "guess", "temporarily_unavailable")
UPLOAD_MISSING = _entry("UPLOAD_MISSING", 400, "没有上传文件", "No file was uploaded", 400, "guess")
UPLOAD_NOT_AN_IMAGE = _entry("UPLOAD_NOT_AN_IMAGE", 400,
    "上传的文件不是图片", "The uploaded file is not an image", 400, "guess")
UPLOAD_TOO_LARGE = _entry("UPLOAD_TOO_LARGE", 413, "上传的文件过大", "The uploaded file is too large", 413, "guess")
UDF_WRONG_TYPE = _entry("UDF_WRONG_TYPE", 400,
    "自定义字段 {field} 的值必须是 {type} 类型", "Custom field {field} takes {type}", 400, "guess")
CONTROL_CHARACTERS = _entry("CONTROL_CHARACTERS", 400,
    "{field} 不能含有控制字符", "{field} must not hold control characters", 400, "guess")
UDF_UNDEFINED = _entry("UDF_UNDEFINED", 400,
    "自定义字段 {field} 未定义", "Custom field {field} is not defined", 400, "guess")

# Pools, applications, permission to enter
APP_NOT_FOUND = _entry("APP_NOT_FOUND", 2011, "应用不存在", "Application does not exist", 404, "docs")
POOL_NOT_FOUND = _entry("POOL_NOT_FOUND", 2224, "用户池不存在", "User pool does not exist", 404, "docs")
APP_ACCESS_DENIED = _entry("APP_ACCESS_DENIED", 1576,
    "无应用登录权限", "No permission to log in to this application", 403, "docs")
DEVICE_DISABLED = _entry("DEVICE_DISABLED", 1577,
    "设备已被停用，无权登录", "The device is disabled and may not log in", 403, "client")
DEVICE_SUSPENDED = _entry("DEVICE_SUSPENDED", 1578,
    "设备已被挂起，无权登录", "The device is suspended and may not log in", 403, "client")
NO_PERMISSION = _entry("NO_PERMISSION", 1001,
    "无权限执行此项操作", "No permission to perform this operation", 403, "docs")

# Tokens and sessions
NOT_LOGGED_IN = _entry("NOT_LOGGED_IN", 2020,
    "尚未登录，无访问权限", "Not logged in yet, no permission to access this request", 401, "recorded")
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

# Addresses
EMAIL_INVALID = _entry("EMAIL_INVALID", 2003, "非法邮箱地址", "The email format is incorrect", 400, "page")
EMAIL_ADDRESS_INVALID = _entry("EMAIL_ADDRESS_INVALID", 1020017,
    "邮箱地址非法", "The email address is malformed", 400, "page")
PHONE_INVALID = _entry("PHONE_INVALID", 500, "手机号码格式非法", "The phone number format is illegal", 400, "page")

# Verification codes. Expired is 2300 in the vendor's table, 500 in a recorded answer, and Guard takes 2001 for it too.
PASSCODE_EMPTY = _entry("PASSCODE_EMPTY", 400,
    "验证码不能为空", "The verification code must not be empty", 400, "guess")
PASSCODE_WRONG = _entry("PASSCODE_WRONG", 2001, "验证码不正确！", "The verification code is incorrect", 403, "recorded")
PASSCODE_WRONG_500 = _entry("PASSCODE_WRONG_500", 500,
    "验证码不正确！", "The verification code is incorrect", 403, "recorded")
PASSCODE_EXPIRED = _entry("PASSCODE_EXPIRED", 2001, "验证码已过期", "The verification code has expired", 403, "guess")
PASSCODE_EXPIRED_DOCUMENTED = _entry("PASSCODE_EXPIRED_DOCUMENTED", 2300,
    "验证码过期", "Verification code expired", 403, "docs")
PASSCODE_EXPIRED_500 = _entry("PASSCODE_EXPIRED_500", 500,
    "验证码已过期", "The verification code has expired", 403, "recorded")
SENT_TOO_OFTEN = _entry("SENT_TOO_OFTEN", 2080,
    "发送过于频繁，请稍候再试", "Sent too frequently, please try again later", 429, "guess")

# Passwords
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
PASSWORD_TOO_WEAK_1 = _entry("PASSWORD_TOO_WEAK_1", 2029,
    "密码长度至少为 6 位", "The password must have at least 6 characters", 400, "client")
PASSWORD_TOO_WEAK_2 = _entry("PASSWORD_TOO_WEAK_2", 2029, "密码长度至少为 6 位，且要包含英文、数字与符号中的两种",
    "The password must have at least 6 characters, with two of letters, digits and symbols", 400, "client")
PASSWORD_TOO_WEAK_3 = _entry("PASSWORD_TOO_WEAK_3", 2029, "密码长度至少为 6 位，且要同时包含英文、数字与符号",
    "The password must have at least 6 characters, with letters, digits and symbols", 400, "client")
OLD_PASSWORD_WRONG = _entry("OLD_PASSWORD_WRONG", 1320011, "旧密码不正确", "The old password is incorrect", 403, "page")

# Binding, changing and unbinding. 1320005 has two texts on the page and a third in the clients.
BOUND_BY_OTHER_PHONE = _entry("BOUND_BY_OTHER_PHONE", 1320004,
    "手机号已被其他用户绑定", "The phone number is already bound by another user", 409, "client")
BOUND_BY_OTHER_EMAIL = _entry("BOUND_BY_OTHER_EMAIL", 1320004,
    "邮箱已被其他用户绑定", "The email is already bound by another user", 409, "client")
PHONE_BOUND_500 = _entry("PHONE_BOUND_500", 500,
    "该手机号已被绑定", "The phone number has already been bound", 409, "recorded")
NO_OTHER_LOGIN_METHOD = _entry("NO_OTHER_LOGIN_METHOD", 1320005,
    "当前用户未绑定其他登录方式", "The current user has no other login method bound", 422, "page")
NO_EMAIL_BOUND = _entry("NO_EMAIL_BOUND", 1320005,
    "当前用户未绑定邮箱", "The current user has no email bound", 422, "page")
NO_PHONE_BOUND = _entry("NO_PHONE_BOUND", 1320005,
    "当前用户未绑定手机号", "The current user has no phone number bound", 422, "client")
PHONE_UNCHANGED = _entry("PHONE_UNCHANGED", 2230,
    "新手机号和旧手机号一样", "The new phone number is the same as the old one", 422, "recorded")
EMAIL_UNCHANGED = _entry("EMAIL_UNCHANGED", 2229,
    "新邮箱和旧邮箱一样", "The new mailbox is the same as the old mailbox", 422, "docs")
OLD_PHONE_NOT_VERIFIED = _entry("OLD_PHONE_NOT_VERIFIED", 2228, "修改手机号必须验证原来的手机号",
    "To modify the phone number, the original phone number must be verified", 422, "docs")
OLD_PHONE_NOT_VERIFIED_500 = _entry("OLD_PHONE_NOT_VERIFIED_500", 500, "修改手机号必须验证原来的手机号。",
    "To modify the phone number, the original phone number must be verified", 422, "recorded")
OLD_EMAIL_NOT_VERIFIED = _entry("OLD_EMAIL_NOT_VERIFIED", 2227,
    "修改邮箱必须验证原来的邮箱", "To modify the mailbox, the original mailbox must be verified", 422, "docs")
EMAIL_NOT_BY_UPDATE_USER = _entry("EMAIL_NOT_BY_UPDATE_USER", 2225,
    "updateUser 接口不能直接修改邮箱，请使用 updateEmail 接口",
    "The updateUser interface cannot directly modify the mailbox, please use the updateEmail interface",
    422, "docs")
PHONE_NOT_BY_UPDATE_USER = _entry("PHONE_NOT_BY_UPDATE_USER", 2226,
    "updateUser 接口不能直接修改手机号，请使用 updatePhone 接口",
    "The updateUser interface cannot directly modify the phone number, please use the updatePhone interface",
    422, "docs")

# A second factor. In the vendor's table 2021 is MAIL_TEMPLATE_MISSING, on the wire it is MFA_TOKEN_NEEDED.
MFA_TOKEN_NEEDED = _entry("MFA_TOKEN_NEEDED", 2021, "需要 MFA token", "An MFA token is needed", 401, "guess")
MFA_PERSONAL = _entry("MFA_PERSONAL", 1635,
    "请输入二次认证安全码", "Please enter the security code of the second factor", 499, "docs")
MFA_REQUIRED = _entry("MFA_REQUIRED", 1636,
    "需要进行多因素认证", "Multi-factor authentication is required", 499, "docs")
TOTP_WRONG = _entry("TOTP_WRONG", 6001,
    "安全码错误，请重新输入", "The security code is wrong, please enter it again", 403, "docs")
TOTP_WRONG_AT_CONFIRM = _entry("TOTP_WRONG_AT_CONFIRM", 400,
    "安全码错误，请重新输入", "The security code is wrong, please enter it again", 400, "docs")
TOTP_MISSING = _entry("TOTP_MISSING", 6003, "未输入 Totp 安全码", "The TOTP security code was not entered", 400, "docs")
RECOVERY_CODE_WRONG = _entry("RECOVERY_CODE_WRONG", 6002,
    "恢复代码错误，请重新输入", "The recovery code is wrong, please enter it again", 403, "docs")
RECOVERY_CODE_MISSING = _entry("RECOVERY_CODE_MISSING", 6004,
    "未输入 Totp 恢复码", "The TOTP recovery code was not entered", 400, "docs")
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

# Steps that a login can stop at
AUTH_FLOW_DONE = _entry("AUTH_FLOW_DONE", 1600,
    "认证后流程成功完成，登录态已设置", "The steps after login are complete and the session is set", 200, "docs")
FIRST_LOGIN_RESET = _entry("FIRST_LOGIN_RESET", 1639,
    "首次登录，请先重置密码", "First login: please reset the password", 499, "docs")
FORCED_RESET = _entry("FORCED_RESET", 2058,
    "请重置密码（需要验证旧密码）", "Please reset the password (the old password is needed)", 499, "docs")
UNSAFE_PASSWORD_TIP = _entry("UNSAFE_PASSWORD_TIP", 2061,
    "密码安全性低，建议修改密码", "The password is unsafe, changing it is advised", 499, "client")
UNSAFE_PASSWORD_RESET = _entry("UNSAFE_PASSWORD_RESET", 2071,
    "密码安全性低，请重置密码", "The password is unsafe, please reset it", 499, "client")
BIND_EXISTING_ACCOUNT = _entry("BIND_EXISTING_ACCOUNT", 1640,
    "请绑定已有账号", "Please bind an existing account", 499, "docs")
BIND_OR_CREATE_ACCOUNT = _entry("BIND_OR_CREATE_ACCOUNT", 1641,
    "请绑定已有账号，或者创建新账号", "Please bind an existing account or create a new one", 499, "docs")
BIND_CHOSEN_ACCOUNT = _entry("BIND_CHOSEN_ACCOUNT", 2921,
    "请选择要绑定的账号", "Please choose the account to bind", 499, "client")
BIND_WITHOUT_ASKING = _entry("BIND_WITHOUT_ASKING", 1666,
    "身份绑定，无需询问", "The identity is bound without asking", 499, "client")
CHOOSE_ACCOUNT = _entry("CHOOSE_ACCOUNT", 2930,
    "请选择要登录的账号", "Please choose the account to log in with", 499, "client")
USERNAME_DUPLICATE = _entry("USERNAME_DUPLICATE", 1108,
    "用户名重复，请重设账号名", "The user name is a duplicate, please choose another", 409, "client")
PROFILE_INCOMPLETE = _entry("PROFILE_INCOMPLETE", 1642,
    "请补全登录信息", "Please complete the login information", 499, "docs")
SELF_UNLOCK = _entry("SELF_UNLOCK", 1643,
    "账号已锁定，请自主解锁", "The account is locked, please unlock it yourself", 499, "docs")
TENANT_PORTAL = _entry("TENANT_PORTAL", 1644, "请选择租户", "Please choose a tenant", 499, "client")
TENANT_INCOMPLETE = _entry("TENANT_INCOMPLETE", 1645,
    "请补全租户信息", "Please complete the tenant information", 499, "client")
AUTH_FLOW_ABORTED = _entry("AUTH_FLOW_ABORTED", 1699,
    "认证后流程已提前终止，请重新登录", "The steps after login were ended early, please log in again", 499, "docs")
QRCODE_INVALID = _entry("QRCODE_INVALID", 500, "无效二维码", "Invalid QR code", 400, "docs")

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

# The classes of v3: a `statusCode` alone, without an `apiCode`
V3_INVALID_ARGUMENT = _entry("V3_INVALID_ARGUMENT", 400,
    "请求参数格式错误", "The format of the request parameters is wrong", 400, "docs")
V3_UNAUTHORIZED = _entry("V3_UNAUTHORIZED", 401, "用户未登录", "The user is not logged in", 401, "docs")
V3_PAYMENT_NEEDED = _entry("V3_PAYMENT_NEEDED", 402,
    "此接口需要升级套餐之后使用", "This interface needs an upgraded plan", 402, "docs")
V3_FORBIDDEN = _entry("V3_FORBIDDEN", 403, "没有权限执行此操作", "No permission to perform this operation", 403, "docs")
V3_NOT_FOUND = _entry("V3_NOT_FOUND", 404, "找不到资源", "The resource was not found", 404, "docs")
V3_CONFLICT = _entry("V3_CONFLICT", 409,
    "要创建的资源和已有资源存在字段冲突", "A field of the new resource conflicts with an existing one", 409, "docs")
V3_PAYLOAD_TOO_LARGE = _entry("V3_PAYLOAD_TOO_LARGE", 413, "请求体过大", "Request body too large", 413, "docs")
V3_INVALID_OPERATION = _entry("V3_INVALID_OPERATION", 422, "非法操作：参数格式正确，但不符合业务限制",
    "Illegal operation: the parameters are well-formed but break a business rule", 422, "docs")
V3_THROTTLE = _entry("V3_THROTTLE", 429, "您的请求已超过最大数量限制，请稍后重试",
    "Your requests have exceeded the maximum number, please try again later", 429, "docs")
V3_CLIENT_ERROR = _entry("V3_CLIENT_ERROR", 499, "客户端异常", "Client error", 499, "docs")
V3_SERVER_ERROR = _entry("V3_SERVER_ERROR", 500, "服务端异常", "Server error", 500, "docs")
V3_UNSUPPORTED_OPERATION = _entry("V3_UNSUPPORTED_OPERATION", 501,
    "服务器不支持此操作", "The server does not support this operation", 501, "docs")
V3_BAD_GATEWAY = _entry("V3_BAD_GATEWAY", 502, "微服务调用出错", "A call to a microservice failed", 502, "docs")
V3_SERVICE_UNAVAILABLE = _entry("V3_SERVICE_UNAVAILABLE", 503,
    "服务维护中", "The service is under maintenance", 503, "docs")
V3_ENDPOINT_REQUEST = _entry("V3_ENDPOINT_REQUEST", 601,
    "请求第三方端点失败", "The request to a third-party endpoint failed", 601, "docs")
V3_ENDPOINT_RESPONSE = _entry("V3_ENDPOINT_RESPONSE", 602,
    "第三方端点返回了错误", "A third-party endpoint answered with an error", 602, "docs")
V3_CUSTOM_CODE = _entry("V3_CUSTOM_CODE", 603, "自定义代码出错", "Custom code failed", 603, "docs")

# fmt: on
