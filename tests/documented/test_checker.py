"""The checker of printed answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.documented.checker import differences

USER: dict[str, Any] = {
    "userId": "6229ffaxxxxxxxxcade3e3d9",
    "createdAt": "2022-07-03T02:20:30.000Z",
    "updatedAt": "2022-07-03T02:20:30.000Z",
    "status": "Activated",
    "workStatus": "Active",
    "userSourceType": "register",
    "gender": "U",
    "emailVerified": False,
    "phoneVerified": False,
    "email": None,
}


def _listed(*users: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"statusCode": 200, "message": "", "data": {"totalCount": len(users), "list": [*users]}, **more}


def _without(name: str) -> dict[str, Any]:
    return {key: value for key, value in USER.items() if key != name}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (_listed(), set()),
        (_listed(USER), set()),
        (_listed(USER, requestId="x", apiCode=7), set()),
        (_listed(_without("gender")), {"data.list[].gender: missing"}),
        (_listed(USER, _without("gender"), _without("gender")), {"data.list[].gender: missing"}),
        (_listed(USER | {"isRoot": False}), {"data.list[].isRoot: unknown"}),
        (_listed(USER | {"userId": None}), {"data.list[].userId: null, documented as string"}),
        (_listed(USER | {"loginsCount": "7"}), {"data.list[].loginsCount: string, documented as number"}),
        (_listed(USER | {"status": "Blocked"}), {"data.list[].status: not one of the documented values"}),
        (_listed(USER, code=200), {"code: unknown"}),
        (_listed(USER | {"gender": 1, "isRoot": 1}),
            {"data.list[].gender: integer, documented as string", "data.list[].isRoot: unknown"}),
        ({"statusCode": 200, "message": ""}, {"data: missing"}),
        ({"statusCode": 200, "message": "", "data": []}, {"data: array, documented as object"}),
        ([], {"answer: array, documented as object"}),
    ],
)  # fmt: skip
def test_every_difference_is_told_by_its_place(answer: Any, expected: set[str]) -> None:
    assert differences("v3", "listUsers", answer) == expected


def test_an_answer_without_an_envelope_is_compared_too() -> None:
    answer = [{"key": "school", "dataType": "STRING", "label": None}, {"key": "age", "dataType": "INT", "value": 1}]
    assert differences("v2", "getCustomUserData", answer) == {
        "[].value: missing",
        "[].label: missing",
        "[].dataType: not one of the documented values",
    }


def test_what_carries_nothing_has_no_data() -> None:
    answer = {"code": 200, "message": "x"}
    assert differences("v2", "sendSms", answer) == set()
    assert differences("v2", "sendSms", answer | {"data": {}}) == {"data: unknown"}


def test_what_stands_beside_a_reference_is_asked_too() -> None:
    logged_out = differences("v2", "registerByEmail", {"code": 200, "message": "x", "data": {"token": None}})
    logged_in = differences("v2", "loginByEmail", {"code": 200, "message": "x", "data": {"token": None}})
    assert logged_in - logged_out == {"data.token: null, documented as string"}


def test_of_two_models_the_one_is_meant_that_is_more_like_it() -> None:
    node = {"type": "node", "id": 7}
    told = differences("v2", "listOrgs", {"code": 200, "message": "x", "data": [[node]]})
    assert "data[][].id: integer, documented as string" in told
    assert "data[][].orgId: missing" in told and "data[][].rootNodeId: missing" not in told


def test_an_answer_that_nobody_has_documented_cannot_be_compared() -> None:
    for face, operation in (("v3", "noSuch"), ("v3", "resetSecret"), ("oidc", "loginPage")):
        with pytest.raises(LookupError, match=operation):
            differences(face, operation, {})
