"""The journal is searched in what it prints, never in what it leaves out."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App

LOGIN = "/api/v2/login/account"


def found(app: App, text: str, **query: Any) -> list[dict[str, Any]]:
    """The requests of the app's own pool in which a text stands, newest first."""
    answer = app.control("GET", "/requests", userPoolId=app.pool_id, search=text, **query)
    listed: list[dict[str, Any]] = answer["list"]
    if not query:
        assert answer["totalCount"] == len(listed)
    return listed


def paths(app: App, text: str, **query: Any) -> list[str]:
    return [each["path"] for each in found(app, text, **query)]


def test_a_request_is_found_by_its_path_operation_or_application(app: App) -> None:
    app.post(LOGIN, account="ci", password="111111")
    app.call("GET", "/api/v2/nowhere_at_all")
    assert paths(app, "LOGIN/acc") == [LOGIN]
    assert paths(app, "loginbyaccount") == [LOGIN]
    assert paths(app, "where_at") == ["/api/v2/nowhere_at_all"]
    assert paths(app, "nowhere%") == paths(app, "nowhereXat") == []
    assert LOGIN in paths(app, app.app_id[4:20].upper())


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b'{"account": "Ann.M\xc3\xbcller@example.test", "password": "s3cret"}', {"content-type": "application/json"}),
        (b'{"account":"\\u0041nn.M\\u00fcller@example.test"}', {"content-type": "application/json"}),
        (b"account=Ann.M%C3%BCller%40example.test", {"content-type": "application/x-www-form-urlencoded"}),
        (b'{"a":[{"b":{"c":"Ann.M\xc3\xbcller@example.test"}}]}', {"content-type": "application/json"}),
    ],
    ids=["JSON", "escaped JSON", "form", "deep"],
)
def test_a_request_is_found_by_an_address_in_its_body_however_it_was_written(
    app: App, body: bytes, headers: dict[str, str]
) -> None:
    app.http.post(LOGIN, content=body, headers={"x-authing-app-id": app.app_id, **headers})
    app.post(LOGIN, account="other", password="111111")
    for text in ("ann.müller@EXAMPLE.test", "MÜLLER", "r@example", " ann. "):
        assert len(found(app, text)) == 1, text


def test_a_request_is_found_by_an_address_in_its_query(app: App) -> None:
    app.call("GET", "/api/v2/users/find", params={"email": "ann+x@example.test"})
    assert paths(app, "ann+x@") == ["/api/v2/users/find"]


def test_a_number_in_a_body_is_found(app: App) -> None:
    app.post("/api/v2/sms/send", phone="13800138000", extra=4711)
    assert paths(app, "01380") == paths(app, "4711") == ["/api/v2/sms/send"]


def test_what_is_left_out_is_not_found(app: App) -> None:
    app.make_user(username="ci", password="s3cret-pass")
    app.log_in("ci", "s3cret-pass")
    app.post("/api/v2/login/phone-code", phone="13800138000", code="8642")
    form = {"client_id": app.app_id, "grant_type": "authorization_code", "code": "c0de-of-mine"}
    app.http.post("/oidc/token", data=form)
    app.get("/api/v2/users/me", access_token="t0ken-in-query")
    for secret in ("s3cret", "8642", "c0de-of", "t0ken-in", str(app.token), str(app.token)[:30], "redacted"):
        assert found(app, secret) == [], secret
    assert app.control("GET", "/requests", userPoolId=app.pool_id, search="phone-code")["totalCount"] == 1


def test_a_search_goes_with_other_filters_and_has_pages(app: App) -> None:
    for n in range(5):
        app.post(LOGIN, account=f"ann{n}", password="111111")
        app.post("/api/v2/sms/send", phone="13800138000")
    page = app.control("GET", "/requests", userPoolId=app.pool_id, search="ann", page=2, limit=2)
    assert ([each["requestBody"]["account"] for each in page["list"]], page["totalCount"]) == (["ann2", "ann1"], 5)
    assert paths(app, "ann", method="GET") == []
    assert len(found(app, "ann", code=2333, path="/api/v2/login/*", limit=9)) == 5


@pytest.fixture
def open_journal() -> Iterator[App]:
    """An app of a server whose journal shows secrets."""
    with (
        ThreadedServer(Settings(port=0, journal_secrets=True)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        yield App(client)


def test_what_is_shown_on_demand_is_found(open_journal: App) -> None:
    open_journal.post(LOGIN, account="ci", password="s3cret-pass")
    assert paths(open_journal, "S3CRET") == [LOGIN]
