"""What was typed for an address, a country code or an account is understood, or refused as what it is."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import App


def test_an_empty_number_or_address_is_one_that_is_none(app: App) -> None:
    assert app.post("/api/v2/sms/send", phone="")["code"] == 500
    assert app.post("/api/v2/email/send", email="", scene="VERIFY_CODE")["code"] == 1020017
    assert app.post("/api/v2/register/email", email="", password="111111")["code"] == 2003


@pytest.mark.parametrize("country_code", ["+86", "86", "0086", " +86 ", "", None])
def test_a_country_code_is_understood_however_it_is_written(app: App, country_code: str | None) -> None:
    body = {"phone": "13800138000", "phoneCountryCode": country_code}
    assert app.post("/api/v2/sms/send", **body)["code"] == 200
    (message,) = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"]
    assert (message["to"], message["phoneCountryCode"]) == ("13800138000", "+86")


@pytest.mark.parametrize("where", ["body", "query", "basic"])
def test_client_id_names_the_pool_too(app: App, where: str) -> None:
    app.make_user(username="ci", password="111111")
    body, named = {"account": "ci", "password": "111111"}, {"client_id": app.app_id}
    if where == "basic":
        answer = app.http.post("/api/v2/login/account", json=body, auth=httpx.BasicAuth(app.app_id, "secret"))
    elif where == "query":
        answer = app.http.post("/api/v2/login/account", json=body, params=named)
    else:
        answer = app.http.post("/api/v2/login/account", json=body | named)
    assert answer.json()["code"] == 200
