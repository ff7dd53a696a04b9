"""The messages of REST v2's successes, Chinese and English. Recorded or documented, else our own words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A message in both languages."""

    zh: str
    en: str

    def in_lang(self, lang: str) -> str:
        """The message in `zh` or `en`."""
        return self.en if lang == "en" else self.zh


SUCCESS = Text("请求成功", "Success")
GOT = Text("获取成功", "Success")
REGISTERED = Text("注册成功", "Registered")
LOGGED_IN = Text("登录成功", "Logged in")
MFA_PASSED = Text("二次验证成功", "The second factor is verified")
LOGGED_OUT = Text("退出登录成功", "Logged out")
SENT = Text("发送成功", "Sent")
UPDATED = Text("修改成功", "Updated")
BOUND = Text("绑定成功", "Bound")
UNBOUND = Text("解绑成功", "Unbound")
PASSWORD_RESET = Text("重置密码成功！", "Password reset")
PASSWORD_GOOD = Text("密码验证成功", "The password is good")
AUTHENTICATORS = Text("获取 MFA Authenticator 成功", "MFA authenticators listed")
TOTP_SECRET = Text("获取 MFA 密钥成功", "The MFA secret is created")
TOTP_BOUND = Text("TOTP MFA 绑定成功", "The TOTP MFA is bound")
TOTP_UNBOUND = Text("TOTP MFA 解绑成功", "The TOTP MFA is unbound")
REFRESHED = Text("刷新成功", "Refreshed")
DELETED = Text("删除成功！", "Deleted")
SUBMITTED = Text("提交成功", "Submitted")
UPLOADED = Text("上传成功", "Uploaded")
APPLICATIONS = Text("获取可访问的应用列表成功", "Applications listed")
ORGS = Text("获取用户组织机构列表成功", "Organisations listed")
QRCODE_MADE = Text("生成二维码成功！", "QR code generated")
QRCODE_CHECKED = Text("查询二维码状态成功！", "Query QR code status successfully!")
QRCODE_SCANNED = Text("二维码扫描确认成功", "QR code marked as scanned")
QRCODE_CONFIRMED = Text("授权登录成功", "Login confirmed")
QRCODE_CANCELLED = Text("取消授权成功", "Login cancelled")
QRCODE_EXCHANGED = Text("换取用户信息成功", "Ticket exchanged")
