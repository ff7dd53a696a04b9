"""OIDCClient of authing_sdk 1.1.12 for Flutter, and its AuthClient's authByCode (wire-mobile.md, section 6)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from tests.sdk.mobile.auth_request import AUTHING_TOKEN, AuthRequest, default_redirect_uri
from tests.sdk.mobile.flutter import HOST, Flutter, Result, User
from tests.sdk.mobile.wire import Headers, Received

_FORM = "application/x-www-form-urlencoded; charset=utf-8"


class FlutterOidc(Flutter):
    """An app with the Flutter SDK in it, whose logins are OIDCClient's: what AuthClient gives is made OpenID Connect
    tokens of, whose id token is the bearer of all calls that follow.
    """

    _is_oidc = True
    tokens: dict[str, Any]

    @property
    def oidc_host(self) -> str:
        """The identifier of the configuration, below the vendor's domain."""
        return f"{self.config['identifier']}.authing.cn"

    def auth_request(self, client_secret: str | None = None) -> AuthRequest:
        """A login's request. The redirect URI is never the configuration's, and `role` has no s."""
        scope = "openid profile email phone username address offline_access role extended_fields"
        return AuthRequest(self.app_id, default_redirect_uri(self.app_id), scope, client_secret)

    def build_authorize_url(self, request: AuthRequest) -> str:
        """The URL that the web view opens; nothing in it is escaped."""
        query = {"_authing_lang": self.lang, "app_id": self.app_id, "client_id": request.client_id}
        query |= {"nonce": request.nonce, "redirect_uri": request.redirect_uri, "response_type": "code"}
        query |= {"scope": request.scope, "prompt": "consent", "state": request.state, **request.challenge}
        return f"https://{self.oidc_host}/oidc/auth?{'&'.join(f'{key}={value}' for key, value in query.items())}"

    def auth_by_code(self, code: str, request: AuthRequest) -> Result:
        """Tokens for the code of the web view, then who that is."""
        form = {"client_id": request.client_id, "grant_type": "authorization_code", "code": code}
        return self._tokens_of(form, request)

    def auth_client_auth_by_code(self, code: str, request: AuthRequest) -> Result:
        """AuthClient's own: with the headers of every call, neither scope nor prompt, and a raw redirect URI. The token
        answer is taken for a user.
        """
        form = {"client_id": request.client_id, "grant_type": "authorization_code", "code": code}
        form |= {"code_verifier": request.code_verifier, "redirect_uri": request.redirect_uri}
        headers: Headers = [("x-authing-userpool-id", self.user_pool_id), ("x-authing-app-id", self.app_id)]
        headers += [("x-authing-request-from", "sdk-flutter"), ("x-authing-lang", self.lang)]
        received = self._form(form, HOST, headers)
        if received.status != 200:
            return Result(received.status, received.text)
        self.tokens = json.loads(received.text)
        self.user = User.create(self.tokens)
        return Result(200, "", self.tokens, self.user)

    def auth_by_token(self, token: str, request: AuthRequest | None = None) -> Result:
        """Tokens for a token of REST v2, by which it then asks who that is."""
        request = request or self.auth_request()
        return self._tokens_of({"client_id": request.client_id, "grant_type": AUTHING_TOKEN, "token": token}, request)

    def get_user_info_by_access_token(self, access_token: str) -> Result:
        """Whom an access token is for."""
        headers: Headers = [("authorization", f"Bearer {access_token}"), ("host", self.oidc_host)]
        self.last = self.wire.send("GET", "/oidc/me", headers)
        if self.last.status != 200:
            return Result(self.last.status, f"getUserInfoByAccessToken failed. {self.last.text}")
        claims: dict[str, Any] = json.loads(self.last.text)
        return Result(200, "", claims)

    def get_new_access_token_by_refresh_token(self, refresh_token: str) -> Result:
        """New tokens; no verifier, and no secret either."""
        form = {"client_id": self.app_id, "grant_type": "refresh_token", "refresh_token": refresh_token}
        return self._taken(self._form(form, self.oidc_host))

    def _create_user(self, result: Result) -> Result:
        created = super()._create_user(result)
        if not self._is_oidc or result.code != 200 or result.data.get("token") is None:
            return created
        return self.auth_by_token(str(result.data["token"]))

    def get_current_user(self) -> Result:
        """AuthClient's: the one function here that gets a user without logging one in."""
        self._is_oidc = False
        try:
            return super().get_current_user()
        finally:
            self._is_oidc = True

    def _tokens_of(self, form: dict[str, str], request: AuthRequest) -> Result:
        # A secret goes out beside the verifier, not instead of it.
        proof = {"code_verifier": request.code_verifier, **request.proof}
        form = form | {"scope": request.scope, "prompt": "consent", **proof}
        answer = self._taken(self._form(form | {"redirect_uri": quote(request.redirect_uri, safe="")}, self.oidc_host))
        if answer.code != 200:
            return answer
        if self.user is None:
            self.user = User.create(self.tokens)
        found = self.get_current_user()
        if found.code == 200:
            self.user.token = self.stored_token = str(self.tokens["id_token"])
        return Result(found.code, found.message, found.data, self.user)

    def _form(self, form: dict[str, str], host: str, own: Headers | None = None) -> Received:
        """A form whose values go out as they are; the blanks of the scope too."""
        body = "&".join(f"{key}={value}" for key, value in form.items()).encode()
        headers: Headers = [("user-agent", "Dart/3.1 (dart:io)"), ("accept-encoding", "gzip"), *(own or [])]
        headers += [("content-type", _FORM), ("content-length", str(len(body))), ("host", host)]
        self.last = self.wire.send("POST", "/oidc/token", headers, body)
        return self.last

    def _taken(self, received: Received) -> Result:
        """The tokens of an answer, or its text. A key `token` in it would take the id token's place."""
        if received.status != 200:
            return Result(received.status, f"oidc token failed. {received.text}")
        self.tokens = json.loads(received.text)
        assert "token" not in self.tokens
        return Result(200, "", self.tokens)
