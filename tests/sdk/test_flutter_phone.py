"""Flutter as the app on the phone: QR codes."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk.mobile.flutter import Flutter
from tests.sdk.phone_steps import shown, status


def test_a_code_is_scanned_and_confirmed(app: App, flutter: Flutter) -> None:
    assert flutter.register_by_user_name("ci", "111111").code == 200
    random = shown(app)
    assert flutter.login_by_scanned_ticket(random).code == 500
    assert flutter.mark_qrcode_scanned(random).code == 200
    assert status(app, random) == 1
    assert flutter.login_by_scanned_ticket(random).code == 200
    assert status(app, random) == 2
