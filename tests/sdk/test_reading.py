"""The iOS and Flutter emulations themselves, against what is known of how these SDKs read an answer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sdk.mobile import flutter, ios_network
from tests.sdk.mobile.wire import Outcome


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, '{"code":200,"message":"m","data":{"a":1}}', (200, "m", {"a": 1})),
        (201, '{"code":200,"message":"m","data":[1]}', (200, "m", {"data": [1]})),
        (200, '{"code":200,"message":"m","data":true}', (200, "m", {"data": True})),
        (200, '{"code":2020,"message":"m"}', (2020, "m", None)),
        (200, '[{"key":"k"}]', (200, "", {"result": [{"key": "k"}]})),
        (200, '{"code":"200","a":1}', (200, None, {"code": "200", "a": 1})),
        (200, '{"totalCount":0,"list":[]}', (200, None, {"totalCount": 0, "list": []})),
        (404, '{"code":2333,"message":"m"}', (404, "m", {"code": 2333, "message": "m"})),
        (404, "<html></html>", (10004, "JSON parse failed", None)),
        (500, "", (10004, "JSON parse failed", None)),
        (404, "[]", (10004, "JSON parse failed", None)),
    ],
)
def test_ios_reads_an_envelope(status: int, body: str, expected: tuple[int, str | None, Any]) -> None:
    assert ios_network.read_envelope(status, body) == Outcome(*expected)


def test_flutter_unwraps_an_object_and_keeps_the_whole_body_otherwise() -> None:
    assert flutter.read_result(200, '{"code":200,"message":"m","data":{"a":1}}').data == {"a": 1}
    assert flutter.read_result(200, '{"code":200,"data":[1]}').data["data"] == [1]
    assert flutter.read_result(200, '{"a":1}').code == 200
    assert flutter.read_result(404, "<html></html>").message == "network error"
    with pytest.raises(flutter.LateInitializationError):
        _ = flutter.read_result(404, "{}").data


@pytest.mark.parametrize("body", ["[]", '{"code":"200"}', '{"code":200,"message":null}'])
def test_flutter_throws_at_what_its_types_do_not_fit(body: str) -> None:
    with pytest.raises(flutter.DartTypeError):
        flutter.read_result(200, body)
