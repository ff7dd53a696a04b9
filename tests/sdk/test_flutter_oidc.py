"""OIDCClient of the Flutter SDK."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.auth_request import AUTHING_TOKEN
from tests.sdk.mobile.flutter import CONSOLE_HOST, HOST, Result
from tests.sdk.mobile.flutter_oidc import FlutterOidc
from tests.sdk.oidc_steps import claims, code_of

LOGIN = "POST /api/v2/login/account {account, password}"
TOKEN = "POST /oidc/token"
ME = "GET /api/v2/users/me with token"
SCOPE = "openid profile email phone username address offline_access role extended_fields"


@pytest.fixture
def flutter(server_url: str, app: App, rsa_key: str) -> FlutterOidc:
    """Flutter, started, in a pool that is made by its app id."""
    sdk = FlutterOidc(server_url, app.pool_id, app.app_id, rsa_key)
    sdk.init()
    sdk.wire.take()
    return sdk


def with_tokens(flutter: FlutterOidc, result: Result) -> str:
    """The id of who is logged in with all tokens; the id token is the bearer."""
    assert result.code == 200 and flutter.user, result
    assert flutter.user.token == flutter.tokens["id_token"] and flutter.tokens["refresh_token"]
    user_id = flutter.user.fields["id"]
    assert claims(flutter.user.token)["sub"] == claims(flutter.tokens["access_token"])["sub"] == user_id
    return user_id


def shown(app: App, url: str) -> str:
    """The URL as a web view reaches it whose connections end at the mock."""
    return url.replace(f"https://{urlsplit(url).netloc}", str(app.http.base_url).rstrip("/"))


def test_public_config_is_asked_of_a_host_of_its_own_and_names_the_one_of_openid_connect(
    app: App, flutter: FlutterOidc
) -> None:
    told = flutter.get_public_config()
    (sent,) = flutter.wire.sent
    assert sent.header("host") == CONSOLE_HOST == "consolecore.authing.cn"
    assert told.code == 200 and told.data["userPoolId"] == app.pool_id and isinstance(told.message, str)
    assert flutter.oidc_host == f"{told.data['identifier']}.authing.cn"


def test_a_login_by_account_is_made_tokens_of(app: App, flutter: FlutterOidc) -> None:
    made = app.make_user(username="ci", password="111111")
    assert with_tokens(flutter, flutter.login_by_account("ci", "111111")) == made["id"]
    _, token, me = flutter.wire.sent
    assert token.form == {
        "client_id": app.app_id,
        "grant_type": AUTHING_TOKEN,
        "token": token.form["token"],
        "scope": SCOPE,
        "prompt": "consent",
        "code_verifier": token.form["code_verifier"],
        "redirect_uri": f"https://console.authing.cn/console/get-started/{app.app_id}",
    }
    assert b"scope=openid profile " in (token.body or b"") and b"redirect_uri=https%3A%2F%2F" in (token.body or b"")
    assert token.header("host") == flutter.oidc_host and token.header("x-authing-app-id") is None
    assert me.header("authorization") == f"Bearer {token.form['token']}"
    assert flutter.steps() == [LOGIN, TOKEN, ME]
    assert flutter.get_current_user().code == 200
    assert flutter.login_by_account("ci", "wrong").code == 2333


def _sms(app: App, flutter: FlutterOidc) -> str:
    assert flutter.send_sms("13800138000").code == 200
    return code_for(app, "13800138000")


@pytest.mark.parametrize(
    "enter",
    [
        lambda app, flutter: flutter.register_by_email("tony@x.test", "strong"),
        lambda app, flutter: flutter.register_by_user_name("tony", "strong"),
        lambda app, flutter: flutter.register_by_phone_code("13800138000", _sms(app, flutter), "strong"),
        lambda app, flutter: flutter.login_by_phone_code("13800138000", _sms(app, flutter), auto_register=True),
    ],
)
def test_every_other_way_in_is_made_tokens_of_too(
    app: App, flutter: FlutterOidc, enter: Callable[[App, FlutterOidc], Result]
) -> None:
    with_tokens(flutter, enter(app, flutter))
    assert flutter.steps()[-2:] == [TOKEN, ME]


def test_the_web_views_code_is_made_tokens_of_once_and_by_its_own_verifier(app: App, flutter: FlutterOidc) -> None:
    made = app.make_user(username="ci", password="111111")
    request = flutter.auth_request()
    url = flutter.build_authorize_url(request)
    assert urlsplit(url).netloc == flutter.oidc_host and parse_qs(urlsplit(url).query)["scope"] == [SCOPE]
    refused = flutter.auth_by_code(code_of(app, shown(app, url), request), flutter.auth_request())
    assert refused.code == 400 and "invalid_grant" in refused.message and flutter.user is None
    flutter.wire.take()
    code = code_of(app, shown(app, url), request)
    assert with_tokens(flutter, flutter.auth_by_code(code, request)) == made["id"]
    assert flutter.steps() == [TOKEN, ME]
    assert claims(flutter.tokens["id_token"])["nonce"] == request.nonce
    assert flutter.auth_by_code(code, request).code == 400


def test_a_secret_goes_out_beside_the_verifier(app: App, flutter: FlutterOidc) -> None:
    app.make_user(username="ci", password="111111")
    request = flutter.auth_request(str(app.control("GET", f"/pools/{app.pool_id}")["appSecret"]))
    url = flutter.build_authorize_url(request)
    assert "code_challenge" not in url
    with_tokens(flutter, flutter.auth_by_code(code_of(app, shown(app, url), request), request))
    assert flutter.wire.sent[0].form.keys() >= {"client_secret", "code_verifier"}
    # The refresh goes out without the secret.
    assert flutter.get_new_access_token_by_refresh_token(flutter.tokens["refresh_token"]).code == 200


def test_the_other_auth_by_code_takes_the_tokens_for_a_user(app: App, flutter: FlutterOidc) -> None:
    made = app.make_user(username="ci", password="111111")
    request = flutter.auth_request()
    code = code_of(app, shown(app, flutter.build_authorize_url(request)), request)
    given = flutter.auth_client_auth_by_code(code, request)
    (sent,) = flutter.wire.sent
    assert sent.header("host") == HOST and sent.header("x-authing-app-id") == app.app_id
    assert list(sent.form) == ["client_id", "grant_type", "code", "code_verifier", "redirect_uri"]
    assert given.code == 200 and given.user and given.user.token == flutter.tokens["id_token"]
    assert flutter.get_current_user().data["id"] == made["id"]


def test_a_token_of_rest_v2_is_made_tokens_of_unless_it_is_none(app: App, flutter: FlutterOidc) -> None:
    made = app.logged_in_user()
    assert with_tokens(flutter, flutter.auth_by_token(str(app.token))) == made["id"]
    refused = flutter.auth_by_token("no.real.token")
    assert refused.code == 400 and "invalid_grant" in refused.message


def test_user_info_is_whose_the_access_token_is(app: App, flutter: FlutterOidc) -> None:
    made = app.make_user(username="ci", password="111111", nickname="Ironman")
    with_tokens(flutter, flutter.login_by_account("ci", "111111"))
    flutter.wire.take()
    found = flutter.get_user_info_by_access_token(flutter.tokens["access_token"])
    assert found.code == 200 and (found.data["sub"], found.data["nickname"]) == (made["id"], "Ironman")
    assert flutter.steps() == ["GET /oidc/me with token"]
    refused = flutter.get_user_info_by_access_token("no.real.token")
    assert refused.code == 401 and "invalid_token" in refused.message


def test_a_refresh_token_gives_other_tokens(app: App, flutter: FlutterOidc) -> None:
    made = app.make_user(username="ci", password="111111")
    with_tokens(flutter, flutter.login_by_account("ci", "111111"))
    flutter.wire.take()
    old = dict(flutter.tokens)
    assert flutter.get_new_access_token_by_refresh_token(old["refresh_token"]).code == 200
    assert list(flutter.wire.sent[0].form) == ["client_id", "grant_type", "refresh_token"]
    assert flutter.tokens["access_token"] != old["access_token"] and flutter.tokens["id_token"] != old["id_token"]
    assert flutter.get_user_info_by_access_token(flutter.tokens["access_token"]).data["sub"] == made["id"]
    assert flutter.get_new_access_token_by_refresh_token("nonsense").code == 400


def test_logout_kills_the_id_token_which_is_sent_still(app: App, flutter: FlutterOidc) -> None:
    app.make_user(username="ci", password="111111")
    with_tokens(flutter, flutter.login_by_account("ci", "111111"))
    assert flutter.logout().code == 200
    flutter.wire.take()
    assert flutter.get_current_user().code == 2020
    assert flutter.steps() == [ME]
