from typing import Any

from tests.conftest import App


def test_a_user_is_made_with_what_is_given(app: App) -> None:
    user = app.make_user(
        id="user-1", username="ci", password="111111", email="CI@example.test", phone="13800138000", nickname="Iron"
    )
    assert user["id"] == "user-1"
    assert user["email"] == "ci@example.test"
    assert user["phoneCountryCode"] == "+86"
    assert "password" not in user and user["passwordSet"] is True
    assert app.log_in("13800138000")["id"] == "user-1"


def test_a_user_may_have_the_same_id_in_two_pools(app: App) -> None:
    app.make_user(id="twin")
    other = App(app.http)
    assert other.make_user(id="twin")["id"] == "twin"
    assert other.pool_id != app.pool_id


def test_an_address_of_another_user_is_refused_by_name(app: App) -> None:
    app.make_user(email="a@example.test")
    refused = app.http.post(f"/_mock/pools/{app.pool_id}/users", json={"email": "A@example.test"})
    assert refused.status_code == 400
    assert "email" in refused.json()["error"]["field"]


def test_any_field_can_be_changed(app: App) -> None:
    user = app.make_user(username="ci", password="111111")
    changed = app.control(
        "PATCH",
        f"/pools/{app.pool_id}/users/{user['id']}",
        {"nickname": "new", "phone": "+1 555 123 4567", "password": "222222", "username": "ci2"},
    )
    assert (changed["nickname"], changed["phone"], changed["phoneCountryCode"]) == ("new", "5551234567", "+1")
    assert app.log_in("ci2", "222222")["id"] == user["id"]


def test_blocking_a_user_ends_the_sessions_and_answers_2005(app: App) -> None:
    user = app.make_user(username="ci", password="111111")
    app.log_in("ci")
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"blocked": True})
    assert app.get("/api/v2/users/me")["code"] == 2020
    assert app.post("/api/v2/login/account", account="ci", password="111111")["code"] == 2005


def test_a_changed_password_ends_the_sessions(app: App) -> None:
    user = app.make_user(username="ci", password="111111")
    app.log_in("ci")
    app.control("PATCH", f"/pools/{app.pool_id}/users/{user['id']}", {"password": "222222"})
    assert app.get("/api/v2/users/me")["code"] == 2020


def test_a_removed_user_is_gone(app: App) -> None:
    user = app.make_user(username="ci", password="111111")
    app.log_in("ci")
    assert app.http.delete(f"/_mock/pools/{app.pool_id}/users/{user['id']}").status_code == 204
    assert app.http.get(f"/_mock/pools/{app.pool_id}/users/{user['id']}").status_code == 404
    assert app.get("/api/v2/users/me")["code"] == 2020
    app.make_user(username="ci")


def test_users_are_listed_newest_first(app: App) -> None:
    for name in ("a", "b", "c"):
        app.make_user(username=name)
    listed = app.control("GET", f"/pools/{app.pool_id}/users", limit=2)
    assert [each["username"] for each in listed["list"]] == ["c", "b"]
    assert listed["totalCount"] == 3


def test_an_unknown_field_is_refused_with_the_nearest_known_one(app: App) -> None:
    refused = app.http.post(f"/_mock/pools/{app.pool_id}/users", json={"userName": "ci"})
    assert refused.status_code == 400
    assert "'username'" in refused.json()["error"]["message"]


def test_a_user_of_an_unknown_pool_is_404(app: App) -> None:
    assert app.http.post("/_mock/pools/nowhere/users", json={}).status_code == 404


def test_an_id_cannot_be_changed(app: App) -> None:
    user = app.make_user(username="ci")
    refused = app.http.patch(f"/_mock/pools/{app.pool_id}/users/{user['id']}", json={"id": "other"})
    assert refused.json()["error"]["field"] == "id"


def found(app: App, search: str, path: str = "", **query: Any) -> list[str]:
    """The names of the users of the app's pool that a search finds, newest first."""
    path = path or f"/pools/{app.pool_id}/users"
    listed = app.control("GET", path, search=search, **query)
    assert listed["totalCount"] == len(listed["list"])
    return [each["username"] for each in listed["list"]]


def test_a_user_is_found_by_a_part_of_any_name_or_address_whatever_its_case(app: App) -> None:
    app.make_user(username="Iron", email="tony@stark.test", nickname="Tony", name="Anthony Müller", externalId="EXT-7")
    app.make_user(id="user-of-two", username="pepper", phone="13800138000", nickname="小辣椒")
    for text in ("iro", "IRON", "STARK.test", "ton", "anthony m", "MÜLLER", "müll", "ext-7"):
        assert found(app, text) == ["Iron"], text
    for text in ("OF-TWO", "0138", "+8613800138000", "+86 ", "辣", " pepper "):
        assert found(app, text) == ["pepper"], text
    assert found(app, "o") == ["pepper", "Iron"]
    assert found(app, "") == ["pepper", "Iron"]
    assert found(app, "nobody") == []


def test_percent_underscore_and_the_like_stand_for_themselves(app: App) -> None:
    for name in ("50%", "a_b", "a/b", "a\\b", "axb", "a'b", "a*b"):
        app.make_user(username=name)
    for text, name in {
        "%": "50%", "_": "a_b", "/": "a/b", "\\": "a\\b", "'": "a'b", "*": "a*b", "A_B": "a_b", "0%": "50%"
    }.items():  # fmt: skip
        assert found(app, text) == [name], text
    for text in ("%%", "__", "é%", "a%b", "a?b"):
        assert found(app, text) == [], text


def test_a_search_has_pages_and_counts_all(app: App) -> None:
    for n in range(5):
        app.make_user(username=f"ci{n}")
    app.make_user(username="other")
    page = app.control("GET", f"/pools/{app.pool_id}/users", search="CI", page=2, limit=2)
    assert ([each["username"] for each in page["list"]], page["totalCount"]) == (["ci2", "ci1"], 5)


def test_users_of_all_pools_are_found_in_one_list(app: App) -> None:
    other = App(app.http)
    mark = app.app_id
    for each, name in ((app, "a"), (other, "b"), (app, "c")):
        each.make_user(username=f"{name}-{mark}")
    assert found(app, mark, "/users") == [f"c-{mark}", f"b-{mark}", f"a-{mark}"]
    assert found(app, mark, "/users", userPoolId=other.pool_id) == [f"b-{mark}"]
    (user,) = app.control("GET", "/users", search=f"b-{mark}")["list"]
    assert user == other.control("GET", f"/pools/{other.pool_id}/users/{user['id']}")
    assert len(app.control("GET", "/users", limit=2)["list"]) == 2
    assert app.control("GET", "/users", limit=1)["totalCount"] >= 3


def test_a_wrong_search_is_refused_by_name(app: App) -> None:
    for path, query, status, field in (
        ("/users", {"userPoolId": "nowhere"}, 404, "userPoolId"),
        ("/users", {"serach": "x"}, 400, "serach"),
        (f"/pools/{app.pool_id}/users", {"search": "a\0b"}, 400, "search"),
        (f"/pools/{app.pool_id}/users", {"search": "x" * 5000}, 400, "search"),
        (f"/pools/{app.pool_id}/users", {"userPoolId": app.pool_id}, 400, "userPoolId"),
    ):
        refused = app.http.get(f"/_mock{path}", params=query)
        assert (refused.status_code, refused.json()["error"]["field"]) == (status, field), query


def test_a_user_in_organisations_is_printed_alike_alone_and_in_a_list(app: App) -> None:
    document = {"orgs": [{"name": "HR", "children": [{"name": "Dev"}]}], "roles": [{"code": "admin"}]}
    pool = app.control("POST", "/pools", document)["userPoolId"]
    for name in ("a", "b"):
        app.control("POST", f"/pools/{pool}/users", {"username": name, "orgs": ["HR/Dev"], "roles": ["admin"]})
    listed = app.control("GET", f"/pools/{pool}/users")["list"]
    assert [each["orgs"] for each in listed] == [[["HR", "Dev"]]] * 2
    assert listed == [app.control("GET", f"/pools/{pool}/users/{each['id']}") for each in listed]
