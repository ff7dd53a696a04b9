"""One refusal, and how each face tells it. Forced by its name, since not every face is built."""

from typing import Any

import httpx
import pytest
from genauth_mock import errors

from tests.conftest import App

TOLD: dict[str, dict[str, tuple[int, str]]] = {
    "OLD_PHONE_NOT_VERIFIED": {
        "v2": (2228, "修改手机号必须验证原来的手机号"),
        "graphql": (500, "修改手机号必须验证原来的手机号。"),
        "v3": (2228, "修改手机号必须验证原来的手机号"),
    },
    "MFA_PERSONAL": {
        "v2": (1636, "请输入二次认证安全码"),
        "graphql": (1635, "请输入二次认证安全码"),
        "v3": (1636, "请输入二次认证安全码"),
    },
    "NOT_LOGGED_IN": {
        "v2": (2020, "尚未登录，无访问权限"),
        "graphql": (2020, "尚未登录，无访问权限"),
        "v3": (2020, "尚未登录，无权限访问此请求"),
    },
}
PATHS = {"v2": "/api/v2/anything", "graphql": "/graphql/v2", "v3": "/api/v3/anything"}


def told(face: str, body: dict[str, Any]) -> tuple[int, str]:
    if face == "graphql":
        body = body["errors"][0]["message"]
    return body["apiCode" if face == "v3" else "code"], body["message"]


@pytest.mark.parametrize("face", PATHS)
@pytest.mark.parametrize("name", TOLD)
def test_a_forced_name_has_the_number_and_the_words_of_each_face(
    app: App, http: httpx.Client, name: str, face: str
) -> None:
    fault = {"userPoolId": app.pool_id, "path": PATHS[face], "error": {"code": name}}
    assert http.post("/_mock/faults", json=fault).status_code == 201
    answer = http.post(PATHS[face], json={}, headers={"x-authing-app-id": app.app_id})
    assert told(face, answer.json()) == TOLD[name][face]


def test_a_forced_number_is_that_number_in_every_face(app: App, http: httpx.Client) -> None:
    for face, path in PATHS.items():
        fault = {"userPoolId": app.pool_id, "path": path, "error": {"code": 2228}}
        assert http.post("/_mock/faults", json=fault).status_code == 201
        answer = http.post(path, json={}, headers={"x-authing-app-id": app.app_id})
        assert told(face, answer.json())[0] == 2228, face


@pytest.mark.parametrize("face", PATHS)
@pytest.mark.parametrize("code", [-1, -99_999, 7])
def test_the_journal_shows_a_forced_number_of_any_size(app: App, http: httpx.Client, face: str, code: int) -> None:
    http.post("/_mock/faults", json={"userPoolId": app.pool_id, "path": PATHS[face], "error": {"code": code}})
    http.post(PATHS[face], json={}, headers={"x-authing-app-id": app.app_id})
    (noted,) = app.control("GET", "/requests", userPoolId=app.pool_id, path=PATHS[face])["list"]
    assert noted["code"] == code


def test_what_is_below_1000_is_a_class_and_no_api_code() -> None:
    assert errors.PASSCODE_EMPTY.in_face("v3").api_code is None
    assert errors.CREDENTIALS_WRONG.in_face("v3").api_code == 2333
    assert errors.CREDENTIALS_WRONG.in_face("v3").status == 403


def test_guard_goes_on_to_the_next_step_and_stays_at_a_refusal() -> None:
    assert (errors.FIRST_LOGIN_RESET.in_face("v2").status, errors.FIRST_LOGIN_RESET.in_face("v3").status) == (302, 499)
    assert (errors.APP_NOT_FOUND.in_face("v2").status, errors.APP_NOT_FOUND.in_face("v3").status) == (499, 404)


def test_a_number_of_one_face_is_found_as_well() -> None:
    assert errors.by_code(2203) == [errors.OLD_PASSWORD_WRONG]
    assert errors.by_code(1320011) == [errors.OLD_PASSWORD_WRONG]
