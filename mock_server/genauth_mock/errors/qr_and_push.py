"""Logins by QR code and by push."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

QRCODE_UNKNOWN = _entry("QRCODE_UNKNOWN", 2241, "二维码不存在", "The QR code does not exist", 404, "client")
QRCODE_INVALID = _entry("QRCODE_INVALID", 500, "无效二维码", "Invalid QR code", 400, "docs")
QRCODE_NOT_SCANNED = _entry("QRCODE_NOT_SCANNED", 500,
    "二维码尚未被扫描，请先标记为已扫码", "The QR code has not been scanned yet, mark it as scanned first", 400, "guess")
QRCODE_TAKEN = _entry("QRCODE_TAKEN", 500,
    "二维码已被其他用户扫描", "Another user has scanned the QR code", 403, "guess")
QRCODE_TICKET_INVALID = _entry("QRCODE_TICKET_INVALID", 500,
    "ticket 无效、已使用或已过期", "The ticket is invalid, used up or expired", 400, "guess")
PUSH_CODE_INVALID = _entry("PUSH_CODE_INVALID", 500,
    "推送码无效、已处理或已过期", "The push code is invalid, dealt with already or expired", 400, "guess")

# fmt: on
