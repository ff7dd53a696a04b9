"""What the pages say, in Chinese and English."""

from __future__ import annotations

_TEXTS: dict[str, tuple[str, str]] = {
    "language": ("English", "中文"),
    "log_in": ("登录", "Log in"),
    "log_in_to": ("登录 {app}", "Log in to {app}"),
    "register": ("注册", "Register"),
    "register_at": ("注册 {app} 账号", "Sign up for {app}"),
    "forgot": ("忘记密码？", "Forgot your password?"),
    "reset_password": ("重置密码", "Reset your password"),
    "back_to_login": ("返回登录", "Back to login"),
    "no_account": ("还没有账号？", "No account yet?"),
    "has_account": ("已有账号？", "Have an account?"),
    "by_password": ("密码登录", "Password"),
    "by_phone_code": ("短信验证码", "SMS code"),
    "by_email_code": ("邮箱验证码", "E-mail code"),
    "by_email": ("邮箱", "E-mail"),
    "by_phone": ("手机号", "Phone"),
    "by_username": ("用户名", "User name"),
    "account": ("用户名 / 邮箱 / 手机号", "User name, e-mail or phone"),
    "address": ("邮箱 / 手机号", "E-mail or phone"),
    "password": ("密码", "Password"),
    "new_password": ("新密码", "New password"),
    "username": ("用户名", "User name"),
    "email": ("邮箱", "E-mail address"),
    "phone": ("手机号", "Phone number"),
    "code": ("验证码", "Code"),
    "captcha": ("图形验证码", "Characters in the picture"),
    "captcha_picture": ("图形验证码：四个字符", "A picture of four letters and digits"),
    "send_code": ("发送验证码", "Send a code"),
    "send_again": ("重新发送", "Send again"),
    "code_sent": ("验证码已发送至 {to}", "We sent a code to {to}"),
    "code_is": ("刚发送的验证码：", "The code that was just sent:"),
    "use_code": ("填入", "Fill in"),
    "password_optional": ("密码（可选）", "Password (optional)"),
    "save_password": ("保存密码并登录", "Save and log in"),
    "password_was_reset": ("密码已重置，请用新密码登录。", "Your password was reset. Log in with the new one."),
    "first_login": ("首次登录，请先设置新密码", "This is your first login. Choose a new password."),
    "mfa": ("二次验证", "Second factor"),
    "mfa_choose": ("请选择验证方式并输入验证码", "Choose a method and enter its code"),
    "mfa_SMS": ("短信验证码", "SMS code"),
    "mfa_EMAIL": ("邮箱验证码", "E-mail code"),
    "mfa_OTP": ("动态口令（OTP）", "One-time password (OTP)"),
    "mfa_RECOVERY": ("恢复代码", "Recovery code"),
    "recovery_code": ("请妥善保存新的恢复代码", "Keep your new recovery code"),
    "mfa_none": (
        "该用户没有可用的第二因素：请通过控制 API 为其设置手机号、邮箱或 mfa.totpSecret。",
        "This user has no second factor. Set a phone, an e-mail address or mfa.totpSecret with the control API.",
    ),
    "verify": ("验证", "Verify"),
    "consent": ("授权确认", "Allow access?"),
    "consent_asks": ("{app} 申请获得以下权限：", "{app} asks for access to:"),
    "agree": ("同意", "Agree"),
    "deny": ("拒绝", "Deny"),
    "logged_in_as": ("当前用户：{name}", "Logged in as {name}"),
    "mock_tools": ("模拟服务工具", "Mock tools"),
    "pick_user": ("一键登录", "Log in with one click"),
    "search_users": ("查找用户", "Find a user"),
    "search": ("查找", "Find"),
    "no_users": ("没有符合条件的用户。", "No user matches your search."),
    "pick_needs_token": (
        "本服务器设置了控制令牌。请先在控制台输入，再刷新此页：",
        "This server has a control token. Enter it in the console, then reload this page:",
    ),
    "more_users": ("还有 {count} 个用户，请缩小查找范围。", "{count} more users. Search to narrow the list."),
    "end": ("结束登录", "End this login"),
    "fail_with": ("以错误结束", "End with an error"),
    "fail": ("以该错误结束", "End login with this error"),
    "state_locked": ("已锁定", "Locked"),
    "state_newcomer": ("须改密码", "Must change password"),
    "state_mfa": ("二次验证", "Second factor"),
    "state_no_password": ("无密码", "No password"),
    "done": ("登录成功", "You are logged in"),
    "done_text": (
        "可以关闭此页面。没有应用在等待登录结果。",
        "You can close this page. No application is waiting for this login.",
    ),
    "log_out": ("退出登录", "Log out"),
    "logged_out": ("已退出登录", "You are logged out"),
    "logged_out_text": ("可以关闭此页面。", "You can close this page."),
    "log_out_ask": ("要退出登录吗？", "Log out?"),
    "log_out_other": (
        "{app} 请求退出的是另一位用户，而不是当前登录的用户。",
        "{app} asked to log out a different user than the one who is logged in here.",
    ),
    "stay": ("保持登录", "Stay logged in"),
    "stayed": ("你仍处于登录状态", "You are still logged in"),
    "stayed_text": ("可以关闭此页面。", "You can close this page."),
    "device": ("设备登录", "Connect a device"),
    "device_enter": ("请输入设备上显示的代码", "Enter the code shown on your device"),
    "device_code": ("设备代码", "Device code"),
    "device_unknown": (
        "没有设备在等待此代码，或代码已过期。请核对设备上显示的代码。",
        "No device is waiting for this code, or the code has expired. Check the code on your device.",
    ),
    "device_ask": ("允许设备以你的身份登录 {app} 吗？", "Allow this device to log in to {app} as you?"),
    "device_done": ("设备已登录", "The device is connected"),
    "device_denied": ("已拒绝该设备", "The device was not connected"),
    "device_look": ("请回到设备上继续。", "Continue on your device."),
    "go_on": ("继续", "Continue"),
    "cannot": ("无法登录", "This login cannot continue"),
    "scope_openid": ("你的身份标识", "Your identity"),
    "scope_profile": ("你的个人资料（姓名、昵称、头像等）", "Your profile (name, nickname, picture)"),
    "scope_email": ("你的邮箱地址", "Your e-mail address"),
    "scope_phone": ("你的手机号", "Your phone number"),
    "scope_address": ("你的地址", "Your address"),
    "scope_username": ("你的用户名", "Your user name"),
    "scope_roles": ("你的角色", "Your roles"),
    "scope_role": ("你的角色", "Your roles"),
    "scope_extended_fields": ("你的自定义数据", "Your custom data"),
    "scope_external_id": ("你的外部 ID", "Your external ID"),
    "scope_unionid": ("你的 unionid", "Your unionid"),
    "scope_tenant_id": ("你的租户", "Your tenant"),
    "scope_offline_access": ("在你离开后继续访问", "Your data while you are away"),
}


class Texts:
    """The pages' texts in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, its holes filled."""
        return _TEXTS[key][self.lang == "en"].format_map(values)

    def scope(self, name: str) -> str:
        """What a scope gives; its own name where it is not GenAuth's."""
        return self(f"scope_{name}") if f"scope_{name}" in _TEXTS else name
