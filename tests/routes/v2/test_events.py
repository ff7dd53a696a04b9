"""`/events/v1/…`: who may listen to a pool's events, and what is heard."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from socket import SO_RCVBUF, SOL_SOCKET
from typing import Any

import pytest
from genauth_mock.context import Context
from genauth_mock.routes.edge import sockets
from genauth_mock.rules import subscribers
from genauth_mock.rules.subscribers import Subscriber
from genauth_mock.store.events import Event
from websocket import WebSocketConnectionClosedException, WebSocketException

from tests.conftest import App
from tests.routes.sockets import PATH, UPDATED, connected, cut, heard, is_closed, publish, refused

NOT_LOGGED_IN = 2020


@pytest.fixture
def user(app: App) -> dict[str, Any]:
    """The user of the app, logged in."""
    return app.logged_in_user()


@pytest.mark.usefixtures("user")
def test_a_subscriber_hears_what_happens_one_json_text_for_each(app: App) -> None:
    with connected(app) as socket:
        for data in ({"id": "1", "名": "值"}, [1, None], "text", None, {}):
            publish(app, data)
            assert heard(socket) == data


@pytest.mark.usefixtures("user")
def test_events_before_the_subscription_and_of_other_codes_and_pools_are_not_heard(app: App, demo: App) -> None:
    publish(app, {"n": "before"})
    with connected(app) as socket:
        publish(app, {"n": "another code"}, "authing.user.created")
        publish(App(app.http), {"n": "another pool"})
        publish(app, {"n": "mine"})
        assert heard(socket) == {"n": "mine"}


@pytest.mark.usefixtures("user")
def test_all_who_listen_hear_all_in_order(app: App) -> None:
    with ExitStack() as open_sockets:
        sockets = [open_sockets.enter_context(connected(app)) for _ in range(5)]
        told = [publish(app, {"n": n}) for n in range(120)]
        assert {each["subscribers"] for each in told} == {5}
        for socket in sockets:
            assert [heard(socket)["n"] for _ in range(120)] == list(range(120))


def test_every_kind_of_token_of_a_user_is_taken(app: App, user: dict[str, Any]) -> None:
    app.settings(oidc={"redirects": "any"})
    fields = {
        "client_id": app.app_id,
        "token": app.token,
        "grant_type": "http://authing.cn/oidc/grant_type/authing_token",
    }
    given = app.http.post("/oidc/token", data=fields | {"scope": "openid"}).json()
    for token in (user["token"], given["access_token"], given["id_token"]):
        with connected(app, token=token) as socket:
            publish(app, {"id": user["id"]})
            assert heard(socket) == {"id": user["id"]}


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "null", "令牌 😀", "x" * 7_000])
def test_who_shows_no_living_token_is_refused_before_the_socket_opens(app: App, token: str | None) -> None:
    status, answer = refused(app, token=token)
    assert (status, answer["code"]) == (403, NOT_LOGGED_IN)


def test_a_token_that_was_logged_out_or_is_anothers_is_refused(app: App) -> None:
    app.logged_in_user()
    another = App(app.http)
    assert another.pool_id != app.pool_id
    assert refused(app, headers={"x-authing-app-id": another.app_id})[1]["code"] == NOT_LOGGED_IN
    app.get("/api/v2/logout", app_id=app.app_id)
    assert refused(app)[1]["code"] == NOT_LOGGED_IN


def test_a_forged_token_makes_no_pool(app: App) -> None:
    forged = "eyJhbGciOiJIUzI1NiJ9.eyJhdWQiOiJuby1zdWNoLWFwcC0xIn0.c2lnbmF0dXJl"
    assert refused(app, token=forged)[0] == 403
    assert app.control("GET", "/pools", search="no-such-app-1")["totalCount"] == 0


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("code", [None, "", "a\tb", "x" * 5000])
def test_a_code_that_is_none_is_refused_by_name(app: App, code: str | None) -> None:
    status, answer = refused(app, code)
    assert (status, answer["code"]) == (403, 400) and "code" in answer["message"]


@pytest.mark.usefixtures("user")
def test_what_a_client_says_is_ignored_and_its_pings_are_answered(app: App) -> None:
    with connected(app) as socket:
        for said in ("Heartbeat", "", "{", "x" * 60_000):
            socket.send(said)
        socket.send_binary(b"\0\xff")
        socket.ping("are you there")
        socket.pong("unasked")
        assert socket.recv_data_frame(control_frame=True)[1].data == b"are you there"
        publish(app, {"n": 1})
        assert heard(socket) == {"n": 1}


@pytest.mark.usefixtures("user")
def test_a_frame_that_is_too_large_closes_its_own_socket_alone(app: App) -> None:
    with connected(app) as socket, connected(app) as other:
        socket.send("x" * 70_000)
        assert is_closed(socket) == 1009
        publish(app, {"n": 1})
        assert heard(other) == {"n": 1}


def count_of_subscribers(app: App) -> int:
    return int(publish(app, {})["subscribers"])


def soon(what: Callable[[], bool]) -> bool:
    """Whether something becomes true within seconds."""
    deadline = time.monotonic() + 5
    while not (is_true := what()) and time.monotonic() < deadline:
        continue
    return is_true


@pytest.mark.usefixtures("user")
def test_who_has_gone_is_counted_no_more(app: App) -> None:
    with connected(app), connected(app) as cut_off:
        assert count_of_subscribers(app) == 2
        cut(cut_off)
        assert soon(lambda: count_of_subscribers(app) == 1)
    assert soon(lambda: count_of_subscribers(app) == 0)


@pytest.mark.usefixtures("user")
def test_one_whose_token_is_over_hears_why_and_then_no_more(app: App) -> None:
    with connected(app, "authing.device.force-logout") as socket:
        app.get("/api/v2/logout", app_id=app.app_id)
        publish(app, {"logoutType": 0}, "authing.device.force-logout")
        assert heard(socket) == {"logoutType": 0}
        assert is_closed(socket) == 1008


@pytest.mark.usefixtures("user")
def test_one_whose_token_expires_by_the_pools_clock_is_cut_off(app: App, later: Callable[[App, int], None]) -> None:
    with connected(app) as socket:
        later(app, 20 * 86_400)
        publish(app, {"n": 1})
        assert heard(socket) == {"n": 1} and is_closed(socket) == 1008


@pytest.mark.usefixtures("user")
def test_one_whose_pool_is_removed_is_cut_off(app: App) -> None:
    with connected(app) as socket:
        app.control("DELETE", f"/pools/{app.pool_id}")
        assert is_closed(socket) == 1008


def test_after_a_restore_who_listens_hears_what_is_new_and_nothing_twice(app: App) -> None:
    app.logged_in_user()
    publish(app, {"n": "old"})
    with connected(app) as socket:
        publish(app, {"n": 1})
        app.control("PUT", "/snapshots/here", userPoolId=app.pool_id)
        publish(app, {"n": 2})
        assert [heard(socket)["n"] for _ in range(2)] == [1, 2]
        app.control("POST", "/snapshots/here/restore", userPoolId=app.pool_id)
        listed = app.control("GET", "/events", userPoolId=app.pool_id, event=UPDATED)["list"]
        assert [each["data"]["n"] for each in listed] == [1, "old"]
        publish(app, {"n": 3})
        assert heard(socket) == {"n": 3}


@pytest.mark.usefixtures("user")
def test_a_crash_of_the_mock_closes_the_socket_and_is_told_as_one(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    with connected(app) as socket:
        with monkeypatch.context() as broken:
            broken.setattr(subscribers, "news", lambda *_: 1 / 0)
            publish(app, {})
            assert is_closed(socket) == 1011
        (crash,) = app.control("GET", "/crashes", userPoolId=app.pool_id)["list"]
        assert crash["path"] == PATH and "ZeroDivisionError" in str(crash)
    assert soon(lambda: count_of_subscribers(app) == 0)


MANAGEMENT = "/events/v1/management/sub"


def signed(key_id: str, secret: str, scheme: str = "GenAuth") -> dict[str, str]:
    signature = base64.b64encode(hmac.new(secret.encode(), b"websocket\n", hashlib.sha1).digest()).decode()
    return {"authorization": f"{scheme} {key_id}:{signature}"}


@pytest.mark.parametrize("scheme", ["GenAuth", "genauth", "authing"])
def test_an_administrator_listens_by_an_access_key(app: App, scheme: str) -> None:
    pool = app.control("GET", f"/pools/{app.pool_id}")
    key = signed(pool["userPoolId"], pool["userPoolSecret"], scheme)
    with connected(app, path=MANAGEMENT, headers=key) as socket:
        assert publish(app, {"n": 1})["subscribers"] == 1 and heard(socket) == {"n": 1}


@pytest.mark.usefixtures("user")
def test_what_is_no_access_key_listens_to_nothing(app: App) -> None:
    pool, other = (App(app.http).control("GET", f"/pools/{each}") for each in (app.pool_id, App(app.http).pool_id))
    pool_id, secret = pool["userPoolId"], pool["userPoolSecret"]
    wrong = [
        {},
        signed(pool_id, "x"),
        signed("nobody", secret),
        signed(other["userPoolId"], secret),
        signed(pool_id, secret, "Basic"),
        {"authorization": f"GenAuth {pool_id}"},
        {"authorization": f"GenAuth {pool_id}:"},
        {"authorization": f"Bearer {app.token}"},
    ]
    for headers in wrong:
        assert refused(app, path=MANAGEMENT, headers=headers)[1]["code"] == NOT_LOGGED_IN, headers


@pytest.mark.usefixtures("user")
def test_a_plain_request_is_told_that_it_takes_a_websocket(app: App) -> None:
    response = app.call("GET", PATH, params={"code": UPDATED, "token": app.token})
    assert (response.status_code, response.json()["code"]) == (426, 426)
    assert "ws://" in response.json()["message"]


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v2/users/me", 405),
        ("/api/v2/applications/x/public-config", 405),
        ("/events/v1/authentication/subs", 404),
        ("/oidc/auth", 400),
        ("/cas/session", 405),
        ("/api/v3/pub-userEvent", 405),
    ],
)
def test_a_handshake_at_another_path_does_nothing_there(app: App, path: str, status: int) -> None:
    assert refused(app, path=path)[0] == status


@pytest.mark.parametrize("path", ["/_mock/outbox", "/_mock/events", "/_mock/nothing", "/_mock/outbox/stream", "/"])
def test_a_handshake_at_the_control_api_is_refused_without_a_word(app: App, path: str) -> None:
    assert refused(app, path=path) == (403, b"")


UPGRADE = {"connection": "Upgrade", "upgrade": "websocket", "sec-websocket-version": "13"}
KEY = {"sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA=="}


@pytest.mark.usefixtures("user")
def test_what_is_no_handshake_is_a_request_like_any_other(app: App) -> None:
    def answered(method: str, path: str = PATH, body: Any = None, **more: Any) -> int:
        return app.call(method, path, body, headers={**UPGRADE, **KEY, **more}).status_code

    login = {"account": "ci", "password": "111111"}
    assert app.call("POST", "/api/v2/login/account", login, headers={**UPGRADE, **KEY}).json()["code"] == 200
    assert answered("GET", f"{PATH}?code=a&token={'x' * 9000}") == 426
    assert answered("GET", **{f"x-{n}": "1" for n in range(150)}) == 426
    assert answered("GET", **{"sec-websocket-key": "short"}) == 400
    assert answered("GET", **{"sec-websocket-version": "8"}) == 400
    assert answered("GET", "/_mock/health", upgrade="h2c") == 200
    # Whose body nobody reads: it comes last.
    assert answered("GET", PATH, {}) == 426


def asked(app: App) -> dict[str, Any]:
    """What the journal says of the newest handshake."""
    listed = app.control("GET", "/requests", operation="subEvent", userPoolId=app.pool_id)["list"]
    found: dict[str, Any] = listed[0]
    return found


@pytest.mark.usefixtures("user")
def test_a_subscription_stands_in_the_journal_as_soon_as_it_is_open_without_its_token(app: App) -> None:
    with connected(app):
        entry = asked(app)
        assert (entry["method"], entry["path"], entry["status"]) == ("GET", PATH, 101)
        assert entry["appId"] == app.app_id and str(app.token) not in str(entry)
    refused(app, token=f"{app.token}x")
    assert (asked(app)["status"], asked(app)["code"]) == (403, 2020)


@pytest.mark.usefixtures("user")
def test_a_fault_refuses_delays_or_cuts_off_a_subscription(app: App) -> None:
    def fault(**what: Any) -> None:
        app.control("POST", "/faults", {"userPoolId": app.pool_id, "operation": "subEvent", **what})

    fault(error={"code": 2020})
    status, answer = refused(app)
    assert (status, answer["code"]) == (403, NOT_LOGGED_IN)
    fault(error={"httpStatus": 503})
    assert refused(app)[0] == 503
    fault(disconnect=True)
    with pytest.raises((WebSocketException, OSError)), connected(app):
        raise AssertionError("the socket was opened")
    fault(cutBody=True)
    with connected(app) as socket, pytest.raises((WebSocketConnectionClosedException, OSError)):
        socket.recv()
    fault(delayMs=200)
    began = time.monotonic()
    with connected(app) as socket:
        assert time.monotonic() - began >= 0.2
        publish(app, {"n": 1})
        assert heard(socket) == {"n": 1}


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "nonsense", "https://evil.example, http://localhost"]
)
def test_a_page_of_a_foreign_origin_opens_no_socket_and_its_author_is_told(app: App, origin: str) -> None:
    status, answer = refused(app, origin=origin)
    assert status == 403 and "allowedOrigins" in answer["message"]
    found = app.control("GET", "/findings", userPoolId=app.pool_id)["list"]
    assert "foreign_page" in [each["kind"] for each in found]


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1", "https://shop.example"])
def test_a_page_of_this_machine_or_of_the_application_opens_one(app: App, origin: str) -> None:
    document = {"appId": app.app_id, "applications": [{"id": app.app_id, "allowedOrigins": ["https://shop.example"]}]}
    app.control("POST", "/pools", document)
    app.logged_in_user()
    with connected(app, origin=origin) as socket:
        publish(app, {})
        assert heard(socket) == {}


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("host", ["rebound.com", "127.0.0.1.evil.example:8400", "a.b.co.uk"])
def test_a_page_of_a_public_name_that_was_made_to_lead_here_opens_no_socket(app: App, host: str) -> None:
    assert refused(app, host=host, origin=f"http://{host}")[0] == 403


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("host", ["mock.test", "genauth", "192.0.2.7:8400"])
def test_a_page_of_a_name_that_nobody_else_may_have_opens_one(app: App, host: str) -> None:
    with connected(app, host=host, origin=f"http://{host}") as socket:
        publish(app, {})
        assert heard(socket) == {}


@pytest.mark.usefixtures("user")
def test_who_reads_nothing_for_long_is_cut_off(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "PATIENCE_SECONDS", 0.2)
    with connected(app, sockopt=[(SOL_SOCKET, SO_RCVBUF, 4096)]) as silent, connected(app) as reader:
        for n in range(1000):
            made = publish(app, {"n": n, "text": "x" * 50_000})
            assert heard(reader)["n"] == n
            if made["subscribers"] == 1:
                break
        else:
            raise AssertionError("who reads nothing is still told")
        cut(silent)


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize("what", ["health", "login", "publish"])
def test_while_many_are_told_others_are_answered(app: App, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    news = subscribers.news

    def slow(ctx: Context, subscriber: Subscriber) -> Sequence[Event]:
        time.sleep(0.01)
        return news(ctx, subscriber)

    calls: dict[str, Callable[[], object]] = {
        "health": lambda: app.http.get("/_mock/health"),
        "login": lambda: app.post("/api/v2/login/account", account="nobody", password="111111"),
        "publish": lambda: publish(app, {"n": 2}),
    }
    with ExitStack() as stack:
        listening = [stack.enter_context(connected(app)) for _ in range(100)]
        calls[what]()
        monkeypatch.setattr(subscribers, "news", slow)
        publish(app, {"n": 1})
        assert app.http.get("/_mock/health").is_success
        began = time.monotonic()
        calls[what]()
        assert time.monotonic() - began < 0.5, "to tell all takes two seconds"
        monkeypatch.undo()
        for each in listening:
            while heard(each) != {"n": 1}:
                pass
