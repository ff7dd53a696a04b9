"""Users by Faker: real to look at, the same for the same seed, never in each other's way."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import phonenumbers
import pytest
from genauth_mock.documents.user_document import UserDocument

from tests.conftest import App

RESERVED = re.compile(r"@(?:example\.(?:com|net|org)|[a-z.]+\.test)$")
FIELDS = {field.alias for field in UserDocument.model_fields.values()}
# What differs from one making to the next, with the seed the same.
OF_THE_MOMENT = ("createdAt", "updatedAt", "userPoolId")


@pytest.fixture
def fresh(http: httpx.Client) -> App:
    """An app with a pool of its own."""
    return App(http)


def generate(app: App, count: int = 20, **wanted: Any) -> list[dict[str, Any]]:
    """Generated users, without what belongs to the moment."""
    answer = app.control("POST", f"/pools/{app.pool_id}/users/generate", {"count": count, **wanted})
    assert answer["totalCount"] == count
    return [{name: each[name] for name in each.keys() - set(OF_THE_MOMENT)} for each in answer["list"]]


def refused(app: App, **wanted: Any) -> dict[str, str]:
    answer = app.http.post(f"/_mock/pools/{app.pool_id}/users/generate", json=wanted)
    assert answer.status_code == 400, answer.text
    error: dict[str, str] = answer.json()["error"]
    return error


def test_generated_users_are_chinese_unless_another_locale_is_asked_for(app: App) -> None:
    for user in generate(app, 50):
        assert re.fullmatch(r"[\u4e00-\u9fff]{2,4}", user["name"])
        assert user["name"] == user["familyName"] + user["givenName"]
        assert user["phoneCountryCode"] == "+86"
        assert phonenumbers.is_valid_number(phonenumbers.parse(f"+86{user['phone']}"))
        assert re.fullmatch(r"1[3-9]\d{9}", user["phone"])
        assert user["locale"] == "zh-CN" and user["country"] == "CN"


@pytest.mark.parametrize("locale", ["zh_CN", "zh-CN", "en_US", "ja_JP", "de_DE", "ar_AA", "ka_GE", "la", "fr_QC"])
def test_generated_users_are_whole_and_valid_in_every_locale(app: App, locale: str) -> None:
    for user in generate(app, 10, locale=locale):
        assert RESERVED.search(user["email"]) and user["email"].isascii()
        assert user["gender"] in ("M", "F") and re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", user["birthdate"])
        for field in ("username", "nickname", "name", "photo", "company", "city", "streetAddress", "formatted"):
            assert user[field], field
        assert user["phone"], locale
        UserDocument.model_validate({name: value for name, value in user.items() if name in FIELDS})
        changed = app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"phone": user["phone"],
            "phoneCountryCode": user["phoneCountryCode"], "email": user["email"]})  # fmt: skip
        assert (changed["phone"], changed["email"]) == (user["phone"], user["email"]), "stored as it is looked up"


def test_the_same_seed_gives_the_same_users_ids_included(app: App, fresh: App) -> None:
    first = generate(app, randSeed=7)
    fresh.logged_in_user(email="somebody@example.test")
    generate(fresh, 5)
    assert generate(fresh, randSeed=7) == first
    assert generate(App(app.http), 7, randSeed=7) == first[:7]


def test_another_seed_or_locale_gives_other_users(app: App) -> None:
    lists = [generate(app), generate(app), generate(app, randSeed=1), generate(app, randSeed=2)]
    lists.append(generate(app, randSeed=1, locale="zh_TW"))
    assert len({user["id"] for each in lists for user in each}) == 100


def test_the_same_seed_again_goes_on_where_it_ended(app: App, fresh: App) -> None:
    both = generate(app, 10, randSeed=7) + generate(app, 10, randSeed=7)
    assert both == generate(fresh, 20, randSeed=7)


def test_a_generated_user_whose_address_is_taken_is_passed_over(app: App, fresh: App) -> None:
    wanted = generate(app, 4, randSeed=7)
    fresh.make_user(email=wanted[1]["email"])
    fresh.make_user(phone=wanted[2]["phone"])
    assert generate(fresh, 2, randSeed=7) == [wanted[0], wanted[3]]


def test_generated_users_have_no_password_unless_one_is_given(app: App) -> None:
    without, user = generate(app, 1)[0], generate(app, 1, password="S3cret!!")[0]
    assert (without["passwordSet"], user["passwordSet"], user["passwordSecurityLevel"]) == (False, True, 3)
    assert app.log_in(user["username"], "S3cret!!")["id"] == user["id"]
    code = app.code_for(without["phone"])
    login = app.post("/api/v2/login/phone-code", phone=without["phone"], code=code)
    assert login["data"]["id"] == without["id"]


def test_generated_users_are_listed_and_go_with_a_reset(app: App) -> None:
    made = generate(app, 3)
    assert [each["id"] for each in app.users()] == [each["id"] for each in reversed(made)]
    app.control("POST", f"/pools/{app.pool_id}/reset")
    assert app.users() == []


@pytest.mark.parametrize(
    ("wanted", "field", "hint"),
    [
        ({"count": 1, "locale": "zh_CH"}, "locale", "'zh_CN'"),
        ({"count": 1, "locale": "klingon"}, "locale", "zh_CN"),
        ({"count": 1, "locale": ""}, "locale", "zh_CN"),
        ({"count": 0}, "count", "at least 1"),
        ({"count": 100_001}, "count", "at most 100000"),
        ({"count": "3"}, "count", "whole number"),
        ({"count": True}, "count", "whole number"),
        ({}, "count", "missing"),
        ({"count": 1, "seed": 1}, "seed", "'randSeed'"),
        ({"count": 1, "randSeed": "x"}, "randSeed", "whole number"),
        ({"count": 1, "password": ""}, "password", "empty"),
    ],
    ids=str,
)
def test_a_wrong_field_is_refused_by_name_and_nobody_is_made(
    app: App, wanted: dict[str, Any], field: str, hint: str
) -> None:
    error = refused(app, **wanted)
    assert error["field"] == field and hint in error["message"]
    assert app.users() == []


def test_users_for_an_unknown_pool_are_404(http: httpx.Client) -> None:
    answer = http.post("/_mock/pools/nowhere/users/generate", json={"count": 1})
    assert (answer.status_code, answer.json()["error"]["field"]) == (404, "userPoolId")


def test_of_many_users_the_first_thousand_are_printed(app: App) -> None:
    answer = app.control("POST", f"/pools/{app.pool_id}/users/generate", {"count": 1100, "randSeed": 1})
    assert (len(answer["list"]), answer["totalCount"]) == (1000, 1100)
    listed = app.control("GET", f"/pools/{app.pool_id}/users", limit=1100)
    assert listed["totalCount"] == 1100
    assert [each["id"] for each in answer["list"]] == [each["id"] for each in reversed(listed["list"])][:1000]


@contextmanager
def generating(app: App, count: int, timeout: float = 60) -> Iterator[Future[httpx.Response]]:
    """Users who are being generated, while the test goes on."""

    def generate_them() -> httpx.Response:
        with httpx.Client(base_url=app.http.base_url, trust_env=False, timeout=timeout) as http:
            return http.post(f"/_mock/pools/{app.pool_id}/users/generate", json={"count": count})

    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(generate_them)


def number_of_users(app: App) -> int:
    return int(app.control("GET", f"/pools/{app.pool_id}/users", limit=1)["totalCount"])


def test_other_calls_are_answered_while_users_are_generated(app: App) -> None:
    app.control("GET", "/health")
    longest, seen = 0.0, set()
    with generating(app, 3000) as making:
        while not making.done():
            started = time.monotonic()
            seen.add(number_of_users(app))
            longest = max(longest, time.monotonic() - started)
    assert making.result().status_code == 201
    assert len(seen - {0, 3000}) > 3, "others see the users while they are made"
    assert longest < 1


@pytest.mark.parametrize(("what", "status"), [("delete", 404), ("reset", 409)])
def test_users_of_a_pool_that_is_emptied_meanwhile_are_not_made_by_half(app: App, what: str, status: int) -> None:
    pool = f"/pools/{app.pool_id}"
    with generating(app, 20_000) as making:
        while number_of_users(app) == 0:
            assert not making.done(), making.result().text
        app.control("DELETE", pool) if what == "delete" else app.control("POST", f"{pool}/reset")
    assert making.result().status_code == status, making.result().text
    assert app.users() == []


def test_users_that_nobody_waits_for_any_more_are_not_made(app: App) -> None:
    with generating(app, 20_000, timeout=0.3) as making:
        pass
    assert isinstance(making.exception(), httpx.ReadTimeout)
    deadline = time.monotonic() + 10
    while number_of_users(app) > 0:
        assert time.monotonic() < deadline
