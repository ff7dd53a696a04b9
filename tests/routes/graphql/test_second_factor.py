"""A login by GraphQL that needs a second factor: 1635 for one's own, 1636 for the pool's; REST v2 takes it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import App

LOGIN = 'mutation { loginByUsername(input: {username: "ann", password: "111111"}) { id token } }'
SECRET = "JAPDSOAZLV4BG3RA"


@pytest.mark.parametrize(
    ("own", "policies", "number", "text"),
    [
        ({"totpSecret": SECRET}, [], 1635, "请输入二次认证安全码"),
        ({"totpSecret": SECRET}, ["OTP"], 1636, "需要进行多因素认证"),
    ],
)
def test_the_challenge_is_an_error_with_a_token(
    app: App, own: dict[str, str], policies: list[str], number: int, text: str
) -> None:
    app.settings(mfa={"policies": policies})
    user = app.make_user(username="ann", password="111111", nickname="Ann", email="ann@x.test", photo="p", mfa=own)
    answer: dict[str, Any] = app.post("/graphql/v2", query=LOGIN)
    told = answer["errors"][0]["message"]
    assert (told["code"], told["message"], answer["data"]) == (number, text, None)
    said = told["data"]
    expected = {"nickname": "Ann", "email": "ann@x.test", "username": "ann", "avatar": "p"}
    assert expected.items() <= said.items()
    app.token = said["mfaToken"]
    code = app.control("GET", f"/pools/{app.pool_id}/users/{user['id']}/totp")["code"]
    passed = app.post("/api/v2/mfa/totp/verify", totp=code)
    app.token = passed["data"]["token"]
    assert app.post("/graphql/v2", query="{ user { username } }") == {"data": {"user": {"username": "ann"}}}


def test_of_two_logins_in_one_document_the_other_goes_on(app: App) -> None:
    app.make_user(username="ann", password="111111", mfa={"totpSecret": SECRET})
    app.make_user(username="bob", password="111111")
    both = LOGIN[:-2] + ' b: loginByUsername(input: {username: "bob", password: "111111"}) { username } }'
    answer = app.post("/graphql/v2", query=both)
    assert answer["data"] == {"loginByUsername": None, "b": {"username": "bob"}}
    assert [each["message"]["code"] for each in answer["errors"]] == [1635]
