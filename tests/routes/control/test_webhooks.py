"""Webhooks: who is told of what, how, how often, and where never."""

from __future__ import annotations

import threading
import uuid
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App
from tests.receiver import Answered, Sent, dead_url, receiving

CI = {"id": "ci-id", "username": "ci", "password": "111111", "email": "ci@example.test"}


def pool_with(http: httpx.Client, *webhooks: dict[str, Any], **document: Any) -> App:
    """An app of a pool of its own, with the user `ci` and these webhooks."""
    named = [{"name": "hook", **each} for each in webhooks]
    app_id = uuid.uuid4().hex[:24]
    body = {"appId": app_id, "users": [CI], "webhooks": named, **document}
    made = http.post("/_mock/pools", json=body)
    assert made.status_code == 201, made.text
    return App(http, app_id)


def deliveries(app: App, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = app.control("GET", "/webhooks/deliveries", None, userPoolId=app.pool_id, **query)[
        "list"
    ]
    return found


def ended(app: App, **query: Any) -> dict[str, Any]:
    """The newest attempt that is over; it is waited for."""
    found: dict[str, Any] = app.control("GET", "/webhooks/deliveries/wait", None, userPoolId=app.pool_id, **query)
    return found


def test_a_login_is_told_as_documented_and_without_the_passwords_hash(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(http, {"url": receiver.url, "events": ["login"], "secret": "s3cret"})
        app.log_in("ci")
        sent = receiver.next()
        assert sent.path == "/hook"
        assert sent.headers["user-agent"] == "authing-webhook@2.0"
        assert sent.headers["x-authing-webhook-secret"] == "s3cret"
        assert sent.headers["x-authing-userpool-id"] == app.pool_id
        assert sent.headers["content-type"] == "application/json"
        body = sent.json()
        assert body.keys() == {"eventName", "data"}
        assert body["eventName"] == "login"
        user = body["data"]
        assert (user["id"], user["username"], user["loginsCount"]) == ("ci-id", "ci", 1)
        assert user["userPoolId"] == app.pool_id
        assert not {"password", "salt", "passwordHash", "success"} & user.keys()
        assert "pbkdf2" not in sent.body.decode()
        delivery = ended(app)
        assert delivery.keys() == {
            *("id", "at", "userPoolId", "webhookId", "event", "url", "attempt", "requestBody", "status")
        }
        assert (delivery["event"], delivery["attempt"], delivery["status"]) == ("login", 1, 200)
        assert (delivery["url"], delivery["requestBody"]) == (receiver.url, body)


def test_a_form_carries_the_event_and_the_data_as_json(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(http, {"url": receiver.url, "contentType": "form"})
        app.log_in("ci")
        sent = receiver.next()
        assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
        assert "x-authing-webhook-secret" not in sent.headers
        fields = parse_qs(sent.body.decode())
        assert fields["eventName"] == ["login"]
        assert '"username":"ci"' in fields["data"][0]


def test_only_those_are_told_who_want_to_hear_of_it(http: httpx.Client) -> None:
    with receiving() as logins, receiving() as everything, receiving() as nothing:
        app = pool_with(
            http,
            {"url": logins.url, "events": ["login"]},
            {"url": everything.url},
            {"url": nothing.url, "enabled": False},
            {"url": nothing.url, "events": ["user:deleted"]},
        )
        app.post("/api/v2/register/username", username="ann", password="111111", forceLogin=True)
        assert everything.events(3) == ["register", "user:created", "login"]
        assert logins.events(1) == ["login"]
        assert nothing.is_silent()
        assert len(deliveries(app)) == 4
        assert len(deliveries(app, event="login")) == 2


def test_each_event_that_an_end_user_can_cause_is_told(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(http, {"url": receiver.url}, customFields=[{"key": "school"}])
        told = receiver.events
        assert app.post("/api/v2/login/account", account="ci", password="wrong")["code"] == 2333
        failed = receiver.next().json()
        assert (failed["eventName"], failed["data"]["success"], failed["data"]["id"]) == ("login", False, "ci-id")
        app.log_in("ci")
        assert told(1) == ["login"]
        app.token = app.post("/api/v2/users/refresh-token")["data"]["token"]
        assert told(1) == ["refresh-token"]
        app.post("/api/v2/users/profile/update", nickname="C. I.")
        updated = receiver.next().json()
        assert (updated["eventName"], updated["data"]["updates"]) == ("user:updated", {"nickname": "C. I."})
        assert updated["data"]["user"]["nickname"] == "C. I."
        app.post("/api/v2/udfs/values", udfs=[{"definition": "school", "value": "x"}])
        changed = receiver.next().json()
        assert changed["eventName"] == "user:udv-changed"
        assert (changed["data"]["udv"]["value"], changed["data"]["udf"]["key"]) == ("x", "school")
        app.post("/api/v2/password/update", oldPassword="no", newPassword="222222")
        assert receiver.next().json()["data"]["success"] is False
        app.post("/api/v2/password/update", oldPassword="111111", newPassword="222222")
        assert told(1) == ["user:password-changed"]
        app.post("/api/v2/users/phone/bind", phone="13800138000", phoneCode=app.code_for("13800138000"))
        assert receiver.next().json()["data"]["updates"]["phone"] == "13800138000"
        app.post("/api/v2/users/email/update", email="new@x.test", emailCode=app.code_for("new@x.test", "CHANGE_EMAIL"),
                 oldEmail="ci@example.test", oldEmailCode=app.code_for("ci@example.test", "CHANGE_EMAIL"))  # fmt: skip
        assert told(2) == ["user:updated", "user:email-verified"]
        assert app.call("DELETE", "/api/v2/users/delete").json()["code"] == 200
        gone = receiver.next().json()
        assert (gone["eventName"], [each["id"] for each in gone["data"]["users"]]) == ("user:deleted", ["ci-id"])
        assert receiver.is_silent()


def test_who_steers_the_mock_causes_events_too(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(
            http, {"url": receiver.url}, roles=[{"code": "boss"}], groups=[{"code": "staff"}], orgs=[{"name": "HR"}]
        )
        path = f"/pools/{app.pool_id}/users"

        def change(**fields: Any) -> None:
            app.control("PATCH", f"{path}/ci-id", fields)

        app.make_user(username="ann")
        assert receiver.events(2) == ["register", "user:created"]
        change(blocked=True)
        assert receiver.events(2) == ["user:updated", "user:blocked"]
        assert app.post("/api/v2/login/account", account="ci", password="111111")["code"] == 2005
        assert receiver.next().json()["data"]["success"] is False
        change(blocked=False)
        assert receiver.events(2) == ["user:updated", "user:unblocked"]
        change(password="333333")
        assert receiver.events(1) == ["user:password-changed"]
        change(status="Archived")
        assert receiver.events(2) == ["user:updated", "user:archived"]
        change(status="Activated", emailVerified=True)
        assert receiver.events(3) == ["user:updated", "user:email-verified", "user:unarchived"]
        change(roles=["boss"], groups=["staff"], orgs=["HR"])
        assert receiver.events(3) == ["role:assigned", "group:member-added", "organization:member-added"]
        change(roles=[], groups=[], orgs=[])
        assert receiver.events(3) == ["role:unassigned", "group:member-removed", "organization:member-removed"]
        app.control("DELETE", f"{path}/ci-id/sessions")
        assert receiver.events(1) == ["kick"]
        app.control("DELETE", f"{path}/ci-id")
        assert receiver.events(1) == ["user:deleted"]
        assert receiver.is_silent()


def test_one_that_fails_is_told_again_after_a_second_and_a_row_says_so(http: httpx.Client) -> None:
    answers = iter([500, 204])
    with receiving(lambda _: Answered(status=next(answers))) as receiver:
        app = pool_with(http, {"url": receiver.url})
        app.log_in("ci")
        receiver.next()
        first = ended(app)
        assert (first["attempt"], first["status"], first["error"]) == (1, 500, "it answered HTTP 500")
        assert receiver.next().json()["eventName"] == "login"
        second = ended(app, after=first["id"])
        assert (second["attempt"], second["status"], "error" in second) == (2, 204, False)
        assert second["requestBody"] == first["requestBody"]
        assert [each["attempt"] for each in deliveries(app)] == [2, 1]


def test_a_dead_target_is_asked_three_times_and_no_more(http: httpx.Client) -> None:
    app = pool_with(http, {"url": dead_url()})
    app.log_in("ci")
    last = ended(app)
    while last["attempt"] < 3:
        last = ended(app, after=last["id"])
    assert [(each["attempt"], each["status"]) for each in deliveries(app)] == [(3, None), (2, None), (1, None)]
    assert last["error"] == "no connection: Connection refused"
    waited = app.http.get("/_mock/webhooks/deliveries/wait", params={"userPoolId": app.pool_id, "after": last["id"],
                                                                     "timeout": 0})  # fmt: skip
    assert waited.status_code == 408


@pytest.mark.parametrize(
    ("event", "hint"),
    [("logn", "did you mean 'login'?"), ("user:create", "did you mean 'user:created'?"), ("*", "it must be one event")],
)
def test_what_is_no_event_is_not_waited_for(http: httpx.Client, event: str, hint: str) -> None:
    app = pool_with(http)
    query: dict[str, Any] = {"userPoolId": app.pool_id, "event": event, "timeout": 60}
    refused = http.get("/_mock/webhooks/deliveries/wait", params=query)
    assert refused.status_code == 400
    assert refused.json()["error"]["field"] == "event" and hint in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    ("webhook", "event", "is_wanted"),
    [
        (None, "login", False),
        (None, None, False),
        ({"events": ["login"], "enabled": False}, "login", False),
        ({"events": ["register"]}, "login", False),
        ({"events": ["login"]}, "login", True),
        ({"events": ["*"]}, "login", True),
    ],
)
def test_a_wait_in_vain_says_where_no_webhook_wants_to_hear_of_it(
    http: httpx.Client, webhook: dict[str, Any] | None, event: str | None, is_wanted: bool
) -> None:
    app = pool_with(http, *([{"url": dead_url(), **webhook}] if webhook else []))
    query: dict[str, Any] = {"userPoolId": app.pool_id, "timeout": 0, **({"event": event} if event else {})}
    waited = http.get("/_mock/webhooks/deliveries/wait", params=query)
    assert waited.status_code == 408
    assert ("none is enabled and wants to hear of it" in waited.json()["error"]["message"]) is not is_wanted


def test_redirects_are_not_followed(http: httpx.Client) -> None:
    with receiving() as elsewhere, receiving(lambda _: Answered(None, 307, {"location": elsewhere.url})) as receiver:
        app = pool_with(http, {"url": receiver.url})
        app.log_in("ci")
        receiver.next()
        assert ended(app)["error"] == "it answered HTTP 307; redirects are not followed"
        assert elsewhere.is_silent()


def test_a_slow_target_holds_up_nobody_but_itself(http: httpx.Client) -> None:
    go_on = threading.Event()

    def wait(_: Sent) -> Answered:
        go_on.wait(20)
        return Answered()

    with receiving(wait) as slow, receiving() as quick:
        try:
            app = pool_with(http, {"url": slow.url}, {"url": quick.url})
            for _ in range(10):
                app.log_in("ci")
            assert quick.events(10) == ["login"] * 10
            assert len(slow.all) <= 4, "a target is asked so often at once"
            other = pool_with(http, {"url": quick.url})
            other.log_in("ci")
            assert quick.events(1) == ["login"]
        finally:
            go_on.set()


def test_who_answers_at_once_is_told_in_the_order_of_the_events(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(http, {"url": receiver.url, "events": ["test"]})
        for n in range(20):
            app.control("POST", "/webhooks/trigger", {"userPoolId": app.pool_id, "event": "test", "data": n})
        assert [receiver.next().json()["data"] for _ in range(20)] == list(range(20))


@pytest.mark.parametrize("answer", [b"\x00" * 5_000_000, b"<html>", {"error": "no"}], ids=["huge", "no JSON", "JSON"])
def test_what_a_webhook_answers_matters_to_nobody(http: httpx.Client, answer: Any) -> None:
    with receiving(answer) as receiver:
        app = pool_with(http, {"url": receiver.url})
        assert app.log_in("ci")["loginsCount"] == 1
        assert ended(app)["status"] == 200


def test_what_does_not_speak_http_is_told_as_that(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(http, {"url": receiver.url.replace("http:", "https:")})
        app.log_in("ci")
        assert "TLS" in ended(app)["error"]


def test_another_machine_is_not_asked_without_the_option_which_is_named(http: httpx.Client) -> None:
    app = pool_with(http, {"url": "http://192.0.2.1:81/hook"})
    app.log_in("ci")
    delivery = ended(app)
    told = "192.0.2.1:81 is not this machine; to allow it, serve with --webhook-hosts 192.0.2.1:81"
    assert (delivery["error"], delivery["status"]) == (told, None)
    assert len(deliveries(app)) == 1, "it would not become better"
    found = app.control("GET", "/findings", None, userPoolId=app.pool_id)["list"]
    finding = next(each for each in found if each["kind"] == "webhook_hosts")
    assert finding["remedy"].startswith("genauth-mock serve --webhook-hosts 192.0.2.1:81 ")


def test_a_host_that_was_allowed_is_asked() -> None:
    with receiving() as receiver:
        settings = Settings(port=0, webhook_hosts=("192.0.2.1:81", "localhost"))
        with ThreadedServer(settings) as server, httpx.Client(base_url=server.base_url, trust_env=False) as client:
            app = pool_with(client, {"url": f"http://localhost:{receiver.port}/"})
            app.log_in("ci")
            assert receiver.events(1) == ["login"]


def test_an_event_can_be_triggered_and_told_once_more(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(http, {"url": receiver.url, "events": ["test", "group:created"]})
        trigger = {"userPoolId": app.pool_id, "event": "test"}
        made = app.control("POST", "/webhooks/trigger", trigger)
        assert made["totalCount"] == 1 and made["list"][0]["attempt"] == 1
        assert receiver.next().json()["data"] == {"description": "A test from Authing Webhook"}
        app.control(
            "POST", "/webhooks/trigger", {**trigger, "event": "group:created", "data": {"group": {"code": "x"}}}
        )
        assert receiver.next().json() == {"eventName": "group:created", "data": {"group": {"code": "x"}}}
        again = app.control("POST", f"/webhooks/deliveries/{made['list'][0]['id']}/replay")
        assert again["id"] != made["list"][0]["id"]
        assert receiver.events(1) == ["test"]


def test_what_cannot_be_triggered_or_replayed_is_refused_by_field(http: httpx.Client) -> None:
    app = pool_with(http, {"url": dead_url(), "events": ["login"]})

    def refused(path: str, body: Any = None) -> tuple[int, str]:
        answer = http.post(f"/_mock/webhooks/{path}", json=body)
        return answer.status_code, answer.json()["error"]["field"]

    pool_id = app.pool_id
    assert refused("trigger", {"userPoolId": pool_id, "event": "test"}) == (400, "event")
    assert refused("trigger", {"userPoolId": pool_id, "event": "*"}) == (400, "event")
    assert refused("trigger", {"userPoolId": pool_id, "event": "log-in"}) == (400, "event")
    assert refused("trigger", {"userPoolId": pool_id, "event": "login", "dat": 1}) == (400, "dat")
    assert refused("trigger", {"userPoolId": "nobody", "event": "login"}) == (404, "userPoolId")
    assert refused("deliveries/no/replay") == (404, "id")
    listed = http.get("/_mock/webhooks/deliveries", params={"userPoolId": "nobody"})
    assert (listed.status_code, listed.json()["error"]["field"]) == (404, "userPoolId")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"url": "ftp://localhost/"}, "webhooks[0].url"),
        ({"url": "http://127.1/"}, "webhooks[0].url"),
        ({"url": "http://localhost/\nx"}, "webhooks[0].url"),
        ({"url": "http://user:pass@localhost/"}, "webhooks[0].url"),
        ({"url": "http://localhost/#x"}, "webhooks[0].url"),
        ({"url": "http://localhost/", "events": ["log-in"]}, "webhooks[0].events[0]"),
        ({"url": "http://localhost/", "secret": "a\r\nb: c"}, "webhooks[0].secret"),
        ({"url": "http://localhost/", "contentType": "xml"}, "webhooks[0].contentType"),
        ({}, "webhooks[0].url"),
    ],
)
def test_a_wrong_webhook_is_refused_by_field(http: httpx.Client, wrong: dict[str, Any], field: str) -> None:
    answer = http.post("/_mock/pools", json={"webhooks": [{"name": "x", **wrong}]})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)


def test_one_pools_webhooks_hear_nothing_of_anothers(http: httpx.Client) -> None:
    with receiving() as one, receiving() as two:
        first, second = pool_with(http, {"url": one.url}), pool_with(http, {"url": two.url})
        first.log_in("ci")
        assert one.events(1) == ["login"]
        assert deliveries(second) == []
        second.log_in("ci")
        assert two.next().headers["x-authing-userpool-id"] == second.pool_id
        assert one.is_silent()


def test_a_reset_takes_the_deliveries_away_and_the_webhooks_stay(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(http, {"url": receiver.url})
        app.log_in("ci")
        receiver.next()
        ended(app)
        app.control("POST", f"/pools/{app.pool_id}/reset")
        assert deliveries(app) == []
        app.log_in("ci")
        assert receiver.events(1) == ["login"]


def test_a_restore_brings_back_the_deliveries_and_sends_none_again(http: httpx.Client) -> None:
    go_on = threading.Event()

    def wait(_: Sent) -> Answered:
        go_on.wait(20)
        return Answered(status=500)

    with receiving(wait) as slow, receiving() as quick:
        try:
            app = pool_with(http, {"url": slow.url}, {"url": quick.url})
            app.log_in("ci")
            quick.next()
            app.control("PUT", "/snapshots/one", None, userPoolId=app.pool_id)
            app.log_in("ci")
            quick.next()
            app.control("POST", "/snapshots/one/restore", None, userPoolId=app.pool_id)
        finally:
            go_on.set()
        assert {each["url"] for each in deliveries(app)} <= {quick.url}
        app.log_in("ci")
        assert quick.events(1) == ["login"]
        assert quick.is_silent()


def test_what_is_undone_is_told_to_nobody(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(http, {"url": receiver.url})
        path = f"/_mock/pools/{app.pool_id}/users"
        assert http.post(path, json={"username": "ann", "roles": ["nobody has it"]}).status_code == 400
        assert app.post("/api/v2/register/username", username="ci", password="111111")["code"] == 2026
        app.log_in("ci")
        assert receiver.events(1) == ["login"]
        assert receiver.is_silent()


def test_a_receiver_gets_one_delivery_of_each_of_many_logins_at_once(http: httpx.Client) -> None:
    with receiving() as receiver:
        app = pool_with(http, {"url": receiver.url})
        callers = [threading.Thread(target=App(http, app.app_id).log_in, args=("ci",)) for _ in range(16)]
        for each in callers:
            each.start()
        counts = [receiver.next().json()["data"]["loginsCount"] for _ in callers]
        assert sorted(counts) == list(range(1, 17))


def test_an_account_that_is_linked_is_told_with_both_users(http: httpx.Client) -> None:
    with receiving() as receiver:
        connection = {"type": "github", "id": "git"}
        bob = {
            "id": "bob",
            "username": "bob",
            "password": "111111",
            "identities": [{"connectionId": "git", "openid": "o"}],
        }
        hook = {"url": receiver.url, "events": ["user:link-account"]}
        app = pool_with(http, hook, connections=[connection], users=[CI, bob])
        tokens = {f"{which}UserToken": app.another().log_in(name)["token"] for which, name in
                  (("primary", "ci"), ("secondary", "bob"))}  # fmt: skip
        assert app.post("/api/v2/users/link", **tokens)["code"] == 200
        data = receiver.next().json()["data"]
        assert (data["primaryUser"]["id"], data["secondaryUser"]["id"]) == ("ci-id", "bob")
