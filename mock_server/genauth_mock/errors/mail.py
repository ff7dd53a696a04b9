"""Mail that the service sends."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

MAIL_MACRO_MALFORMED = _entry("MAIL_MACRO_MALFORMED", 2017, "解析邮件模版的 meta_data（宏）命令错误",
    "Failed to parse a meta_data (macro) command of the mail template", 500, "docs")
MAIL_TEMPLATE_MISSING = _entry("MAIL_TEMPLATE_MISSING", 2021,
    "邮件发送失败，原因：无法获取邮件模版", "Failed to send mail, reason: unable to get mail template", 500, "docs")
VERIFY_MAIL_TEMPLATE_MISSING = _entry("VERIFY_MAIL_TEMPLATE_MISSING", 2022,
    "用户邮箱验证失败，原因：无法获取邮件模板",
    "User email verification failed, reason: unable to get email template",
    500, "docs")
VERIFY_MAIL_LINK_EXPIRED = _entry("VERIFY_MAIL_LINK_EXPIRED", 2023,
    "用户邮箱验证失败，原因：验证链接已过期，需重新发送",
    "User mailbox verification failed, reason: verification link has expired and needs to be resent",
    422, "docs")
MAIL_DEFAULT_PROVIDER_FAILED = _entry("MAIL_DEFAULT_PROVIDER_FAILED", 2025,
    "使用默认邮件服务商出错", "The default mail service provider failed", 500, "docs")
MAIL_MACRO_FAILED = _entry("MAIL_MACRO_FAILED", 3012, "宏命令执行错误", "Macro command execution error", 500, "docs")
MAIL_FAILED = _entry("MAIL_FAILED", 3013, "发送邮件错误，未知错误", "Sending mail error, unknown error", 500, "docs")
MAIL_TRANSPORTER_MISSING = _entry("MAIL_TRANSPORTER_MISSING", 3014, "邮件发送失败，原因：无法获取 transporter",
    "Failed to send mail, reason: unable to obtain transporter", 500, "docs")

# fmt: on
