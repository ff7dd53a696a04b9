"""Guard iOS 1.4.10's OIDCClient, as read in its source (wire-mobile.md, section 6)."""

from __future__ import annotations

import json

from tests.sdk.mobile.auth_request import AUTHING_TOKEN, AuthRequest, default_redirect_uri
from tests.sdk.mobile.ios import Ios, UserInfo
from tests.sdk.mobile.wire import Headers, Outcome, Received

_FORM = "application/x-www-form-urlencoded"


class IosOidc(Ios):
    """An app with the iOS SDK in it, whose logins are OIDCClient's: what AuthClient gives is made OpenID Connect tokens
    of, whose id token is the bearer of all calls that follow.
    """

    _logs_in = True

    def auth_request(self, client_secret: str | None = None) -> AuthRequest:
        """A login's request, with the first redirect URI of the configuration."""
        uris = (self.config or {}).get("redirectUris") or [default_redirect_uri(self.app_id)]
        return AuthRequest(self.app_id, uris[0], client_secret=client_secret)

    def build_authorize_url(self, request: AuthRequest) -> str:
        """The URL that the web view opens; only the blanks of the scope are escaped."""
        query = {"nonce": request.nonce, "scope": request.scope.replace(" ", "%20"), "client_id": request.client_id}
        query |= {"redirect_uri": request.redirect_uri, "response_type": "code", "prompt": "consent"}
        query |= {"state": request.state, **request.challenge}
        return f"http://{self.host}/oidc/auth?{'&'.join(f'{key}={value}' for key, value in query.items())}"

    def auth_by_code(self, code: str, request: AuthRequest) -> Outcome:
        """Tokens for the code of the web view, then who that is. The blanks of the scope go out as they are."""
        answer = self._token(
            {"client_id": request.client_id, "grant_type": "authorization_code", "code": code, "scope": request.scope}
            | {"prompt": "consent", **request.proof, "redirect_uri": request.redirect_uri}
        )
        if answer.code != 200:
            return answer
        return self.get_user_info_by_access_token(answer.data.raw["access_token"], answer.data)

    def auth_by_token(self, token: str, user: UserInfo | None = None) -> Outcome:
        """Tokens for a token of REST v2; then the custom data by the id token."""
        request = self.auth_request()
        answer = self._token(
            {"client_id": request.client_id, "grant_type": AUTHING_TOKEN, "token": token}
            | {"scope": request.scope.replace(" ", "%20"), "prompt": "consent"}
            | {**request.proof, "redirect_uri": request.redirect_uri},
            user,
        )
        return self.get_custom_user_data(answer.data) if answer.code == 200 else answer

    def get_user_info_by_access_token(self, access_token: str, user: UserInfo | None = None) -> Outcome:
        """Whom an access token is for; then the custom data."""
        headers: Headers = [("Authorization", f"Bearer {access_token}"), ("Content-Type", _FORM)]
        answer = self._read(self.wire.send("GET", "/oidc/me", [*headers, *self._oidc_end(None)]), user)
        return self.get_custom_user_data(answer.data) if answer.code == 200 else answer

    def get_new_access_token_by_refresh_token(self, refresh_token: str, client_secret: str | None = None) -> Outcome:
        """New tokens, with a verifier that is another one."""
        request = self.auth_request(client_secret)
        form = {"client_id": request.client_id, "grant_type": "refresh_token", "refresh_token": refresh_token}
        return self._token(form | request.proof, self.user)

    def _create_user_info(self, answer: Outcome, user: UserInfo | None = None) -> Outcome:
        """A user who logs in goes on with a token exchange."""
        data = answer.data or {}
        if answer.code != 200 or user is not None or not self._logs_in or not data.get("token"):
            return super()._create_user_info(answer, user)
        return self.auth_by_token(data["token"], UserInfo(data))

    def get_current_user(self) -> Outcome:
        """AuthClient's: the one function here that gets a user without logging one in."""
        self._logs_in = False
        try:
            return super().get_current_user()
        finally:
            self._logs_in = True

    def _token(self, form: dict[str, str], user: UserInfo | None = None) -> Outcome:
        """The token endpoint. The form's values go out as they are: no escaping, no token in the headers."""
        body = "&".join(f"{key}={value}" for key, value in form.items()).encode()
        headers: Headers = [("Content-Type", _FORM), *self._oidc_end(body)]
        return self._read(self.wire.send("POST", "/oidc/token", headers, body), user)

    def _oidc_end(self, body: bytes | None) -> Headers:
        headers: Headers = [("Host", self.host), ("x-authing-device-id", self.device_id), ("Accept", "*/*")]
        headers += [("Accept-Encoding", "gzip, deflate"), ("User-Agent", "Mozilla/5.0 (iPhone)")]
        return [*headers, ("Connection", "keep-alive"), *([("Content-Length", str(len(body)))] if body else [])]

    def _read(self, received: Received, user: UserInfo | None) -> Outcome:
        """Exactly HTTP 200 is good; of anything else the app gets the status and the raw body."""
        self.last = received
        if received.status != 200:
            return Outcome(received.status, received.text)
        self.user = UserInfo((user.raw if user else {}) | json.loads(received.text))
        return Outcome(200, None, self.user)
