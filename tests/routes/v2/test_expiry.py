"""Codes and tokens end by the pool's clock. The one test that waits."""

from __future__ import annotations

import time

from tests.conftest import App


def test_codes_and_tokens_of_a_second_are_dead_after_it(app: App) -> None:
    app.settings(verificationCode={"ttlSeconds": 1}, tokens={"tokenTtlSeconds": 1})
    phone, email = "13800138000", "a@x.test"
    app.make_user(username="ci", password="111111", phone=phone, email=email, resetPasswordOnFirstLogin=False)
    codes = {address: app.code_for(address) for address in (phone, email)}
    app.log_in("ci")
    time.sleep(1.1)
    login = app.post("/api/v2/login/phone-code", phone=phone, code=codes[phone])
    assert login == {"code": 2001, "message": "验证码已过期"}
    body = {"email": email, "code": codes[email], "newPassword": "222222"}
    assert app.post("/api/v2/password/reset/email", **body)["code"] == 2001
    assert app.post("/api/v2/login/phone-code", phone=phone, code="no")["message"] == "验证码不正确！"
    assert app.get("/api/v2/users/me")["code"] == 2020
    assert app.post("/api/v2/users/refresh-token")["code"] == 2020
    assert app.get("/api/v2/logout")["code"] == 1010001
    assert app.post("/api/v2/login/account", account="ci", password="111111")["code"] == 200
