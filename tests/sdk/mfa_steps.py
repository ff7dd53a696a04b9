"""What the tests of every mobile SDK do with second factors: what the answer asks for, and an authenticator app."""

from __future__ import annotations

import json
import time

import pyotp

from tests.conftest import App
from tests.sdk.mobile.wire import Received


def policies(answer: Received | None) -> set[str]:
    """The second factors of a 1636, of which the app shows a button each."""
    assert answer is not None
    data = json.loads(answer.text)["data"]
    return {each["mfaPolicy"] for each in data["applicationMfa"]}


def one_time_password(secret: str, seconds_later: int = 0) -> str:
    """What an authenticator app shows that has scanned the picture: six digits, 30 seconds, SHA-1."""
    return pyotp.TOTP(secret).at(int(time.time()) + seconds_later)


def half_a_minute_later(app: App, secret: str) -> str:
    """The next code: one that was used is not taken again."""
    app.control("POST", "/clock/advance", {"userPoolId": app.pool_id, "seconds": 30})
    return one_time_password(secret, 30)
