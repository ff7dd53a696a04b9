"""Guard iOS 1.4.10's network layer, as read in its source (wire-mobile.md). Header order is CFNetwork's, not known."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from websocket import WebSocket

from tests.sdk.mobile.wire import Headers, Outcome, Received, Wire, compact_json, encrypted, form_file, opened

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


class Ios:
    """An app with the iOS SDK in it, set up by `setOnPremiseInfo` and `start`."""

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

    # Register and log in

    def register_by_email(self, email: str, password: str) -> Outcome:
        body = {"email": email, "password": self._encrypted(password), "forceLogin": True}
        return self._create_user_info(self._post("/api/v2/register/email", **body))

    def register_by_email_code(self, email: str, code: str) -> Outcome:
        return self._create_user_info(
            self._post("/api/v2/register/email-code", email=email, code=code, forceLogin=True)
        )

    def register_by_user_name(self, username: str, password: str) -> Outcome:
        body = {"username": username, "password": self._encrypted(password), "forceLogin": True}
        return self._create_user_info(self._post("/api/v2/register/username", **body))

    def register_by_phone(self, phone: str, password: str) -> Outcome:
        body = {"account": phone, "password": self._encrypted(password)}
        return self._create_user_info(self._post("/api/v2/register-phone", **body))

    def register_by_phone_code(self, phone: str, code: str, password: str | None = None) -> Outcome:
        body = {"phone": phone, "code": code, "forceLogin": True}
        body |= {"password": self._encrypted(password)} if password else {}
        return self._create_user_info(self._post("/api/v2/register/phone-code", **body))

    def register_by_extended_fields(self, field_name: str, account: str, password: str) -> Outcome:
        body = {"account": account, "password": self._encrypted(password)}
        return self._create_user_info(self._post(f"/api/v2/register-{field_name}", **body))

    def login_by_email(self, email: str, code: str, *, auto_register: bool = False) -> Outcome:
        body = {"email": email, "code": code, "autoRegister": auto_register}
        return self._create_user_info(self._post("/api/v2/login/email-code", **body))

    def login_by_account(
        self, account: str, password: str, *, auto_register: bool = False, captcha_code: str | None = None
    ) -> Outcome:
        body = {"account": account, "password": self._encrypted(password), "autoRegister": auto_register}
        return self._create_user_info(self._post("/api/v2/login/account", **body, captchaCode=captcha_code))

    def login_by_phone_code(self, phone: str, code: str, *, auto_register: bool = False) -> Outcome:
        body = {"phone": phone, "code": code, "autoRegister": auto_register}
        return self._create_user_info(self._post("/api/v2/login/phone-code", **body))

    def login_by_ad(self, username: str, password: str) -> Outcome:
        body = {"username": username, "password": self._encrypted(password)}
        return self._create_user_info(self._post("/api/v2/login/ad", **body))

    def login_by_one_auth(self, token: str, access_token: str) -> Outcome:
        body = {"token": token, "accessToken": access_token}
        return self._create_user_info(self._post("/api/v2/ecConn/oneAuth/login", **body))

    def get_security_captcha(self) -> Received:
        """The captcha's picture; its cookies are in the jar for the login that follows."""
        return self._received("GET", "/api/v2/security/captcha")

    # Who is logged in

    def get_current_user(self) -> Outcome:
        return self._create_user_info(self._get("/api/v2/users/me"))

    def logout(self, only_self: str = "") -> Outcome:
        """Forgets user and cookies whatever the server says."""
        answer = self._get(f"/api/v2/logout?app_id={self.app_id}&only_self={only_self}")
        self.user, self._cookies = None, {}
        return Outcome(answer.code, answer.message)

    def delete_account(self) -> Outcome:
        answer = self._send("DELETE", "/api/v2/users/delete")
        if answer.code == 200:
            self.user, self._cookies = None, {}
        return Outcome(answer.code, answer.message)

    def update_id_token(self) -> Outcome:
        return self._create_user_info(self._post("/api/v2/users/refresh-token"), self.user)

    # Codes and passwords

    def send_sms(self, phone: str, phone_country_code: str | None = None) -> Outcome:
        answer = self._post("/api/v2/sms/send", phone=phone, phoneCountryCode=phone_country_code)
        return Outcome(answer.code, answer.message)

    def send_email(self, email: str, scene: str) -> Outcome:
        answer = self._post("/api/v2/email/send", email=email, scene=scene)
        return Outcome(answer.code, answer.message)

    def send_login_email(self, email: str, scene: str) -> Outcome:
        answer = self._post("/api/v2/email/send-email", email=email, scene=scene)
        return Outcome(answer.code, answer.message)

    def reset_password_by_phone(self, phone: str, code: str, new_password: str) -> Outcome:
        body = {"phone": phone, "code": code, "newPassword": self._encrypted(new_password)}
        return self._post("/api/v2/password/reset/sms", **body)

    def reset_password_by_email(self, email: str, code: str, new_password: str) -> Outcome:
        body = {"email": email, "code": code, "newPassword": self._encrypted(new_password)}
        return self._post("/api/v2/password/reset/email", **body)

    def reset_password_by_first_time_login_token(self, token: str, password: str) -> Outcome:
        body = {"token": token, "password": self._encrypted(password)}
        answer = self._post("/api/v2/users/password/reset-by-first-login-token", **body)
        return Outcome(answer.code, answer.message)

    def update_password(self, new_password: str, old_password: str | None = None) -> Outcome:
        body = {"newPassword": self._encrypted(new_password)}
        body |= {"oldPassword": self._encrypted(old_password)} if old_password else {}
        return self._create_user_info(self._post("/api/v2/password/update", **body))

    # Profile, custom data, addresses

    def get_custom_user_data(self, user: UserInfo | None) -> Outcome:
        """Its answer decides every login. `targetId` is null where there is no user."""
        body = {"targetType": "USER", "targetId": user.id if user else None}
        answer = self._send("POST", "/api/v2/udvs/get", body)
        if answer.code == 200 and user and isinstance((answer.data or {}).get("result"), list):
            user.custom_data = answer.data["result"]
        return Outcome(answer.code, answer.message, user)

    def set_custom_user_data(self, values: dict[str, Any]) -> Outcome:
        udfs = [{"definition": key, "value": value} for key, value in values.items()]
        return self._post("/api/v2/udfs/values", udfs=udfs)

    def update_profile(self, changes: dict[str, Any]) -> Outcome:
        return self._create_user_info(self._send("POST", "/api/v2/users/profile/update", changes))

    def upload_avatar(self, picture: bytes) -> Outcome:
        """The form begins with an empty line; neither token nor `x-authing-` headers; only the body's code counts."""
        boundary = "Boundary-5B8A4E0C"
        body = form_file(boundary, "personal.png", picture, prefix=b"\r\n", with_length=False)
        headers: Headers = [("Host", self.host), ("Content-Type", f"multipart/form-data; boundary={boundary}")]
        headers += [("Accept", "*/*"), ("Content-Length", str(len(body)))]
        received = self.wire.send("POST", "/api/v2/upload?folder=photos", headers, body)
        answer = json.loads(received.text)
        url = (answer.get("data") or {}).get("url")
        if answer["code"] != 200 or not url:
            return Outcome(answer["code"], answer["message"])
        return self.update_profile({"photo": url})

    def bind_phone(self, phone: str, code: str) -> Outcome:
        return self._create_user_info(self._post("/api/v2/users/phone/bind", phone=phone, phoneCode=code))

    def unbind_phone(self) -> Outcome:
        return self._create_user_info(self._post("/api/v2/users/phone/unbind"))

    def bind_email(self, email: str, code: str) -> Outcome:
        return self._create_user_info(self._post("/api/v2/users/email/bind", email=email, emailCode=code))

    def unbind_email(self) -> Outcome:
        return self._create_user_info(self._post("/api/v2/users/email/unbind"))

    # The app as the phone: QR codes and pushes

    def mark_qrcode_scanned(self, random: str) -> Outcome:
        return self._post("/api/v2/qrcode/scanned", random=random)

    def login_by_scanned_ticket(self, random: str) -> Outcome:
        return self._post("/api/v2/qrcode/confirm", random=random)

    def cancel_by_scanned_ticket(self, random: str) -> Outcome:
        return self._post("/api/v2/qrcode/cancel", random=random)

    def login_by_qrcode(self, qrcode_id: str) -> Outcome:
        return self._post("/api/v3/qrcode-app-login", qrcodeId=qrcode_id, action="APP_LOGIN")

    def login_by_push_notification(self, push_code_id: str, action: str) -> Outcome:
        return self._post("/api/v3/change-pushcode-status", pushCodeId=push_code_id, action=action)

    def bind(self, cid: str) -> Outcome:
        return self._post("/api/v3/user-bind-app", cid=cid)

    def unbind(self, cid: str) -> Outcome:
        return self._post("/api/v3/user-unbind-app", cid=cid)

    # Lists

    def get_security_level(self) -> Outcome:
        return self._get("/api/v2/users/me/security-level")

    def list_applications(self, page: int = 1, limit: int = 10) -> Outcome:
        return self._part(self._get(f"/api/v2/users/me/applications/allowed?page={page}&limit={limit}"), "list")

    def list_orgs(self) -> Outcome:
        if not self.user or not self.user.id:
            return Outcome(10003, "Login failed")
        return self._part(self._get(f"/api/v2/users/{self.user.id}/orgs"), "data")

    def list_roles(self, namespace: str | None = None) -> Outcome:
        return self._part(self._get(f"/api/v2/users/me/roles{f'?namespace={namespace}' if namespace else ''}"), "data")

    def list_authorized_resources(self, namespace: str = "default", resource_type: str | None = None) -> Outcome:
        """The type is encrypted like a password, which is a bug of the SDK's."""
        encrypted_type = self._encrypted(resource_type) if resource_type else None
        body = {"namespace": namespace, "resourceType": encrypted_type}
        return self._part(self._post("/api/v2/users/resource/authorized", **body), "list")

    def check_password(self, password: str) -> Outcome:
        escaped = self._encrypted(password).replace("=", "%3D").replace("+", "%2B")
        return self._get(f"/api/v2/users/password/check?password={escaped}")

    def check_account(self, name: str, value: str) -> Outcome:
        return self._get(f"/api/v2/users/is-user-exists?{name}={value}")

    # Devices. Answers of API v3 have no `code`: the app gets them whole, with 200

    def create_device(self, custom_data: str | None = None) -> Outcome:
        """Tells of this device, by the id in its keychain."""
        body = {"deviceUniqueId": self.device_id, "type": "Mobile", "name": "iPhone", "mod": "iPhone15,2"}
        body |= {"version": "17.0", "producer": "apple", "os": "iOS"}
        return self._post("/api/v3/create-device", **body, customData=custom_data)

    def device_list(self) -> Outcome:
        return self._get("/api/v3/mydevices/list")

    def remove_device(self, device_id: str) -> Outcome:
        return self._post("/api/v3/mydevices/unbind", deviceId=device_id)

    def logout_by_device_id(self, device_id: str) -> Outcome:
        return self._post("/api/v3/mydevices/revoke-session", deviceId=device_id)

    def feed_back(self, contact: str, kind: int, description: str, images: list[str] | None = None) -> Outcome:
        body = {"appId": self.app_id, "phone": contact, "type": kind, "description": description, "images": images}
        return self._post("/api/v2/feedback", **body)

    @staticmethod
    def _part(answer: Outcome, key: str) -> Outcome:
        return Outcome(answer.code, answer.message, (answer.data or {}).get(key) if answer.code == 200 else None)

    # Events

    def sub_event(self, event_code: str, access_token: str) -> WebSocket:
        """The socket of a subscription; the app has set its host. Only the first message gets to the app."""
        query = f"code={event_code}&token={access_token}"
        return opened(f"ws://{self.host}/events/v1/authentication/sub?{query}", [])

    def pub_event(self, event_type: str, event_data: str) -> Outcome:
        return self._post("/api/v3/pub-userEvent", eventType=event_type, eventData=event_data)
