"""What API v3 tells everybody: keys and version, and the countries."""

from __future__ import annotations

from typing import Any

import genauth_mock
import phonenumbers
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.conftest import App
from tests.documented.checker import differences


def test_the_system_tells_its_key_without_an_envelope_and_without_a_pool(http: Any) -> None:
    answer = http.get("/api/v3/system").json()
    # No key for SM2 is told, since no password that was encrypted with one can be opened.
    assert differences("v3", "getSystemInfo", answer) == {"sm2: missing"}
    assert answer["version"] == dict.fromkeys(("server", "console", "login"), genauth_mock.__version__)
    assert isinstance(answer["publicIps"], list)


def test_the_key_is_the_one_that_opens_passwords(app: App) -> None:
    told = app.http.get("/api/v3/system").json()["rsa"]["publicKey"]
    assert told == app.control("GET", "/info")["rsaPublicKeyPem"]
    assert isinstance(serialization.load_pem_public_key(told.encode()), rsa.RSAPublicKey)


def test_no_pool_is_made_for_who_asks_for_keys_or_countries(http: Any) -> None:
    headers = {"x-authing-app-id": "an-app-that-nobody-has-made"}
    http.get("/api/v3/system", headers=headers)
    http.get("/api/v3/get-country-list", headers=headers)
    assert "an-app-that-nobody-has-made" not in http.get("/_mock/pools", params={"limit": 10_000}).text
    assert http.get("/_mock/pools/an-app-that-nobody-has-made").status_code == 404


def test_the_countries_are_those_with_phone_numbers(app: App) -> None:
    answer = app.get("/api/v3/get-country-list")
    assert differences("v3", "getCountryList", answer) == set()
    countries = answer["data"]
    assert len({each["alpha3"] for each in countries}) == len(countries)
    for each in countries:
        assert each["phoneCountryCode"] == f"+{phonenumbers.country_code_for_region(each['alpha2'])}"
        assert all(name["enabled"] and name["value"] for name in each["name"].values())
    china = next(each for each in countries if each["alpha2"] == "CN")
    assert (china["alpha3"], china["flag"], china["name"]["ja-JP"]["value"]) == ("CHN", "🇨🇳", "中国")
