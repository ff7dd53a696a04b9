"""What has expired is removed as time goes, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from genauth_mock.kit import clock
from genauth_mock.routes.edge.expired import EVERY_CALLS
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from genauth_mock.store import expired
from genauth_mock.store.database import transaction
from sqlmodel import SQLModel

from tests.conftest import App
from tests.journeys import postgres

PHONE = "13800138000"
DAY = 86_400
TABLES = (
    "passcodes",
    "sessions",
    "refresh_tokens",
    "tickets",
    "interactions",
    "authorization_codes",
    "device_codes",
    "passkey_challenges",
)
OTHERS = ("attempts", "captchas", "authorizations", "events")


@pytest.fixture(params=["memory", "PostgreSQL"])
def server(request: pytest.FixtureRequest) -> Iterator[ThreadedServer]:
    if request.param == "memory":
        with ThreadedServer(Settings(port=0, demo=False)) as running:
            yield running
        return
    with postgres.running() as url, ThreadedServer(Settings(port=0, demo=False, database=url)) as running:
        yield running


@pytest.fixture
def client(server: ThreadedServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.base_url, trust_env=False, timeout=30) as client:
        yield client


def rows(server: ThreadedServer) -> dict[str, int]:
    """How many rows the tables have, those without any left out, and the journal, which is written now and then."""
    with transaction(server._engine) as db:
        counted = {
            of.name: db.execute(sa.select(sa.func.count()).select_from(of)).scalar_one()
            for of in SQLModel.metadata.sorted_tables
        }
    return {name: count for name, count in counted.items() if count and name != "journal"}


def remove(server: ThreadedServer, days_later: float) -> int:
    """Goes through all tables once, so many days later by the wall clock."""
    removed, places = 0, dict[str, int]()
    with transaction(server._engine) as db:
        for _ in range(20):
            removed += expired.remove(db, places, clock.wall_ms() + round(days_later * DAY * 1000))
    return removed


def use_all(app: App) -> None:
    """Makes a row of every kind that ends."""
    app.settings(limits="documented", oidc={"redirects": "any"})
    document: dict[str, Any] = {"username": "new", "password": "111111", "resetPasswordOnFirstLogin": True}
    app.make_user(**document)
    app.post("/api/v2/login/account", account="new", password="111111")
    app.make_user(username="ci", password="111111")
    app.code_for(PHONE)
    token = app.log_in("ci")["token"]
    query = {"client_id": app.app_id, "response_type": "code", "redirect_uri": "http://localhost/cb"}
    asked = query | {"scope": "openid offline_access", "prompt": "consent"}
    app.http.get("/oidc/auth", params=asked | {"prompt": "login"})
    code = app.http.get("/oidc/auth", params=query | {"scope": "openid", "prompt": "none"}).headers["location"]
    assert "code=" in code
    grant = {"client_id": app.app_id, "grant_type": "http://authing.cn/oidc/grant_type/authing_token", "token": token}
    assert app.http.post("/oidc/token", data=grant | {"scope": "openid offline_access"}).status_code == 200
    assert app.http.post("/oidc/device/auth", data={"client_id": app.app_id, "scope": "openid"}).status_code == 200
    app.call("GET", "/api/v3/webauthn/authentication", headers={"origin": "http://localhost:3000"})
    app.post("/api/v2/login/account", account="ci", password="wrong")
    app.http.get("/api/v2/security/captcha")
    app.control("POST", "/events", {"userPoolId": app.pool_id, "event": "x"})


def test_all_that_ends_is_gone_in_the_end_and_users_and_messages_stay(
    server: ThreadedServer, client: httpx.Client
) -> None:
    app = App(client)
    use_all(app)
    before = rows(server)
    assert {*TABLES, *OTHERS} <= set(before)
    assert remove(server, 0.9) == 0 and rows(server) == before
    assert remove(server, 400) > 0
    left = rows(server)
    # An authorization goes when nothing is left of it.
    assert not {*TABLES, *OTHERS} & set(left), left
    assert (left["users"], left["messages"]) == (before["users"], before["messages"])
    assert app.control("GET", "/outbox", userPoolId=app.pool_id)["totalCount"] == left["messages"]


def test_a_code_is_told_as_expired_for_a_day_and_a_good_one_stays_good(
    server: ThreadedServer, client: httpx.Client
) -> None:
    app = App(client)
    code = app.code_for(PHONE)
    remove(server, 1)
    assert rows(server)["passcodes"] == 1
    app.control("POST", "/clock/advance", {"seconds": 301, "userPoolId": app.pool_id})
    late = app.post("/api/v2/login/phone-code", phone=PHONE, code=code)
    wrong = app.post("/api/v2/login/phone-code", phone=PHONE, code="x")
    assert late["code"] == wrong["code"] == 2001 and late["message"] != wrong["message"]


@pytest.mark.parametrize(
    "moved",
    [{"offsetSeconds": 30 * DAY}, {"now": "2090-01-01T00:00:00Z", "frozen": True}],
    ids=["set ahead", "frozen in the future"],
)
def test_a_clock_that_was_set_ahead_loses_nothing_that_comes_back_to_life(
    server: ThreadedServer, client: httpx.Client, moved: dict[str, Any]
) -> None:
    app = App(client)
    app.make_user(username="ci", password="111111")
    app.log_in("ci")
    app.control("PUT", "/clock", moved, userPoolId=app.pool_id)
    assert app.get("/api/v2/users/me")["code"] == 2020
    assert remove(server, 0) == 0
    app.control("PUT", "/clock", {"offsetSeconds": 0, "frozen": False}, userPoolId=app.pool_id)
    assert app.get("/api/v2/users/me")["code"] == 200


def test_a_clock_that_stands_still_in_the_past_keeps_what_is_good_there(
    server: ThreadedServer, client: httpx.Client
) -> None:
    app = App(client)
    app.control("PUT", "/clock", {"now": "2020-01-01T00:00:00Z", "frozen": True}, userPoolId=app.pool_id)
    app.make_user(username="ci", password="111111")
    app.log_in("ci")
    assert remove(server, 0) == 0
    assert app.get("/api/v2/users/me")["code"] == 200


def test_it_happens_while_calls_are_answered(
    server: ThreadedServer, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App(client)
    for number in range(3):
        app.code_for(f"1380013800{number}")
    now = clock.wall_ms
    monkeypatch.setattr(clock, "wall_ms", lambda: now() + 2 * DAY * 1000)
    for _ in range(EVERY_CALLS + 1):
        app.get("/api/v2/.well-known")
    assert "passcodes" not in rows(server)
