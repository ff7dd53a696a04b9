"""Devices of users."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

DEVICE_DISABLED = _entry("DEVICE_DISABLED", 1577,
    "设备已被停用，无权登录", "The device is disabled and may not log in", 403, "client")
DEVICE_SUSPENDED = _entry("DEVICE_SUSPENDED", 1578,
    "设备已被挂起，无权登录", "The device is suspended and may not log in", 403, "client")
DEVICE_NOT_FOUND = _entry("DEVICE_NOT_FOUND", 404, "设备不存在", "The device does not exist", 404, "guess")

# fmt: on
