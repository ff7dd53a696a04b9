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
