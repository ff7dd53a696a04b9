"""The emulation itself, against what the real Android SDK was measured to make of canned answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_json import JSONException, UserInfo, read_config, read_envelope
from tests.sdk.mobile.wire import Outcome, Received, Wire

A = {"a": 1}
ENVELOPES: list[tuple[int, str, tuple[int, str | None, Any]]] = [
    (200, '{"code":200,"message":"m","data":{"a":1}}', (200, "m", A)),
    (201, '{"code":200,"message":"m","data":{"a":1}}', (200, "m", A)),
    (202, '{"code":200,"data":{"a":1}}', (202, '{"code":200,"data":{"a":1}}', None)),
    (200, '{"code":2020,"message":"m"}', (2020, "m", None)),
    (200, '{"code":2020,"message":"m","data":{"a":1}}', (2020, "m", A)),
    (400, '{"code":2020,"message":"m"}', (400, '{"code":2020,"message":"m"}', None)),
    (200, '{"code":"200","data":{"a":1}}', (200, None, A)),
    (200, '{"code":"abc","data":{"a":1}}', (200, None, A)),
    (200, '{"code":null,"data":{"a":1}}', (200, None, A)),
    (200, '{"code":200.0,"data":{"a":1}}', (200, None, A)),
    (200, '{"data":{"a":1}}', (0, None, A)),
    (200, '{"a":1}', (200, None, A)),
    (200, '{"message":"m","a":1}', (200, "m", {"message": "m", "a": 1})),
    (200, "[1,2]", (200, None, {"result": [1, 2]})),
    (200, '{"code":200,"message":null}', (200, "null", None)),
    (200, '{"code":200,"data":[1]}', (200, None, {"data": [1]})),
    (200, '{"code":200,"data":true}', (200, None, {"result": True})),
    (200, '{"code":200,"data":"str"}', (200, None, None)),
    (200, '{"code":200,"data":"true"}', (200, None, {"result": True})),
    (200, '{"code":200,"data":5}', (200, None, None)),
    (200, '{"code":200,"data":null}', (200, None, None)),
    (200, '{"code":200}', (200, None, None)),
    (200, '{"statusCode":200,"message":"m","data":{"a":1}}', (200, "m", A)),
    (200, '{"statusCode":400,"message":"m"}', (400, "m", None)),
    (200, '{"statusCode":403,"apiCode":2020,"message":"m"}', (2020, "m", None)),
    (200, '{"statusCode":200,"apiCode":0,"data":{"a":1}}', (0, None, A)),
    (200, '{"statusCode":200,"apiCode":null,"data":{"a":1}}', (200, None, A)),
    (200, '{"apiCode":2020,"message":"m"}', (200, "m", {"apiCode": 2020, "message": "m"})),
    (200, '{"apiCode":2020,"data":{"a":1}}', (2020, None, A)),
    (200, '{"statusCode":200,"a":1}', (200, None, None)),
    (200, '{"code":200,"recoveryCode":"r","data":{"a":1}}', (200, None, {"a": 1, "recoveryCode": "r"})),
    (200, '{"code":200,"recoveryCode":"r"}', (10001, "Network error", None)),
    (200, "", (10001, "Network error", None)),
    (200, "<html></html>", (10001, "Network error", None)),
    (204, "", (204, "", None)),
    (200, "true", (10001, "Network error", None)),
]


@pytest.mark.parametrize(("status", "body", "expected"), ENVELOPES)
def test_an_envelope_is_read_as_measured(status: int, body: str, expected: tuple[int, str | None, Any]) -> None:
    assert read_envelope(status, body) == Outcome(*expected)


class Canned(Wire):
    """A server that answers what it is told."""

    def __init__(self, answers: dict[str, tuple[int, str]]) -> None:
        super().__init__("http://127.0.0.1:1")
        self.answers = answers

    def send(self, method: str, path: str, headers: Any, body: bytes | None = None) -> Received:
        status, text = self.answers[path]
        return Received(status, [], text.encode())


def logged_in(login: str, custom_data: tuple[int, str] = (200, "[]")) -> Outcome:
    android = Android("http://127.0.0.1:1", "app")
    android.config = read_config({"userPoolId": "pool"})
    android.wire = Canned({"/api/v2/login/account": (200, login), "/api/v2/udvs/get": custom_data})
    return android.login_by_account("u", "pw")


KNOWN = '{"code":200,"message":"m","data":{"id":"u1","token":"tok"}}'


@pytest.mark.parametrize(
    ("custom_data", "code", "message", "count"),
    [
        ((200, "[]"), 200, None, 0),
        ((200, '[{"key":"k","value":"v","label":"l","dataType":"STRING"}]'), 200, None, 1),
        ((200, '{"code":200,"message":"m","data":[{"key":"k","value":"v"}]}'), 200, "m", 0),
        ((200, '{"code":200,"message":"m","data":{"result":[{"key":"k","value":"v"}]}}'), 200, "m", 1),
        ((200, '{"code":200,"message":"m","result":[{"key":"k","value":"v"}]}'), 10001, "Network error", 0),
        ((200, '{"result":[{"key":"k","value":"v"}]}'), 200, None, 1),
        ((200, '{"code":200,"message":"m"}'), 10001, "Network error", 0),
        ((200, '{"code":200,"data":null}'), 10001, "Network error", 0),
        ((200, '{"code":2020,"message":"not logged in"}'), 2020, "not logged in", 0),
        ((404, '{"code":404}'), 404, '{"code":404}', 0),
        ((500, "oops"), 500, "oops", 0),
        ((200, '[{"key":"k","value":null},{"key":"n","value":5},{"key":"o","value":{"a":1}}]'), 200, None, 3),
    ],
)
def test_the_answer_of_custom_data_decides_a_login(
    custom_data: tuple[int, str], code: int, message: str | None, count: int
) -> None:
    outcome = logged_in(KNOWN, custom_data)
    assert (outcome.code, outcome.message, len(outcome.data.custom_data)) == (code, message, count)
    assert (outcome.data.id, outcome.data.token) == ("u1", "tok")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"id": "u1", "token": "t", "emailVerified": None}, 10004),
        ({"id": "u1", "token": "t", "emailVerified": "true"}, 200),
        ({"id": "u1", "token": "t", "emailVerified": 1}, 10004),
        ({"id": "u1", "token": "t", "phoneVerified": None}, 10004),
        ({"id": "u1", "token": "t", "loginsCount": None}, 10004),
        ({"id": "u1", "token": "t", "loginsCount": "3"}, 200),
        ({"id": "u1", "token": "t", "blocked": None}, 10004),
        ({"id": "u1", "token": "t", "isDeleted": None}, 10004),
        ({"id": "u1", "token": "t", "identities": None}, 10004),
        ({"id": "u1", "token": "t", "identities": []}, 200),
        ({"id": "u1", "token": "t", "role": None}, 10004),
        ({"id": "u1", "token": "t", "address": {"country": "x"}, "birthdate": None, "customData": {}}, 200),
    ],
)
def test_a_null_where_a_typed_getter_reads_is_10004(data: dict[str, Any], code: int) -> None:
    assert logged_in(json.dumps({"code": 200, "data": data})).code == code


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ('{"code":200,"message":"m","data":{"id":"u1"}}', Outcome(200, "m", UserInfo(id="u1"))),
        ('{"code":200,"message":"m","data":{"id":"u1","token":null}}', Outcome(200, "m", UserInfo("u1", token="null"))),
        ('{"code":200,"data":{"id":"u1","sub":"s1","token":"t"}}', Outcome(200, None, UserInfo("s1", token="t"))),
        ('{"code":200,"message":"m"}', Outcome(200, "m", UserInfo())),
        ('{"code":1636,"message":"m","data":{"mfaToken":"mt"}}', Outcome(1636, "m", UserInfo(mfa_token="mt"))),
        ('{"code":1636,"message":"m"}', Outcome(1636, "m", UserInfo())),
        ('{"code":1639,"message":"m","data":{"token":"t"}}', Outcome(1639, "m", UserInfo())),
        ('{"code":1639,"message":"m"}', Outcome(10001, "Network error")),
        ('{"code":2333,"message":"m","data":null}', Outcome(2333, "m")),
    ],
)
def test_a_logins_answer_is_read_as_measured(login: str, expected: Outcome) -> None:
    assert logged_in(login) == expected


@pytest.mark.parametrize(
    "config",
    [
        {"verifyCodeLength": None},
        {"extendsFieldsI18n": None},
        {"loginTabs": {}},
        {"tabMethodsFields": [{"key": "a"}]},
        {"regexRules": None},
        {"skipComplateFileds": None},
    ],
)
def test_a_null_in_the_configuration_loses_all_of_it(config: dict[str, Any]) -> None:
    with pytest.raises(JSONException):
        read_config(config)
    assert read_config({"internationalSmsConfig": None, "ecConnections": []}).connections == {}
