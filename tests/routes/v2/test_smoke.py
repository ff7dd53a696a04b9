from tests.conftest import App


def test_registering_by_email_with_force_login_gives_a_token(app: App) -> None:
    answer = app.post("/api/v2/register/email", email="Me@Example.test", password="strong", forceLogin=True)
    assert answer["code"] == 200
    assert answer["data"]["email"] == "me@example.test"
    app.token = answer["data"]["token"]
    assert app.get("/api/v2/users/me")["data"]["id"] == answer["data"]["id"]


def test_a_code_from_the_outbox_logs_in(app: App) -> None:
    code = app.code_for("13800138000")
    answer = app.post("/api/v2/login/phone-code", phone="13800138000", code=code, autoRegister=True)
    assert answer["code"] == 200 and answer["data"]["phoneVerified"] is True
