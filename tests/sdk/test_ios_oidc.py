"""OIDCClient of the iOS SDK."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.auth_request import AUTHING_TOKEN
from tests.sdk.mobile.ios import UserInfo
from tests.sdk.mobile.ios_oidc import IosOidc
from tests.sdk.mobile.wire import Outcome
from tests.sdk.oidc_steps import claims, code_of

U = "POST /api/v2/udvs/get {targetType, targetId} with token"
LOGIN = "POST /api/v2/login/account {account, password, autoRegister}"
TOKEN = "POST /oidc/token"
WHO = "GET /oidc/me with token"
SCOPE = "openid profile email phone username address offline_access roles extended_fields"


@pytest.fixture
def ios(server_url: str, app: App, rsa_key: str) -> IosOidc:
    """iOS, started, in a pool that is made by its app id."""
    return started(server_url, app, rsa_key)


def started(server_url: str, app: App, rsa_key: str) -> IosOidc:
    sdk = IosOidc(server_url, app.app_id, rsa_key)
    sdk.start()
    sdk.wire.take()
    return sdk


def with_tokens(outcome: Outcome) -> UserInfo:
    """A user who holds all tokens; the id token is the bearer."""
    assert outcome.code == 200 and isinstance(outcome.data, UserInfo), outcome
    user = outcome.data
    assert user.id_token == user.raw["id_token"] and user.raw["refresh_token"]
    assert claims(user.id_token)["sub"] == claims(user.raw["access_token"])["sub"] == user.id
    assert claims(user.raw["access_token"])["jti"]
    return user


def refusal(outcome: Outcome) -> tuple[int, str]:
    """The status is the code, and the message the whole body."""
    return outcome.code, json.loads(outcome.message or "{}")["error"]


def test_public_config_has_what_the_app_reads_in_the_types_that_it_reads(app: App, ios: IosOidc) -> None:
    told = ios.get_public_config()
    assert told.code == 200 and told.data["userPoolId"] == app.pool_id
    assert told.data["requestHostname"] == ios.host
    texts = ("userPoolId", "identifier", "requestHostname", "name", "logo", "userpoolLogo", "appType")
    lists = ("ecConnections", "agreements", "complateFiledsPlace", "extendsFields", "redirectUris", "tabMethodsFields")
    flags = ("deviceFuncEnabled", "enableFingerprintLogin", "enableFaceLogin", "registerDisabled", "skipComplateFileds")
    assert {type(told.data[each]) for each in texts} == {str}
    assert {type(told.data[each]) for each in lists} == {list}
    assert {type(told.data[each]) for each in flags} == {bool}
    assert told.data["loginTabs"]["default"] in told.data["loginTabs"]["list"]


def test_a_login_by_account_is_made_tokens_of(app: App, ios: IosOidc) -> None:
    app.make_user(username="ci", password="111111", nickname="Ironman")
    user = with_tokens(ios.login_by_account("ci", "111111"))
    _, token, custom = ios.wire.sent
    assert f"grant_type={AUTHING_TOKEN}&" in (token.body or b"").decode()  # nothing is escaped
    assert token.form == {
        "client_id": app.app_id,
        "grant_type": AUTHING_TOKEN,
        "token": user.raw["token"],
        "scope": SCOPE,
        "prompt": "consent",
        "code_verifier": token.form["code_verifier"],
        "redirect_uri": f"https://console.authing.cn/console/get-started/{app.app_id}",
    }
    assert token.header("x-authing-device-id") == ios.device_id and token.header("x-authing-app-id") is None
    assert custom.header("authorization") == f"Bearer {user.raw['id_token']}"
    assert ios.steps() == [LOGIN, TOKEN, U]
    assert user.raw["nickname"] == "Ironman"
    assert ios.login_by_account("ci", "wrong") == Outcome(2333, "帐号或密码错误")
    again = ios.get_current_user()
    assert again.code == 200 and again.data.id == user.id


def _sms(app: App, ios: IosOidc) -> str:
    assert ios.send_sms("13800138000").code == 200
    return code_for(app, "13800138000")


def _email(app: App, ios: IosOidc) -> str:
    assert ios.send_email("tony@x.test", "VERIFY_CODE").code == 200
    return code_for(app, "tony@x.test")


@pytest.mark.parametrize(
    "enter",
    [
        lambda app, ios: ios.register_by_email("tony@x.test", "strong"),
        lambda app, ios: ios.register_by_user_name("tony", "strong"),
        lambda app, ios: ios.register_by_email_code("tony@x.test", _email(app, ios)),
        lambda app, ios: ios.register_by_phone_code("13800138000", _sms(app, ios)),
        lambda app, ios: ios.login_by_phone_code("13800138000", _sms(app, ios), auto_register=True),
        lambda app, ios: ios.login_by_email("tony@x.test", _email(app, ios), auto_register=True),
    ],
)
def test_every_other_way_in_is_made_tokens_of_too(
    app: App, ios: IosOidc, enter: Callable[[App, IosOidc], Outcome]
) -> None:
    with_tokens(enter(app, ios))
    assert ios.steps()[-2:] == [TOKEN, U]


def test_a_login_by_one_tap_is_made_tokens_of_too(server_url: str, seeded: App, rsa_key: str) -> None:
    ios = started(server_url, seeded, rsa_key)
    assert with_tokens(ios.login_by_one_auth("carrier-token", "carrier-access")).raw["phone"] == "13800138009"


def test_the_web_views_code_is_made_tokens_of_once_and_by_its_own_verifier(app: App, ios: IosOidc) -> None:
    made = app.make_user(username="ci", password="111111", email="ci@x.test")
    request = ios.auth_request()
    url = ios.build_authorize_url(request)
    assert parse_qs(urlsplit(url).query)["scope"] == [SCOPE] and "%20" in url and "/oidc/auth?nonce=" in url
    refused = ios.auth_by_code(code_of(app, url, request), ios.auth_request())
    assert refusal(refused) == (400, "invalid_grant") and ios.user is None
    ios.wire.take()
    code = code_of(app, url, request)
    user = with_tokens(ios.auth_by_code(code, request))
    assert b"scope=openid profile email" in (ios.wire.sent[0].body or b"")
    assert ios.steps() == [TOKEN, WHO, U]
    assert (user.id, user.raw["email"]) == (made["id"], "ci@x.test")
    assert claims(user.id_token)["nonce"] == request.nonce
    assert refusal(ios.auth_by_code(code, request)) == (400, "invalid_grant")
    assert refusal(ios.auth_by_code("nonsense", request)) == (400, "invalid_grant")


def test_the_secret_takes_the_verifiers_place(app: App, ios: IosOidc) -> None:
    app.make_user(username="ci", password="111111")
    request = ios.auth_request(str(app.control("GET", f"/pools/{app.pool_id}")["appSecret"]))
    url = ios.build_authorize_url(request)
    assert "code_challenge" not in url
    with_tokens(ios.auth_by_code(code_of(app, url, request), request))
    token = ios.wire.sent[0]
    assert token.form["client_secret"] == request.client_secret and "code_verifier" not in token.form
    assert refusal(ios.auth_by_code(code_of(app, url, request), ios.auth_request("wrong"))) == (401, "invalid_client")


def test_a_token_of_rest_v2_is_made_tokens_of_unless_it_is_none(app: App, ios: IosOidc) -> None:
    made = app.logged_in_user()
    given = ios.auth_by_token(str(app.token))
    assert given.code == 200 and claims(given.data.id_token)["sub"] == made["id"]
    assert ios.steps() == [TOKEN, U]
    assert ios.get_current_user().data.id == made["id"]
    assert refusal(ios.auth_by_token("no.real.token")) == (400, "invalid_grant")


def test_user_info_is_whose_the_access_token_is(app: App, ios: IosOidc) -> None:
    app.make_user(username="ci", password="111111", nickname="Ironman")
    user = with_tokens(ios.login_by_account("ci", "111111"))
    ios.wire.take()
    found = ios.get_user_info_by_access_token(user.raw["access_token"], user)
    assert found.code == 200 and found.data.raw["nickname"] == "Ironman" and found.data.raw["sub"] == user.id
    assert ios.steps() == [WHO, U]
    assert refusal(ios.get_user_info_by_access_token("no.real.token")) == (401, "invalid_token")


def test_a_refresh_token_gives_other_tokens_of_the_same_user(app: App, ios: IosOidc) -> None:
    app.make_user(username="ci", password="111111")
    user = with_tokens(ios.login_by_account("ci", "111111"))
    ios.wire.take()
    new = with_tokens(ios.get_new_access_token_by_refresh_token(user.raw["refresh_token"]))
    assert list(ios.wire.sent[0].form) == ["client_id", "grant_type", "refresh_token", "code_verifier"]
    assert ios.steps() == [TOKEN]
    assert new.id == user.id and new.id_token != user.id_token
    assert new.raw["access_token"] != user.raw["access_token"]
    assert ios.get_current_user().data.id == user.id
    assert refusal(ios.get_new_access_token_by_refresh_token("nonsense")) == (400, "invalid_grant")


def test_logout_kills_the_id_token(app: App, ios: IosOidc) -> None:
    app.make_user(username="ci", password="111111")
    held = with_tokens(ios.login_by_account("ci", "111111"))
    assert ios.logout() == Outcome(200, "退出登录成功")
    ios.user = held
    assert ios.get_current_user().code == 2020
