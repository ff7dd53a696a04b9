"""npm authing-js-sdk 4.23.55, unmodified, in Node: second factors. The journey is js/mfa.js."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk.test_js_sdk import journey


def test_its_second_factors_work(node: str, server_url: str, app: App) -> None:
    user = app.make_user(username="ann", password="111111", email="ann@example.test")
    results = journey(node, "mfa.js", server_url, app.app_id, app.pool_id, str(user["id"]))
    assert results["none"] == {"value": []}
    made = results["associated"]["value"]
    assert made["authenticator_type"] == "totp" and made["qrcode_data_url"].startswith("data:image/png;base64,")
    wrong = {"code": 400, "message": "安全码错误，请重新输入"}
    assert results["wrongConfirm"] == {"error": wrong}
    assert results["confirmed"]["value"]["code"] == results["deleted"]["value"]["code"] == 200
    assert results["bound"]["value"][0]["enable"] is True and results["bound"]["value"][0]["secret"] == made["secret"]
    assert (results["personal"]["code"], results["personal"]["message"]) == (1635, "请输入二次认证安全码")
    assert results["personal"]["data"]["username"] == "ann"
    assert results["wrongTotp"] == {"error": {**wrong, "code": 6001}}
    assert results["required"]["code"] == 1636
    assert results["bindable"] == {"value": True}
    for name in ("totp", "recovered", "sms", "email", "face", "sameFace"):
        assert results[name]["value"]["id"] == user["id"] and results[name]["value"]["token"], (name, results[name])
    assert results["recovered"]["value"]["recoveryCode"] != made["recovery_code"]
    assert results["otherFace"]["error"]["code"] == 1702 and results["usedUp"]["error"]["code"] == 2021
