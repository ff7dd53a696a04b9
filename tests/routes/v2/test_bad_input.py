"""Bodies that are wrong in every way: HTTP 200 with code 400 and the field's name, never a fault, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest

from tests.conftest import App, enveloped
from tests.routes.v2.sample_bodies import SAMPLES, Sample

every_call = pytest.mark.parametrize("sample", SAMPLES, ids=str)
NOT_JSON = [b"{", b"not json", b'{"a":1,}', b"\xff\xfe\x00", b'{"a":NaN}', b"{'a':1}", b'{"a":"\n', b"[" * 100_000]
NOT_AN_OBJECT = [b"[]", b"5", b'"text"', b"null", b"true", b"1e999"]
HOSTILE = {
    "control character": "a\u0001b",
    "NUL": "a\u0000b",
    "DEL": "a\u007fb",
    "C1 control character": "a\u0085b",
    "10,000 characters": "x" * 10_000,
}
SURROGATES = [rb'"\ud800"', rb'"a\udfffb"', rb'"\udc00\ud800"']


@pytest.fixture(scope="module")
def shared(server_url: str) -> Iterator[App]:
    """One app for all these calls: nothing that they send may change anything."""
    with httpx.Client(base_url=server_url, trust_env=False, verify=False) as client:
        app = App(client)
        app.logged_in_user(username="me")
        yield app
        assert [user["username"] for user in app.users()] == ["me"]
        assert app.users()[0]["nickname"] is None
        assert app.control("GET", "/outbox", userPoolId=app.pool_id)["totalCount"] == 0
        assert app.get("/api/v2/users/me")["code"] == 200


def _send(app: App, path: str, content: bytes, *, from_browser: bool = False) -> dict[str, Any]:
    headers = {"x-authing-app-id": app.app_id, "authorization": str(app.token), "content-type": "application/json"}
    if from_browser:
        headers["origin"] = "http://localhost:3000"
    answer = app.http.post(path, content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    return enveloped(answer)


def _is_refusal_of(envelope: dict[str, Any], field: str) -> bool:
    return envelope["code"] == 400 and field in envelope["message"] and set(envelope) == {"code", "message"}


@every_call
@pytest.mark.parametrize("from_browser", [False, True])
def test_what_is_not_json_is_refused(shared: App, sample: Sample, from_browser: bool) -> None:
    for content in NOT_JSON:
        assert _is_refusal_of(_send(shared, sample.path, content, from_browser=from_browser), "JSON")


@every_call
def test_json_that_is_no_object_is_refused(shared: App, sample: Sample) -> None:
    for content in NOT_AN_OBJECT:
        assert _is_refusal_of(_send(shared, sample.path, content), "JSON")


@every_call
@pytest.mark.parametrize("from_browser", [False, True])
def test_each_missing_field_is_named(shared: App, sample: Sample, from_browser: bool) -> None:
    for field in sample.needed:
        content = orjson.dumps({name: value for name, value in sample.body.items() if name != field})
        assert _is_refusal_of(_send(shared, sample.path, content, from_browser=from_browser), field)


@every_call
@pytest.mark.parametrize("content", [b"", b" ", b"\r\n", b"{}"])
def test_an_empty_body_is_an_empty_object(shared: App, sample: Sample, content: bytes) -> None:
    if sample.needed:
        assert _send(shared, sample.path, content)["code"] == 400
    else:
        answer = shared.http.post(
            sample.path,
            content=content,
            headers={"x-authing-app-id": shared.app_id, "content-type": "application/json"},
        )
        assert answer.json()["code"] == 2020


@every_call
def test_a_value_of_a_wrong_type_is_named(shared: App, sample: Sample) -> None:
    for field in sample.body:
        wrong: list[Any] = [5, 1.5, {}, {"a": 1}, ["a"], True]
        if field in sample.needed:
            wrong.append(None)
        for value in wrong:
            envelope = _send(shared, sample.path, orjson.dumps({**sample.body, field: value}))
            assert _is_refusal_of(envelope, field), (field, value)


@every_call
def test_an_empty_text_is_named_where_one_is_needed(shared: App, sample: Sample) -> None:
    for field in sample.needed:
        envelope = _send(shared, sample.path, orjson.dumps({**sample.body, field: ""}))
        # At a login an empty password is merely a wrong one, and an empty address is one that is none.
        if field == "password" and sample.path.startswith("/api/v2/login/"):
            assert envelope["code"] == 2333
        elif field in {"phone", "email"} and envelope["code"] != 400:
            assert envelope["code"] in {500, 2003, 1020017}
        else:
            assert _is_refusal_of(envelope, field)


@every_call
def test_hostile_text_is_refused_by_the_fields_name(shared: App, sample: Sample) -> None:
    for field in sample.texts:
        for kind, value in HOSTILE.items():
            envelope = _send(shared, sample.path, orjson.dumps({**sample.body, field: value}))
            assert _is_refusal_of(envelope, field), (field, kind)


@every_call
def test_a_lone_surrogate_is_refused_by_the_fields_name(shared: App, sample: Sample) -> None:
    for field in sample.texts:
        rest = orjson.dumps({name: other for name, other in sample.body.items() if name != field})
        for value in SURROGATES:
            content = b'{"%s":%s%s' % (field.encode(), value, b"," + rest[1:] if len(rest) > 2 else b"}")
            assert _is_refusal_of(_send(shared, sample.path, content), field), (field, value)


def test_a_lone_surrogate_deep_inside_is_named_too(shared: App) -> None:
    content = rb'{"udfs":[{"definition":"k","value":{"a":["\ud800"]}}]}'
    assert _is_refusal_of(_send(shared, "/api/v2/udfs/values", content), "udfs[0].value.a[0]")
    assert _is_refusal_of(_send(shared, "/api/v2/sms/send", rb'{"\ud800":1,"phone":"13800138000"}'), "JSON")


@pytest.mark.parametrize("sample", SAMPLES[::7], ids=str)
def test_ten_megabytes_are_413_and_the_connection_survives(shared: App, sample: Sample) -> None:
    content = orjson.dumps({**sample.body, "context": "x" * 10 * 1024 * 1024})
    answer = shared.http.post(sample.path, content=content, headers={"x-authing-app-id": shared.app_id})
    assert (answer.status_code, answer.json()["code"]) == (413, 413)
    assert isinstance(answer.json()["message"], str)


@pytest.mark.parametrize("flag", ["forceLogin", "generateToken"])
@pytest.mark.parametrize("value", ["maybe", 2, [], {}])
def test_a_flag_that_is_none_is_refused_by_name(shared: App, flag: str, value: Any) -> None:
    body = {"username": "new", "password": "111111", flag: value}
    assert _is_refusal_of(_send(shared, "/api/v2/register/username", orjson.dumps(body)), flag)


@pytest.mark.parametrize("value", ["maybe", 2, [], {}])
def test_an_auto_register_that_is_none_is_refused_by_name(shared: App, value: Any) -> None:
    body = {"account": "new", "password": "111111", "autoRegister": value}
    assert _is_refusal_of(_send(shared, "/api/v2/login/account", orjson.dumps(body)), "autoRegister")


@pytest.mark.parametrize("field", ["nickname", "gender", "username", "address"])
def test_a_wrong_profile_of_a_registration_is_refused_by_name(shared: App, field: str) -> None:
    hostile: list[Any] = [5, {}, "a\u0000b", "x" * 10_000]
    for value in hostile:
        body = {"username": "new", "password": "111111", "profile": {field: value}}
        assert _is_refusal_of(_send(shared, "/api/v2/register/username", orjson.dumps(body)), f"profile.{field}")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/api/v2/users/is-user-exists?username=%00", "username"),
        ("/api/v2/users/is-user-exists?email=a%00@x.test", "email"),
        ("/api/v2/users/is-user-exists?externalId=a%01", "externalId"),
        ("/api/v2/users/is-user-exists?username=" + "x" * 10_000, "username"),
        ("/api/v2/users/me/roles?namespace=%00", "namespace"),
        ("/api/v2/udfs/values?targetType=ROLE", "targetType"),
    ],
)
def test_a_hostile_query_is_refused_by_name(shared: App, path: str, field: str) -> None:
    answer = shared.call("GET", path)
    assert answer.status_code == 200 and _is_refusal_of(enveloped(answer), field)


@pytest.mark.parametrize(("lang", "words"), [("zh-CN", "控制字符"), ("en-US", "control characters")])
def test_a_refusal_is_in_the_clients_language(shared: App, lang: str, words: str) -> None:
    body = {"account": "a\u0000", "password": "111111"}
    headers = {"x-authing-app-id": shared.app_id, "x-authing-lang": lang}
    message = shared.http.post("/api/v2/login/account", json=body, headers=headers).json()["message"]
    assert words in message and message.isascii() == (lang == "en-US")
