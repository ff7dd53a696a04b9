"""authing_sdk 1.1.12 for Flutter, as read in its source (wire-mobile.md).

It speaks https to hard-coded host names only. A test reaches a mock with `HttpOverrides` whose connection factory opens
a plain socket: the request then arrives as plain HTTP with the original `Host`, as it does here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.sdk.mobile.wire import Headers, Received, Wire, compact_json, encrypted

CONSOLE_HOST = "consolecore.authing.cn"
HOST = "core.authing.cn"
_NOTHING = object()


class DartTypeError(Exception):
    """The SDK's own code throws on such an answer."""


class LateInitializationError(Exception):
    """`Result.data` is read after a status other than 200 and 201."""


@dataclass
class Result:
    """Code, message and data as the SDK reads them (wire-mobile.md 4.3)."""

    code: int = 200
    message: str = ""
    _data: Any = _NOTHING
    user: User | None = None

    @property
    def data(self) -> dict[str, Any]:
        """Data that is an object, else the whole body. Raises LateInitializationError."""
        if self._data is _NOTHING:
            raise LateInitializationError
        assert isinstance(self._data, dict)
        return self._data


def read_result(status: int, text: str) -> Result:
    """Reads an answer. Raises DartTypeError for what the SDK's code cannot take."""
    if status not in (200, 201):
        return Result(status, "network error")
    body = json.loads(text)
    if not isinstance(body, dict):
        raise DartTypeError("a List is no Map")
    code, message = body.get("code", 200), body.get("message", "")
    if isinstance(code, bool) or not isinstance(code, int):
        raise DartTypeError("code is no int")
    if not isinstance(message, str):
        raise DartTypeError("message is no String")
    data = body.get("data")
    return Result(code, message, data if isinstance(data, dict) else body)


def dart_text(value: Any) -> str:
    """`toString()`: nothing is the text null."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return value if isinstance(value, str) else str(value)


_TEXTS = (
    *("id", "phone", "email", "username", "nickname", "company", "photo", "browser", "device", "name", "givenName"),
    *("familyName", "middleName", "profile", "preferredUsername", "website", "gender", "birthdate", "zoneinfo"),
    *("locale", "address", "streetAddress", "locality", "region", "postalCode", "city", "province", "country"),
)


@dataclass
class User:
    """The user object that the app gets: every field is text."""

    fields: dict[str, str]
    token: str
    mfa_token: str | None = None
    custom_data: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def create(cls, data: dict[str, Any]) -> User:
        """A user of an answer, who replaces the one before."""
        token = dart_text(data.get("id_token", data.get("token")))
        return cls({key: dart_text(data.get(key)) for key in _TEXTS}, data.get("token") or token, data.get("mfaToken"))


class Flutter:
    """An app with the Flutter SDK in it."""

    def __init__(self, server_url: str, user_pool_id: str, app_id: str, public_key: str, lang: str = "zh-CN") -> None:
        self.wire = Wire(server_url)
        self.user_pool_id, self.app_id, self.public_key, self.lang = user_pool_id, app_id, public_key, lang
        self.config: dict[str, Any] = {}
        self.user: User | None = None
        self.stored_token: str | None = None
        self.first_time_login_token: str | None = None
        self.last: Received | None = None

    def steps(self) -> list[str]:
        """The requests since the last time: method, path, body keys, `with token`."""
        return [f"{sent}{' with token' * bool(sent.header('authorization'))}" for sent in self.wire.take()]

    def init(self) -> None:
        """`Authing.init`. Raises LateInitializationError where the configuration is not HTTP 200."""
        self.config = self.get_public_config().data

    def get_public_config(self) -> Result:
        """The configuration, from a host of its own."""
        return self._send("GET", f"/api/v2/applications/{self.app_id}/public-config", host=CONSOLE_HOST)

    def _send(self, method: str, path: str, body: dict[str, Any] | None = None, *, host: str = HOST) -> Result:
        content = None if body is None else compact_json(body, escape_slashes=False)
        content_type = "application/json" if content is None else "application/json; charset=utf-8"
        headers: Headers = [
            ("user-agent", "Dart/3.1 (dart:io)"),
            ("accept-encoding", "gzip"),
            ("x-authing-userpool-id", self.user_pool_id),
            ("x-authing-app-id", self.app_id),
            ("x-authing-request-from", "sdk-flutter"),
            ("x-authing-sdk-version", "1.1.11"),
            ("x-authing-lang", self.lang),
            ("content-type", content_type),
        ]
        # Logging out does not clear the stored token: a dead one keeps coming.
        token = (self.user.mfa_token or self.user.token) if self.user else self.stored_token
        if token:
            headers.append(("authorization", f"Bearer {token}"))
        if method == "POST":
            headers.append(("content-length", str(len(content or b""))))
        headers.append(("host", host))
        self.last = self.wire.send(method, path, headers, content)
        return read_result(self.last.status, self.last.text)

    def _post(self, path: str, **body: Any) -> Result:
        return self._send("POST", path, {key: value for key, value in body.items() if value is not None})

    def _encrypted(self, password: str) -> str:
        return encrypted(password, self.public_key)

    def _create_user(self, result: Result) -> Result:
        if result.code == 200:
            self.user = result.user = User.create(result.data)
            self.stored_token = self.user.token
        elif result.code == 1636:
            self.user = User.create(result.data)
        elif result.code == 1639:
            self.first_time_login_token = result.data["token"]
        return result

    # Register and log in

    def register_by_email(self, email: str, password: str) -> Result:
        body = {"email": email, "password": self._encrypted(password), "forceLogin": True}
        return self._create_user(self._post("/api/v2/register/email", **body))

    def register_by_user_name(self, username: str, password: str) -> Result:
        body = {"username": username, "password": self._encrypted(password), "forceLogin": True}
        return self._create_user(self._post("/api/v2/register/username", **body))

    def register_by_phone_code(self, phone: str, code: str, password: str) -> Result:
        body = {"phone": phone, "code": code, "password": self._encrypted(password), "forceLogin": True}
        return self._create_user(self._post("/api/v2/register/phone-code", **body))

    def login_by_account(self, account: str, password: str, *, auto_register: bool | None = None) -> Result:
        body = {"account": account, "password": self._encrypted(password), "autoRegister": auto_register}
        return self._create_user(self._post("/api/v2/login/account", **body))

    def login_by_phone_code(self, phone: str, code: str, *, auto_register: bool | None = None) -> Result:
        body = {"phone": phone, "code": code, "autoRegister": auto_register}
        return self._create_user(self._post("/api/v2/login/phone-code", **body))

    def login_by_ad(self, username: str, password: str) -> Result:
        """Commented out in the source, documented in its README."""
        body = {"username": username, "password": self._encrypted(password)}
        return self._create_user(self._post("/api/v2/login/ad", **body))

    def login_by_ldap(self, username: str, password: str) -> Result:
        """Commented out in the source, documented in its README."""
        body = {"username": username, "password": self._encrypted(password)}
        return self._create_user(self._post("/api/v2/login/ldap", **body))

    # Who is logged in

    def get_current_user(self) -> Result:
        return self._create_user(self._send("GET", "/api/v2/users/me"))

    def logout(self) -> Result:
        result = self._send("GET", f"/api/v2/logout?app_id={self.app_id}")
        self.user = None
        return result

    def delete_account(self) -> Result:
        result = self._send("DELETE", "/api/v2/users/delete")
        if result.code == 200:
            self.user = None
        return result

    def update_id_token(self) -> Result:
        """A POST without a body, which rebuilds the user from the answer."""
        return self._create_user(self._send("POST", "/api/v2/users/refresh-token"))

    # Codes and passwords

    def send_sms(self, phone: str, phone_country_code: str | None = None) -> Result:
        return self._post("/api/v2/sms/send", phone=phone, phoneCountryCode=phone_country_code)

    def send_email(self, email: str, scene: str) -> Result:
        return self._post("/api/v2/email/send", email=email, scene=scene)

    def reset_password_by_phone_code(self, phone: str, code: str, new_password: str) -> Result:
        body = {"phone": phone, "code": code, "newPassword": self._encrypted(new_password)}
        return self._post("/api/v2/password/reset/sms", **body)

    def reset_password_by_email_code(self, email: str, code: str, new_password: str) -> Result:
        body = {"email": email, "code": code, "newPassword": self._encrypted(new_password)}
        return self._post("/api/v2/password/reset/email", **body)

    def reset_password_by_first_login_token(self, token: str, password: str) -> Result:
        body = {"token": token, "password": self._encrypted(password)}
        result = self._post("/api/v2/users/password/reset-by-first-login-token", **body)
        if result.code == 200:
            result.user = User.create(result.data)
        return result

    def update_password(self, new_password: str, old_password: str | None = None) -> Result:
        old = self._encrypted(old_password) if old_password else None
        body = {"newPassword": self._encrypted(new_password), "oldPassword": old}
        return self._create_user(self._post("/api/v2/password/update", **body))

    # Profile, custom data, addresses

    def get_custom_data(self, user_id: str) -> list[dict[str, Any]]:
        result = self._send("GET", f"/api/v2/udfs/values?targetType=USER&targetId={user_id}")
        values = result.data["data"] if result.code == 200 else []
        assert isinstance(values, list)
        return values

    def set_custom_data(self, values: dict[str, Any]) -> Result:
        udfs = [{"definition": key, "value": value} for key, value in values.items()]
        result = self._post("/api/v2/udfs/values", udfs=udfs)
        if self.user and isinstance(result.data.get("data"), list):
            self.user.custom_data = result.data["data"]
        return result

    def update_profile(self, changes: dict[str, Any]) -> Result:
        return self._create_user(self._send("POST", "/api/v2/users/profile/update", changes))

    def bind_phone(self, phone: str, code: str) -> Result:
        """The code is called `code` here, not `phoneCode`."""
        return self._create_user(self._post("/api/v2/users/phone/bind", phone=phone, code=code))

    def unbind_phone(self) -> Result:
        return self._create_user(self._send("POST", "/api/v2/users/phone/unbind"))

    def update_phone(self, phone: str, code: str, old_phone: str | None = None, old_code: str | None = None) -> Result:
        body = {"phone": phone, "phoneCode": code, "oldPhone": old_phone, "oldPhoneCode": old_code}
        return self._create_user(self._post("/api/v2/users/phone/update", **body))

    def bind_email(self, email: str, code: str) -> Result:
        return self._create_user(self._post("/api/v2/users/email/bind", email=email, emailCode=code))

    def unbind_email(self) -> Result:
        return self._create_user(self._send("POST", "/api/v2/users/email/unbind"))

    def update_email(self, email: str, code: str, old_email: str | None = None, old_code: str | None = None) -> Result:
        body = {"email": email, "emailCode": code, "oldEmail": old_email, "oldEmailCode": old_code}
        return self._create_user(self._post("/api/v2/users/email/update", **body))

    # The app as the phone: QR codes

    def mark_qrcode_scanned(self, random: str) -> Result:
        return self._post("/api/v2/qrcode/scanned", random=random)

    def login_by_scanned_ticket(self, random: str) -> Result:
        return self._post("/api/v2/qrcode/confirm", random=random)

    # Lists

    def get_security_level(self) -> Result:
        return self._send("GET", "/api/v2/users/me/security-level")

    def list_applications(self, page: int = 1, limit: int = 10) -> Result:
        return self._send("GET", f"/api/v2/users/me/applications/allowed?page={page}&limit={limit}")

    def list_orgs(self) -> Result:
        if self.user is None:
            return Result(500, "not logged in")
        return self._send("GET", f"/api/v2/users/{self.user.fields['id']}/orgs")

    def list_roles(self, namespace: str | None = None) -> Result:
        return self._send("GET", f"/api/v2/users/me/roles{f'?namespace={namespace}' if namespace else ''}")

    def list_authorized_resources(self, namespace: str = "default", resource_type: str | None = None) -> Result:
        return self._post("/api/v2/users/resource/authorized", namespace=namespace, resourceType=resource_type)

    # Third parties

    def login_by_wechat(self, connection_id: str, code: str) -> Result:
        return self.social_login("wechatMobile", connection_id, code)

    def login_by_alipay(self, connection_id: str, code: str) -> Result:
        return self.social_login("alipay", connection_id, code)

    def login_by_apple(self, code: str) -> Result:
        path = f"/connection/social/apple/{self.user_pool_id}/callback?app_id={self.app_id}"
        return self._create_user(self._post(path, code=code))

    def social_login(self, kind: str, connection_id: str, code: str) -> Result:
        return self._create_user(self._post(f"/api/v2/ecConn/{kind}/authByCode", connId=connection_id, code=code))

    def link(self, primary_token: str, secondary_token: str) -> Result:
        body = {"primaryUserToken": primary_token, "secondaryUserToken": secondary_token}
        return self._create_user(self._post("/api/v2/users/link", **body))

    def unlink(self, provider: str, primary_token: str | None = None) -> Result:
        return self._create_user(self._post("/api/v2/users/unlink", provider=provider, primaryUserToken=primary_token))
