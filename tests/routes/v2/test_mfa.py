"""`/api/v2/mfa/…` and `/api/v2/applications/mfa/…` over the wire: a login that needs a second factor."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pyotp
import pytest

from tests.conftest import App

SECRET, RECOVERY = "JAPDSOAZLV4BG3RA", "8477-a1a6-662c-a750-bbb4-72a9"
CI = {"username": "ci", "password": "111111", "email": "ci@x.test", "phone": "13800138000"}
WITH_TOTP = {"mfa": {"totpSecret": SECRET, "recoveryCode": RECOVERY}}
CHECK, SMS, EMAIL = (f"/api/v2/applications/mfa/{each}" for each in ("check", "sms/verify", "email/verify"))
TOTP = ["/api/v2/mfa/totp/verify", "/api/v2/applications/mfa/totp/verify"]
RECOVER = ["/api/v2/mfa/totp/recovery", "/api/v2/applications/mfa/totp/recovery"]
FACE = ["/api/v2/mfa/face/verify", "/api/v2/applications/mfa/face/verify"]
ASSOCIATE = "/api/v2/mfa/totp/associate"
CONFIRM = f"{ASSOCIATE}/confirm"
NO_MFA_TOKEN = {"code": 2021, "message": "需要 MFA token"}
WRONG_TOTP = {"code": 6001, "message": "安全码错误，请重新输入"}
WRONG_RECOVERY = {"code": 6002, "message": "恢复代码错误，请重新输入"}
PNG = b"\x89PNG\r\n\x1a\n"


def challenged(app: App, *policies: str, **user: Any) -> dict[str, Any]:
    """What the challenge says to a user of a pool with policies who logs in by password; the app has its token."""
    if policies:
        app.settings(mfa={"policies": list(policies)})
    app.make_user(**CI | user)
    return log_in(app)


def log_in(app: App) -> dict[str, Any]:
    app.token = None
    answer = app.post("/api/v2/login/account", account="ci", password="111111")
    assert answer["code"] == 1636, answer
    data: dict[str, Any] = answer["data"]
    app.token = data["mfaToken"]
    return data


def code(app: App) -> str:
    """The user's one-time password of now."""
    (user,) = app.users()
    return str(app.control("GET", f"/pools/{app.pool_id}/users/{user['id']}/totp")["code"])


def upload(app: App, content: bytes, name: str = "face.png") -> str:
    answer = app.http.post("/api/v2/upload?folder=face-photo", files={"file": (name, PNG + content)})
    return str(answer.json()["data"]["key"])


def passed(app: App, answer: dict[str, Any]) -> dict[str, Any]:
    """The user of an answer, which lets him or her in."""
    assert (answer["code"], answer["message"]) == (200, "二次验证成功"), answer
    user: dict[str, Any] = answer["data"]
    app.token = user["token"]
    assert app.get("/api/v2/users/me")["data"]["id"] == user["id"]
    return user


def test_the_challenge_carries_what_clients_read(app: App) -> None:
    app.settings(mfa={"policies": ["SMS", "EMAIL", "OTP", "FACE"]})
    app.make_user(**CI, nickname="Ci", photo="https://x.test/ci.png")
    answer = app.post("/api/v2/login/account", account="ci", password="111111")
    assert (answer["code"], answer["message"]) == (1636, "需要进行多因素认证")
    token = answer["data"].pop("mfaToken")
    assert answer["data"] == {
        "applicationMfa": [
            {"mfaPolicy": each, "status": 1, "sort": n} for n, each in enumerate(("SMS", "EMAIL", "OTP", "FACE"))
        ],
        "faceMfaEnabled": False,
        "totpMfaEnabled": False,
        "mfaPhone": "13800138000",
        "mfaPhoneCountryCode": "+86",
        "mfaEmail": "ci@x.test",
        "nickname": "Ci",
        "username": "ci",
        "avatar": "https://x.test/ci.png",
        "email": "ci@x.test",
        "phone": "13800138000",
        "phoneCountryCode": "+86",
    }
    assert token.count(".") == 2


def test_a_login_that_stops_there_is_no_login(app: App) -> None:
    data = challenged(app, "OTP")
    assert app.users()[0]["loginsCount"] == 0 and not app.http.cookies
    for token in (data["mfaToken"], None):
        app.token = token
        assert app.get("/api/v2/users/me")["code"] == 2020


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (CHECK, {"phone": "13800138000"}),
        (SMS, {"phone": "13800138000", "code": "1234"}),
        (EMAIL, {"email": "ci@x.test", "code": "1234"}),
        *((path, {"totp": "123456"}) for path in TOTP),
        *((path, {"recoveryCode": RECOVERY}) for path in RECOVER),
        *((path, {"photo": "x"}) for path in FACE),
        (ASSOCIATE, {}),
        (CONFIRM, {"totp": "123456"}),
        ("/api/v2/mfa/face/associate", {"photoA": "a", "photoB": "b"}),
    ],
)
def test_without_an_mfa_token_there_is_no_second_step(app: App, path: str, body: dict[str, str]) -> None:
    app.make_user(**CI)
    for token in (None, "null", "a.b.c", "x" * 20_000):
        app.token = token
        assert app.post(path, **body) == NO_MFA_TOKEN


@pytest.mark.parametrize("path", [CHECK, SMS, EMAIL, *TOTP, *RECOVER, *FACE])
def test_who_is_logged_in_has_no_second_step_to_do(app: App, path: str) -> None:
    app.logged_in_user()
    body = {"phone": "13800138000", "email": "ci@x.test", "code": "1", "totp": "1", "recoveryCode": "1", "photo": "1"}
    assert app.post(path, **body) == NO_MFA_TOKEN


def test_an_mfa_token_without_bearer_and_without_any_other_header_is_enough(app: App) -> None:
    data = challenged(app, **WITH_TOTP)
    answer = app.http.post(TOTP[0], json={"totp": code(app)}, headers={"authorization": data["mfaToken"]})
    assert answer.json()["data"]["username"] == "ci"


def test_an_mfa_token_lives_for_six_minutes_of_the_pools_clock(app: App, later: Callable[[App, int], None]) -> None:
    challenged(app, **WITH_TOTP)
    later(app, 361)
    assert app.post(TOTP[0], totp=code(app)) == NO_MFA_TOKEN
    log_in(app)
    later(app, 361 + 355)
    passed(app, app.post(TOTP[0], totp=code(app)))


def test_an_mfa_token_of_another_pool_opens_nothing(app: App, http: Any) -> None:
    challenged(app, **WITH_TOTP)
    other = App(http, token=app.token)
    other.make_user(**CI, **WITH_TOTP)
    assert other.post(TOTP[0], totp=code(other)) == NO_MFA_TOKEN


@pytest.mark.parametrize(
    ("field", "address", "path", "scene"),
    [("phone", "13800138000", SMS, "VERIFY_CODE"), ("email", "ci@x.test", EMAIL, "MFA_VERIFY")],
)
def test_a_code_that_was_sent_lets_in(app: App, field: str, address: str, path: str, scene: str) -> None:
    challenged(app, "SMS", "EMAIL")
    assert app.post(CHECK, **{field: address}) == {"code": 200, "message": "请求成功", "data": True}
    mfa_token, sent = app.token, app.code_for(address, scene)
    assert app.post(path, **{field: address, "code": "000x"})["code"] == 2001
    assert app.post(path, **{field: address})["code"] == 2001
    user = passed(app, app.post(path, **{field: address, "code": sent}))
    assert user["loginsCount"] == 1 and app.users()[0]["mfa"][field] == address
    assert app.http.cookies["authing_session"]
    app.token = mfa_token
    assert app.post(path, **{field: address, "code": app.code_for(address, scene)}) == NO_MFA_TOKEN


def test_a_bound_address_is_the_only_one_that_passes(app: App) -> None:
    data = challenged(app, "SMS", mfa={"phone": "4155550123", "phoneCountryCode": "+1"})
    assert (data["mfaPhone"], data["mfaPhoneCountryCode"]) == ("4155550123", "+1")
    assert app.post(CHECK, phone="13800138000")["data"] is False
    refused = app.post(SMS, phone="13800138000", code=app.code_for("13800138000"))
    assert (refused["code"], refused["message"]) == (400, "已绑定认证方式 SMS，请使用它完成认证")
    abroad = {"phone": "4155550123", "phoneCountryCode": "+1"}
    assert app.post(CHECK, **abroad)["data"] is True
    assert app.post("/api/v2/sms/send", **abroad)["code"] == 200
    sent = app.control("GET", "/outbox/wait", userPoolId=app.pool_id, to="+14155550123", timeout=1)["code"]
    passed(app, app.post(SMS, **abroad, code=sent))


def test_whether_an_address_may_pass_is_a_boolean(app: App) -> None:
    app.make_user(username="n", email="n@x.test", phone="13900139000")
    challenged(app, "SMS")
    asked = (("phone", "13700137000"), ("phone", "13900139000"), ("email", "n@x.test"), ("email", "new@x.test"))
    assert [app.post(CHECK, **{kind: address})["data"] for kind, address in asked] == [True, False, False, True]
    assert app.post(CHECK, phone="13700137000", email="n@x.test")["data"] is True
    assert app.post(CHECK, phone="1")["code"] == 500 and app.post(CHECK, email="x")["code"] == 2003
    neither = app.call("POST", CHECK).json()
    assert (neither["code"], "phone | email" in neither["message"]) == (400, True)


@pytest.mark.parametrize("path", TOTP)
def test_a_one_time_password_lets_in_once(app: App, path: str) -> None:
    data = challenged(app, **WITH_TOTP)
    assert data["totpMfaEnabled"] is True
    assert data["applicationMfa"] == [{"mfaPolicy": "OTP", "status": 1, "sort": 0}]
    for wrong in ("000000x", pyotp.random_base32()[:6]):
        assert app.post(path, authenticatorType="totp", totp=wrong) == WRONG_TOTP
    assert app.post(path)["code"] == 6003
    shown = code(app)
    assert passed(app, app.post(path, authenticatorType="totp", totp=shown))["username"] == "ci"
    log_in(app)
    assert app.post(path, totp=shown) == WRONG_TOTP


def test_the_code_of_the_step_before_is_still_good(app: App) -> None:
    challenged(app, **WITH_TOTP)
    before = code(app)
    app.control("PUT", "/clock", {"offsetSeconds": 30}, userPoolId=app.pool_id)
    passed(app, app.post(TOTP[0], totp=before))


@pytest.mark.parametrize("path", RECOVER)
def test_a_recovery_code_lets_in_once_and_the_next_one_comes(app: App, path: str) -> None:
    challenged(app, **WITH_TOTP)
    assert app.post(path, authenticatorType="totp", recoveryCode="x") == WRONG_RECOVERY
    assert app.post(path)["code"] == 6004
    answer = app.post(path, authenticatorType="totp", recoveryCode=RECOVERY)
    passed(app, answer)
    new = answer["recoveryCode"]
    assert re.fullmatch(r"[0-9a-f]{4}(-[0-9a-f]{4}){5}", new) and new != RECOVERY
    assert answer["data"]["recoveryCode"] == new
    log_in(app)
    assert app.post(path, recoveryCode=RECOVERY) == WRONG_RECOVERY
    passed(app, app.post(path, recoveryCode=new))


@pytest.mark.parametrize("name", ["authenticatorType", "authenticator_type"])
def test_who_has_no_secret_yet_binds_one_on_the_way_in(app: App, name: str) -> None:
    data = challenged(app, "OTP")
    assert data["totpMfaEnabled"] is False
    assert app.get("/api/v2/mfa/authenticator", authenticator_type="totp") == {
        "code": 200,
        "message": "获取 MFA Authenticator 成功",
        "data": [],
    }
    answer = app.post(ASSOCIATE, **{name: "totp", "source": "SELF"})
    assert (answer["code"], answer["message"]) == (200, "获取 MFA 密钥成功")
    made = answer["data"]
    assert made.keys() == {"authenticator_type", "secret", "qrcode_uri", "qrcode_data_url", "recovery_code"}
    read = pyotp.parse_uri(made["qrcode_uri"])
    assert isinstance(read, pyotp.TOTP) and (read.secret, read.digits, read.interval) == (made["secret"], 6, 30)
    assert (read.name, read.issuer) == ("ci", app.control("GET", f"/pools/{app.pool_id}")["name"])
    (pending,) = app.get("/api/v2/mfa/authenticator", source="APPLICATION")["data"]
    assert (pending["enable"], pending["secret"], pending["recoveryCode"]) == (
        False,
        made["secret"],
        made["recovery_code"],
    )
    wrong = app.call("POST", CONFIRM, {name: "totp", "totp": "000000x", "source": "SELF"})
    assert (wrong.status_code, wrong.json()["code"]) == (200, 400)
    assert wrong.json()["message"] == "安全码错误，请重新输入"
    shown = code(app)
    assert app.post(CONFIRM, **{name: "totp", "totp": shown, "source": "SELF"}) == {
        "code": 200,
        "message": "TOTP MFA 绑定成功",
    }
    passed(app, app.post(TOTP[0], authenticatorType="totp", totp=shown))
    (bound,) = app.get("/api/v2/mfa/authenticator")["data"]
    assert (bound["enable"], bound["id"], bound["authenticatorType"]) == (True, pending["id"], "totp")
    assert log_in(app)["totpMfaEnabled"] is True


def test_the_qr_code_is_a_picture(app: App) -> None:
    challenged(app, "OTP")
    made = app.post(ASSOCIATE)["data"]
    head, _, content = made["qrcode_data_url"].partition(",")
    assert head == "data:image/png;base64" and base64.b64decode(content).startswith(PNG)


def test_who_is_logged_in_binds_and_unbinds_one_time_passwords(app: App) -> None:
    app.logged_in_user()
    token = app.token
    app.post(ASSOCIATE, authenticatorType="totp")
    assert app.post(CONFIRM, totp=code(app))["code"] == 200
    assert app.get("/api/v2/users/me/security-level")["data"]["mfa"] is True
    log_in(app)
    app.token = token
    unbound = app.call("DELETE", ASSOCIATE).json()
    assert (unbound["code"], unbound["message"], "data" in unbound) == (200, "TOTP MFA 解绑成功", False)
    assert app.users()[0]["mfa"] == {} and app.get("/api/v2/mfa/authenticator")["data"] == []
    assert app.get("/api/v2/users/me/security-level")["data"]["mfa"] is False
    assert app.post("/api/v2/login/account", account="ci", password="111111")["code"] == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("DELETE", ASSOCIATE), ("POST", "/api/v2/mfa/phone/unbind"), ("POST", "/api/v2/mfa/email/unbind")],
)
def test_only_who_is_logged_in_unbinds(app: App, method: str, path: str) -> None:
    challenged(app, "OTP", mfa={"email": "a@x.test", "phone": "13800138000", "totpSecret": SECRET})
    for token in (app.token, None):
        app.token = token
        assert app.call(method, path).json()["code"] == 2020
    assert len(app.users()[0]["mfa"]) == 4


@pytest.mark.parametrize(("what", "left"), [("phone", {"email": "a@x.test"}), ("email", {"phone": "13800138000"})])
def test_a_bound_address_is_unbound_also_where_there_is_none(app: App, what: str, left: dict[str, str]) -> None:
    app.logged_in_user(mfa={"email": "a@x.test", "phone": "13800138000"})
    for _ in range(2):
        assert app.post(f"/api/v2/mfa/{what}/unbind") == {"code": 200, "message": "解绑成功"}
        assert left.items() <= app.users()[0]["mfa"].items() and what not in app.users()[0]["mfa"]


@pytest.mark.parametrize("path", FACE)
def test_a_face_is_bound_on_the_way_in_and_lets_in(app: App, path: str) -> None:
    challenged(app, "FACE")
    keys = upload(app, b"a"), upload(app, b"b")
    missing = app.post("/api/v2/mfa/face/associate", photoA=keys[0], photoB="photos/none.png")
    assert (missing["code"], missing["message"]) == (1700, "未上传人脸识别的照片")
    body = {"photoA": keys[0], "photoB": keys[1], "isExternalPhoto": False}
    passed(app, app.post("/api/v2/mfa/face/associate", **body))
    assert app.post("/api/v2/mfa/face/associate", **body)["code"] == 1706
    assert log_in(app)["faceMfaEnabled"] is True
    assert app.post(path, type="face", photo=upload(app, b"c"))["code"] == 1702
    assert app.post(path, type="face")["code"] == 1701
    url = f"{app.http.base_url}/files/{upload(app, b'b')}"
    passed(app, app.post(path, type="face", photo=url))


def test_a_seeded_face_lets_in_by_what_the_file_is_called(app: App) -> None:
    challenged(app, "FACE", mfa={"face": "ann"})
    assert app.post(FACE[0], photo=upload(app, b"a", "bob.png"))["code"] == 1702
    passed(app, app.post(FACE[0], photo=upload(app, b"a", "ann in 李.png")))


def test_who_is_logged_in_binds_a_face_and_keeps_the_token(app: App) -> None:
    user = app.logged_in_user()
    key = upload(app, b"a")
    answer = app.post("/api/v2/mfa/face/associate", photoA=key, photoB=key)
    assert (answer["message"], answer["data"]["token"]) == ("绑定成功", user["token"])
    assert app.post("/api/v2/login/account", account="ci", password="111111")["code"] == 200


@pytest.mark.parametrize("by", ["sms", "email", "ad", "carrier"])
def test_every_login_asks_for_the_second_factor(app: App, by: str) -> None:
    document = {
        "appId": app.app_id,
        "settings": {"mfa": {"policies": ["OTP"]}},
        "users": [CI],
        "directory": [{"username": "ci", "password": "222222"}],
        "carrier": [{"token": "t", "accessToken": "a", "phone": "13800138000"}],
        "connections": [{"type": "oneauth"}],
    }
    app.control("POST", "/pools", document)
    logins: dict[str, tuple[str, Callable[[], dict[str, str]]]] = {
        "sms": ("/api/v2/login/phone-code", lambda: {"phone": "13800138000", "code": app.code_for("13800138000")}),
        "email": ("/api/v2/login/email-code", lambda: {"email": "ci@x.test", "code": app.code_for("ci@x.test")}),
        "ad": ("/api/v2/login/ad", lambda: {"username": "ci", "password": "222222"}),
        "carrier": ("/api/v2/ecConn/oneAuth/login", lambda: {"token": "t", "accessToken": "a"}),
    }
    path, body = logins[by]
    answer = app.post(path, **body())
    assert answer["code"] == 1636 and answer["data"]["mfaToken"], answer


def test_who_is_locked_or_gone_meanwhile_is_not_let_in(app: App) -> None:
    challenged(app, **WITH_TOTP)
    (user,) = app.users()
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": True})
    assert app.post(TOTP[0], totp=code(app))["code"] == 2005
    app.control("DELETE", f"/pools/{app.pool_id}/users/{user['id']}")
    assert app.post(TOTP[0], totp="123456") == NO_MFA_TOKEN


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (TOTP[0], {"totp": 123456}, "totp"),
        (TOTP[0], {"totp": "1\u0000"}, "totp"),
        (TOTP[0], {"totp": "1" * 5000}, "totp"),
        (TOTP[0], {"totp": "1", "authenticatorType": "sms"}, "authenticatorType"),
        (ASSOCIATE, {"authenticatorType": []}, "authenticatorType"),
        (RECOVER[0], {"recoveryCode": {}}, "recoveryCode"),
        (SMS, {"code": "1"}, "phone"),
        (EMAIL, {"email": [], "code": "1"}, "email"),
        (FACE[0], {"photo": 1}, "photo"),
        ("/api/v2/mfa/face/associate", {"photoA": 1}, "photoA"),
    ],
)
def test_what_is_wrong_with_a_body_is_told_by_the_field(app: App, path: str, body: dict[str, Any], field: str) -> None:
    challenged(app, "OTP")
    answer = app.post(path, **body)
    assert answer["code"] == 400 and field in answer["message"]


def test_a_policy_of_an_application_asks_in_that_application_alone(app: App) -> None:
    second = f"{app.app_id[:-1]}z"
    document = {"applications": [{"id": app.app_id, "mfa": {"policies": ["EMAIL"]}}, {"id": second}], "users": [CI]}
    app.control("POST", "/pools", document)
    assert log_in(app)["applicationMfa"] == [{"mfaPolicy": "EMAIL", "status": 1, "sort": 0}]
    assert App(app.http, app_id=second).post("/api/v2/login/account", account="ci", password="111111")["code"] == 200
