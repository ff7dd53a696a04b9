"""OIDCClient of the Android SDK, request for request as measured."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import App
from tests.sdk.android_steps import LOGIN, ME, SEND_EMAIL, SEND_SMS, U, user_of
from tests.sdk.conftest import code_for
from tests.sdk.mobile.android_json import UserInfo
from tests.sdk.mobile.android_oidc import AndroidOidc
from tests.sdk.mobile.auth_request import AUTHING_TOKEN
from tests.sdk.mobile.web_view import WebView
from tests.sdk.mobile.wire import Outcome
from tests.sdk.oidc_steps import claims, code_of

TOKEN = "POST /oidc/token [H7]"
WHO = "GET /oidc/me [H8]"
TOKENS = [TOKEN, WHO, U]
SCOPE = "openid profile email phone username address offline_access roles extended_fields"


@pytest.fixture
def android(server_url: str, app: App) -> AndroidOidc:
    """Android, started, in a pool that is made by its app id."""
    sdk = AndroidOidc(server_url, app.app_id)
    sdk.init()
    sdk.wire.take()
    return sdk


def with_tokens(outcome: Outcome) -> UserInfo:
    """A user who holds all tokens; the id token is the bearer."""
    user = user_of(outcome)
    assert claims(user.token)["sub"] == claims(user.fields["access_token"])["sub"] == user.id
    assert user.fields["refresh_token"]
    return user


def refusal(outcome: Outcome) -> tuple[int, str]:
    """The status is the code, and the message the whole body."""
    return outcome.code, json.loads(outcome.message or "{}")["error"]


def test_public_config_tells_what_the_app_needs_to_know(app: App, android: AndroidOidc) -> None:
    config = android.get_public_config()
    assert config and config.user_pool_id == app.pool_id and config.redirect_uri
    assert config.public_key == app.http.get("/_mock/info").json()["rsaPublicKey"]
    assert config.redirect_uri == f"https://console.authing.cn/console/get-started/{app.app_id}"
    assert android.steps() == [f"GET /api/v2/applications/{app.app_id}/public-config [H6]"]


def test_a_login_by_account_is_made_tokens_of(app: App, android: AndroidOidc) -> None:
    app.make_user(username="ci", password="111111")
    user = with_tokens(android.login_by_account("ci", "111111"))
    token, me = [sent for sent in android.wire.sent if sent.path.startswith("/oidc/")]
    assert token.form == {
        "client_id": app.app_id,
        "grant_type": AUTHING_TOKEN,
        "token": token.form["token"],
        "scope": SCOPE,
        "prompt": "consent",
        "code_verifier": token.form["code_verifier"],
        "redirect_uri": f"https://console.authing.cn/console/get-started/{app.app_id}",
    }
    assert list(token.form)[-2:] == ["code_verifier", "redirect_uri"]
    assert me.header("authorization") == f"Bearer {user.fields['access_token']}"
    assert android.wire.sent[-1].header("authorization") == f"Bearer {user.token}"
    assert android.steps() == [LOGIN, *TOKENS]
    assert android.login_by_account("ci", "wrong", auto_register=False).code == 2333
    assert android.steps() == [f"{LOGIN.removesuffix('[H2]')}[H3]"]
    assert user_of(android.get_current_user()).id == user.id
    assert android.steps() == [ME, U]


def _sms(app: App, android: AndroidOidc) -> str:
    assert android.send_sms("13800138000").code == 200
    return code_for(app, "13800138000")


def _email(app: App, android: AndroidOidc) -> str:
    assert android.send_email("tony@x.test", "VERIFY_CODE").code == 200
    return code_for(app, "tony@x.test")


@pytest.mark.parametrize(
    ("enter", "steps"),
    [
        (
            lambda app, android: android.register_by_email("tony@x.test", "strong"),
            ["POST /api/v2/register/email {email, password, forceLogin} [H2]"],
        ),
        (
            lambda app, android: android.register_by_user_name("tony", "strong"),
            ["POST /api/v2/register/username {username, password, forceLogin} [H2]"],
        ),
        (
            lambda app, android: android.register_by_email_code("tony@x.test", _email(app, android)),
            [SEND_EMAIL, "POST /api/v2/register/email-code {email, code, forceLogin} [H2]"],
        ),
        (
            lambda app, android: android.register_by_phone_code("13800138000", _sms(app, android), "strong"),
            [SEND_SMS, "POST /api/v2/register/phone-code {phone, password, code, forceLogin} [H2]"],
        ),
        (
            lambda app, android: android.login_by_phone_code("13800138000", _sms(app, android)),
            [SEND_SMS, "POST /api/v2/login/phone-code {phone, code, autoRegister} [H2]"],
        ),
        (
            lambda app, android: android.login_by_email_code("tony@x.test", _email(app, android)),
            [SEND_EMAIL, "POST /api/v2/login/email-code {email, code, autoRegister} [H2]"],
        ),
    ],
)
def test_every_other_way_in_is_made_tokens_of_too(
    app: App, android: AndroidOidc, enter: Callable[[App, AndroidOidc], Outcome], steps: list[str]
) -> None:
    with_tokens(enter(app, android))
    assert android.steps() == [*steps, *TOKENS]


def test_a_login_by_one_tap_is_made_tokens_of_too(server_url: str, seeded: App) -> None:
    android = AndroidOidc(server_url, seeded.app_id)
    android.init()
    android.wire.take()
    assert with_tokens(android.login_by_one_auth("carrier-token", "carrier-access")).fields["phone"] == "13800138009"
    assert android.steps() == ["POST /api/v2/ecConn/oneAuth/login {token, accessToken} [H2]", *TOKENS]


def test_the_web_views_code_is_made_tokens_of_once_and_by_its_own_verifier(app: App, android: AndroidOidc) -> None:
    made = app.make_user(username="ci", password="111111", email="ci@x.test")
    request = android.auth_request()
    url = android.build_authorize_url(request)
    query = parse_qs(urlsplit(url).query)
    assert list(query) == [
        *("_authing_lang", "app_id", "client_id", "nonce", "redirect_uri", "response_type", "scope", "prompt"),
        *("state", "code_challenge", "code_challenge_method"),
    ]
    assert (len(request.nonce), len(request.state), len(request.code_challenge)) == (10, 10, 43)
    code = code_of(app, url, request)
    refused = android.auth_by_code(code, android.auth_request())
    assert refusal(refused) == (400, "invalid_grant") and android.user is None
    assert android.steps() == [TOKEN]
    code = code_of(app, url, request)
    user = with_tokens(android.auth_by_code(code, request))
    assert (user.id, user.fields["email"]) == (made["id"], "ci@x.test")
    assert claims(user.token)["nonce"] == request.nonce
    assert android.steps() == TOKENS
    assert refusal(android.auth_by_code(code, request)) == (400, "invalid_grant")
    assert refusal(android.auth_by_code("nonsense", request)) == (400, "invalid_grant")


def test_the_secret_takes_the_verifiers_place(app: App, android: AndroidOidc) -> None:
    app.make_user(username="ci", password="111111")
    secret = str(app.control("GET", f"/pools/{app.pool_id}")["appSecret"])
    request = android.auth_request(secret)
    url = android.build_authorize_url(request)
    assert "code_challenge" not in url
    user = with_tokens(android.auth_by_code(code_of(app, url, request), request))
    (token, *_) = android.wire.sent
    assert token.form["client_secret"] == secret and "code_verifier" not in token.form
    refreshed = android.get_new_access_token_by_refresh_token(user.fields["refresh_token"], secret)
    assert refreshed.code == 200
    wrong = android.auth_request("wrong")
    assert refusal(android.auth_by_code(code_of(app, url, request), wrong)) == (401, "invalid_client")


def test_the_web_view_goes_from_the_login_page_past_the_consent_page(app: App, android: AndroidOidc) -> None:
    app.make_user(username="ci", password="111111")
    app.settings(oidc={"consent": "ask"})
    request = android.auth_request()
    with WebView(str(app.http.base_url)) as view:
        view.open(android.build_authorize_url(request))
        waiting = view.uuid
        view.login_page("ci", "111111")
        assert view.path == "/authz" and view.uuid == waiting
        view.confirm_consent()
    assert view.told.keys() == {"code", "state"}
    assert with_tokens(android.auth_by_code(view.told["code"], request)).username == "ci"


def test_the_login_page_refuses_a_wrong_password_and_stays(app: App, android: AndroidOidc) -> None:
    app.make_user(username="ci", password="111111")
    with WebView(str(app.http.base_url)) as view:
        view.open(android.build_authorize_url(android.auth_request()))
        view.login_page("ci", "wrong")
        assert view.path == "/login" and "密码错误" in view.page
        view.submit("/login", account="ci", password="111111")
    assert "code" in view.told


def test_a_token_of_rest_v2_is_made_tokens_of_unless_it_is_none(app: App, android: AndroidOidc) -> None:
    made = app.logged_in_user()
    user = with_tokens(android.auth_by_token(str(app.token)))
    assert user.id == made["id"] and android.steps() == TOKENS
    assert refusal(android.auth_by_token("no.real.token")) == (400, "invalid_grant")


def test_user_info_is_whose_the_access_token_is(app: App, android: AndroidOidc) -> None:
    app.make_user(username="ci", password="111111", nickname="Ironman")
    user = with_tokens(android.login_by_account("ci", "111111"))
    android.wire.take()
    again = user_of(android.get_user_info_by_access_token(user.fields["access_token"]))
    assert again.fields["nickname"] == "Ironman" and android.steps() == [WHO, U]
    assert refusal(android.get_user_info_by_access_token("no.real.token")) == (401, "invalid_token")
    assert refusal(android.get_user_info_by_access_token(str(user.token)))[0] == 401


def test_a_refresh_token_gives_other_tokens_of_the_same_user(app: App, android: AndroidOidc) -> None:
    app.make_user(username="ci", password="111111")
    user = with_tokens(android.login_by_account("ci", "111111"))
    android.wire.take()
    new = with_tokens(android.get_new_access_token_by_refresh_token(user.fields["refresh_token"]))
    (sent,) = android.wire.sent
    assert list(sent.form) == ["client_id", "grant_type", "refresh_token", "code_verifier"]
    assert android.steps() == [TOKEN]
    assert new.id == user.id and new.token != user.token
    assert new.fields["access_token"] != user.fields["access_token"]
    assert user_of(android.get_current_user()).id == user.id
    assert android.steps() == [ME, U]
    assert refusal(android.get_new_access_token_by_refresh_token("nonsense")) == (400, "invalid_grant")


def test_an_app_that_was_closed_logs_in_by_itself(app: App, android: AndroidOidc) -> None:
    assert android.auto_login().code == 10003
    app.make_user(username="ci", password="111111")
    held = with_tokens(android.login_by_account("ci", "111111"))
    android.wire.take()
    assert user_of(android.auto_login()).id == held.id
    assert android.steps() == [TOKEN, "GET /api/v2/users/me/info [H4]", U]
    android.is_oidc = False
    android.user = None
    held = user_of(android.login_by_account("ci", "111111"))
    newer = user_of(android.auto_login())
    assert newer.token != held.token
    assert android.steps() == [LOGIN, U, ME, U, "POST /api/v2/users/refresh-token {} [H3]", U]
    android.logout()
    android.user = newer
    assert android.auto_login() == Outcome(2020, "尚未登录，无访问权限")


def test_logout_kills_the_id_token(app: App, android: AndroidOidc) -> None:
    app.make_user(username="ci", password="111111")
    held = with_tokens(android.login_by_account("ci", "111111"))
    assert android.logout() == Outcome(200, "退出登录成功")
    android.user = held
    assert android.get_current_user().code == 2020


def test_an_id_token_stays_the_bearer_while_the_profile_changes(app: App, android: AndroidOidc) -> None:
    app.make_user(username="ci", password="111111")
    held = with_tokens(android.login_by_account("ci", "111111"))
    changed = user_of(android.update_profile({"nickname": "Ironman"}))
    assert (changed.fields["nickname"], changed.id) == ("Ironman", held.id)
    assert user_of(android.get_current_user()).id == held.id
    assert android.list_roles().data == []
