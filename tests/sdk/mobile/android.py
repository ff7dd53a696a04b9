"""Guard Android 1.5.8's functions, as they were measured on a JVM (wire-android-measured.md)."""

from __future__ import annotations

import json
import re
import time
from typing import Any
from urllib.parse import quote

from websocket import WebSocket

from tests.sdk.mobile.android_devices import AndroidDevices
from tests.sdk.mobile.android_json import JSON_PARSE_FAILED, JSONException, get_object, get_text, java_text
from tests.sdk.mobile.android_network import NeverCalledBackError
from tests.sdk.mobile.wire import Outcome, form_file, opened

_SMS_PAUSE_SECONDS = 60


class Android(AndroidDevices):
    """An app with the Android SDK in it. Method names are the SDK's own, in this language's spelling."""

    # Register and log in

    def register_by_email(self, email: str, password: str, context: str | None = None) -> Outcome:
        body = {"email": email, "password": self._encrypted(password), "forceLogin": True, "context": context}
        return self._create_user_info(self._post("/api/v2/register/email", **body))

    def register_by_email_code(self, email: str, code: str) -> Outcome:
        return self._create_user_info(
            self._post("/api/v2/register/email-code", email=email, code=code, forceLogin=True)
        )

    def register_by_user_name(self, username: str, password: str) -> Outcome:
        body = {"username": username, "password": self._encrypted(password), "forceLogin": True}
        return self._create_user_info(self._post("/api/v2/register/username", **body))

    def register_by_phone_code(
        self, phone: str, code: str, password: str | None = None, phone_country_code: str | None = None
    ) -> Outcome:
        body = {"phoneCountryCode": phone_country_code, "phone": phone, "password": self._encrypted(password)}
        return self._create_user_info(self._post("/api/v2/register/phone-code", **body, code=code, forceLogin=True))

    def register_by_phone_password(self, phone: str, password: str, phone_country_code: str | None) -> Outcome:
        body = {"phoneCountryCode": phone_country_code, "account": phone, "password": self._encrypted(password)}
        return self._create_user_info(self._post("/api/v2/register-phone", **body, forceLogin=True))

    def register_by_extend_field(self, field: str, account: str, password: str) -> Outcome:
        body = {"account": account, "password": self._encrypted(password), "forceLogin": True}
        return self._create_user_info(self._post(f"/api/v2/register-{field}", **body))

    def login_by_email_code(self, email: str, code: str, *, auto_register: bool = True) -> Outcome:
        body = {"email": email, "code": code, "autoRegister": auto_register}
        return self._create_user_info(self._post("/api/v2/login/email-code", **body))

    def login_by_account(
        self, account: str, password: str, *, auto_register: bool = True, captcha_code: str | None = None
    ) -> Outcome:
        body: dict[str, Any] = {"account": account, "password": self._encrypted(password)}
        body |= {"autoRegister": auto_register, "captchaCode": captcha_code}
        return self._create_user_info(self._call("POST", "/api/v2/login/account", body, cookie=bool(captcha_code)))

    def login_by_phone_code(self, phone: str, code: str, *, auto_register: bool = True) -> Outcome:
        body = {"phone": phone, "code": code, "autoRegister": auto_register}
        return self._create_user_info(self._post("/api/v2/login/phone-code", **body))

    def login_by_ad(self, username: str, password: str) -> Outcome:
        """Removed in b2cf848; the page still has it."""
        body = {"username": username, "password": self._encrypted(password)}
        return self._create_user_info(self._post("/api/v2/login/ad", **body))

    def login_by_one_auth(self, token: str, access_token: str, net_work: int | None = None) -> Outcome:
        body = {"token": token, "accessToken": access_token, "netWork": net_work}
        return self._create_user_info(self._post("/api/v2/ecConn/oneAuth/login", **body))

    def get_captcha_code(self) -> tuple[str, str]:
        """The captcha's SVG and what it shows; its cookies are remembered, each up to its second `=`."""
        pool_id = self.config.user_pool_id if self.config else ""
        path = f"/api/v2/security/captcha?r=abcdefghij&userpool_id={pool_id}"
        received = self.wire.send("GET", path, self._end(None, own_agent=True))
        for name, value in received.headers:
            if name.lower() == "set-cookie":
                self._cookies[value.split("=")[0]] = value.split(";")[0].split("=")[1]
        return received.text, dict(received.headers)["x-mock-captcha-code"]

    # Who is logged in

    def get_current_user(self) -> Outcome:
        return self._create_user_info(self._get("/api/v2/users/me"), self.user)

    def get_current_user_info(self) -> Outcome:
        return self._create_user_info(self._get("/api/v2/users/me/info"), self.user)

    def logout(self, only_self: str | None = None) -> Outcome:
        """Forgets the user whatever the server says."""
        suffix = f"&only_self={only_self}" if only_self else ""
        answer = self._get(f"/api/v2/logout?app_id={self.app_id}{suffix}")
        self.user = None
        return Outcome(answer.code, answer.message)

    def delete_account(self) -> Outcome:
        answer = self._call("DELETE", "/api/v2/users/delete")
        if answer.code == 200:
            self.user = None
        return Outcome(answer.code, answer.message)

    def update_id_token(self) -> Outcome:
        return self._create_user_info(self._post("/api/v2/users/refresh-token"), self.user)

    # Codes and passwords

    def send_sms(self, phone: str, phone_country_code: str | None = None) -> Outcome:
        """A second one within a minute of a good one is answered without a request."""
        if time.monotonic() - self._sms_sent.get(phone, -_SMS_PAUSE_SECONDS) < _SMS_PAUSE_SECONDS:
            return Outcome(10008, "SMS already sent")
        answer = self._post("/api/v2/sms/send", phone=phone, phoneCountryCode=phone_country_code)
        if answer.code == 200:
            self._sms_sent[phone] = time.monotonic()
        return Outcome(answer.code, answer.message)

    def send_email(self, email: str, scene: str) -> Outcome:
        answer = self._post("/api/v2/email/send", email=email, scene=scene)
        return Outcome(answer.code, answer.message)

    def reset_password_by_phone_code(self, phone: str, code: str, new_password: str) -> Outcome:
        body = {"phone": phone, "code": code, "newPassword": self._encrypted(new_password)}
        return self._post("/api/v2/password/reset/sms", **body)

    def reset_password_by_email_code(self, email: str, code: str, new_password: str) -> Outcome:
        body = {"email": email, "code": code, "newPassword": self._encrypted(new_password)}
        return self._post("/api/v2/password/reset/email", **body)

    def reset_password_by_first_time_login_token(self, token: str, password: str) -> Outcome:
        body = {"token": token, "password": self._encrypted(password)}
        answer = self._post("/api/v2/users/password/reset-by-first-login-token", **body)
        return Outcome(answer.code, answer.message)

    def update_password(self, new_password: str, old_password: str | None = None) -> Outcome:
        body = {"newPassword": self._encrypted(new_password), "oldPassword": self._encrypted(old_password)}
        return self._post("/api/v2/password/update", **body)

    # Profile, custom data, addresses

    def set_custom_user_data(self, values: dict[str, Any]) -> Outcome:
        if self.user is None:
            return Outcome(10003, "Login failed")
        udfs = [{"definition": key, "value": value} for key, value in values.items()]
        return self._post("/api/v2/udfs/values", udfs=udfs)

    def update_profile(self, changes: dict[str, Any]) -> Outcome:
        """Every value becomes text, every snake_case key camelCase."""
        texts = {
            re.sub(r"_([a-z])", lambda found: found[1].upper(), key): java_text(value) for key, value in changes.items()
        }
        return self._create_user_info(self._post("/api/v2/users/profile/update", **texts), self.user)

    def upload_avatar(self, picture: bytes) -> Outcome:
        """Uploads, and changes the profile."""
        url = self._uploaded("/api/v2/upload?folder=photos", picture, "url")
        if url is None:
            return Outcome(10009, "Upload avatar failed")
        return self._create_user_info(self._post("/api/v2/users/profile/update", photo=url), self.user)

    def upload_face_image(self, picture: bytes) -> Outcome:
        """Uploads what a second factor is shown; the app gets its key."""
        key = self._uploaded("/api/v2/upload?folder=photos&private=true", picture, "key")
        return Outcome(200, None, key) if key else Outcome(10009, "Upload avatar failed")

    def _uploaded(self, path: str, picture: bytes, key: str) -> str | None:
        """Uploads without a token or any header of its own; only HTTP 200 and what is in `data` count."""
        boundary = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
        body = form_file(boundary, "aPhoto", picture, with_length=True)
        content = (f"multipart/form-data; boundary={boundary}", body)
        received = self.wire.send("POST", path, self._end(content, own_agent=True), body)
        try:
            return get_text(get_object(json.loads(received.text), "data"), key) if received.status == 200 else None
        except (ValueError, JSONException):
            return None

    def bind_phone(self, phone: str, code: str, phone_country_code: str | None = None) -> Outcome:
        body = {"phoneCountryCode": phone_country_code, "phone": phone, "phoneCode": code}
        return self._create_user_info(self._post("/api/v2/users/phone/bind", **body), self.user)

    def unbind_phone(self) -> Outcome:
        return self._create_user_info(self._post("/api/v2/users/phone/unbind"), self.user)

    def update_phone(self, phone: str, code: str, old_phone: str | None = None, old_code: str | None = None) -> Outcome:
        body = {"phone": phone, "phoneCode": code, "oldPhone": old_phone, "oldPhoneCode": old_code}
        return self._create_user_info(self._post("/api/v2/users/phone/update", **body), self.user)

    def bind_email(self, email: str, code: str) -> Outcome:
        return self._create_user_info(self._post("/api/v2/users/email/bind", email=email, emailCode=code), self.user)

    def unbind_email(self) -> Outcome:
        return self._create_user_info(self._post("/api/v2/users/email/unbind"), self.user)

    # The app as the phone: QR codes and pushes

    def mark_qr_code_scanned(self, random: str) -> Outcome:
        return self._post("/api/v2/qrcode/scanned", random=random)

    def login_by_scanned_ticket(self, random: str, *, auto_mark_scanned: bool = False) -> Outcome:
        if auto_mark_scanned:
            scanned = self.mark_qr_code_scanned(random)
            if scanned.code != 200:
                return scanned
        return self._post("/api/v2/qrcode/confirm", random=random)

    def cancel_by_scanned_ticket(self, random: str) -> Outcome:
        return self._post("/api/v2/qrcode/cancel", random=random)

    def login_by_qr_code(self, qrcode_id: str) -> Outcome:
        return self._post("/api/v3/qrcode-app-login", qrcodeId=qrcode_id, action="APP_LOGIN")

    def get_fast_pass_client_apps(self, qrcode_id: str, app_id: str) -> Outcome:
        return self._get(f"/api/v3/get-fastpass-client-apps?qrcodeId={qrcode_id}&appId={app_id}")

    def change_push_code_status(self, push_code_id: str, action: str) -> Outcome:
        return self._post("/api/v3/change-pushcode-status", pushCodeId=push_code_id, action=action)

    def get_push_login_relation_apps(self, push_code_id: str, app_id: str) -> Outcome:
        return self._post("/api/v3/get-pushlogin-relation-apps", pushCodeId=push_code_id, appId=app_id)

    def bind_push_cid(self, cid: str) -> Outcome:
        return self._post("/api/v3/user-bind-app", cid=cid)

    def un_bind_push_cid(self, cid: str) -> Outcome:
        return self._post("/api/v3/user-unbind-app", cid=cid)

    # Lists

    def get_security_level(self) -> Outcome:
        return self._get("/api/v2/users/me/security-level")

    def list_applications(self, page: int = 1, limit: int = 100) -> Outcome:
        answer = self._get(f"/api/v2/users/me/applications/allowed?page={page}&limit={limit}")
        return self._list(answer, "list")

    def list_orgs(self) -> Outcome:
        if self.user is None:
            return Outcome(2020, "Login first")
        listed = self._list(self._get(f"/api/v2/users/{self.user.id}/orgs"), "data")
        is_paths = all(
            isinstance(path, list) and all(isinstance(each, dict) for each in path) for path in listed.data or ()
        )
        return listed if is_paths else JSON_PARSE_FAILED

    def list_roles(self, namespace: str | None = None) -> Outcome:
        query = f"?namespace={namespace}" if namespace else ""
        return self._list(self._get(f"/api/v2/users/me/roles{query}"), "data")

    def list_authorized_resources(self, namespace: str = "default", resource_type: str | None = None) -> Outcome:
        body = {"namespace": namespace, "resourceType": resource_type}
        listed = self._list(self._post("/api/v2/users/resource/authorized", **body), "list")
        if any("actions" in each and not isinstance(each["actions"], list) for each in listed.data or ()):
            return JSON_PARSE_FAILED
        return listed

    def check_password(self, password: str) -> Outcome:
        return self._get(f"/api/v2/users/password/check?password={quote(self._encrypted(password) or '', safe='')}")

    def check_account(self, name: str, value: str) -> Outcome:
        return self._get(f"/api/v2/users/is-user-exists?{name}={value}")

    # What is of the service and not of the user

    def feedback(self, contact: str, kind: int, description: str, images: list[str]) -> Outcome:
        body = {"appId": self.app_id, "phone": contact, "type": kind, "description": description, "images": images}
        return self._post("/api/v2/feedback", **body)

    def get_user_polls(self, page: int = 1, limit: int = 10) -> Outcome:
        return self._get(f"/api/v2/userpools?page={page}&limit={limit}")

    def get_user_poll_detail(self) -> Outcome:
        return self._get("/api/v2/userpools/detail")

    def get_collaboration_user_polls(self) -> Outcome:
        return self._get("/api/v2/userpools/cooperated")

    def get_related_client_apps(self) -> Outcome:
        return self._get(f"/api/v2/applications/{self.app_id}/related-client-apps")

    def get_current_user_v3(self) -> Outcome:
        return self._create_user_info(self._get("/api/v3/get-user?withIdentities=true"), self.user)

    # Events

    def sub_event(self, event_code: str) -> WebSocket:
        """The socket of a subscription, of which the app's receiver hears: but it is looked up by the URL, in which
        OkHttp has written `http` for `ws`, and the SDK `wss` for `https`.
        """
        assert self.config and self.config.device_func_enabled and self.user, "the SDK does nothing without them"
        url = f"{self.config.event_socket}/events/v1/authentication/sub?code={event_code}&token={self.user.token}"
        if re.sub("^ws", "http", url).replace("https", "wss") != url:
            raise NeverCalledBackError(url)
        agent = ["Accept-Encoding: gzip", "User-Agent: okhttp/3.13.1"]
        return opened(re.sub("^http", "ws", url), agent)

    def pub_event(self, event_type: str, event_data: str) -> Outcome:
        return self._post("/api/v3/pub-userEvent", eventType=event_type, eventData=event_data)
