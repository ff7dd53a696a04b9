"""API v3, second factors: bound, listed and taken away by who is logged in, or is on the way in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import App
from tests.documented.checker import differences

SECRET = "JAPDSOAZLV4BG3RA"
CI = {"username": "ci", "password": "111111", "email": "ci@x.test"}
REQUEST, ENROLL, RESET, VERIFY = (
    f"/api/v3/{each}" for each in ("send-enroll-factor-request", "enroll-factor", "reset-factor", "mfa-totp-verify")
)
ENROLLED, TO_ENROLL, FACTOR = (
    f"/api/v3/{each}" for each in ("list-enrolled-factors", "list-factors-to-enroll", "get-factor")
)
DONE = {"statusCode": 200, "message": ""}
NOT_LOGGED_IN = {"statusCode": 401, "apiCode": 2020, "message": "尚未登录，无权限访问此请求"}
SIGN_IN = {"connection": "PASSWORD", "passwordPayload": {"account": "ci", "password": "111111"}}
ADDRESSES = {
    "SMS": ({"phoneNumber": "13900139000"}, {"phoneNumber": "13900139000", "phoneCountryCode": "+86"}),
    "EMAIL": ({"email": "Safe@x.test"}, {"email": "safe@x.test"}),
}


def signed_in(app: App, **user: Any) -> dict[str, Any]:
    """A user of this pool who has signed in by API v3; the app has the access token."""
    made = app.make_user(**CI, **user)
    app.token = app.post("/api/v3/signin", **SIGN_IN)["data"]["access_token"]
    return made


def half_in(app: App, *policies: str) -> dict[str, Any]:
    """What the challenge says; the app has the MFA token."""
    app.settings(mfa={"policies": list(policies)})
    app.token = None
    challenge: dict[str, Any] = app.post("/api/v3/signin", **SIGN_IN)
    app.token = challenge["data"]["mfaToken"]
    return challenge


def code(app: App) -> str:
    return str(app.control("GET", f"/pools/{app.pool_id}/users/{app.users()[0]['id']}/totp")["code"])


def sent_to(app: App, address: str) -> str:
    return str(app.control("GET", "/outbox/wait", userPoolId=app.pool_id, to=address, timeout=1)["code"])


def enrollment(app: App, factor: str, **profile: str) -> dict[str, Any]:
    answer = app.post(REQUEST, factorType=factor, profile=profile)
    assert answer["statusCode"] == 200, answer
    assert differences("v3", "sendEnrollFactorRequest", answer) == set()
    data: dict[str, Any] = answer["data"]
    return data


def enroll(app: App, factor: str, token: str, **shown: str) -> dict[str, Any]:
    return app.post(ENROLL, factorType=factor, enrollmentToken=token, enrollmentData=shown)


@pytest.mark.parametrize("own", [{}, {"mfa": {"totpSecret": SECRET}}], ids=["policy", "own"])
def test_a_sign_in_that_needs_a_second_factor_gives_an_mfa_token(app: App, own: dict[str, Any]) -> None:
    app.make_user(**CI, **own)
    answer = half_in(app, *([] if own else ["EMAIL"]))
    assert (answer["statusCode"], answer["apiCode"]) == (499, 1636)
    assert [each["mfaPolicy"] for each in answer["data"]["applicationMfa"]] == (["OTP"] if own else ["EMAIL"])
    assert answer["data"]["mfaEmail"] == "ci@x.test"
    assert "data" in app.post("/api/v2/applications/mfa/check", email="ci@x.test")


@pytest.mark.parametrize("way", ["logged in", "on the way in"])
@pytest.mark.parametrize("factor", ADDRESSES)
def test_an_address_is_bound_listed_and_taken_away(app: App, way: str, factor: str) -> None:
    given, told = ADDRESSES[factor]
    user = signed_in(app)
    token = app.token
    if way == "on the way in":
        half_in(app, "SMS", "EMAIL")
    asked = enrollment(app, factor, **given)
    assert "otpData" not in asked
    address = next(iter(told.values()))
    wrong = enroll(app, factor, asked["enrollmentToken"], passCode="000x")
    assert (wrong["statusCode"], wrong["apiCode"]) == (403, 2001)
    assert enroll(app, factor, asked["enrollmentToken"], passCode=sent_to(app, address)) == DONE
    listed = app.get(ENROLLED)
    assert differences("v3", "listEnrolledFactors", listed) == set()
    (found,) = listed["data"]
    assert (found["factorType"], found["profile"]) == (factor, told)
    assert app.get(FACTOR, factorId=found["factorId"])["data"] == found
    left = app.get(TO_ENROLL)
    assert differences("v3", "listFactorsToEnroll", left) == set()
    enabled = ["SMS", "EMAIL"] if way == "on the way in" else ["OTP", "SMS", "EMAIL", "FACE"]
    assert [each["factorType"] for each in left["data"]] == [each for each in enabled if each != factor]
    assert app.users()[0]["mfa"][{"SMS": "phone", "EMAIL": "email"}[factor]] == address
    if way == "on the way in":
        assert app.post(RESET, factorId=found["factorId"]) == NOT_LOGGED_IN
    app.token = token
    assert app.post(RESET, factorId=found["factorId"]) == DONE
    assert app.get(ENROLLED)["data"] == [] and app.users()[0]["id"] == user["id"]


def test_one_time_passwords_are_bound_without_a_profile_and_verified(app: App) -> None:
    signed_in(app)
    answer = app.post(REQUEST, factorType="OTP")
    assert differences("v3", "sendEnrollFactorRequest", answer) == set()
    made = answer["data"]["otpData"]
    assert made["qrCodeUri"].startswith("otpauth://totp/") and made["qrCodeDataUrl"].startswith("data:image/png;base64")
    wrong = enroll(app, "OTP", answer["data"]["enrollmentToken"], passCode="000000x")
    assert (wrong["statusCode"], wrong["apiCode"], wrong["message"]) == (403, 6001, "安全码错误，请重新输入")
    shown = code(app)
    assert enroll(app, "OTP", answer["data"]["enrollmentToken"], passCode=shown) == DONE
    assert app.users()[0]["mfa"]["recoveryCode"] == made["recoveryCode"]
    (found,) = app.get(ENROLLED)["data"]
    assert (found["factorType"], found["profile"]) == ("OTP", {})
    right = app.post(VERIFY, totp=shown)
    assert right == {**DONE, "data": {"verified": True}}
    assert differences("v3", "mfaOtpVerify", right) == set()
    for wrong_one in (shown, "x"):
        assert app.post(VERIFY, totp=wrong_one)["data"] == {"verified": False}
    assert app.post(VERIFY, totp="")["apiCode"] == 6003


def test_a_face_is_bound_by_a_picture(app: App) -> None:
    signed_in(app)
    picture = {"file": ("ci.png", b"\x89PNG\r\n\x1a\nci")}
    key = app.http.post("/api/v2/upload", files=picture).json()["data"]["key"]
    asked = enrollment(app, "FACE")
    assert enroll(app, "FACE", asked["enrollmentToken"], photo="none")["apiCode"] == 1700
    assert enroll(app, "FACE", asked["enrollmentToken"], photo=key) == DONE
    assert app.post(REQUEST, factorType="FACE", profile={})["apiCode"] == 1706
    app.settings(mfa={"policies": ["FACE"]})
    challenge = app.post("/api/v2/login/account", account="ci", password="111111")
    app.token = challenge["data"]["mfaToken"]
    assert app.post("/api/v2/mfa/face/verify", type="face", photo=key)["code"] == 200


def test_an_enrollment_token_lives_for_a_minute_and_works_once(app: App, later: Callable[[App, int], None]) -> None:
    signed_in(app)
    over = {"statusCode": 400, "message": "enrollmentToken 不合法或已过期"}
    first = enrollment(app, "EMAIL", email="a@x.test")["enrollmentToken"]
    sent = sent_to(app, "a@x.test")
    later(app, 61)
    assert enroll(app, "EMAIL", first, passCode=sent) == over
    later(app, 0)
    assert enroll(app, "EMAIL", first, passCode=sent) == DONE
    assert enroll(app, "EMAIL", first, passCode=sent) == over
    assert enroll(app, "EMAIL", "nothing", passCode=sent) == over


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", REQUEST, {"factorType": "OTP", "profile": {}}),
        ("POST", ENROLL, {"factorType": "OTP", "enrollmentToken": "t", "enrollmentData": {}}),
        ("POST", RESET, {"factorId": "x"}),
        ("POST", VERIFY, {"totp": "123456"}),
        ("GET", ENROLLED, None),
        ("GET", TO_ENROLL, None),
        ("GET", f"{FACTOR}?factorId=x", None),
    ],
)
def test_nobody_has_factors_without_a_token(app: App, method: str, path: str, body: Any) -> None:
    for token in (None, "a.b.c"):
        app.token = token
        assert app.call(method, path, body).json() == NOT_LOGGED_IN


def test_a_factor_of_another_user_is_not_found(app: App) -> None:
    signed_in(app, mfa={"email": "safe@x.test"})
    neighbour = app.another()
    app.make_user(username="n", password="111111", mfa={"email": "n@x.test"})
    neighbour.token = neighbour.post("/api/v2/login/account", account="n", password="111111")["data"]["token"]
    factor_id = app.get(ENROLLED)["data"][0]["factorId"]
    unknown = {"statusCode": 404, "message": "该用户未绑定此认证要素"}
    assert neighbour.get(FACTOR, factorId=factor_id) == unknown
    assert neighbour.post(RESET, factorId=factor_id) == unknown
    assert app.get(FACTOR, factorId=factor_id)["data"]["profile"] == {"email": "safe@x.test"}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (REQUEST, {}, "factorType"),
        (REQUEST, {"factorType": "PASSKEY", "profile": {}}, "factorType"),
        (REQUEST, {"factorType": "SMS", "profile": {}}, "profile.phoneNumber"),
        (REQUEST, {"factorType": "EMAIL", "profile": {"phoneNumber": "13900139000"}}, "profile.email"),
        (REQUEST, {"factorType": "EMAIL", "profile": {"email": 1}}, "profile.email"),
        (ENROLL, {"factorType": "OTP", "enrollmentToken": "t"}, "enrollmentData"),
        (ENROLL, {"factorType": "OTP", "enrollmentToken": 1, "enrollmentData": {}}, "enrollmentToken"),
        (
            ENROLL,
            {"factorType": "OTP", "enrollmentToken": "t", "enrollmentData": {"passCode": []}},
            "enrollmentData.passCode",
        ),
        (RESET, {}, "factorId"),
        (VERIFY, {}, "totp"),
    ],
)
def test_what_is_wrong_with_a_body_is_told_by_the_field(app: App, path: str, body: dict[str, Any], field: str) -> None:
    signed_in(app)
    answer = app.post(path, **body)
    assert answer["statusCode"] == 400 and field in answer["message"]


def test_a_factor_without_an_id_is_told_by_the_field(app: App) -> None:
    signed_in(app)
    assert "factorId" in app.get(FACTOR)["message"] and "factorId" in app.get(FACTOR, factorId="")["message"]


def test_an_address_that_is_none_or_another_users_is_refused(app: App) -> None:
    signed_in(app)
    app.make_user(username="n", email="n@x.test")
    assert app.post(REQUEST, factorType="EMAIL", profile={"email": "x"})["apiCode"] == 2003
    assert app.post(REQUEST, factorType="SMS", profile={"phoneNumber": "1"})["statusCode"] == 400
    assert app.post(REQUEST, factorType="EMAIL", profile={"email": "n@x.test"})["apiCode"] == 1320004
