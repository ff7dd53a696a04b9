"""Guard iOS as the app on the phone: QR codes and pushes."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk.mobile.ios import Ios
from tests.sdk.phone_steps import cids, fastpass, push_status, pushed, shown, status


def test_a_code_is_scanned_and_confirmed_or_cancelled(app: App, ios: Ios) -> None:
    assert ios.register_by_user_name("ci", "111111").code == 200
    random, other = shown(app), shown(app)
    assert ios.mark_qrcode_scanned(random).code == 200
    assert status(app, random) == 1
    assert ios.login_by_scanned_ticket(random).code == 200
    assert status(app, random) == 2
    assert ios.mark_qrcode_scanned(other).code == ios.cancel_by_scanned_ticket(other).code == 200
    assert status(app, other) == 3
    invalid = ios.login_by_scanned_ticket(other)
    assert (invalid.code, invalid.message) == (500, "无效二维码")


def test_pushes_come_to_a_bound_device_and_are_answered(app: App, ios: Ios) -> None:
    ios.register_by_user_name("ci", "111111")
    assert ios.bind("cid").code == 200
    push = pushed(app, "ci")
    assert cids(app) == ["cid"]
    assert ios.login_by_push_notification(push, "CONFIRM").code == 200
    assert push_status(app, push) == "AUTHORIZED"
    assert ios.unbind("cid").code == 200
    pushed(app, "ci")
    assert cids(app) == []


def test_the_code_of_a_page_logs_the_app_in(app: App, ios: Ios) -> None:
    app.logged_in_user()
    info = fastpass(app, str(app.token))
    given = ios.login_by_qrcode(info["qrcodeId"])
    assert given.code == 200 and given.data["data"]["access_token"]
