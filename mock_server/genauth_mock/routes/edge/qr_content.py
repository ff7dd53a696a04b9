"""What a QR code says to the app that scans it, whichever face has made it. Documented: the JSON of `APP_AUTH`."""

from __future__ import annotations

from typing import Any

import orjson

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.kit import clock, json_values
from genauth_mock.rules import qrcodes
from genauth_mock.store.qrcodes import QrCode
from genauth_mock.store.user_pools import public_id

# A code with more in it is one that cameras hardly read, and that takes long to draw.
_MOST_CUSTOM_BYTES = 512


def fit(custom_data: Any, field: str, lang: str) -> Any:
    """The custom data of a code, if it can be drawn. Refuses 400 with the field for more."""
    if _is_too_much(custom_data):
        most = _MOST_CUSTOM_BYTES
        detail = f"at most {most} bytes of JSON fit into a QR code" if lang == "en" else f"JSON 不能超过 {most} 字节"
        raise Refused(errors.INVALID_PARAMETER, field=field, detail=detail)
    return custom_data


def _is_too_much(custom_data: Any) -> bool:
    try:
        return len(orjson.dumps(json_values.checked(custom_data))) > _MOST_CUSTOM_BYTES
    except ValueError:
        # It is nested deeper than anything is kept.
        return True


def of_code(code: QrCode) -> bytes:
    """What a code says. Older pages have `expireAt` in it, newer ones `expiresIn`: both are there."""
    said = {
        "scene": code.scene,
        "random": code.random,
        "userPoolId": public_id(code.user_pool_id),
        "createdAt": clock.iso(code.created_at),
        "expireAt": clock.iso(code.expires_at),
        "expiresIn": qrcodes.TTL_SECONDS,
        "customData": code.custom_data,
    }
    return orjson.dumps(said)
