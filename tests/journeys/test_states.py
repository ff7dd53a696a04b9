"""Whole states of a pool with two processes over one database: nobody can tell which of them wrote or answered."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from genauth_mock.steering.pools.importing import SLICE

from tests.conftest import App
from tests.journeys.servers import server_over, serving
from tests.routes.control.whole_pool import whole_pool


@pytest.fixture(scope="module", params=["file, two workers", "PostgreSQL, two workers"])
def http(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client that opens a connection for each request, so that now one process answers and now the other."""
    folder: Path = tmp_path_factory.mktemp("states")
    limits = httpx.Limits(max_keepalive_connections=0)
    with (
        server_over(request.param, folder) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=30, limits=limits) as client,
    ):
        yield client


@pytest.fixture
def app(http: httpx.Client) -> App:
    """An app of a pool of its own with the user `ci`, who is logged in."""
    http.cookies.clear()
    made = http.post("/_mock/pools", json={"users": [{"username": "ci", "password": "111111"}]}).json()
    app = App(http, made["appId"])
    app.log_in("ci")
    return app


def codes(app: App) -> set[int]:
    """What both processes say of who is logged in."""
    return {app.get("/api/v2/users/me")["code"] for _ in range(12)}


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_export_import_export_is_equal_byte_by_byte(http: httpx.Client, kind: str) -> None:
    pool_id = http.post("/_mock/pools", json=whole_pool()).json()["userPoolId"]
    headers = {"accept": f"application/{kind}", "content-type": f"application/{kind}"}
    before = http.get(f"/_mock/pools/{pool_id}/export", headers=headers).content
    for _ in range(2):
        imported = http.post("/_mock/import", content=before, headers=headers)
        assert imported.status_code == 201, imported.text
        exports = {http.get(f"/_mock/pools/{pool_id}/export", headers=headers).content for _ in range(6)}
        assert exports == {before}
        http.delete(f"/_mock/pools/{pool_id}")


def test_a_snapshot_is_restored_for_both(app: App) -> None:
    pool_id, query = app.pool_id, {"userPoolId": app.pool_id}
    code = app.code_for("a@example.test")
    app.control("PUT", "/clock", {"offsetSeconds": 60}, **query)
    app.control("PUT", "/snapshots/s", **query)
    earlier = app.token
    app.log_in("ci")
    later, app.token = app.token, earlier
    app.control("POST", f"/pools/{pool_id}/reset")
    assert codes(app) == {2020}
    app.control("POST", "/snapshots/s/restore", **query)
    assert codes(app) == {200}
    assert app.control("GET", "/clock", **query)["offsetSeconds"] == 60
    body = {"email": "a@example.test", "code": code, "autoRegister": True}
    assert app.post("/api/v2/login/email-code", **body)["code"] == 200
    app.token = later
    assert codes(app) == {2020}
    assert app.control("GET", "/snapshots", **query)["totalCount"] == 1
    app.control("DELETE", "/snapshots/s", **query)
    assert app.control("GET", "/snapshots", **query)["totalCount"] == 0


def test_many_resets_and_restores_and_logins_at_once_leave_the_pool_whole(app: App) -> None:
    pool_id, url = app.pool_id, str(app.http.base_url)
    app.control("POST", f"/pools/{pool_id}/reset")
    exported = app.http.get(f"/_mock/pools/{pool_id}/export").content
    app.control("PUT", "/snapshots/s", userPoolId=pool_id)
    calls: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("POST", f"/_mock/pools/{pool_id}/reset", {}),
        ("POST", "/_mock/snapshots/s/restore", {"userPoolId": pool_id}),
        ("PUT", "/_mock/snapshots/t", {"userPoolId": pool_id}),
        ("POST", "/_mock/import", {}),
        ("GET", f"/_mock/pools/{pool_id}/export", {}),
    )

    def ask(n: int) -> int:
        method, path, query = calls[n % len(calls)]
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            content = exported if path.endswith("import") else None
            return client.request(method, path, params=query, content=content).status_code

    with ThreadPoolExecutor(8) as clients:
        assert set(clients.map(ask, range(60))) == {200, 201}
    app.control("POST", f"/pools/{pool_id}/reset")
    assert app.http.get(f"/_mock/pools/{pool_id}/export").content == exported
    app.log_in("ci")


def test_an_application_of_another_pool_is_refused_and_nothing_is_half_applied(app: App, http: httpx.Client) -> None:
    pool_id = app.pool_id
    mine = http.get(f"/_mock/pools/{pool_id}/export").content
    document = {"userPoolId": pool_id, "applications": [{}, {"id": "61ae0c9807451d6f30226bd4"}]}
    refused = http.post("/_mock/import", json=document)
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "applications[1].id")
    assert http.get(f"/_mock/pools/{pool_id}/export").content == mine
    assert codes(app) == {200}


def test_a_large_pool_is_reset_for_both_at_the_same_moment(http: httpx.Client) -> None:
    said = {"users": [{"username": f"u{n}", "email": f"u{n}@example.test"} for n in range(5 * SLICE)]}
    app = App(http, http.post("/_mock/pools", json=said).json()["appId"])
    app.make_user(username="late", email="late@example.test")
    url, pool_id = str(http.base_url), app.pool_id
    with ThreadPoolExecutor(1) as other, httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
        reset = other.submit(client.post, f"/_mock/pools/{pool_id}/reset")
        seen = []
        while not reset.done():
            listed = http.get(f"/_mock/pools/{pool_id}/users", params={"limit": 1}).json()
            seen.append((listed["totalCount"], listed["list"][0]["username"]))
    assert reset.result().status_code == 200
    old, new = (5 * SLICE + 1, "late"), (5 * SLICE, f"u{5 * SLICE - 1}")
    assert set(seen) <= {old, new}, "all of the old or all of the new"
    assert seen == sorted(seen, key=[old, new].index), "and whoever has seen the new never sees the old again"
    for _ in range(6):
        assert http.get(f"/_mock/pools/{pool_id}/users", params={"limit": 1}).json()["totalCount"] == 5 * SLICE


def test_of_two_large_imports_of_one_pool_one_is_refused_or_both_come_one_after_the_other(http: httpx.Client) -> None:
    pool_id = http.post("/_mock/pools", json={}).json()["userPoolId"]
    url = str(http.base_url)

    def imported(who: str) -> int:
        said = {"userPoolId": pool_id, "users": [{"username": f"{who}{n}"} for n in range(5 * SLICE)]}
        with httpx.Client(base_url=url, trust_env=False, timeout=60) as client:
            return client.post("/_mock/import", json=said).status_code

    with ThreadPoolExecutor(2) as clients:
        statuses = list(clients.map(imported, ["one", "two"]))
    assert 201 in statuses and set(statuses) <= {201, 409}
    listed = http.get(f"/_mock/pools/{pool_id}/users", params={"limit": 10_000}).json()["list"]
    assert len(listed) == 5 * SLICE and len({each["username"][:3] for each in listed}) == 1


def test_a_signal_during_a_large_import_leaves_the_pool_as_it_was(tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path}/mock.db")
    with ThreadPoolExecutor(1) as other:
        with serving(*database) as url, httpx.Client(base_url=url, trust_env=False) as client:
            pool_id = client.post("/_mock/pools", json={"users": [{"username": "ci"}]}).json()["userPoolId"]
            said = {"userPoolId": pool_id, "users": [{"username": f"u{n}"} for n in range(200 * SLICE)]}
            importing = other.submit(httpx.post, f"{url}/_mock/import", json=said, trust_env=False, timeout=60)
            # Its first slice stands as soon as a second one is refused.
            while client.post("/_mock/import", json={"userPoolId": pool_id, "name": "x"}).status_code != 409:
                assert not importing.done()
        assert importing.exception() is not None or importing.result().status_code == 409
    with serving(*database) as url, httpx.Client(base_url=url, trust_env=False) as client:
        assert client.get(f"/_mock/pools/{pool_id}").json()["name"] == "x"
        assert client.get(f"/_mock/pools/{pool_id}/users").json()["totalCount"] == 0
        assert client.post(f"/_mock/pools/{pool_id}/reset").status_code == 200


def test_a_one_time_password_and_a_recovery_code_work_once_whoever_answers(app: App) -> None:
    own = {"totpSecret": "JAPDSOAZLV4BG3RA", "recoveryCode": "8477-a1a6"}
    user = app.make_user(username="ann", password="111111", mfa=own)
    code = app.control("GET", f"/pools/{app.pool_id}/users/{user['id']}/totp")["code"]
    body = {"account": "ann", "password": "111111"}

    def shown(path: str, **factor: str) -> list[int]:
        tokens = [app.post("/api/v2/login/account", **body)["data"]["mfaToken"] for _ in range(12)]

        def show(token: str) -> int:
            return int(App(app.http, app.app_id, token).post(f"/api/v2/mfa/totp/{path}", **factor)["code"])

        with ThreadPoolExecutor(12) as clients:
            return sorted(clients.map(show, tokens))

    assert shown("verify", totp=code) == [200, *[6001] * 11]
    assert shown("recovery", recoveryCode="8477-a1a6") == [200, *[6002] * 11]


def test_of_two_factors_that_are_bound_at_once_on_the_way_in_one_is(app: App) -> None:
    app.settings(mfa={"policies": ["SMS", "EMAIL"]}, verificationCode={"fixed": "1234"})
    body = {"account": "ci", "password": "111111"}
    tokens = [app.post("/api/v2/login/account", **body)["data"]["mfaToken"] for _ in range(2)]
    app.code_for("13800138000")
    app.code_for("ci@x.test", "MFA_VERIFY")
    shown = ({"phone": "13800138000"}, {"email": "ci@x.test"})

    def verify(path: str, token: str, address: dict[str, str]) -> int:
        mine = App(app.http, app.app_id, token)
        return int(mine.post(f"/api/v2/applications/mfa/{path}/verify", **address, code="1234")["code"])

    with ThreadPoolExecutor(2) as clients:
        codes = list(clients.map(verify, ("sms", "email"), tokens, shown))
    # Who has got in by one could have been somebody who knows no more than the password.
    bound = [{"phone": "13800138000", "phoneCountryCode": "+86"}, {"email": "ci@x.test"}]
    assert sorted(codes) == [200, 400] and app.users()[0]["mfa"] == bound[codes.index(200)]
