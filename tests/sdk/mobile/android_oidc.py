"""Guard Android 1.5.8's OIDCClient, as it was measured on a JVM (wire-android-measured.md, section 4)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_json import JSON_PARSE_FAILED, JSONException, UserInfo
from tests.sdk.mobile.auth_request import AUTHING_TOKEN, AuthRequest, default_redirect_uri
from tests.sdk.mobile.wire import Headers, Outcome

_FORM = "application/x-www-form-urlencoded"


class AndroidOidc(Android):
    """An app with the Android SDK in it, whose logins are OIDCClient's while `protocol` is EOIDC: what AuthClient gives
    is made OpenID Connect tokens of, whose id token is the bearer of all calls that follow.
    """

    is_oidc = True

    def auth_request(self, client_secret: str | None = None) -> AuthRequest:
        """A login's request, with the first redirect URI of the configuration."""
        redirect_uri = (self.config and self.config.redirect_uri) or default_redirect_uri(self.app_id)
        return AuthRequest(self.app_id, redirect_uri, client_secret=client_secret)

    def build_authorize_url(self, request: AuthRequest) -> str:
        """The URL that the web view opens; nothing in it is escaped."""
        query = {"_authing_lang": self.lang, "app_id": self.app_id, "client_id": request.client_id}
        query |= {"nonce": request.nonce, "redirect_uri": request.redirect_uri, "response_type": "code"}
        query |= {"scope": request.scope, "prompt": "consent", "state": request.state, **request.challenge}
        return f"{self.wire.server_url}/oidc/auth?{'&'.join(f'{key}={value}' for key, value in query.items())}"

    def auth_by_code(self, code: str, request: AuthRequest) -> Outcome:
        """Tokens for the code of the web view, then who that is."""
        return self._tokens_of(request, "authorization_code", code=code)

    def auth_by_token(self, token: str, request: AuthRequest | None = None) -> Outcome:
        """Tokens for a token of REST v2. The verifier belongs to no challenge."""
        return self._tokens_of(request or self.auth_request(), AUTHING_TOKEN, token=token)

    def get_user_info_by_access_token(self, access_token: str) -> Outcome:
        """Whom an access token is for; then the custom data by the id token."""
        headers: Headers = [("Authorization", f"Bearer {access_token}"), *self._end(None, own_agent=True)]
        self.last = self.wire.send("GET", "/oidc/me", headers)
        if self.last.status != 200:
            return Outcome(self.last.status, self.last.text)
        try:
            self.user = (self.user or UserInfo()).merged(json.loads(self.last.text))
        except (ValueError, JSONException):
            return JSON_PARSE_FAILED
        return self.get_custom_user_data(self.user)

    def get_new_access_token_by_refresh_token(self, refresh_token: str, client_secret: str | None = None) -> Outcome:
        """New tokens, with a verifier that is another one."""
        request = self.auth_request(client_secret)
        answer = self._token({"client_id": self.app_id, "grant_type": "refresh_token",
                              "refresh_token": refresh_token, **request.proof})  # fmt: skip
        return self._merged(answer)

    def auto_login(self) -> Outcome:
        """`Authing.autoLogin`: who the app was logged in as when it was closed, with new tokens."""
        if self.user is None:
            return Outcome(10003, "Login failed")
        refresh_token = self.user.fields.get("refresh_token")
        if not refresh_token:
            found = self.get_current_user()
            return self.update_id_token() if found.code == 200 else found
        answer = self.get_new_access_token_by_refresh_token(refresh_token)
        return self.get_current_user_info() if answer.code == 200 else answer

    def _create_user_info(self, answer: Outcome, user: UserInfo | None = None) -> Outcome:
        """A user who logs in goes on with a token exchange. One that was given is not logging in."""
        token = (answer.data or {}).get("token")
        if not self.is_oidc or user is not None or answer.code != 200 or token is None:
            return super()._create_user_info(answer, user)
        self.user = UserInfo().merged(answer.data or {})
        return self.auth_by_token(str(token))

    def _tokens_of(self, request: AuthRequest, grant_type: str, **given: str) -> Outcome:
        form = {"client_id": request.client_id, "grant_type": grant_type, **given, "scope": request.scope}
        form |= {"prompt": "consent", **request.proof, "redirect_uri": request.redirect_uri}
        answer = self._merged(self._token(form))
        if answer.code != 200 or self.user is None:
            return answer
        return self.get_user_info_by_access_token(self.user.fields["access_token"])

    def _token(self, form: dict[str, str]) -> Outcome:
        """The token endpoint: neither app nor pool nor token stand in the headers."""
        body = urlencode(form, quote_via=quote, safe="").encode()
        headers: Headers = [("x-authing-request-from", "Guard-Android@1.5.8"), ("x-authing-lang", self.lang)]
        headers += self._end((_FORM, body), own_agent=True)
        self.last = self.wire.send("POST", "/oidc/token", headers, body)
        if self.last.status not in (200, 201):
            return Outcome(self.last.status, self.last.text)
        try:
            printed: dict[str, Any] = json.loads(self.last.text)
        except ValueError:
            return Outcome(0, None)
        return Outcome(200, None, printed)

    def _merged(self, answer: Outcome) -> Outcome:
        if answer.code == 200:
            self.user = (self.user or UserInfo()).merged(answer.data)
            return Outcome(200, answer.message, self.user)
        return answer
