"""Outbox and journal as server-sent events."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from tests.conftest import App


@contextmanager
def stream(app: App, what: str, /, **options: Any) -> Iterator[Iterator[dict[str, Any]]]:
    """The events of a stream that has begun; each with its `event`, `id` and `data`."""
    headers = options.pop("headers", {})
    query = {"userPoolId": app.pool_id, **options}
    with app.http.stream("GET", f"/_mock{what}", params=query, headers=headers, timeout=10) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"].startswith("text/event-stream")
        lines = response.iter_lines()
        assert next(lines).startswith(":")  # it has begun
        yield events(lines)


def events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    event: dict[str, Any] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name in ("event", "id"):
            event[name] = value
        elif name == "data":
            event["data"] = json.loads(value)
        elif not line and event:
            yield event
            event = {}


def test_each_message_comes_as_soon_as_it_is_sent(app: App) -> None:
    app.post("/api/v2/sms/send", phone="13800138000")
    with stream(app, "/outbox/stream") as messages:
        for phone in ("13800138001", "13800138002"):
            app.post("/api/v2/sms/send", phone=phone)
            event = next(messages)
            assert event["event"] == "message" and event["data"]["to"] == phone
            assert event["data"] == app.control("GET", "/outbox", userPoolId=app.pool_id, to=phone)["list"][0]
            assert event["id"] == event["data"]["id"]


def test_a_browser_that_comes_back_goes_on_where_it_was(app: App) -> None:
    for phone in ("13800138001", "13800138002", "13800138003"):
        app.post("/api/v2/sms/send", phone=phone)
    first = app.control("GET", "/outbox", userPoolId=app.pool_id, to="13800138001")["list"][0]["id"]
    for missed in ({"headers": {"last-event-id": first}}, {"after": first}):
        with stream(app, "/outbox/stream", **missed) as messages:
            assert [next(messages)["data"]["to"] for _ in range(2)] == ["13800138002", "13800138003"]


def test_a_stream_has_only_what_was_asked_for(app: App, http: httpx.Client) -> None:
    with stream(app, "/outbox/stream", channel="email") as messages:
        App(http).post("/api/v2/email/send", email="other@example.test", scene="VERIFY_CODE")
        app.post("/api/v2/sms/send", phone="13800138000")
        app.post("/api/v2/email/send", email="mine@example.test", scene="VERIFY_CODE")
        assert next(messages)["data"]["to"] == "mine@example.test"


def test_each_request_comes_as_soon_as_it_is_answered(app: App) -> None:
    with stream(app, "/requests/stream", path="/api/v2/login/*") as requests:
        for account in ("a", "b"):
            app.post("/api/v2/login/account", account=account, password="111111")
            event = next(requests)
            assert event["event"] == "request" and event["data"]["requestBody"]["account"] == account
            assert event["data"]["requestBody"]["password"] == "<redacted>"
    again = app.control("GET", "/requests", userPoolId=app.pool_id, operation="loginByAccount")["list"]
    with stream(app, "/requests/stream", after=again[1]["id"], path="/api/v2/login/*") as requests:
        assert next(requests)["id"] == again[0]["id"]


def test_an_unknown_place_to_go_on_from_is_refused(http: httpx.Client) -> None:
    for path in ("/_mock/outbox/stream", "/_mock/requests/stream"):
        response = http.get(path, params={"after": "yesterday"})
        assert response.status_code == 400 and response.json()["error"]["field"] == "after"


def test_a_stream_goes_on_when_the_pool_is_reset_and_when_it_is_emptied(app: App) -> None:
    phones = [f"1380013800{n}" for n in range(5)]
    for phone in phones:
        app.post("/api/v2/sms/send", phone=phone)
    with stream(app, "/outbox/stream") as messages, stream(app, "/requests/stream") as requests:
        for method, path in (("POST", f"/pools/{app.pool_id}/reset"), ("DELETE", "/outbox"), ("DELETE", "/requests")):
            app.control(method, path, {} if method == "POST" else None, **({} if method == "POST" else _pool(app)))
            app.post("/api/v2/sms/send", phone="13800138009")
            assert next(messages)["data"]["to"] == "13800138009"
            assert any(each["data"]["path"] == "/api/v2/sms/send" for each in requests)


def _pool(app: App) -> dict[str, str]:
    return {"userPoolId": app.pool_id}


def test_a_stream_has_only_what_was_searched_for(app: App) -> None:
    with stream(app, "/outbox/stream", search="ANN") as messages:
        for name in ("bob", "ann"):
            app.post("/api/v2/email/send", email=f"{name}@example.test", scene="VERIFY_CODE")
        assert next(messages)["data"]["to"] == "ann@example.test"
    with stream(app, "/requests/stream", search="ANN") as requests:
        for name in ("bob", "ann"):
            app.post("/api/v2/login/account", account=name, password="111111")
        assert next(requests)["data"]["requestBody"]["account"] == "ann"


def test_a_search_in_a_stream_passes_over_many_that_do_not_fit(app: App) -> None:
    with stream(app, "/requests/stream", search="sms") as requests:
        for n in range(250):
            app.post("/api/v2/login/account", account=f"user{n}", password="111111")
        app.post("/api/v2/sms/send", phone="13800138000")
        assert next(requests)["data"]["path"] == "/api/v2/sms/send"


@pytest.mark.parametrize("what", ["/outbox/stream", "/requests/stream", "/outbox/stream?after=2020-01-01T00:00:00Z"])
def test_the_head_of_a_stream_is_answered_and_ended(app: App, what: str) -> None:
    app.post("/api/v2/sms/send", phone="13800138000")
    for _ in range(2):
        # The second one shows that the connection is as good as before.
        answer = app.http.head(f"/_mock{what}", timeout=10)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-type"].startswith("text/event-stream")


@pytest.mark.parametrize("path", ["/api/v2/users/me", "/_mock/info", "/_mock/ui/", "/nope", "/login?app_id=a"])
def test_the_head_of_anything_is_that_of_its_answer(app: App, path: str) -> None:
    head, answer = app.http.head(path), app.http.get(path)
    assert head.status_code == answer.status_code and head.content == b""
    assert head.headers["content-type"] == answer.headers["content-type"]
