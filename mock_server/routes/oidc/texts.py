"""What the pages say, in Chinese and English."""

from __future__ import annotations

_TEXTS: dict[str, tuple[str, str]] = {
    "language": ("English", "中文"),
    "log_in": ("登录", "Log in"),
    "log_in_to": ("登录 {app}", "Log in to {app}"),
    "register": ("注册", "Register"),
    "register_at": ("注册 {app} 账号", "Register at {app}"),
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
    "send_code": ("发送验证码", "Send a code"),
    "send_again": ("重新发送", "Send again"),
    "code_sent": ("验证码已发送至 {to}", "A code was sent to {to}"),
    "code_is": ("刚发送的验证码：", "The code just sent:"),
    "use_code": ("填入", "Fill in"),
    "password_optional": ("密码（可选）", "Password (optional)"),
    "save_password": ("保存密码并登录", "Save and log in"),
    "password_was_reset": ("密码已重置，请用新密码登录。", "The password was reset. Log in with the new one."),
    "first_login": ("首次登录，请先设置新密码", "Your first login: please choose a new password"),
    "mfa": ("二次验证", "Second factor"),
    "mfa_choose": ("请选择验证方式并输入安全码", "Choose a way, and enter its code"),
    "mfa_SMS": ("短信验证码", "SMS code"),
    "mfa_EMAIL": ("邮箱验证码", "E-mail code"),
    "mfa_OTP": ("动态口令（OTP）", "One-time password (OTP)"),
    "mfa_none": (
        "该用户没有可用的第二因素：请通过控制 API 给它设置手机号、邮箱或 mfa.totpSecret。",
        "This user has no second factor. Give it a phone, an e-mail address or mfa.totpSecret by the control API.",
    ),
    "verify": ("验证", "Verify"),
    "consent": ("授权确认", "Let the application in?"),
    "consent_asks": ("{app} 申请获得以下权限：", "{app} asks for:"),
    "agree": ("同意", "Agree"),
    "deny": ("拒绝", "Deny"),
    "logged_in_as": ("当前用户：{name}", "Logged in as {name}"),
    "mock_tools": ("模拟服务工具", "Tools of the mock"),
    "pick_user": ("一键登录", "Log in with one click"),
    "search_users": ("查找用户", "Find a user"),
    "search": ("查找", "Find"),
    "no_users": ("没有匹配的用户。", "No user fits."),
    "more_users": ("还有 {count} 个用户，请缩小查找范围。", "{count} more; search for them."),
    "end": ("结束登录", "End this login"),
    "fail_with": ("以错误结束", "Fail with …"),
    "fail": ("返回", "Fail"),
    "state_locked": ("已锁定", "locked"),
    "state_newcomer": ("须改密码", "must change password"),
    "state_mfa": ("二次验证", "second factor"),
    "state_no_password": ("无密码", "no password"),
    "done": ("登录成功", "You are logged in"),
    "done_text": (
        "可以关闭此页面。这里没有等待登录结果的应用。",
        "You may close this page. No application is waiting for this login.",
    ),
    "log_out": ("退出登录", "Log out"),
    "logged_out": ("已退出登录", "You are logged out"),
    "logged_out_text": ("可以关闭此页面。", "You may close this page."),
    "log_out_ask": ("要退出登录吗？", "Log out?"),
    "log_out_other": (
        "{app} 请求退出的是另一位用户，而不是当前登录的用户。",
        "{app} asks to log another user out than the one who is logged in here.",
    ),
    "stay": ("保持登录", "Stay logged in"),
    "stayed": ("你仍处于登录状态", "You are still logged in"),
    "stayed_text": ("可以关闭此页面。", "You may close this page."),
    "device": ("设备登录", "Log a device in"),
    "device_enter": ("请输入设备上显示的代码", "Enter the code that your device shows"),
    "device_code": ("设备代码", "Device code"),
    "device_unknown": ("没有等待此代码的设备，或者代码已过期。", "No device waits for this code, or it has expired."),
    "device_ask": ("允许设备以你的身份登录 {app} 吗？", "Let the device use {app} in your name?"),
    "device_done": ("设备已登录", "The device is logged in"),
    "device_denied": ("已拒绝该设备", "The device was denied"),
    "device_look": ("请回到你的设备上继续。", "Go back to your device."),
    "go_on": ("继续", "Go on"),
    "cannot": ("无法登录", "This login cannot go on"),
    "scope_openid": ("确认你的身份", "to know who you are"),
    "scope_profile": ("你的个人资料（姓名、昵称、头像等）", "your profile (names, picture and so on)"),
    "scope_email": ("你的邮箱地址", "your e-mail address"),
    "scope_phone": ("你的手机号", "your phone number"),
    "scope_address": ("你的地址", "your address"),
    "scope_username": ("你的用户名", "your user name"),
    "scope_roles": ("你的角色", "your roles"),
    "scope_role": ("你的角色", "your roles"),
    "scope_extended_fields": ("你的自定义数据", "your custom data"),
    "scope_external_id": ("你的外部 ID", "your external id"),
    "scope_unionid": ("你的 unionid", "your unionid"),
    "scope_tenant_id": ("你的租户", "your tenant"),
    "scope_offline_access": ("在你离开后继续访问", "to act while you are away"),
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
