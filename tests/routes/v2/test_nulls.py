"""SDKs write null for what an app leaves out; only where null clears something does it mean anything."""

from tests.conftest import App


def test_null_is_the_same_as_leaving_a_field_out(app: App) -> None:
    nothing = {"profile": None, "context": None, "params": None, "clientIp": None, "generateToken": None}
    registered = app.post("/api/v2/register/username", username="ci", password="111111", forceLogin=None, **nothing)
    assert registered["code"] == 200
    assert registered["data"]["token"] is None
    logged_in = app.post("/api/v2/login/account", account="ci", password="111111", autoRegister=None, captchaCode=None)
    assert logged_in["code"] == 200


def test_null_for_a_field_that_is_needed_is_refused_by_name(app: App) -> None:
    refused = app.post("/api/v2/register/username", username="ci", password=None)
    assert refused["code"] == 400
    assert "password" in refused["message"]


def test_null_clears_a_field_of_the_profile(app: App) -> None:
    app.make_user(username="ci", password="111111", nickname="Iron", gender="M")
    app.log_in("ci")
    changed = app.post("/api/v2/users/profile/update", nickname=None, gender=None)["data"]
    assert (changed["nickname"], changed["gender"]) == (None, "U")


def test_null_takes_a_custom_value_away(app: App) -> None:
    pool = app.control("POST", "/pools", {"customFields": [{"key": "school"}]})
    own = App(app.http, pool["appId"])
    own.make_user(username="ci", password="111111", customData={"school": "ucla"})
    own.log_in("ci")
    answer = own.post("/api/v2/udfs/values", udfs=[{"definition": "school", "value": None}])
    assert (answer["code"], answer["data"]) == (200, [])
