"""What Guard Android's demo does by AppAuth: OpenID Connect in the browser of the phone, with no SDK between."""

from __future__ import annotations

from typing import Any, Self
from urllib.parse import urlencode

import httpx
import jwt

from tests.sdk.mobile.auth_request import AuthRequest

REDIRECT_URI = "cn.guard://authing.cn/redirect"
_SCOPE = "openid profile email phone address offline_access role extended_fields"


class AndroidAppAuth:
    """The demo's screen: it takes the endpoints from the discovery document, and the keys that verify the id token."""

    def __init__(self, server_url: str, app_id: str) -> None:
        self.http = httpx.Client(base_url=server_url, trust_env=False, headers={"accept": "application/json"})
        self.server_url, self.app_id = server_url, app_id
        self.document: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def get_discovery_document(self) -> dict[str, Any]:
        """Asked for first; all that follows goes where it says."""
        self.document = self.http.get("/oidc/.well-known/openid-configuration").raise_for_status().json()
        return self.document

    def auth_request(self) -> AuthRequest:
        """A login's request; the answer comes to a scheme of the app's own."""
        return AuthRequest(self.app_id, REDIRECT_URI, _SCOPE)

    def authorize_url(self, request: AuthRequest) -> str:
        """The URL that the browser opens."""
        query = {"client_id": request.client_id, "redirect_uri": request.redirect_uri, "response_type": "code"}
        query |= {"scope": request.scope, "state": request.state, "nonce": request.nonce, **request.challenge}
        return f"{self.document['authorization_endpoint']}?{urlencode(query)}"

    def exchange(self, code: str, request: AuthRequest) -> dict[str, Any]:
        """The tokens; the id token is looked at as AppAuth does, and its signature too."""
        form = {"client_id": request.client_id, "grant_type": "authorization_code", "code": code}
        form |= {"redirect_uri": request.redirect_uri, **request.proof}
        given: dict[str, Any] = self.http.post(self.document["token_endpoint"], data=form).raise_for_status().json()
        return given

    def claims_of(self, id_token: str, secret: str, request: AuthRequest) -> dict[str, Any]:
        """The id token's claims. Raises where issuer, audience, time, signature or nonce are others."""
        claims: dict[str, Any] = jwt.decode(
            id_token, secret, ["HS256"], audience=self.app_id, issuer=self.document["issuer"]
        )
        if claims["nonce"] != request.nonce:
            raise jwt.InvalidTokenError("nonce")
        return claims

    def register_client(self) -> httpx.Response:
        """AppAuth's registration of a client, for an app that has no client id."""
        body = {"redirect_uris": [REDIRECT_URI], "application_type": "native", "grant_types": ["authorization_code"]}
        return self.http.post("/oidc/reg", json=body)

    def build_logout_url_profile(self, redirect_uri: str) -> str:
        """Where the browser is sent to log out."""
        query = urlencode({"app_id": self.app_id, "redirect_uri": redirect_uri})
        return f"{self.server_url}/login/profile/logout?{query}"

    def user_center_page(self) -> str:
        """Where the browser is sent for the account."""
        return f"{self.server_url}/u?{urlencode({'app_id': self.app_id, 'back_app_url': REDIRECT_URI})}"
