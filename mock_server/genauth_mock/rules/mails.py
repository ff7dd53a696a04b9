"""How a mail or SMS reads."""

from __future__ import annotations

from html import escape

from genauth_mock.context import Context

# What each documented scene asks the reader to do.
_PURPOSES: dict[str, tuple[str, str]] = {
    "RESET_PASSWORD": ("重置密码", "reset your password"),
    "RESET_PASSWORD_VERIFY_CODE": ("重置密码", "reset your password"),
    "CHANGE_EMAIL": ("修改邮箱", "change your e-mail address"),
    "VERIFY_EMAIL": ("验证邮箱", "verify your e-mail address"),
    "MFA_VERIFY": ("多因素认证", "pass multi-factor authentication"),
    "MFA_VERIFY_CODE": ("多因素认证", "pass multi-factor authentication"),
    "VERIFY_CODE": ("验证身份", "verify that it is you"),
    "FIRST_EMAIL_LOGIN_VERIFY": ("首次邮箱登录验证", "verify your first login by e-mail"),
    "CONSOLE_CONDUCTED_VERIFY": ("验证邮箱", "verify your e-mail address"),
    "EMAIL_BIND_VERIFY_CODE": ("绑定邮箱", "bind this e-mail address"),
    "EMAIL_UNBIND_VERIFY_CODE": ("解绑邮箱", "unbind this e-mail address"),
    "REGISTER_VERIFY_CODE": ("注册", "register"),
    "LOGIN_VERIFY_CODE": ("登录", "log in"),
    "INFORMATION_COMPLETION_VERIFY_CODE": ("补全信息", "complete your information"),
    "WELCOME_EMAIL": ("欢迎", "get started"),
    "FIRST_CREATED_USER": ("激活账号", "activate your account"),
}

EMAIL_SCENES = tuple(_PURPOSES)


def text(ctx: Context, channel: str, scene: str, code: str) -> tuple[str | None, str]:
    """Subject (mail only) and body (plain text of an SMS, HTML of a mail) of the message that carries a code."""
    minutes = max(1, ctx.settings.verification_code.ttl_seconds // 60)
    language = ctx.settings.language
    english = (ctx.lang if language == "client" else language) == "en"
    if channel == "sms":
        if english:
            return (
                None,
                f"[{ctx.app.name}] Your code is {code}. It is valid for {minutes} minutes. Share it with nobody.",
            )
        return None, f"【{ctx.app.name}】验证码 {code}，该验证码 {minutes} 分钟内有效，请勿泄漏与他人。"
    purpose = _PURPOSES[scene][1 if english else 0]
    name = escape(ctx.app.name)
    if english:
        return (
            f"[{ctx.app.name}] Your code: {code}",
            _page(
                "en",
                "Hello,",
                f"this is the code to {purpose} at {name}:",
                code,
                f"It is valid for {minutes} minutes and works once. If you did not ask for it, ignore this mail.",
                f"Yours, {name}",
            ),
        )
    return (
        f"[{ctx.app.name}] {purpose}验证码：{code}",
        _page(
            "zh-CN",
            "您好，",
            f"您正在 {name} 进行「{purpose}」操作，验证码为：",
            code,
            f"该验证码 {minutes} 分钟内有效，仅可使用一次。如非本人操作，请忽略此邮件。",
            f"{name} 团队",
        ),
    )


def _page(lang: str, greeting: str, intro: str, code: str, advice: str, signature: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<body style="font-family: sans-serif; line-height: 1.6">\n'
        f"<p>{greeting}</p>\n<p>{intro}</p>\n"
        f'<p style="font-size: 2em; letter-spacing: 0.2em"><strong>{code}</strong></p>\n'
        f"<p>{advice}</p>\n<p>{signature}</p>\n</body>\n</html>\n"
    )
