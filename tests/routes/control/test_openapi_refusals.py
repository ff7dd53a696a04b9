"""The OpenAPI description says what each call may refuse."""

import httpx


def described(http: httpx.Client, path: str, method: str = "post") -> str:
    text: str = http.get("/_mock/openapi.json").json()["paths"][path][method]["description"]
    return text


def test_a_call_says_what_it_may_refuse_with_the_number_that_its_face_gives(http: httpx.Client) -> None:
    text = described(http, "/api/v2/users/phone/bind")
    own, of_all = text.split("As every call of its kind:")
    assert own.startswith("Binds a phone number.")
    assert "- `2020` Not logged in yet, no permission to access this request (NOT_LOGGED_IN)" in own
    assert "`2005`" in own and "`500`" in own and "`2333`" not in own and "`2011`" not in own
    assert "- `2011` Application does not exist (APP_NOT_FOUND)" in of_all


def test_a_call_of_openid_connect_says_the_errors_of_oauth(http: httpx.Client) -> None:
    own, _, _ = described(http, "/oidc/token").partition("As every call of its kind:")
    assert "- `invalid_grant`" in own and "(OAUTH_GRANT_INVALID)" in own


def test_it_is_said_once_however_often_the_description_is_read(http: httpx.Client) -> None:
    assert described(http, "/api/v2/login/account") == described(http, "/api/v2/login/account")
    assert described(http, "/api/v2/login/account").count("May refuse") == 1
