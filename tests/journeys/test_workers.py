"""What only a mock can do, with one process and with two over one file: nobody can tell which of them answered."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.authenticator import ORIGIN, REGISTRATION, Authenticator, answer_of, asked, use
from tests.conftest import App
from tests.journeys.servers import server_over
from tests.routes.control.tls import speak_tls

LOGIN = "/api/v2/login/account"
CALLBACK = "http://localhost:9/callback"


@pytest.fixture(scope="module", params=["file", "file, two workers"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a file, of one process and of two."""
    folder: Path = tmp_path_factory.mktemp("workers")
    with server_over(request.param, folder) as url:
        yield url


def new_client(url: str) -> httpx.Client:
    """A client that opens a connection for each request, so that now one process answers and now the other."""
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(base_url=url, trust_env=False, timeout=30, limits=limits)


@pytest.fixture
def app(url: str) -> Iterator[App]:
    """An app of a pool of its own, with the user `ci`."""
    with new_client(url) as client:
        document = {"users": [{"username": "ci", "password": "111111"}], "settings": {"oidc": {"redirects": "any"}}}
        made = client.post("/_mock/pools", json=document | {"appId": uuid.uuid4().hex[:24]}).json()
        yield App(client, made["appId"])


def log_in(app: App, _: int = 0) -> int:
    return int(app.post(LOGIN, account="ci", password="111111")["code"])


def test_a_fault_strikes_exactly_so_often_whoever_answers(app: App) -> None:
    pool_id = app.pool_id
    body = {"userPoolId": pool_id, "operation": "loginByAccount", "error": {"code": 2006}}
    fault = app.control("POST", "/faults", body | {"times": 7, "skip": 3})
    with ThreadPoolExecutor(8) as clients:
        codes = list(clients.map(lambda n: log_in(app, n), range(40)))
    assert (codes.count(2006), codes.count(200)) == (7, 33)
    assert app.control("GET", f"/faults/{fault['id']}")["hits"] == 7
    app.control("POST", "/faults", body | {"times": 0})
    assert {log_in(app) for _ in range(12)} == {2006}
    app.control("DELETE", "/faults", userPoolId=pool_id)
    assert {log_in(app) for _ in range(12)} == {200}


def test_a_clock_is_everybodys(app: App) -> None:
    pool_id = app.pool_id
    app.log_in("ci")
    app.control("PUT", "/clock", {"now": "2050-01-01T00:00:00Z", "frozen": True}, userPoolId=pool_id)
    for _ in range(12):
        assert app.control("GET", "/clock", userPoolId=pool_id)["now"] == "2050-01-01T00:00:00.000Z"
        assert app.get("/api/v2/users/me")["code"] == 2020
    app.control("PUT", "/clock", {"frozen": False, "offsetSeconds": 0}, userPoolId=pool_id)
    assert {app.get("/api/v2/users/me")["code"] for _ in range(12)} == {200}


def test_a_browsers_session_is_everybodys(app: App) -> None:
    app.log_in("ci")
    assert {app.http.get("/cas/session").json()["session"]["appId"] for _ in range(12)} == {app.app_id}
    cookie = {"cookie": f"authing_session={app.http.cookies['authing_session']}"}
    app.http.get("/logout")
    assert [app.http.get("/cas/session", headers=cookie).json() for _ in range(12)] == [{"session": None}] * 12


def test_the_journal_has_every_request_as_soon_as_it_is_answered(app: App) -> None:
    pool_id = app.pool_id
    for wanted in (1, 2, 3):
        log_in(app)
        assert app.control("GET", "/requests", userPoolId=pool_id, operation="loginByAccount")["totalCount"] == wanted
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda n: log_in(app, n), range(40)))
    assert app.control("GET", "/requests", userPoolId=pool_id, operation="loginByAccount")["totalCount"] == 43


def test_a_stream_tells_what_any_process_answers(app: App) -> None:
    pool_id = app.pool_id
    query = {"userPoolId": pool_id, "operation": "loginByAccount"}
    with app.http.stream("GET", "/_mock/requests/stream", params=query) as response:
        lines = response.iter_lines()
        next(lines)
        for _ in range(8):
            log_in(app)
        told = (json.loads(line.removeprefix("data: ")) for line in lines if line.startswith("data: "))
        assert [next(told)["code"] for _ in range(8)] == [200] * 8


def test_a_reset_takes_everything_along_whoever_has_it(app: App) -> None:
    pool_id = app.pool_id
    app.control("POST", "/faults", {"userPoolId": pool_id, "operation": "loginByAccount", "delayMs": 1, "times": 0})
    app.control("POST", "/clock/advance", {"userPoolId": pool_id, "seconds": 60})
    app.log_in("ci")
    for number in range(12):
        app.post("/api/v2/sms/send", phone=f"138001380{number:02}")
    app.control("POST", f"/pools/{pool_id}/reset")
    for path in ("/faults", "/outbox", "/requests"):
        assert app.control("GET", path, userPoolId=pool_id)["totalCount"] == 0, path
    assert app.control("GET", "/clock", userPoolId=pool_id)["offsetSeconds"] == 0
    assert {app.get("/api/v2/users/me")["code"] for _ in range(12)} == {2020}
    assert {log_in(app) for _ in range(6)} == {200}


def test_sixteen_waits_that_open_first_each_get_their_own_code(app: App) -> None:
    pool_id = app.pool_id
    phones = [f"138001380{number:02}" for number in range(16)]

    def wait(phone: str) -> Any:
        return app.control("GET", "/outbox/wait", userPoolId=pool_id, to=phone, timeout=20)

    with ThreadPoolExecutor(16) as waiters:
        waits = {phone: waiters.submit(wait, phone) for phone in phones}
        for phone in reversed(phones):
            app.post("/api/v2/sms/send", phone=phone)
        for phone, message in waits.items():
            found = message.result()
            assert found["to"] == phone
            login = app.post("/api/v2/login/phone-code", phone=phone, code=found["code"], autoRegister=True)
            assert login["code"] == 200 and login["data"]["phone"] == phone


def code_of(app: App) -> str:
    """An authorization code for `ci`, given without a page."""
    app.settings(oidc={"autoLogin": "ci", "redirects": "any"})
    query = {"client_id": app.app_id, "response_type": "code", "redirect_uri": CALLBACK}
    answer = app.http.get("/oidc/auth", params=query | {"scope": "openid offline_access", "prompt": "consent"})
    if "/interaction/" in answer.headers.get("location", ""):
        answer = app.http.get(answer.headers["location"])
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


def grants(app: App, form: dict[str, str]) -> list[httpx.Response]:
    """What eight clients get who ask for the same grant at the same time."""
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    asked = form | {"client_id": app.app_id, "client_secret": secret}
    with ThreadPoolExecutor(8) as clients:
        return list(clients.map(lambda _: app.http.post("/oidc/token", data=asked), range(8)))


def test_a_code_and_a_refresh_token_are_good_for_one_of_many(app: App) -> None:
    answers = grants(app, {"grant_type": "authorization_code", "code": code_of(app), "redirect_uri": CALLBACK})
    assert sorted(each.status_code for each in answers) == [200] + [400] * 7
    # A code that is shown twice ends what the first one got, so this asks for another.
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    form = {"grant_type": "authorization_code", "code": code_of(app), "redirect_uri": CALLBACK}
    first = app.http.post("/oidc/token", data=form | {"client_id": app.app_id, "client_secret": secret}).json()
    answers = grants(app, {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]})
    assert sorted(each.status_code for each in answers) == [200] + [400] * 7
    assert {each.json()["error"] for each in answers if each.status_code == 400} == {"invalid_grant"}


def test_what_an_authenticator_says_is_good_for_one_of_many(app: App) -> None:
    app.headers["origin"] = ORIGIN
    app.log_in("ci")
    authenticator, made = Authenticator(), asked(app, REGISTRATION)
    credential = authenticator.create(made["registrationOptions"])
    registration = {"ticket": made["ticket"], "registrationCredential": credential}
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda _: answer_of(app, "POST", REGISTRATION, registration), range(8)))
        # Who comes late may find the ticket used up, or the credential bound.
        first, *others = sorted(each["statusCode"] for each in answers)
        assert first == 200 and set(others) <= {400, 409}
        login = asked(app)
        said = authenticator.get(login["authenticationOptions"])
        answers = list(clients.map(lambda _: use(app, login["ticket"], said), range(8)))
        assert sorted(each["statusCode"] for each in answers) == [200] + [400] * 7


def test_https_on_the_plain_port_is_known_whoever_was_spoken_to(app: App, url: str) -> None:
    app.control("DELETE", "/requests", method="TLS")
    for number in range(1, 7):
        speak_tls(url)
        assert app.control("GET", "/requests", method="TLS")["totalCount"] == number
        assert "https" in {each["kind"] for each in app.control("GET", "/findings", userPoolId=app.pool_id)["list"]}
