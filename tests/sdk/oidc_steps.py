"""What the tests of every mobile SDK do with OpenID Connect: a web view, and tokens."""

from __future__ import annotations

from typing import Any

import jwt

from tests.conftest import App
from tests.sdk.mobile.auth_request import AuthRequest
from tests.sdk.mobile.web_view import WebView


def claims(token: str | None) -> dict[str, Any]:
    """What a token says; it is a JSON Web Token, of which iOS takes the second part."""
    assert token and token.count(".") == 2
    read: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return read


def code_of(app: App, url: str, request: AuthRequest, account: str = "ci", password: str = "111111") -> str:
    """The code of a web view in which somebody logs in."""
    with WebView(str(app.http.base_url)) as view:
        view.open(url)
        view.login_page(account, password)
    assert view.url.startswith(request.redirect_uri) and view.told["state"] == request.state, view.url
    return view.told["code"]
