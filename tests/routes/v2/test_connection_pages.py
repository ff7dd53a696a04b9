"""The page that stands in for a provider: whom it shows, who may use it, and who is told what."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import orjson
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App
from tests.forms import Form, forms
from tests.routes.v2.test_social import a_pool

WEI = {"openid": "wei", "nickname": "<b>Wei & Co</b>"}
GITHUB = {"type": "github", "id": "git", "identities": [{"profile": WEI}, {"profile": {"sub": "sue"}}]}
OIDC = {"type": "oidc", "id": "corp", "displayName": "Corp", "identities": [{"profile": {"sub": "cora"}}]}
LOOPBACK, SHOP, EVIL = "http://localhost:3000", "https://shop.example", "https://evil.example"
CALLBACK = "https://shop.example/callback?a=1#end"


@pytest.fixture
def shop(http: httpx.Client) -> App:
    return a_pool(http, GITHUB, OIDC, applications=[{"redirectUris": [CALLBACK]}])


def page(app: App, path: str = "/connections/social/github", opener: str = LOOPBACK, **query: str) -> httpx.Response:
    headers = {"referer": f"{opener}/x?y"} if opener else {}
    return app.http.get(path, params={"app_id": app.app_id, **query}, headers=headers)


def only_form(shown: httpx.Response) -> Form:
    (form,) = forms(shown.text)
    return form


def choose(shown: httpx.Response, app: App, person: str = "wei", **more: str) -> httpx.Response:
    """Presses a button of the page."""
    action, fields = only_form(shown)
    sent = {**fields, "person": person, **more}
    return app.http.post(action, data=sent, headers={"origin": str(app.http.base_url).rstrip("/")})


def told(answer: httpx.Response) -> tuple[str, dict[str, Any]]:
    """To which origin a page tells what."""
    found = re.search(r'data-message="([^"]*)" data-origin="([^"]*)"', answer.text)
    assert answer.status_code == 200 and found, answer.text
    return unescape(found[2]), orjson.loads(unescape(found[1]))


def test_each_identity_is_a_button_and_whom_one_chooses_logs_in(shop: App) -> None:
    shown = page(shop, lang="en")
    assert "&lt;b&gt;Wei &amp; Co&lt;/b&gt;" in shown.text and "<b>" not in shown.text and "sue" in shown.text
    assert "Log in with github" in shown.text and "使用 github 登录" in page(shop, lang="zh").text
    origin, message = told(choose(shown, shop))
    user = message.pop("data")
    assert origin == LOOPBACK
    assert message == {
        "code": 200,
        "message": "Logged in",
        "event": {"source": "authing", "eventType": "socialLogin"},
    }
    assert (user["identities"][0]["openid"], user["nickname"]) == ("wei", WEI["nickname"])
    shop.token = user["token"]
    assert shop.get("/api/v2/users/me")["data"]["id"] == user["id"]


def test_the_browser_is_logged_in_too(shop: App) -> None:
    cookie = choose(page(shop), shop).headers["set-cookie"]
    assert cookie.startswith("authing_session=") and "HttpOnly" in cookie
    session = shop.http.get("/cas/session", headers={"cookie": cookie.partition(";")[0]}).json()
    assert session["userInfo"]["identities"][0]["openid"] == "wei"


def test_a_companys_provider_has_such_a_page_too(shop: App) -> None:
    config = shop.get(f"/api/v2/applications/{shop.app_id}/public-config")["data"]
    (provider,) = config["identityProviders"]
    assert (provider["protocol"], provider["identifier"], provider["displayName"]) == ("oidc", "oidc", "Corp")
    shown = shop.http.get(provider["config"]["oidcConnectionLoginUrl"], headers={"referer": f"{LOOPBACK}/"})
    assert "Corp" in shown.text
    origin, message = told(choose(shown, shop, "cora"))
    assert (origin, message["code"], message["event"]["eventType"]) == (LOOPBACK, 200, "enterpriseLogin")
    assert message["data"]["identities"][0]["isSocial"] is False


def test_a_state_that_was_announced_says_which_connection_is_meant(shop: App) -> None:
    body = {"state": "s1", "appId": shop.app_id, "protocol": "oidc", "userPoolId": shop.pool_id}
    start = "/api/v2/connections/oidc/start-interaction"
    announced = {**body, "referer": f"{LOOPBACK}/page", "connection": {"providerIentifier": "oidc"}}
    assert shop.post(start, **announced)["code"] == 200
    assert shop.post(start, **announced)["code"] == 400
    assert shop.post(start, **{**announced, "state": "s2", "connection": {"providerIentifier": "x"}})["code"] == 400
    assert "providerIentifier" in shop.post(start, **{**announced, "connection": {}})["message"]
    query = {"state": "s1", "client_id": shop.app_id, "response_type": "code"}
    shown = shop.http.get("/connections/oidc/init", params=query)
    assert told(choose(shown, shop, "cora"))[0] == LOOPBACK
    assert shop.http.get("/connections/oidc/init", params={**query, "state": "other"}).status_code == 400
    shop.control("PUT", "/clock", {"offsetSeconds": 601}, userPoolId=shop.pool_id)
    assert shop.http.get("/connections/oidc/init", params=query).status_code == 400


@pytest.mark.parametrize("opener", [LOOPBACK, "https://127.0.0.1", SHOP])
def test_a_known_page_is_told_at_once(shop: App, opener: str) -> None:
    assert told(choose(page(shop, opener=opener), shop))[0] == opener


def test_a_strange_page_is_told_only_if_that_is_allowed(shop: App) -> None:
    asked = choose(page(shop, opener=EVIL), shop)
    assert "data-message" not in asked.text and EVIL in asked.text and "set-cookie" not in asked.headers
    assert shop.users() == []
    assert only_form(asked)[1]["agreed"] == "1"
    origin, message = told(choose(asked, shop))
    assert origin == EVIL and message["code"] == 200


def test_a_page_that_the_browser_does_not_name_must_be_named(shop: App) -> None:
    asked = choose(page(shop, opener=""), shop)
    assert 'name="opener" type="url"' in asked.text and "data-message" not in asked.text
    for nothing in ("", "*", "null", "javascript:alert(1)", "x"):
        again = choose(asked, shop, opener=nothing)
        assert "data-message" not in again.text and again.status_code == 200
    assert told(choose(asked, shop, opener="https://shop.example/some/page"))[0] == SHOP


def test_with_any_redirect_every_page_is_known(shop: App) -> None:
    shop.settings(oidc={"redirects": "any"})
    assert told(choose(page(shop, opener=EVIL), shop))[0] == EVIL


def test_a_refusal_is_told_as_rest_would_answer_it(shop: App) -> None:
    user = told(choose(page(shop), shop))[1]["data"]
    shop.control("PATCH", f"/pools/{shop.pool_id}/users/{user['id']}", {"blocked": True})
    origin, message = told(choose(page(shop, lang="en"), shop))
    answer = orjson.loads(message["message"])
    assert origin == LOOPBACK and message["code"] == answer["code"] == answer["apiCode"] == 2005
    assert answer["statusCode"] == 403 and "locked" in answer["message"]
    shop.control(
        "PATCH", f"/pools/{shop.pool_id}/users/{user['id']}", {"blocked": False, "resetPasswordOnFirstLogin": True}
    )
    message = told(choose(page(shop), shop))[1]
    assert message["code"] == 1639 and message["data"]["token"]


def test_a_registered_url_gets_the_outcome_in_its_query(shop: App) -> None:
    answer = choose(page(shop, redirect_url=CALLBACK), shop)
    went = urlsplit(answer.headers["location"])
    query = parse_qs(went.query)
    assert (answer.status_code, went.netloc, went.path, went.fragment) == (303, "shop.example", "/callback", "end")
    assert (query["a"], query["code"], orjson.loads(query["data"][0])["nickname"]) == (["1"], ["200"], WEI["nickname"])
    user = shop.users()[0]
    shop.control("PATCH", f"/pools/{shop.pool_id}/users/{user['id']}", {"blocked": True})
    query = parse_qs(urlsplit(choose(page(shop, redirect_url=CALLBACK), shop).headers["location"]).query)
    assert query["code"] == ["2005"] and "data" not in query


@pytest.mark.parametrize("url", [EVIL, "javascript:alert(1)", "https://shop.example/other", "//evil.example"])
def test_any_other_url_is_refused_before_anybody_logs_in(shop: App, url: str) -> None:
    assert page(shop, redirect_url=url).status_code == 400
    shown = page(shop)
    answer = choose(shown, shop, redirectUrl=url)
    assert answer.status_code == 400 and "location" not in answer.headers and shop.users() == []


def test_a_page_of_another_site_presses_no_button(shop: App) -> None:
    shown = page(shop)
    action, fields = only_form(shown)
    sent = {**fields, "person": "wei", "opener": EVIL, "agreed": "1"}
    answer = shop.http.post(action, data=sent, headers={"origin": EVIL})
    assert answer.status_code in {400, 403} and "data-message" not in answer.text and shop.users() == []


def test_no_page_stands_around_it_and_nothing_runs_in_it(shop: App) -> None:
    for answer in (page(shop), choose(page(shop), shop), choose(page(shop, opener=EVIL), shop)):
        policy = answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
        assert "script-src 'sha256-" in policy and answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/connections/social/nobody", {}),
        ("/connections/saml/init", {}),
        ("/connections/oidc/init", {"identifier": "nobody"}),
        ("/connections/social/github", {"app_id": "a b"}),
        ("/connections/social/github", {"app_id": ""}),
        ("/connections/social/github", {"redirect_url": "x" * 10_000}),
        ("/connections/social/%01", {}),
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(shop: App, path: str, query: dict[str, str]) -> None:
    answer = shop.http.get(path, params={"app_id": shop.app_id, **query})
    assert answer.status_code == 400 and answer.headers["content-type"].startswith("text/html"), answer.text


@pytest.mark.parametrize(
    "content", [b"", b"person=nobody", b"person=%ff", b"person=%00", b"&" * 300, b"person=" + b"x" * 9999]
)
def test_a_strange_form_is_refused_by_a_page(shop: App, content: bytes) -> None:
    form = content + f"&appId={shop.app_id}&identifier=github&opener={LOOPBACK}".encode()
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = shop.http.post("/connections/social/github", content=form, headers=headers)
    assert answer.status_code == 400 and answer.headers["content-type"].startswith("text/html"), answer.text
    assert shop.users() == []


def test_another_pools_identities_are_not_shown(shop: App) -> None:
    other = a_pool(shop.http, {**GITHUB, "identities": [{"profile": {"openid": "secret"}}]})
    assert "secret" not in page(shop).text and "secret" in page(other).text
    assert choose(page(shop), shop, "secret").status_code == 400


def test_behind_a_control_token_only_its_holder_logs_anybody_in() -> None:
    settings = Settings(port=0, demo=False, control_token="t0ken")
    with ThreadedServer(settings) as server, httpx.Client(base_url=server.base_url, trust_env=False) as client:
        auth = {"authorization": "Bearer t0ken"}
        made = client.post("/_mock/pools", json={"connections": [GITHUB]}, headers=auth).json()
        app = App(client, app_id=made["appId"])
        assert page(app).status_code == 403 and 'value="wei"' not in page(app).text
        form = {"appId": app.app_id, "identifier": "github", "person": "wei", "opener": LOOPBACK}
        assert "data-message" not in client.post("/connections/social/github", data=form).text
        query = {"app_id": app.app_id}
        assert 'value="wei"' in client.get("/connections/social/github", params=query, headers=auth).text


def test_public_config_tells_browsers_and_mobiles_of_their_own(http: httpx.Client) -> None:
    kinds = ("wechat:mobile", "github", "alipay", "oidc", "saml", "cas", "oauth2", "azure-ad", "wechat:pc")
    app = a_pool(http, *({"type": each, "displayName": f"by {each}"} for each in kinds))
    config = app.get(f"/api/v2/applications/{app.app_id}/public-config")["data"]
    assert [each["type"] for each in config["ecConnections"]] == ["wechat:mobile", "alipay"]
    assert not any("provider" in each for each in config["ecConnections"])
    social = config["socialConnections"]
    assert [each["provider"] for each in social] == ["github", "alipay", "wechat:pc"]
    assert [(each["identifier"], each["displayName"]) for each in social][2] == ("wechat-pc", "by wechat:pc")
    protocols = [each["protocol"] for each in config["identityProviders"]]
    assert protocols == ["oidc", "saml", "cas", "oauth", "azure-ad"]
    keys = ("oidcConnectionLoginUrl", "samlRequest", "casConnectionLoginUrl", "authUrl", "authorizationUrl")
    for each, key in zip(config["identityProviders"], keys, strict=True):
        assert f"by {each['identifier']}" in app.http.get(each["config"][key]).text
    display = config["ssoPageComponentDisplay"]
    assert display["socialLoginBtns"] is display["idpBtns"] is True
