"""The error catalogue, as a page that lets one choose an error reads it."""

from typing import Any

import httpx
from genauth_mock import errors


def listed(http: httpx.Client, **query: Any) -> list[dict[str, Any]]:
    answer = http.get("/_mock/errors", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["list"]
    return found


def test_the_whole_catalogue_comes_by_number(http: httpx.Client) -> None:
    answer = http.get("/_mock/errors").json()
    assert answer["totalCount"] == len(answer["list"]) == len(errors.CATALOGUE)
    assert [each["code"] for each in answer["list"]] == sorted(each["code"] for each in answer["list"])
    assert {each["name"] for each in answer["list"]} == set(errors.CATALOGUE)


def test_an_error_is_told_in_both_languages_with_its_source_and_face(http: httpx.Client) -> None:
    by_name = {each["name"]: each for each in listed(http)}
    assert by_name["APP_NOT_FOUND"] == {
        "name": "APP_NOT_FOUND",
        "code": 2011,
        "messageZh": "应用不存在",
        "messageEn": "Application does not exist",
        "source": "docs",
        "face": "v2",
    }
    granted = by_name["OAUTH_GRANT_INVALID"]
    assert (granted["face"], granted["httpStatus"], granted["error"]) == ("oauth", 400, "invalid_grant")


def test_errors_are_found_by_number_name_or_words(http: httpx.Client) -> None:
    assert [each["name"] for each in listed(http, search="2011")] == ["APP_NOT_FOUND"]
    assert "APP_NOT_FOUND" in {each["name"] for each in listed(http, search="app_not")}
    assert "APP_NOT_FOUND" in {each["name"] for each in listed(http, search="应用不存在")}
    assert "OAUTH_GRANT_INVALID" in {each["name"] for each in listed(http, search="Invalid_Grant")}
    assert listed(http, search="nothing is called so") == []


def test_errors_are_listed_a_page_at_a_time(http: httpx.Client) -> None:
    answer = http.get("/_mock/errors", params={"page": 2, "limit": 3}).json()
    assert answer["list"] == listed(http)[3:6]
    assert answer["totalCount"] == len(errors.CATALOGUE)


def test_what_a_face_says_otherwise_stands_in_the_error(http: httpx.Client) -> None:
    by_name = {each["name"]: each for each in listed(http)}
    assert by_name["OLD_PASSWORD_WRONG"]["byFace"] == {
        "graphql": {
            "code": 2203,
            "messageZh": "原始密码错误",
            "messageEn": "The original password is wrong",
            "source": "docs",
        }
    }
    assert "byFace" not in by_name["CREDENTIALS_WRONG"]


def test_an_error_about_an_oauth_application_is_none_of_oauth(http: httpx.Client) -> None:
    by_name = {each["name"]: each for each in listed(http)}
    assert by_name["OAUTH_APP_NOT_FOUND"]["face"] == "v2"
    assert by_name["OAUTH_FORCED_AT_THE_PAGE"]["face"] == "oauth"
