"""A user's devices: told of by a client, listed, logged out and removed by the user."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.conftest import App
from tests.documented.checker import differences

PIXEL = {"deviceUniqueId": "u1", "name": "Pixel", "version": "13", "type": "Mobile", "os": "Android"}
DEVICE = {"x-authing-device-id": "u1"}


def create(app: App, **told: Any) -> dict[str, Any]:
    return app.post("/api/v3/create-device", **(PIXEL | told))


def mine(app: App, **query: Any) -> list[dict[str, Any]]:
    answer = app.get("/api/v3/mydevices/list", **query)
    assert answer["statusCode"] == 200, answer
    assert differences("v3", "listMyDevices", answer) == set()
    listed: list[dict[str, Any]] = answer["data"]
    return listed


def ids(app: App, **query: Any) -> list[str]:
    return [each["device"]["deviceId"] for each in mine(app, **query)]


def refused(answer: dict[str, Any]) -> tuple[int, int | None]:
    return answer["statusCode"], answer.get("apiCode")


def test_a_device_that_was_told_of_is_in_ones_list(app: App) -> None:
    app.control("PUT", "/clock", {"now": "2024-05-05T05:05:05.000Z", "frozen": True}, userPoolId=app.pool_id)
    app.logged_in_user()
    answer = create(app, mod="Vig9a", userAgent="UA", hks="", sn=None, customData={"k": [1, {"deep": None}]})
    assert (answer["statusCode"], answer["message"]) == (200, "")
    assert differences("v3", "createDevice", answer) == set()
    assert answer["data"]["deviceUniqueId"] == "u1" and len(answer["data"]["id"]) == 24
    assert mine(app) == [
        {
            "device": {"deviceId": "u1", "name": "Pixel", "version": "13", "type": "Mobile", "mod": "Vig9a",
                       "os": "Android", "userAgent": "UA", "status": "activated"},
            "lastLoginTime": "2024-05-05T05:05:05.000Z",
            "lastIp": "127.0.0.1",
            "online": True,
        }
    ]  # fmt: skip


def test_a_device_that_is_told_of_again_stays_the_same_one(app: App) -> None:
    app.logged_in_user()
    first = create(app)["data"]
    assert create(app, name="Pixel 8")["data"] == first
    (only,) = mine(app)
    assert only["device"]["name"] == "Pixel 8"


def test_the_same_device_is_another_one_for_another_user(app: App) -> None:
    app.logged_in_user()
    first = create(app)["data"]
    other = app.another()
    other.logged_in_user(username="other")
    assert mine(other) == []
    assert create(other)["data"]["id"] != first["id"]
    assert other.post("/api/v3/mydevices/unbind", deviceId="u1")["statusCode"] == 200
    other.log_in("other")
    assert ids(app) == ["u1"] and ids(other) == []


def test_one_of_another_pool_is_never_seen(app: App) -> None:
    app.logged_in_user()
    create(app)
    stranger = App(app.http)
    stranger.logged_in_user()
    assert mine(stranger) == []
    for path in ("unbind", "revoke-session"):
        assert refused(stranger.post(f"/api/v3/mydevices/{path}", deviceId="u1")) == (404, None)


def test_custom_data_may_be_left_out_or_be_a_text_as_in_ios(app: App) -> None:
    app.logged_in_user()
    ios = {"deviceUniqueId": "i1", "type": "Mobile", "name": "iPhone", "mod": "iPhone", "version": "17", "os": "iOS"}
    assert app.post("/api/v3/create-device", **ios, producer="apple")["statusCode"] == 200
    assert app.post("/api/v3/create-device", **ios, customData="text")["statusCode"] == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"deviceUniqueId": ""}, "deviceUniqueId"),
        ({"deviceUniqueId": "x" * 257}, "deviceUniqueId"),
        ({"deviceUniqueId": 7}, "deviceUniqueId"),
        ({"deviceUniqueId": "a\tb"}, "deviceUniqueId"),
        ({"type": "Toaster"}, "type"),
        ({"name": {}}, "name"),
        ({"hor": "yes"}, "hor"),
        ({"customData": [1]}, "customData"),
        ({"os": "\u0000"}, "os"),
    ],
    ids=str,
)
def test_what_is_wrong_is_refused_by_its_name_and_nothing_is_kept(app: App, body: dict[str, Any], field: str) -> None:
    app.logged_in_user()
    answer = create(app, **body)
    assert answer["statusCode"] == 400 and field in answer["message"], answer
    assert mine(app) == []


def test_custom_data_that_is_nested_too_deeply_is_refused(app: App) -> None:
    app.logged_in_user()
    deep: Any = None
    for _ in range(150):
        deep = {"x": deep}
    answer = create(app, customData=deep)
    assert answer["statusCode"] == 400 and "customData" in answer["message"]


@pytest.mark.parametrize("path", ["create-device", "mydevices/unbind", "mydevices/revoke-session"])
def test_nobody_who_is_not_logged_in_has_devices(app: App, path: str) -> None:
    answer = app.post(f"/api/v3/{path}", **PIXEL, deviceId="u1")
    assert refused(answer) == (401, 2020)
    assert refused(app.get("/api/v3/mydevices/list")) == (401, 2020)


@pytest.mark.parametrize("path", ["unbind", "revoke-session"])
@pytest.mark.parametrize("body", [{}, {"deviceId": None}, {"deviceId": ["u1"]}], ids=str)
def test_a_device_must_be_named(app: App, path: str, body: dict[str, Any]) -> None:
    app.logged_in_user()
    answer = app.post(f"/api/v3/mydevices/{path}", **body)
    assert answer["statusCode"] == 400 and "deviceId" in answer["message"]


@pytest.mark.parametrize("path", ["unbind", "revoke-session"])
@pytest.mark.parametrize("name", ["", "nothing", "x" * 4000, "' or 1=1 --"])
def test_a_device_that_is_not_there_is_404(app: App, path: str, name: str) -> None:
    app.logged_in_user()
    create(app)
    assert refused(app.post(f"/api/v3/mydevices/{path}", deviceId=name)) == (404, None)
    assert ids(app) == ["u1"]


def test_the_list_takes_androids_query_with_the_literal_null(app: App) -> None:
    app.logged_in_user()
    for n, os in enumerate(["Android", "iOS", "Android"]):
        create(app, deviceUniqueId=f"d{n}", name=f"Phone {n}", os=os)
    android = {"page": 1, "limit": 10, "deviceStatus": "activated", "os": "null", "keyword": "null"}
    assert sorted(ids(app, **android)) == ["d0", "d1", "d2"]
    assert ids(app, **(android | {"os": "ios"})) == ["d1"]
    assert ids(app, **(android | {"keyword": "PHONE 2"})) == ["d2"]
    assert ids(app, **(android | {"deviceStatus": "suspended"})) == []
    assert sorted(ids(app, deviceStatus="", os="", keyword="")) == ["d0", "d1", "d2"]


def test_the_list_comes_page_by_page_the_last_login_first(app: App) -> None:
    app.logged_in_user()
    for n in range(3):
        app.control("PUT", "/clock", {"now": f"2024-05-05T05:05:0{n}.000Z", "frozen": True}, userPoolId=app.pool_id)
        app.log_in("ci")
        create(app, deviceUniqueId=f"d{n}")
    assert ids(app) == ["d2", "d1", "d0"]
    assert ids(app, page=2, limit=2) == ["d0"] and ids(app, page=9) == []


@pytest.mark.parametrize(
    ("query", "field"),
    [({"page": "0"}, "page"), ({"limit": "51"}, "limit"), ({"limit": "many"}, "limit"), ({"page": "9" * 20}, "page"),
     ({"deviceStatus": "broken"}, "deviceStatus"), ({"keyword": "x" * 5000}, "keyword")],
    ids=str,
)  # fmt: skip
def test_a_wrong_query_is_refused_by_the_parameters_name(app: App, query: dict[str, str], field: str) -> None:
    app.logged_in_user()
    answer = app.get("/api/v3/mydevices/list", **query)
    assert answer["statusCode"] == 400 and field in answer["message"], answer


@pytest.mark.parametrize("header", ["x-authing-device-id", "x-genauth-device-id"])
def test_a_login_that_names_a_device_is_one_on_it(app: App, header: str) -> None:
    app.logged_in_user()
    create(app, deviceUniqueId="other")
    phone = app.another(**{header: "u1"})
    phone.log_in("ci")
    create(app)  # only now is the device known, and the login was before
    app.post("/api/v3/mydevices/revoke-session", deviceId="u1")
    assert phone.get("/api/v2/users/me")["code"] == 2020


def test_the_login_with_which_a_device_was_told_of_is_one_on_it_and_no_other(app: App) -> None:
    app.logged_in_user()
    phone = app.another()
    phone.log_in("ci")
    create(phone)
    assert [each["online"] for each in mine(app)] == [True]
    assert app.post("/api/v3/mydevices/revoke-session", deviceId="u1")["statusCode"] == 200
    assert phone.get("/api/v2/users/me")["code"] == 2020
    assert app.get("/api/v2/users/me")["code"] == 200
    assert [each["online"] for each in mine(app)] == [False]


def test_a_device_may_also_be_named_by_the_id_that_the_server_gave_it(app: App) -> None:
    app.logged_in_user()
    phone = app.another(**DEVICE)
    phone.log_in("ci")
    made = create(phone)["data"]
    assert app.post("/api/v3/mydevices/unbind", deviceId=made["id"])["statusCode"] == 200
    assert phone.get("/api/v2/users/me")["code"] == 2020 and mine(app) == []


def test_one_may_log_oneself_out(app: App) -> None:
    app.logged_in_user()
    create(app)
    assert app.post("/api/v3/mydevices/revoke-session", deviceId="u1")["statusCode"] == 200
    assert refused(app.get("/api/v3/mydevices/list")) == (401, 2020)


def test_a_device_is_offline_once_its_token_has_expired_or_was_logged_out(app: App) -> None:
    app.logged_in_user()
    phone = app.another(**DEVICE)
    phone.log_in("ci")
    create(phone)
    phone.get("/api/v2/logout")
    assert [each["online"] for each in mine(app)] == [False]
    phone.log_in("ci")
    assert [each["online"] for each in mine(app)] == [True]
    app.control("PUT", "/clock", {"offsetSeconds": 15 * 24 * 3600}, userPoolId=app.pool_id)
    app.log_in("ci")
    assert [each["online"] for each in mine(app)] == [False]


def test_a_login_at_a_known_device_is_its_last(app: App) -> None:
    app.logged_in_user()
    create(app)
    app.control("PUT", "/clock", {"now": "2099-05-05T05:05:05.000Z", "frozen": True}, userPoolId=app.pool_id)
    phone = app.another(**DEVICE)
    phone.log_in("ci")
    assert [each["lastLoginTime"] for each in mine(phone)] == ["2099-05-05T05:05:05.000Z"]


def test_a_renewed_token_is_on_the_device_of_the_old_one(app: App) -> None:
    app.logged_in_user()
    phone = app.another()
    phone.log_in("ci")
    create(phone)
    phone.token = phone.post("/api/v2/users/refresh-token")["data"]["token"]
    app.post("/api/v3/mydevices/revoke-session", deviceId="u1")
    assert phone.get("/api/v2/users/me")["code"] == 2020


@pytest.mark.parametrize("named", ["undefined", "null", "x" * 300, "\xe9"])
def test_a_header_that_names_no_device_refuses_no_login(app: App, named: str) -> None:
    app.make_user(username="ci", password="111111")
    headers = {"x-authing-device-id": named.encode("latin-1")}
    answer = app.call("POST", "/api/v2/login/account", {"account": "ci", "password": "111111"}, headers=headers)
    assert answer.json()["code"] == 200


def test_many_who_tell_of_a_device_at_once_tell_of_one(app: App) -> None:
    app.logged_in_user()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: create(app, name=f"n{n}"), range(16)))
    assert {each["statusCode"] for each in answers} == {200}
    assert len({each["data"]["id"] for each in answers}) == 1 and ids(app) == ["u1"]


def test_a_configuration_says_that_devices_are_told_of(app: App) -> None:
    config = app.get(f"/api/v2/applications/{app.app_id}/public-config")["data"]
    assert config["deviceFuncEnabled"] is True
