"""`/api/v3/pub-userEvent`: an app's own events."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.conftest import App
from tests.routes.sockets import connected, heard

PATH = "/api/v3/pub-userEvent"
CODE = "custom_aouaw.sxytestevent"
DATA = {"id": "63fd984af55f69c79002edf3", "createdAt": "2023-02-28T05:59:38.340Z"}


@pytest.fixture
def user(app: App) -> App:
    app.logged_in_user()
    return app


def published(app: App, **body: Any) -> dict[str, Any]:
    answer: dict[str, Any] = app.call("POST", PATH, body).json()
    return answer


@pytest.mark.parametrize("sent", [json.dumps(DATA), json.dumps(DATA, indent=2), DATA])
def test_what_a_user_publishes_is_heard_as_an_object(user: App, sent: Any) -> None:
    with connected(user, CODE) as socket:
        answer = published(user, eventType=CODE, eventData=sent, source="authing-js-sdk: 4.23.55")
        assert (answer["statusCode"], answer["data"]) == (200, {"success": True})
        assert heard(socket) == DATA
    (event,) = user.control("GET", "/events", userPoolId=user.pool_id, event=CODE)["list"]
    assert (event["event"], event["data"], event["subscribers"]) == (CODE, DATA, 1)


@pytest.mark.parametrize("sent", ["[]", '"x"', "5", "null", "true", json.dumps({"long": "x" * 100_000})])
def test_any_json_may_be_published(user: App, sent: str) -> None:
    with connected(user, CODE) as socket:
        assert published(user, eventType=CODE, eventData=sent)["statusCode"] == 200
        assert heard(socket) == json.loads(sent)


@pytest.mark.parametrize(
    "sent",
    ["", "no JSON", "{", "NaN", '{"a": "\\ud800"}', '{"a": "\\u0000"}', "[" * 5000, "[" * 200 + "]" * 200, 5, [], None],
)
def test_what_is_no_json_is_refused_by_field(user: App, sent: Any) -> None:
    answer = published(user, eventType=CODE, eventData=sent)
    assert answer["statusCode"] == 400 and "eventData" in answer["message"]
    assert user.control("GET", "/events", userPoolId=user.pool_id, event=CODE)["totalCount"] == 0


@pytest.mark.parametrize("code", [None, "", 5, "a\nb", "x" * 5000])
def test_a_type_that_is_none_is_refused_by_field(user: App, code: Any) -> None:
    answer = published(user, eventType=code, eventData="{}")
    assert answer["statusCode"] == 400 and "eventType" in answer["message"]


def test_nobody_publishes_who_is_not_logged_in(app: App) -> None:
    app.make_user(username="ci")
    answer = published(app, eventType=CODE, eventData="{}")
    assert answer["apiCode"] == 2020
    assert app.control("GET", "/events", userPoolId=app.pool_id, event=CODE)["totalCount"] == 0
