"""Guard Android as the app on the phone: QR codes and pushes."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk.mobile.android import Android
from tests.sdk.phone_steps import cids, fastpass, push_status, pushed, shown, status


def test_a_code_is_scanned_and_confirmed_or_cancelled(app: App, android: Android) -> None:
    assert android.register_by_user_name("ci", "111111").code == 200
    random = shown(app)
    unscanned = android.login_by_scanned_ticket(random)
    assert (unscanned.code, unscanned.message) == (500, "二维码尚未被扫描，请先标记为已扫码")
    assert android.mark_qr_code_scanned(random).code == 200
    assert status(app, random) == 1
    assert android.login_by_scanned_ticket(random).code == 200
    assert status(app, random) == 2
    at_once, other = shown(app), shown(app)
    assert android.login_by_scanned_ticket(at_once, auto_mark_scanned=True).code == 200
    assert status(app, at_once) == 2
    assert android.mark_qr_code_scanned(other).code == android.cancel_by_scanned_ticket(other).code == 200
    assert status(app, other) == 3
    invalid = android.mark_qr_code_scanned("nonsense")
    assert (invalid.code, invalid.message) == (500, "无效二维码")
    android.logout()
    assert android.mark_qr_code_scanned(shown(app)).code == 2020


def test_pushes_come_to_a_bound_device_and_are_answered(app: App, android: Android) -> None:
    android.register_by_user_name("ci", "111111")
    assert android.bind_push_cid("cid").code == 200
    push = pushed(app, "ci")
    assert cids(app) == ["cid"]
    apps = android.get_push_login_relation_apps(push, app.app_id)
    assert apps.code == 200 and apps.data["appIds"] == [app.app_id]
    assert android.change_push_code_status(push, "CONFIRM").code == 200
    assert push_status(app, push) == "AUTHORIZED"
    assert android.change_push_code_status(push, "CANCEL").code != 200
    assert android.un_bind_push_cid("cid").code == 200
    pushed(app, "ci")
    assert cids(app) == []


def test_the_code_of_a_page_logs_the_app_in(app: App, android: Android) -> None:
    app.logged_in_user()
    info = fastpass(app, str(app.token))
    apps = android.get_fast_pass_client_apps(info["qrcodeId"], info["appId"])
    assert apps.code == 200 and apps.data["relationApps"][0]["id"] == app.app_id
    given = android.login_by_qr_code(info["qrcodeId"])
    assert given.code == 200 and given.data["access_token"]
    assert android.login_by_qr_code(info["qrcodeId"]).code != 200
