"""How the Android SDK sends a request and takes a user over, as it was measured on a JVM."""

from __future__ import annotations

import json
from typing import Any

from tests.sdk.mobile.android_json import (
    JSON_PARSE_FAILED,
    NETWORK_ERROR,
    Config,
    JSONException,
    NullPointerException,
    UserInfo,
    get_array,
    get_text,
    java_text,
    read_config,
    read_envelope,
)
from tests.sdk.mobile.wire import VENDOR_KEY, Headers, Outcome, Received, Sent, Wire, compact_json, encrypted, host_of

_JSON = "application/json; charset=utf-8"
_OWN = ("x-authing-app-id", "x-authing-request-from", "x-authing-lang")
_POOL = ("x-authing-userpool-id", "User-Agent", *_OWN)
_CONTENT = ("Content-Type", "Content-Length")
_END = ("Host", "Connection", "Accept-Encoding")
_AUTH = ("Authorization",)
# The header sets as captured, in their order.
HEADER_SETS = {
    (*_OWN, *_END, "User-Agent"): "H1",
    (*_POOL, *_CONTENT, *_END): "H2",
    (*_POOL, *_AUTH, *_CONTENT, *_END): "H3",
    (*_POOL, *_AUTH, *_END): "H4",
    (*_CONTENT, *_END, "User-Agent"): "H5",
    (*_POOL, *_END): "H6",
    ("x-authing-request-from", "x-authing-lang", *_CONTENT, *_END, "User-Agent"): "H7",
    (*_AUTH, *_END, "User-Agent"): "H8",
    (*_END, "User-Agent"): "H9",
    (*_POOL, *_AUTH, "Cookie", *_CONTENT, *_END): "H10",
    (*_POOL, "Cookie", *_CONTENT, *_END): "H10 without Authorization",
    (*_POOL, "x-authing-device-id", *_AUTH, *_END): "H11",
    # Not measured: as the SDK's code writes them.
    (*_POOL, "x-authing-device-id", *_AUTH, *_CONTENT, *_END): "H11 with a body",
    (*_POOL, "x-authing-device-id", *_CONTENT, *_END): "H11 with a body, without Authorization",
}


class NeverCalledBackError(Exception):
    """The real SDK sends nothing and never calls the app back."""


def step(sent: Sent) -> str:
    """A request as the measured tables print one: method, path, body keys, header set."""
    return f"{sent} [{HEADER_SETS[sent.names]}]"


class AndroidNetwork:
    """An app with the Android SDK in it: configuration, headers, current user."""

    def __init__(self, server_url: str, app_id: str, lang: str = "zh-CN", public_key: str = VENDOR_KEY) -> None:
        self.wire = Wire(server_url)
        self.app_id, self.lang, self.public_key = app_id, lang, public_key
        self.config: Config | None = None
        self.user: UserInfo | None = None
        self.device_id: str | None = None
        self.first_time_login_token: str | None = None
        self.last: Received | None = None
        self._cookies: dict[str, str] = {}
        self._sms_sent: dict[str, float] = {}

    def steps(self) -> list[str]:
        """The requests since the last time."""
        return [step(sent) for sent in self.wire.take()]

    # The network layer

    def init(self) -> None:
        """`Authing.init`: asks for the configuration; a bare-base64 key in it becomes the key."""
        self.config = self.get_public_config()
        key = self.config.public_key if self.config else None
        is_pem = key is not None and "-----BEGIN PUBLIC KEY-----\n" in key and "\n-----END PUBLIC KEY-----\n" in key
        if key is not None and not is_pem:
            self.public_key = key

    def get_public_config(self) -> Config | None:
        """The application's configuration; none where the answer cannot be read."""
        answer = self._send("GET", f"/api/v2/applications/{self.app_id}/public-config", with_token=False)
        try:
            return read_config(answer.data) if answer.code == 200 and answer.data is not None else None
        except JSONException:
            return None

    def _headers(self, with_token: bool, cookie: bool, content: tuple[str, bytes] | None) -> Headers:
        headers: Headers = []
        if self.config:
            headers += [
                ("x-authing-userpool-id", self.config.user_pool_id or ""),
                ("User-Agent", "Mozilla/5.0 (Linux)"),
            ]
        headers += [
            ("x-authing-app-id", self.app_id),
            ("x-authing-request-from", "Guard-Android@1.5.8"),
            ("x-authing-lang", self.lang),
        ]
        if self.device_id:
            headers.append(("x-authing-device-id", self.device_id))
        if with_token and self.user and self.user.has_token:
            headers.append(("Authorization", f"Bearer {self.user.token}"))
        if cookie and self._cookies:
            headers.append(("Cookie", "; ".join(f"{key}={value}" for key, value in self._cookies.items()) + ";"))
        return headers + self._end(content, own_agent=self.config is None)

    def _end(self, content: tuple[str, bytes] | None, *, own_agent: bool) -> Headers:
        headers: Headers = []
        if content is not None:
            headers += [("Content-Type", content[0]), ("Content-Length", str(len(content[1])))]
        host = host_of(self.wire.server_url)
        headers += [("Host", host), ("Connection", "Keep-Alive"), ("Accept-Encoding", "gzip")]
        return [*headers, ("User-Agent", "okhttp/3.13.1")] if own_agent else headers

    def _send(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        with_token: bool = True,
        cookie: bool = False,
    ) -> Outcome:
        if "http" in path:
            raise NeverCalledBackError(path)
        content = None
        if body is not None:
            given = {key: value for key, value in body.items() if value is not None}
            content = (_JSON, compact_json(given, escape_slashes=True))
        headers = self._headers(with_token, cookie, content)
        self.last = self.wire.send(method, path, headers, content[1] if content else None)
        return read_envelope(self.last.status, self.last.text)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None, *, cookie: bool = False) -> Outcome:
        if self.config is None:
            return Outcome(10002, "Config not found")
        return self._send(method, path, body, cookie=cookie)

    def _get(self, path: str) -> Outcome:
        return self._call("GET", path)

    def _post(self, path: str, **body: Any) -> Outcome:
        return self._call("POST", path, body)

    def _encrypted(self, password: str | None) -> str | None:
        """The ciphertext; no password is no key in the body; a key that is none makes this text."""
        if not password:
            return None
        try:
            return encrypted(password, self.public_key)
        except ValueError as fault:
            return json.dumps({"2020": f"java.security.spec.InvalidKeySpecException: {fault}"})

    def _create_user_info(self, answer: Outcome, user: UserInfo | None = None) -> Outcome:
        """Takes the user of an answer over; with a token, the custom data's answer becomes the result."""
        if answer.code == 200:
            try:
                user = (user or UserInfo()).merged(answer.data or {})
            except JSONException:
                return JSON_PARSE_FAILED
            if not user.has_token:
                return Outcome(200, answer.message, user)
            self.user = user
            return self.get_custom_user_data(user)
        return self._stopped(answer)

    def _stopped(self, answer: Outcome) -> Outcome:
        """What a login that did not succeed leaves behind: a token for the next step."""
        if answer.code == 1639:
            if answer.data is None:
                return NETWORK_ERROR
            self.first_time_login_token = get_text(answer.data, "token")
            return Outcome(1639, answer.message, UserInfo())
        if answer.code == 1636:
            token = (answer.data or {}).get("mfaToken")
            return Outcome(1636, answer.message, UserInfo(mfa_token=token))
        return Outcome(answer.code, answer.message)

    def get_custom_user_data(self, user: UserInfo | None) -> Outcome:
        """Its answer decides every login."""
        answer = self._post("/api/v2/udvs/get", targetType="USER", targetId=user.id if user else None)
        if answer.code != 200:
            return Outcome(answer.code, answer.message, user)
        if answer.data is None:
            return Outcome(NETWORK_ERROR.code, NETWORK_ERROR.message, user)
        if user is not None and isinstance(answer.data.get("result"), list):
            user.custom_data = [
                {key: java_text(value) for key, value in each.items()} for each in answer.data["result"]
            ]
        return Outcome(answer.code, answer.message, user)

    @staticmethod
    def _list(answer: Outcome, key: str) -> Outcome:
        if answer.code != 200:
            return Outcome(answer.code, answer.message)
        try:
            if answer.data is None:
                raise NullPointerException
            return Outcome(200, answer.message, get_array(answer.data, key))
        except NullPointerException:
            return NETWORK_ERROR
        except JSONException:
            return JSON_PARSE_FAILED
