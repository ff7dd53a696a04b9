"""Passwords arrive encrypted with this server's key, or plain; with a foreign key they are refused."""

from __future__ import annotations

import base64
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.conftest import App

VENDORS_KEY = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC4xKeUgQ+Aoz7TLfAfs9+paePb5KIofVthEopwrXFkp8OCeocaTHt9ICjTT2QeJh6cZaDa"
    "ArfZ873GPUn00eOIZ7Ae+TiA2BKHbCvloW3w5Lnqm70iSsUi5Fmu9/2+68GZRH9L7Mlh8cFksCicW2Y2W2uMGKl64GDcIq3au+aqJQIDAQAB"
)
LOGIN = "/api/v2/login/account"


def _encrypted(key: str, password: str) -> str:
    public = load_der_public_key(base64.b64decode(key))
    assert isinstance(public, rsa.RSAPublicKey)
    return base64.b64encode(public.encrypt(password.encode(), padding.PKCS1v15())).decode()


@pytest.fixture
def own(app: App) -> str:
    """This server's public key as an SDK gets it."""
    return str(app.get(f"/api/v2/applications/{app.app_id}/public-config")["data"]["publicKey"])


@pytest.mark.parametrize("password", ["111111", "a", "密码 🔑", "x" * 117, " lead and trail ", "\\/\"'"])
def test_an_encrypted_and_a_plain_password_are_the_same(app: App, own: str, password: str) -> None:
    answer = app.post("/api/v2/register/username", username="ci", password=_encrypted(own, password))
    assert answer["code"] == 200
    assert app.post(LOGIN, account="ci", password=password)["code"] == 200
    assert app.post(LOGIN, account="ci", password=_encrypted(own, password))["code"] == 200
    assert app.post(LOGIN, account="ci", password=_encrypted(own, "wrong"))["code"] == 2333


def test_every_password_field_is_decrypted(app: App, own: str) -> None:
    phone, email = "13800138000", "a@x.test"
    app.logged_in_user(phone=phone, email=email)

    def enc(text: str) -> str:
        return _encrypted(own, text)

    body = {"newPassword": enc("222222"), "oldPassword": enc("111111")}
    assert app.post("/api/v2/password/update", **body)["code"] == 200
    code = app.code_for(phone)
    assert app.post("/api/v2/password/reset/sms", phone=phone, code=code, newPassword=enc("333333"))["code"] == 200
    app.log_in("ci", "333333")
    code = app.code_for(email)
    assert app.post("/api/v2/password/reset/email", email=email, code=code, newPassword=enc("444444"))["code"] == 200
    app.log_in("ci", "444444")
    for path, fields in (
        ("/api/v2/register/email", {"email": "b@x.test"}),
        ("/api/v2/register-phone", {"account": "13900139000"}),
        ("/api/v2/register-nickname", {"account": "nick"}),
        ("/api/v2/register/phone-code", {"phone": "13700137000", "code": app.code_for("13700137000")}),
    ):
        assert app.post(path, **fields, password=enc("555555"))["code"] == 200
    for account in ("b@x.test", "13900139000", "nick", "13700137000"):
        app.log_in(account, "555555")


def test_a_first_login_password_is_decrypted(app: App, own: str) -> None:
    app.make_user(username="ci", password="111111", resetPasswordOnFirstLogin=True)
    token = app.post(LOGIN, account="ci", password=_encrypted(own, "111111"))["data"]["token"]
    body = {"token": token, "password": _encrypted(own, "222222")}
    assert app.post("/api/v2/users/password/reset-by-first-login-token", **body)["code"] == 200
    app.log_in("ci", "222222")


def test_a_directory_password_is_decrypted(app: App, own: str) -> None:
    pool = app.control("POST", "/pools", {"directory": [{"username": "ad", "password": "111111"}]})
    mine = App(app.http, app_id=pool["appId"])
    assert mine.post("/api/v2/login/ad", username="ad", password=_encrypted(own, "111111"))["code"] == 200


@pytest.mark.parametrize("escaped", [True, False])
def test_a_password_in_a_query_is_decrypted(app: App, own: str, escaped: bool) -> None:
    # iOS escapes only `=` and `+` and leaves `/` as it is.
    app.settings(passwordStrength=1)
    for _ in range(5):
        for password, code in (("123456", 200), ("1", 2029)):
            sent = _encrypted(own, password)
            query = sent.replace("+", "%2B").replace("=", "%3D")
            query = query.replace("/", "%2F") if escaped else query
            assert app.call("GET", f"/api/v2/users/password/check?password={query}").json()["code"] == code


@pytest.mark.parametrize("kind", ["DATA", "API"])
def test_an_encrypted_resource_type_is_decrypted(app: App, own: str, kind: str) -> None:
    pool = app.control(
        "POST",
        "/pools",
        {
            "resources": [{"code": "a", "type": "DATA"}, {"code": "b", "type": "API"}],
            "users": [{"username": "ci", "password": "111111", "resources": ["a", "b"]}],
        },
    )
    mine = App(app.http, app_id=pool["appId"])
    mine.log_in("ci")
    body = {"namespace": "default", "resourceType": _encrypted(own, kind)}
    (found,) = mine.post("/api/v2/users/resource/authorized", **body)["data"]["list"]
    assert found["type"] == kind


def test_a_thousand_foreign_ciphertexts_are_all_refused(app: App) -> None:
    app.make_user(username="ci", password="111111")
    codes = {app.post(LOGIN, account="ci", password=_encrypted(VENDORS_KEY, "111111"))["code"] for _ in range(900)}
    codes |= {
        app.post(LOGIN, account="ci", password=base64.b64encode(os.urandom(128)).decode())["code"] for _ in range(100)
    }
    assert codes == {2016}


@pytest.mark.parametrize(("lang", "word"), [("zh-CN", "公钥"), ("en-US", "public key")])
def test_a_foreign_ciphertext_is_told_what_to_paste_where(app: App, lang: str, word: str) -> None:
    app.headers["x-authing-lang"] = lang
    answer = app.post("/api/v2/register/username", username="ci", password=_encrypted(VENDORS_KEY, "111111"))
    assert answer["code"] == 2016 and word in answer["message"]
    assert f"{str(app.http.base_url).rstrip('/')}/_mock/info" in answer["message"]
    assert "genauth-mock sdk" in answer["message"]
    assert app.users() == []


@pytest.mark.parametrize(
    ("sdk", "sent"),
    [
        ("Guard-iOS@1.4.10", "error"),
        ("Guard-Android@1.5.8", '{"2020":"java.security.spec.InvalidKeySpecException: java.security.Inv"}'),
    ],
)
def test_what_an_sdk_sends_where_it_could_not_encrypt_is_told_apart(app: App, sdk: str, sent: str) -> None:
    app.headers["x-authing-request-from"] = sdk
    answer = app.post("/api/v2/register/username", username="ci", password=sent)
    assert answer["code"] == 2016
    assert app.users() == []


@pytest.mark.parametrize("size", [127, 129, 64, 256])
def test_base64_of_another_size_is_a_plain_password(app: App, size: int) -> None:
    password = base64.b64encode(os.urandom(size)).decode()
    app.make_user(username="ci", password=password)
    app.log_in("ci", password)


def test_an_encrypted_empty_password_is_an_empty_password(app: App, own: str) -> None:
    app.make_user(username="ci", password="111111")
    assert app.post(LOGIN, account="ci", password=_encrypted(own, ""))["code"] == 2333
    answer: dict[str, Any] = app.post("/api/v2/register/username", username="new", password=_encrypted(own, ""))
    assert answer["code"] in {400, 2032}
    assert len(app.users()) == 1


def test_an_encrypted_password_may_hold_a_tab(app: App, own: str) -> None:
    app.post("/api/v2/register/username", username="tab", password=_encrypted(own, "a\tb"))
    assert app.post(LOGIN, account="tab", password=_encrypted(own, "a\tb"))["code"] == 200


def test_a_resource_type_that_cannot_be_decrypted_is_ignored(app: App) -> None:
    app.logged_in_user()
    kind = _encrypted(VENDORS_KEY, "DATA")
    answer = app.post("/api/v2/users/resource/authorized", namespace="default", resourceType=kind)
    assert (answer["code"], answer["data"]["totalCount"]) == (200, 0)
