"""Guard iOS 1.4.10's functions, as read in its source (wire-mobile.md)."""

from __future__ import annotations

import json
from typing import Any

from websocket import WebSocket

from tests.sdk.mobile.ios_network import IosNetwork, UserInfo
from tests.sdk.mobile.wire import Headers, Outcome, Received, form_file, opened

__all__ = ["Ios", "UserInfo"]


class Ios(IosNetwork):
    """An app with the iOS SDK in it. Method names are the SDK's own, in this language's spelling."""

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
