"""Pipelines: others who are asked while somebody registers, logs in or gets tokens, alike in every face."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from tests.conftest import App
from tests.receiver import Answered, Sent, dead_url, receiving

CI = {"id": "ci-id", "username": "ci", "password": "111111", "email": "ci@x.test"}
DENIED = {"error": "not on a Sunday <b>"}
CALLBACK = "http://127.0.0.1:3000/callback"


def pool_with(http: httpx.Client, scenes: dict[str, str], **document: Any) -> App:
    """An app of a pool of its own, with the user `ci`, and a pipeline at each of these scenes."""
    app_id = uuid.uuid4().hex[:24]
    pipelines = [{"name": f"at {scene}", "scene": scene, "url": url} for scene, url in scenes.items()]
    application = {"id": app_id, "redirectUris": [CALLBACK]}
    body = {"applications": [application], "users": [CI], "pipelines": pipelines, **document}
    made = http.post("/_mock/pools", json=body)
    assert made.status_code == 201, made.text
    return App(http, app_id)


def log_in(app: App) -> dict[str, Any]:
    return app.post("/api/v2/login/account", account="ci", password="111111")


def password_grant(app: App, scope: str = "openid") -> httpx.Response:
    form = {"grant_type": "password", "username": "ci", "password": "111111", "client_id": app.app_id, "scope": scope}
    return app.http.post("/oidc/token", data=form)


def said_by(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def logins_of(app: App) -> int:
    return int(next(each for each in app.users() if each["id"] == "ci-id")["loginsCount"])


def findings(app: App) -> list[str]:
    found = app.control("GET", "/findings", None, userPoolId=app.pool_id)["list"]
    return [each["message"] for each in found if each["kind"] == "pipeline_failed"]


def test_a_pipeline_is_told_of_user_and_call_as_documented(http: httpx.Client) -> None:
    with receiving({}) as receiver:
        app = pool_with(http, {"POST_AUTHENTICATION": receiver.url}, name="Shop")
        answer = app.post("/api/v2/login/account?a=b", account="ci", password="111111", context='{"source": "ad"}')
        assert answer["code"] == 200
        body = receiver.next().json()
        assert body.keys() == {"user", "context"}
        assert (body["user"]["id"], body["user"]["loginsCount"]) == ("ci-id", 1)
        assert not {"password", "passwordHash"} & body["user"].keys()
        context = body["context"]
        assert (context["userPoolId"], context["userPoolName"], context["appId"]) == (app.pool_id, "Shop", app.app_id)
        assert (context["protocol"], context["connection"], context["source"]) == ("password", None, "ad")
        request = context["request"]
        assert (request["ip"], request["geo"], request["query"]) == ("127.0.0.1", {}, {"a": "b"})
        assert (request["body"]["account"], request["body"]["password"]) == ("ci", "<redacted>")
        assert receiver.is_silent()
        assert logins_of(app) == 1, "what was undone while somebody was asked counts for nothing"


def test_every_point_of_a_registration_with_login_is_asked_in_its_order(http: httpx.Client) -> None:
    scenes = ("PRE_REGISTER", "POST_REGISTER", "PRE_AUTHENTICATION", "POST_AUTHENTICATION")
    with receiving({}) as receiver:
        app = pool_with(http, dict.fromkeys(scenes, receiver.url))
        user = app.post("/api/v2/register/email", email="ann@x.test", password="111111", forceLogin=True)["data"]
        told = [receiver.next().json() for _ in scenes]
        assert [each["context"]["scene"] for each in told] == list(scenes)
        assert told[0]["user"] is None
        assert told[0]["context"]["data"]["userInfo"] == {"email": "ann@x.test"}
        assert {each["user"]["id"] for each in told[1:]} == {user["id"]}, "the id that was told is the one that stays"
        assert receiver.is_silent()
        assert [each["id"] for each in app.users()] == [user["id"], "ci-id"]


def test_a_login_by_a_third_party_asks_at_every_point_also_at_the_providers_page(http: httpx.Client) -> None:
    scenes = ("PRE_REGISTER", "POST_REGISTER", "PRE_AUTHENTICATION", "POST_AUTHENTICATION")
    people = [{"code": "c", "profile": {"openid": "wei", "nickname": "Wei"}}]
    connections = [{"type": kind, "identities": people} for kind in ("wechat:mobile", "github")]
    with receiving({}) as receiver:
        app = pool_with(http, dict.fromkeys(scenes, receiver.url), connections=connections)
        by_code = app.post("/api/v2/ecConn/wechatMobile/authByCode", code="c")["data"]
        told = [receiver.next().json() for _ in scenes]
        shown = {(each["context"]["protocol"], each["context"]["connection"]) for each in told}
        assert shown == {("social", "wechat:mobile")}
        form = {"appId": app.app_id, "identifier": "github", "person": "wei", "opener": "http://localhost:3000"}
        page = http.post("/connections/social/github", data=form)
        told += [receiver.next().json() for _ in scenes]
        assert page.status_code == 200 and told[-1]["user"]["id"] in page.text
        assert [each["context"]["scene"] for each in told] == [*scenes, *scenes] and receiver.is_silent()
        assert [each["id"] for each in app.users()] == [told[-1]["user"]["id"], by_code["id"], "ci-id"]


def test_a_second_factor_has_points_of_its_own(http: httpx.Client) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    scenes = ("PRE_AUTHENTICATION", "PRE_MFA_VERIFY", "POST_MFA_VERIFY", "POST_AUTHENTICATION")
    with receiving({}) as receiver:
        app = pool_with(http, dict.fromkeys(scenes, receiver.url), users=[{**CI, "mfa": {"totpSecret": secret}}])
        page = http.post("/login", data={"app_id": app.app_id, "account": "ci", "password": "111111"})
        token = page.text.split('name="token" value="')[1].split('"')[0]
        code = app.control("GET", f"/pools/{app.pool_id}/users/ci-id/totp")["code"]
        form = {"app_id": app.app_id, "token": token, "factor": "OTP", "code": code}
        assert http.post("/login/mfa", data=form).status_code == 303
        assert [receiver.next().json()["context"]["scene"] for _ in scenes] == list(scenes)


def test_each_face_shows_the_error_in_its_own_form(http: httpx.Client) -> None:
    text = DENIED["error"]
    with receiving(DENIED) as receiver:
        app = pool_with(http, {"PRE_AUTHENTICATION": receiver.url})
        assert log_in(app) == {"code": 603, "message": text}
        v3 = app.post("/api/v3/signin", connection="PASSWORD", passwordPayload={"username": "ci", "password": "111111"})
        assert v3 == {"statusCode": 603, "message": text}
        query = 'mutation { loginByUsername(input: {username: "ci", password: "111111"}) { id } }'
        asked = app.post("/graphql/v2", query=query)
        assert asked["errors"][0]["message"] == {"code": 603, "message": text}
        grant = password_grant(app)
        assert (grant.status_code, grant.json()) == (400, {"error": "invalid_grant", "error_description": text})
        page = http.post("/login", data={"app_id": app.app_id, "account": "ci", "password": "111111"})
        assert page.status_code == 200
        assert "not on a Sunday &lt;b&gt;" in page.text
        assert logins_of(app) == 0


def test_an_error_before_a_token_is_told_by_the_redirect(http: httpx.Client) -> None:
    with receiving(DENIED) as receiver, httpx.Client(base_url=http.base_url, trust_env=False) as browser:
        app = pool_with(http, {"PRE_OIDC_ID_TOKEN_ISSUED": receiver.url})
        assert App(browser, app.app_id).log_in("ci")
        asked = {"client_id": app.app_id, "redirect_uri": CALLBACK, "response_type": "id_token", "nonce": "n",
                 "scope": "openid", "state": "s"}  # fmt: skip
        answer = browser.get("/oidc/auth", params=asked)
        told = parse_qs(urlsplit(answer.headers["location"]).fragment)
        assert told == {"error": ["access_denied"], "error_description": [DENIED["error"]], "state": ["s"]}


def test_a_registration_that_is_refused_makes_nobody_and_leaves_the_code_good(http: httpx.Client) -> None:
    answers = iter([DENIED, {}])
    with receiving(lambda _: Answered(next(answers))) as receiver:
        app = pool_with(http, {"PRE_REGISTER": receiver.url})
        code = app.code_for("ann@x.test")
        assert app.post("/api/v2/register/email-code", email="ann@x.test", code=code)["code"] == 603
        assert receiver.next().json()["context"]["protocol"] == "sms"
        assert len(app.users()) == 1
        assert app.post("/api/v2/register/email-code", email="ann@x.test", code=code)["code"] == 200


def test_a_pipeline_changes_the_user(http: httpx.Client) -> None:
    def answer(sent: Sent) -> Answered:
        scene = sent.json()["context"]["scene"]
        more = {"school": "ucla", "age": "no number", "unknown": 1}
        user = {"nickname": scene, "customData": more, "id": "x", "email": "x@x.test", "blocked": True}
        return Answered({"user": user})

    with receiving(answer) as receiver:
        fields = [{"key": "school"}, {"key": "age", "dataType": "NUMBER"}]
        scenes = dict.fromkeys(("PRE_REGISTER", "POST_REGISTER", "POST_AUTHENTICATION"), receiver.url)
        app = pool_with(http, scenes, customFields=fields)
        made = app.post("/api/v2/register/username", username="ann", password="111111")["data"]
        assert (made["nickname"], made["blocked"], made["email"]) == ("POST_REGISTER", False, None)
        user = app.control("GET", f"/pools/{app.pool_id}/users/{made['id']}")
        assert user["customData"] == {"school": "ucla"}
        assert app.log_in("ann")["nickname"] == "POST_AUTHENTICATION"
        app = pool_with(http, {"PRE_REGISTER": receiver.url})
        made = app.post("/api/v2/register/username", username="ann", password="111111")["data"]
        assert (made["nickname"], made["username"]) == ("PRE_REGISTER", "ann")


def test_the_next_pipeline_of_a_scene_is_told_what_the_one_before_has_changed(http: httpx.Client) -> None:
    with receiving(lambda sent: Answered({"user": {"nickname": f"{sent.json()['user']['nickname']}+"}})) as receiver:
        one = {"name": "x", "scene": "POST_AUTHENTICATION", "url": receiver.url}
        off = {**one, "enabled": False}
        app = pool_with(http, {}, pipelines=[one, off, one])
        assert app.log_in("ci")["nickname"] == "None++"


def test_claims_are_added_to_the_tokens_and_take_the_place_of_none(http: httpx.Client) -> None:
    def answer(sent: Sent) -> Answered:
        scene = sent.json()["context"]["scene"]
        taken = {"sub": "x", "iss": "x", "exp": 1, "userpool_id": "x"}
        return Answered({"claims": {"scene": scene, "own": {"a": [1, None]}, **taken}})

    with receiving(answer) as receiver:
        scenes = dict.fromkeys(("PRE_OIDC_ID_TOKEN_ISSUED", "PRE_OIDC_ACCESS_TOKEN_ISSUED"), receiver.url)
        app = pool_with(http, scenes, settings={"tokens": {"idTokenAlg": "RS256"}})
        given = password_grant(app, "openid offline_access").json()
        keys = jwt.PyJWKClient(f"{http.base_url}/oidc/.well-known/jwks.json")
        key = keys.get_signing_key_from_jwt(given["id_token"]).key
        claims = jwt.decode(given["id_token"], key, algorithms=["RS256"], audience=app.app_id)
        assert (claims["scene"], claims["own"]) == ("PRE_OIDC_ID_TOKEN_ISSUED", {"a": [1, None]})
        assert claims["sub"] == "ci-id" and claims["iss"] == f"{str(http.base_url).rstrip('/')}/oidc"
        access = jwt.decode(given["access_token"], key, algorithms=["RS256"], audience=app.app_id)
        assert (access["scene"], access["sub"]) == ("PRE_OIDC_ACCESS_TOKEN_ISSUED", "ci-id")
        me = http.get("/oidc/me", headers={"authorization": f"Bearer {given['access_token']}"})
        assert me.json()["sub"] == "ci-id"
        asked = len(receiver.all)
        form = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"], "client_id": app.app_id}
        assert "scene" not in said_by(http.post("/oidc/token", data=form).json()["id_token"])
        assert len(receiver.all) == asked, "documented: of a refresh nobody is asked"


def test_the_tokens_of_a_code_and_of_a_client_are_asked_about_too(http: httpx.Client) -> None:
    with (
        receiving({"claims": {"mine": 1}}) as receiver,
        httpx.Client(base_url=http.base_url, trust_env=False) as browser,
    ):
        app = pool_with(http, {"PRE_OIDC_ACCESS_TOKEN_ISSUED": receiver.url})
        secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
        client = {"client_id": app.app_id, "client_secret": secret}
        form = {"grant_type": "client_credentials", **client}
        assert said_by(http.post("/oidc/token", data=form).json()["access_token"])["mine"] == 1
        assert receiver.next().json()["user"] is None
        assert App(browser, app.app_id).log_in("ci")
        asked = {"client_id": app.app_id, "redirect_uri": CALLBACK, "response_type": "code", "scope": "openid"}
        answer = browser.get("/oidc/auth", params=asked)
        code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
        assert receiver.is_silent()
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, **client}
        given = http.post("/oidc/token", data=form)
        assert said_by(given.json()["access_token"])["mine"] == 1, "the first run has not used the code up"
        assert http.post("/oidc/token", data=form).json()["error"] == "invalid_grant"


ANSWERS: dict[str, tuple[Any, int, str]] = {
    "5xx": ({"error": "no"}, 500, "it answered HTTP 500"),
    "4xx": ({}, 404, "it answered HTTP 404"),
    "redirect": ({}, 302, "it answered HTTP 302"),
    "no JSON": (b"<html>", 200, "its answer is no JSON"),
    "huge": (b'{"a": "' + b"x" * 100_000 + b'"}', 200, "longer than 64 kB"),
    "a list": ([], 200, "its answer is no JSON object"),
    "an error that is none": ({"error": {"code": 1}}, 200, "error must be a text"),
    "a user that is none": ({"user": "ci"}, 200, "user must be an object"),
    "claims that are none": ({"claims": [1]}, 200, "claims must be an object"),
    "a field of another type": ({"user": {"nickname": 7}}, 200, "user.nickname"),
    "a gender that is none": ({"user": {"gender": "X"}}, 200, "user.gender"),
    "control characters": ({"user": {"nickname": "a\0b"}}, 200, "control characters"),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_that_cannot_be_used_lets_the_call_go_on_with_a_finding(http: httpx.Client, kind: str) -> None:
    body, status, told = ANSWERS[kind]
    with receiving(lambda _: Answered(body, status, {"location": "/"})) as receiver:
        app = pool_with(http, {"POST_AUTHENTICATION": receiver.url})
        assert log_in(app)["code"] == 200
        (finding,) = findings(app)
        assert "at POST_AUTHENTICATION" in finding and told in finding
        assert "POST /api/v2/login/account" in finding


def test_a_dead_target_and_a_foreign_one_let_the_call_go_on_with_a_finding(http: httpx.Client) -> None:
    app = pool_with(http, {"PRE_OIDC_ACCESS_TOKEN_ISSUED": dead_url()})
    assert password_grant(app).status_code == 200
    assert "no connection: Connection refused" in findings(app)[0]
    app = pool_with(http, {"POST_AUTHENTICATION": "http://192.0.2.1/"})
    assert log_in(app)["code"] == 200
    assert "--webhook-hosts 192.0.2.1:80" in findings(app)[0]


def test_a_slow_pipeline_is_passed_over_in_its_time_and_others_are_answered_meanwhile(http: httpx.Client) -> None:
    go_on = threading.Event()

    def wait(_: Sent) -> Answered:
        go_on.wait(20)
        return Answered(DENIED)

    with receiving(wait) as receiver, ThreadPoolExecutor(1) as another:
        try:
            slow = {"name": "slow", "scene": "POST_AUTHENTICATION", "url": receiver.url, "timeoutMs": 60_000}
            quick = {**slow, "timeoutMs": 100}
            app, hurried = pool_with(http, {}, pipelines=[slow]), pool_with(http, {}, pipelines=[quick])
            waiting = another.submit(log_in, App(http, app.app_id))
            while not receiver.all:
                assert app.http.get("/_mock/health").status_code == 200
            assert logins_of(app) == 0, "nothing is written while somebody is asked"
            assert log_in(hurried)["code"] == 200
            assert "no answer within 0.1 s" in findings(hurried)[0]
            assert not waiting.done()
        finally:
            go_on.set()
        assert waiting.result()["code"] == 603


def test_a_user_who_is_removed_while_somebody_is_asked_does_not_come_in(http: httpx.Client) -> None:
    with httpx.Client(base_url=http.base_url, trust_env=False) as steering:

        def remove(sent: Sent) -> Answered:
            pool_id = sent.json()["context"]["userPoolId"]
            assert steering.delete(f"/_mock/pools/{pool_id}/users/ci-id").status_code == 204
            return Answered()

        with receiving(remove) as receiver:
            assert log_in(pool_with(http, {"PRE_AUTHENTICATION": receiver.url}))["code"] == 2333


@pytest.mark.parametrize("scene", ["PRE_AUTHENTICATION", "POST_AUTHENTICATION", "PRE_OIDC_ID_TOKEN_ISSUED"])
def test_one_that_makes_the_user_anew_whenever_it_is_asked_is_not_asked_for_ever(
    http: httpx.Client, scene: str
) -> None:
    with httpx.Client(base_url=http.base_url, trust_env=False) as steering:

        def make_anew(sent: Sent) -> Answered:
            users = f"/_mock/pools/{sent.json()['context']['userPoolId']}/users"
            steering.delete(f"{users}/{sent.json()['user']['id']}")
            assert steering.post(users, json={"username": "ci", "password": "111111"}).status_code == 201
            return Answered()

        with receiving(make_anew) as receiver:
            app = pool_with(http, {scene: receiver.url})
            answer = password_grant(app).json()
            assert (answer["error"], "no end" in answer["error_description"]) == ("invalid_grant", True)
            assert len(receiver.all) == 11
            assert "no end" in findings(app)[0]


def test_two_at_once_have_answers_of_their_own(http: httpx.Client) -> None:
    with receiving(lambda sent: Answered({"user": {"company": sent.json()["user"]["username"]}})) as receiver:
        app = pool_with(http, {"POST_REGISTER": receiver.url})

        def register(n: int) -> tuple[str, str]:
            user = app.post("/api/v2/register/username", username=f"user{n}", password="111111")["data"]
            return user["username"], user["company"]

        with ThreadPoolExecutor(8) as callers:
            made = list(callers.map(register, range(16)))
        assert made == [(f"user{n}", f"user{n}") for n in range(16)]
        assert {each.json()["user"]["id"] for each in receiver.all} == {
            each["id"] for each in app.users() if each["id"] != "ci-id"
        }


def test_fields_of_one_graphql_document_are_each_done_once(http: httpx.Client) -> None:
    with receiving({}) as receiver:
        app = pool_with(http, dict.fromkeys(("PRE_AUTHENTICATION", "POST_AUTHENTICATION"), receiver.url))
        login = 'loginByUsername(input: {username: "ci", password: "111111"}) { id loginsCount }'
        wrong = 'loginByUsername(input: {username: "ci", password: "no"}) { id }'
        answer = app.post("/graphql/v2", query=f"mutation {{ a: {login} b: {wrong} c: {login} }}")
        counts = [each and each.get("loginsCount") for each in answer["data"].values()]
        assert sorted(each for each in counts if each) == [1, 2] and counts[1] is None
        assert len(answer["errors"]) == 1
        assert logins_of(app) == 2
        assert len(receiver.all) == 4


def test_what_is_told_to_webhooks_is_told_once(http: httpx.Client) -> None:
    with receiving({}) as pipeline, receiving() as webhook:
        hooks = [{"name": "x", "url": webhook.url}]
        app = pool_with(http, {"POST_AUTHENTICATION": pipeline.url}, webhooks=hooks)
        assert log_in(app)["code"] == 200
        assert webhook.events(1) == ["login"]
        assert app.control("GET", "/webhooks/deliveries", None, userPoolId=app.pool_id)["totalCount"] == 1


def test_who_steers_the_mock_asks_no_pipeline(http: httpx.Client) -> None:
    with receiving(DENIED) as receiver:
        app = pool_with(http, dict.fromkeys(("PRE_REGISTER", "POST_REGISTER"), receiver.url))
        assert app.make_user(username="ann")["username"] == "ann"
        assert receiver.is_silent()


def test_pipelines_outlive_reset_and_restore_and_belong_to_one_pool(http: httpx.Client) -> None:
    with receiving(DENIED) as receiver:
        app, other = pool_with(http, {"PRE_AUTHENTICATION": receiver.url}), pool_with(http, {})
        app.control("PUT", "/snapshots/one", None, userPoolId=app.pool_id)
        app.control("POST", f"/pools/{app.pool_id}/reset")
        assert log_in(app)["code"] == 603
        app.control("POST", "/snapshots/one/restore", None, userPoolId=app.pool_id)
        assert log_in(app)["code"] == 603
        assert log_in(other)["code"] == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"scene": "LATER"}, "pipelines[0].scene"),
        ({"url": "file:///etc/passwd"}, "pipelines[0].url"),
        ({"timeoutMs": 0}, "pipelines[0].timeoutMs"),
        ({"timeoutMs": 60_001}, "pipelines[0].timeoutMs"),
        ({"name": None}, "pipelines[0].name"),
    ],
)
def test_a_wrong_pipeline_is_refused_by_field(http: httpx.Client, wrong: dict[str, Any], field: str) -> None:
    right = {"name": "x", "scene": "PRE_REGISTER", "url": "http://localhost/"}
    answer = http.post("/_mock/pools", json={"pipelines": [{**right, **wrong}]})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)
