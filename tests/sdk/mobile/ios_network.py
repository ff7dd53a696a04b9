"""Guard iOS 1.4.10's network layer, as read in its source (wire-mobile.md). Header order is CFNetwork's, not known."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.sdk.mobile.wire import Headers, Outcome, Received, Wire, compact_json, encrypted

JSON_PARSE_FAILED = Outcome(10004, "JSON parse failed")
_GOOD = (200, 201)


class Crash(Exception):
    """The real SDK crashes here."""


def read_envelope(status: int, text: str) -> Outcome:
    """Code, message and data of an answer (wire-mobile.md 4.1)."""
    try:
        body = json.loads(text)
    except ValueError:
        return JSON_PARSE_FAILED
    if isinstance(body, list) and status in _GOOD:
        return Outcome(200, "", {"result": body})
    if not isinstance(body, dict):
        return JSON_PARSE_FAILED
    message = body.get("message") if isinstance(body.get("message"), str) else None
    if status not in _GOOD:
        return Outcome(status, message or "Network Error", body)
    return _enveloped(body, message)


def _enveloped(body: dict[str, Any], message: str | None) -> Outcome:
    code = body.get("code")
    if not isinstance(code, int) or isinstance(code, bool):
        return Outcome(200, None, body)
    if "data" not in body:
        return Outcome(code, message)
    data = body["data"]
    return Outcome(code, message, data if isinstance(data, dict) else {"data": data})


@dataclass
class UserInfo:
    """The user object that the app gets: what an answer said, and the custom data."""

    raw: dict[str, Any] = field(default_factory=dict)
    custom_data: list[dict[str, Any]] = field(default_factory=list)
    mfa_token: str | None = None
    first_time_login_token: str | None = None

    @property
    def id(self) -> str | None:
        """The user's id."""
        return self.raw.get("id") or self.raw.get("sub")

    @property
    def id_token(self) -> str | None:
        """The bearer of all calls."""
        return self.raw.get("id_token") or self.raw.get("token")


class IosNetwork:
    """An app with the iOS SDK in it, set up by `setOnPremiseInfo` and `start`: configuration, headers, current user."""

    def __init__(self, server_url: str, app_id: str, public_key: str, lang: str = "zh-CN") -> None:
        self.wire = Wire(server_url)
        self.app_id, self.public_key, self.lang = app_id, public_key, lang
        self.host = urlsplit(server_url).netloc
        self.config: dict[str, Any] | None = None
        self.user: UserInfo | None = None
        self.last: Received | None = None
        self.device_id = str(uuid.uuid4()).upper()
        self._cookies: dict[str, str] = {}

    def steps(self) -> list[str]:
        """The requests since the last time: method, path, body keys, `with token`."""
        return [f"{sent}{' with token' * bool(sent.header('Authorization'))}" for sent in self.wire.take()]

    def start(self) -> None:
        """`Authing.start`: the configuration says to which host everything else goes."""
        self.config = self.get_public_config().data
        if self.config:
            self.host = self.config.get("requestHostname") or f"{self.config['identifier']}.{self.host}"
            self.wire.server_url = f"http://{self.host}"

    def get_public_config(self) -> Outcome:
        """The configuration, asked for in lower case."""
        answer = self._send("get", f"/api/v2/applications/{self.app_id}/public-config")
        if answer.code != 200 and answer.message is None:
            raise Crash("message! of a failed public-config")
        return answer

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Outcome:
        self.last = self._received(method, path, body)
        return read_envelope(self.last.status, self.last.text)

    def _received(self, method: str, path: str, body: dict[str, Any] | None = None) -> Received:
        content = None if body is None else compact_json(body, escape_slashes=True)
        headers: Headers = [("Host", self.host)]
        if content is not None:
            headers.append(("Content-Type", "application/json"))
        if self._cookies:
            headers.append(("Cookie", "; ".join(f"{key}={value}" for key, value in self._cookies.items())))
        token = self.user and (self.user.id_token or self.user.mfa_token)
        if token:
            headers.append(("Authorization", f"Bearer {token}"))
        headers += [
            ("x-authing-request-from", "Guard-iOS@1.4.10"),
            ("x-authing-sdk-version", "1.4.10"),
            ("x-authing-lang", self.lang),
        ]
        if self.config:
            headers += [("x-authing-userpool-id", self.config["userPoolId"]), ("x-authing-app-id", self.app_id)]
            if self.config.get("deviceFuncEnabled"):
                headers.append(("x-authing-device-id", self.device_id))
        headers += [("Accept", "*/*"), ("Accept-Language", "zh-CN,zh-Hans;q=0.9"), ("Accept-Encoding", "gzip, deflate")]
        headers.append(("User-Agent", "Mozilla/5.0 (iPhone)" if self.config else "app/1 CFNetwork/1410 Darwin/22"))
        headers.append(("Connection", "keep-alive"))
        if content is not None:
            headers.append(("Content-Length", str(len(content))))
        # CFNetwork writes known methods in capitals.
        received = self.wire.send(method.upper(), path, headers, content)
        for name, value in received.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self._cookies[key] = rest.split(";")[0]
        return received

    def _get(self, path: str) -> Outcome:
        return self._send("GET", path)

    def _post(self, path: str, **body: Any) -> Outcome:
        return self._send("POST", path, {key: value for key, value in body.items() if value is not None})

    def _encrypted(self, text: str) -> str:
        """The ciphertext; a text that does not fit into the block becomes `error`."""
        try:
            return encrypted(text, self.public_key)
        except ValueError:
            return "error"

    def _create_user_info(self, answer: Outcome, user: UserInfo | None = None) -> Outcome:
        """The answer's user *replaces* the one before; without a token the app is logged out from here on."""
        data = answer.data or {}
        if answer.code == 200:
            self.user = UserInfo((user.raw if user else {}) | data)
            if self.user.id and self.user.id_token:
                return self.get_custom_user_data(self.user)
            return Outcome(200, answer.message, self.user)
        if answer.code == 1636:
            if any("mfaPolicy" not in each for each in data.get("applicationMfa") or ()):
                raise Crash("mfaPolicy of an applicationMfa item")
            self.user = UserInfo(mfa_token=data.get("mfaToken"))
            return Outcome(1636, answer.message, self.user)
        if answer.code == 1639:
            return Outcome(1639, answer.message, UserInfo(first_time_login_token=data.get("token")))
        return Outcome(answer.code, answer.message)

    def get_custom_user_data(self, user: UserInfo | None) -> Outcome:
        """Its answer decides every login. `targetId` is null where there is no user."""
        body = {"targetType": "USER", "targetId": user.id if user else None}
        answer = self._send("POST", "/api/v2/udvs/get", body)
        if answer.code == 200 and user and isinstance((answer.data or {}).get("result"), list):
            user.custom_data = answer.data["result"]
        return Outcome(answer.code, answer.message, user)
