"""Whatever a client sends to whatever route: an answer in the envelope, and never a fault of the server."""

from __future__ import annotations

import re
import uuid
from typing import Any
from urllib.parse import quote

import httpx
import orjson
from genauth_mock import errors
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import App
from tests.routes.built import ALL, CALLS
from tests.routes.v2.sample_bodies import SAMPLES

ROUTES = sorted((method, path) for method, path in CALLS if ALL.of(path).name == "v2")
KEYS = sorted(
    {field for sample in SAMPLES for field in sample.body} | {"profile", "forceLogin", "autoRegister", "udfs"}
)
PARAMETERS = [
    *("app_id", "userpool_id", "only_self", "folder", "page", "limit", "namespace", "phone", "email", "username", "r"),
    *("externalId", "phoneCountryCode", "password", "targetType", "targetId", "random"),
]
GOOD = ["a@x.test", "13800138000", "ci", "111111", "1234", "VERIFY_CODE", "USER", "+86", "+1", "null", "", "default"]

_PARAMETER = re.compile(r"\{[^}]*\}")

texts = st.one_of(st.sampled_from(GOOD), st.text(max_size=20), st.text(st.characters(max_codepoint=32), max_size=3))
scalars = st.one_of(texts, st.none(), st.booleans(), st.integers(), st.floats(), st.just("x" * 5000))
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*KEYS, "value", "definition"]), inner),
    max_leaves=8,
)
objects = st.dictionaries(st.one_of(st.sampled_from(KEYS), texts), values, max_size=6)
bodies = st.one_of(
    objects.map(
        lambda value: orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS, default=str) if _fits(value) else b"{"
    ),
    st.sampled_from([orjson.dumps(sample.body) for sample in SAMPLES]),
    st.binary(max_size=64),
    values.map(lambda value: orjson.dumps(value) if _fits(value) else b"["),
    st.sampled_from([b"", b"null", b"[]", b'{"a":"\\ud800"}', b'{"account":1e999}', b"[" * 2000, b'{"a":' * 1500]),
)
content_types = st.sampled_from(
    ["application/json", "multipart/form-data; boundary=x", "text/plain", "", "x/y; boundary="]
)
authorizations = st.one_of(
    st.none(), st.just("own"), st.sampled_from(["Bearer null", "Basic eA==", "a.b.c", "Bearer e30.e30.x"])
)
queries = st.dictionaries(st.sampled_from(PARAMETERS), texts | st.integers().map(str), max_size=3)
segments = st.one_of(st.sampled_from(["me", "abc", "nickname", "+86", "null"]), st.text(min_size=1, max_size=8))


def _bodies_for(path: str) -> st.SearchStrategy[bytes]:
    """Any body, and bodies that are right for the path but for a field or two."""
    sample = next((each.body for each in SAMPLES if each.path == path), None)
    if sample is None:
        return bodies
    nearly = st.dictionaries(st.sampled_from(sorted(sample) or KEYS), values, max_size=2).filter(_fits)
    return bodies | nearly.map(lambda changes: orjson.dumps({**sample, **changes}))


def _fits(value: Any) -> bool:
    """Whether orjson can write it; the other numbers and texts arrive as raw bytes."""
    try:
        orjson.dumps(value)
    except (TypeError, orjson.JSONEncodeError):
        return False
    return True


def _check(answer: httpx.Response) -> None:
    assert answer.status_code < 500 or answer.status_code == 501, answer.text
    if not answer.headers["content-type"].startswith("application/json"):
        path = answer.request.url.path
        assert path == "/api/v2/security/captcha" or path.startswith("/connections/")
        return
    if answer.request.method == "HEAD":
        return
    body = answer.json()
    if isinstance(body, list) or "session" in body:
        assert answer.request.url.path in {"/api/v2/udvs/get", "/cas/session"}
        return
    assert type(body["code"]) is int and type(body["message"]) is str and body["message"]
    assert body["message"] not in {errors.INTERNAL.zh, errors.INTERNAL.en}
    assert answer.status_code in {200, 404, 405, 413, 426, 501}
    assert answer.status_code == 200 or body["code"] == answer.status_code


@settings(
    max_examples=800, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_body_query_or_path_makes_the_server_fail(app: App, data: st.DataObject) -> None:
    if app.token is None:
        app.logged_in_user(username=uuid.uuid4().hex)
    method, path = data.draw(st.sampled_from(ROUTES))
    path = _PARAMETER.sub(lambda _: quote(data.draw(segments), safe="+"), path)
    headers = {"content-type": data.draw(content_types)}
    if data.draw(st.booleans()):
        headers["x-authing-app-id"] = app.app_id
    authorization = data.draw(authorizations)
    if authorization:
        ends_the_session = path in {"/api/v2/logout", "/api/v2/users/delete"}
        own = "Bearer null" if ends_the_session else f"Bearer {app.token}"
        headers["authorization"] = own if authorization == "own" else authorization
    if data.draw(st.booleans()):
        headers["origin"] = "http://localhost:3000"
    if data.draw(st.booleans()):
        headers["x-authing-lang"] = "en-US"
    answer = app.http.request(
        method, path, params=data.draw(queries), content=data.draw(_bodies_for(path)), headers=headers
    )
    _check(answer)


def test_every_route_of_the_app_is_tried() -> None:
    assert {path for _, path in ROUTES} >= {sample.path for sample in SAMPLES if "nickname" not in sample.path}
    assert len(ROUTES) >= 50
