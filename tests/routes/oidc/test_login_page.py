"""The login page without a browser: its forms, posted as a browser without script posts them."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import httpx
import pyotp
import pytest

from tests import forms
from tests.conftest import App
from tests.routes.oidc.conftest import RelyingParty, told

EN = {"accept-language": "en"}


@pytest.fixture
def page(rp: RelyingParty) -> str:
    """The login page of an authorization request that waits."""
    rp.has_user(email="ci@x.test", phone="13800138000")
    return _open(rp)


def _open(rp: RelyingParty, **params: Any) -> str:
    answer = rp.browser.get(rp.authorize(**params).headers["location"], headers=EN)
    assert answer.status_code == 200, answer.text
    return answer.text


def _submit(rp: RelyingParty, page: str, action: str, **typed: str) -> httpx.Response:
    return rp.browser.post(action, data=forms.fields(page, action) | typed, headers=EN)


def _code_of(rp: RelyingParty, answer: httpx.Response) -> str:
    """The code with which the app is told that somebody has logged in."""
    assert rp.page(answer).startswith("/interaction/oidc/"), answer.text
    return told(rp.browser.get(answer.headers["location"]))["code"]


def test_a_login_by_password_gives_a_code(rp: RelyingParty, page: str) -> None:
    answer = _submit(rp, page, "/login", account="ci", password="111111")
    given = rp.exchange(_code_of(rp, answer)).json()
    assert rp.me(given["access_token"]).json()["sub"] == rp.user["id"]


def test_a_wrong_password_is_told_and_the_account_stays_typed(rp: RelyingParty, page: str) -> None:
    answer = _submit(rp, page, "/login", account="ci", password="wrong")
    assert answer.status_code == 200 and "password is incorrect" in answer.text
    assert forms.fields(answer.text, "/login")["account"] == "ci"


@pytest.mark.parametrize(("tab", "address"), [("email-code", "ci@x.test"), ("phone-code", "13800138000")])
def test_a_login_by_code_shows_the_code_that_was_just_sent(rp: RelyingParty, tab: str, address: str) -> None:
    rp.has_user(email="ci@x.test", phone="13800138000")
    page = rp.browser.get(f"{rp.authorize().headers['location']}&tab={tab}", headers=EN).text
    page = _submit(rp, page, "/login/code", address=address, step="send").text
    shown = re.search(r"<strong>(\d+)</strong>", page)
    assert shown and shown[1] == rp.app.control("GET", "/outbox", userPoolId=rp.app.pool_id)["list"][0]["code"]
    wrong = _submit(rp, page, "/login/code", code="no", step="login")
    assert "verification code is incorrect" in wrong.text
    assert _code_of(rp, _submit(rp, page, "/login/code", code=shown[1], step="login"))


def test_the_code_is_not_shown_where_the_pool_says_so(rp: RelyingParty) -> None:
    rp.app.settings(oidc={"showCodes": False})
    page = rp.browser.get(f"{rp.authorize().headers['location']}&tab=email-code", headers=EN).text
    page = _submit(rp, page, "/login/code", address="a@x.test", step="send").text
    code = rp.app.control("GET", "/outbox", userPoolId=rp.app.pool_id)["list"][0]["code"]
    assert "a@x.test" in page and code not in page


def test_one_click_logs_in_any_user_of_the_pool(rp: RelyingParty, page: str) -> None:
    assert "ci@x.test" in page
    answer = _submit(rp, page, "/login/as", user_id=rp.user["id"])
    assert _code_of(rp, answer)


def test_users_can_be_searched_and_their_state_is_shown(rp: RelyingParty) -> None:
    for name in ("ann", "bob"):
        rp.app.make_user(username=name, password="111111", blocked=name == "bob")
    page = rp.browser.get(f"{rp.authorize().headers['location']}&q=OB", headers=EN).text
    assert "bob" in page and "Locked" in page and ">ann<" not in page


def _captcha(page: str) -> str:
    """What the captcha picture of a page shows."""
    (picture,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    return "".join(re.findall(r">(\w)</text>", base64.b64decode(picture).decode()))


def test_a_captcha_that_is_due_is_shown_and_lets_the_right_password_in(rp: RelyingParty, page: str) -> None:
    rp.app.settings(limits="documented")
    for _ in range(3):
        assert "<img" not in page
        page = _submit(rp, page, "/login", account="ci", password="wrong").text
    answered = _submit(rp, page, "/login", account="ci", password="wrong", captcha_code=_captcha(page)).text
    assert "password is incorrect" in answered
    wrong = _submit(rp, _open(rp), "/login", account="ci", password="111111", captcha_code="----").text
    assert "enter the verification code" in wrong and 'for="captcha_code">Characters in the picture<' in wrong
    code = _captcha(wrong)
    assert _code_of(rp, _submit(rp, wrong, "/login", account="ci", password="111111", captcha_code=code))
    again = _open(rp, prompt="login")
    assert "<img" not in again and "data:image" not in again
    assert _code_of(rp, _submit(rp, again, "/login", account="ci", password="111111"))


def test_a_captcha_that_is_due_stands_at_the_password_alone_in_both_languages(rp: RelyingParty, page: str) -> None:
    rp.app.settings(limits="documented")
    for _ in range(3):
        _submit(rp, page, "/login", account="ci", password="wrong")
    where = rp.authorize().headers["location"]
    assert "图形验证码" in rp.browser.get(where, headers={"accept-language": "zh"}).text
    for tab in ("phone-code", "email-code"):
        assert "data:image" not in rp.browser.get(f"{where}&tab={tab}", headers=EN).text


def test_a_locked_user_is_told_so(rp: RelyingParty) -> None:
    user = rp.has_user(blocked=True)
    answer = _submit(rp, _open(rp), "/login/as", user_id=user["id"])
    assert answer.status_code == 200 and "locked" in answer.text


@pytest.mark.parametrize("error", ["access_denied", "server_error", "temporarily_unavailable"])
def test_deny_and_fail_end_the_request_with_that_error(rp: RelyingParty, page: str, error: str) -> None:
    action = re.findall(r'action="(/interaction/oidc/[^"]+/abort)"', page)[0]
    answer = told(rp.browser.post(action, data={"error": error}))
    assert (answer["error"], answer["state"]) == (error, "st4te")
    assert rp.browser.post(action, data={"error": error}).status_code == 400


def test_an_error_that_the_protocol_does_not_know_is_refused(rp: RelyingParty, page: str) -> None:
    action = re.findall(r'action="(/interaction/oidc/[^"]+/abort)"', page)[0]
    assert rp.browser.post(action, data={"error": "boredom"}).status_code == 400


def test_registering_at_the_page_logs_in(rp: RelyingParty) -> None:
    query = rp.authorize().headers["location"].partition("?")[2]
    page = rp.browser.get(f"/register?{query}&tab=email", headers=EN).text
    answer = _submit(rp, page, "/register", address="New@x.test", password="111111", step="register")
    assert _code_of(rp, answer)
    assert rp.app.users()[0]["email"] == "new@x.test"


def test_registering_by_phone_sends_a_code_first(rp: RelyingParty) -> None:
    query = rp.authorize().headers["location"].partition("?")[2]
    page = rp.browser.get(f"/register?{query}&tab=phone", headers=EN).text
    page = _submit(rp, page, "/register", address="13800138000", step="send").text
    code = str(re.findall(r"<strong>(\d+)</strong>", page)[0])
    assert _code_of(rp, _submit(rp, page, "/register", code=code, step="register"))
    assert rp.app.users()[0]["phoneVerified"] is True


def test_what_registration_refuses_is_told(rp: RelyingParty, page: str) -> None:
    query = rp.authorize().headers["location"].partition("?")[2]
    page = rp.browser.get(f"/register?{query}&tab=username", headers=EN).text
    answer = _submit(rp, page, "/register", username="ci", password="111111", step="register")
    assert answer.status_code == 200 and "already exists" in answer.text


def test_prompt_create_begins_at_registration(rp: RelyingParty) -> None:
    assert rp.page(rp.authorize(prompt="create")) == "/register"


def test_a_forgotten_password_is_reset_by_code_and_the_login_goes_on(rp: RelyingParty, page: str) -> None:
    query = rp.authorize().headers["location"].partition("?")[2]
    page = rp.browser.get(f"/login/forgot?{query}", headers=EN).text
    page = _submit(rp, page, "/login/forgot", address="ci@x.test", step="send").text
    code = re.findall(r"<strong>(\d+)</strong>", page)[0]
    answer = _submit(rp, page, "/login/forgot", code=code, password="222222", step="reset")
    assert rp.page(answer) == "/login"
    page = rp.browser.get(answer.headers["location"], headers=EN).text
    assert "was reset" in page
    assert _code_of(rp, _submit(rp, page, "/login", account="ci", password="222222"))


def test_the_first_login_asks_for_a_new_password_and_goes_on(rp: RelyingParty) -> None:
    rp.has_user(resetPasswordOnFirstLogin=True)
    page = _submit(rp, _open(rp), "/login", account="ci", password="111111").text
    answer = _submit(rp, page, "/login/first-password", password="222222")
    assert _code_of(rp, answer)
    assert rp.app.post("/api/v2/login/account", account="ci", password="222222")["code"] == 200


def test_a_second_factor_by_one_time_password(rp: RelyingParty) -> None:
    secret = pyotp.random_base32()
    rp.has_user(mfa={"totpSecret": secret})
    page = _submit(rp, _open(rp), "/login", account="ci", password="111111").text
    wrong = _submit(rp, page, "/login/mfa", factor="OTP", code="000000", step="verify")
    assert "security code is wrong" in wrong.text
    answer = _submit(rp, wrong.text, "/login/mfa", factor="OTP", code=pyotp.TOTP(secret).now(), step="verify")
    assert _code_of(rp, answer)


@pytest.mark.parametrize("moved", [0, 12_345_678, -87_654_321, -2_500_000_000])
def test_the_one_time_password_that_the_control_api_tells_is_right_whenever_it_is(
    rp: RelyingParty, later: Callable[[App, int], None], moved: int
) -> None:
    user = rp.has_user(mfa={"totpSecret": "JAPDSOAZLV4BG3RA"})
    later(rp.app, moved)
    page = _submit(rp, _open(rp), "/login", account="ci", password="111111").text
    code = rp.app.control("GET", f"/pools/{rp.app.pool_id}/users/{user['id']}/totp")["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert "security code is wrong" in _submit(rp, page, "/login/mfa", factor="OTP", code=wrong, step="verify").text
    assert _code_of(rp, _submit(rp, page, "/login/mfa", factor="OTP", code=code, step="verify"))


@pytest.mark.parametrize(("policy", "field"), [("SMS", "phone"), ("EMAIL", "email")])
def test_a_second_factor_by_a_code_that_is_sent(rp: RelyingParty, policy: str, field: str) -> None:
    rp.app.settings(mfa={"policies": [policy]})
    rp.has_user(**{field: {"phone": "13800138000", "email": "ci@x.test"}[field]})
    page = _submit(rp, _open(rp), "/login", account="ci", password="111111").text
    page = _submit(rp, page, "/login/mfa", factor=policy, step="send").text
    code = re.findall(r"<strong>(\d+)</strong>", page)[0]
    assert _code_of(rp, _submit(rp, page, "/login/mfa", factor=policy, code=code, step="verify"))


def test_a_code_for_the_second_factor_goes_to_the_bound_address(rp: RelyingParty) -> None:
    rp.app.settings(mfa={"policies": ["EMAIL"]})
    rp.has_user(email="ci@x.test", mfa={"email": "safe@x.test"})
    page = _submit(rp, _open(rp), "/login", account="ci", password="111111").text
    page = _submit(rp, page, "/login/mfa", factor="EMAIL", step="send").text
    assert "safe@x.test" in page and "ci@x.test" not in page
    code = re.findall(r"<strong>(\d+)</strong>", page)[0]
    assert _code_of(rp, _submit(rp, page, "/login/mfa", factor="EMAIL", code=code, step="verify"))


def test_a_one_time_password_works_once_at_the_page_and_elsewhere(rp: RelyingParty) -> None:
    user = rp.has_user(mfa={"totpSecret": "JAPDSOAZLV4BG3RA"})
    code = rp.app.control("GET", f"/pools/{rp.app.pool_id}/users/{user['id']}/totp")["code"]
    page = _submit(rp, _open(rp), "/login", account="ci", password="111111").text
    assert _code_of(rp, _submit(rp, page, "/login/mfa", factor="OTP", code=code, step="verify"))
    challenge = rp.app.post("/api/v2/login/account", account="ci", password="111111")
    rp.app.token = challenge["data"]["mfaToken"]
    assert rp.app.post("/api/v2/mfa/totp/verify", totp=code)["code"] == 6001


def test_a_recovery_code_lets_in_and_the_next_one_is_shown(rp: RelyingParty) -> None:
    rp.has_user(mfa={"totpSecret": "JAPDSOAZLV4BG3RA", "recoveryCode": "8477-a1a6"})
    page = _submit(rp, _open(rp), "/login", account="ci", password="111111").text
    wrong = _submit(rp, page, "/login/mfa", factor="RECOVERY", code="8477", step="verify")
    assert "recovery code is wrong" in wrong.text
    shown = _submit(rp, page, "/login/mfa", factor="RECOVERY", code="8477-a1a6", step="verify")
    new = rp.app.users()[0]["mfa"]["recoveryCode"]
    assert shown.status_code == 200 and new in shown.text and new != "8477-a1a6"
    goes_on = re.findall(r'<a href="(/interaction/[^"]+)">', shown.text)[0]
    assert told(rp.browser.get(goes_on))["code"]


def test_a_user_without_a_factor_is_told_what_to_do(rp: RelyingParty) -> None:
    rp.app.settings(mfa={"policies": ["SMS"]})
    rp.has_user()
    page = _submit(rp, _open(rp), "/login", account="ci", password="111111").text
    assert "no second factor" in page


def test_a_token_of_the_second_step_dies_in_its_time(rp: RelyingParty, later: Callable[[App, int], None]) -> None:
    rp.has_user(mfa={"totpSecret": "JAPDSOAZLV4BG3RA"})
    page = _submit(rp, _open(rp), "/login", account="ci", password="111111").text
    later(rp.app, 361)
    answer = _submit(rp, page, "/login/mfa", factor="OTP", code="000000", step="verify")
    assert answer.status_code == 400 and "MFA token" in answer.text


def test_consent_is_never_asked_of_a_first_party_app(rp: RelyingParty) -> None:
    rp.log_in()
    assert "code" in told(rp.authorize(prompt="consent"))


def test_consent_is_asked_where_the_pool_says_so_and_once(rp: RelyingParty) -> None:
    rp.app.settings(oidc={"consent": "ask"})
    rp.log_in()
    answer = rp.authorize(scope="openid email")
    assert rp.page(answer) == "/authz"
    page = rp.browser.get(answer.headers["location"], headers=EN).text
    assert "Your e-mail address" in page
    action = re.findall(r'action="(/interaction/oidc/[^"]+/confirm)"', page)[0]
    assert "code" in told(rp.browser.post(action))
    assert "code" in told(rp.authorize(scope="openid"))
    assert rp.page(rp.authorize(scope="openid phone")) == "/authz"
    assert rp.page(rp.authorize(scope="openid", prompt="consent")) == "/authz"
    assert told(rp.authorize(scope="openid phone", prompt="none"))["error"] == "consent_required"


def test_consent_comes_after_the_login_and_can_be_denied(rp: RelyingParty) -> None:
    rp.app.settings(oidc={"consent": "ask"})
    rp.has_user()
    answer = _submit(rp, _open(rp), "/login", account="ci", password="111111")
    answer = rp.browser.get(answer.headers["location"])
    assert rp.page(answer) == "/authz"
    page = rp.browser.get(answer.headers["location"]).text
    action = re.findall(r'action="(/interaction/oidc/[^"]+/abort)"', page)[0]
    assert told(rp.browser.post(action, data={"error": "access_denied"}))["error"] == "access_denied"


@pytest.mark.parametrize(
    ("params", "headers", "lang"),
    [
        ({}, {}, "zh-CN"),
        ({}, {"accept-language": "en-GB,en;q=0.9"}, "en"),
        ({}, {"accept-language": "fr,zh;q=0.5"}, "zh-CN"),
        ({"ui_locales": "en-US zh-CN"}, {"accept-language": "zh"}, "en"),
        ({"_authing_lang": "en-US"}, {"accept-language": "zh"}, "en"),
    ],
    ids=str,
)
def test_the_page_speaks_the_language_that_is_asked_for(
    rp: RelyingParty, params: dict[str, str], headers: dict[str, str], lang: str
) -> None:
    answer = rp.browser.get(rp.authorize(**params).headers["location"], headers=headers)
    assert f'<html lang="{lang}">' in answer.text


def test_script_in_a_name_is_shown_as_text(rp: RelyingParty) -> None:
    rp.app.make_user(username="<script>alert(1)</script>", nickname='"><img src=x onerror=alert(1)>')
    page = rp.browser.get(f"{rp.authorize().headers['location']}&q=%22%3E%3Cb%3E", headers=EN).text + _open(rp)
    assert "<script>alert" not in page and "<img" not in page and '"><b>' not in page


def test_the_page_loads_nothing_from_elsewhere(page: str, rp: RelyingParty) -> None:
    assert re.findall(r'(?:src|href)="(?!/|data:,)', page) == []
    answer = rp.browser.get(rp.authorize().headers["location"])
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_a_login_page_without_an_app_says_what_is_missing(http: httpx.Client) -> None:
    answer = http.get("/login", headers=EN)
    assert answer.status_code == 400 and answer.headers["content-type"].startswith("text/html")


def test_an_interaction_that_is_over_says_so(rp: RelyingParty, page: str) -> None:
    answer = _submit(rp, page, "/login", account="ci", password="111111")
    _code_of(rp, answer)
    again = rp.browser.get(answer.headers["location"], headers=EN)
    assert again.status_code == 400 and "is over" in again.text


def test_a_login_for_no_app_ends_at_a_page_that_can_log_out(rp: RelyingParty) -> None:
    rp.has_user()
    page = rp.browser.get(f"/login?app_id={rp.app.app_id}", headers=EN).text
    answer = _submit(rp, page, "/login", account="ci", password="111111")
    assert rp.page(answer) == "/login/done"
    assert "code" in told(rp.authorize())
