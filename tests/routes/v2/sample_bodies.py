"""A right body for every POST of REST v2, and which of its fields are needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sample:
    """A call: its path, a body, and the fields that must be there."""

    path: str
    body: dict[str, Any]
    needed: frozenset[str]

    @property
    def texts(self) -> list[str]:
        """The fields that hold a text."""
        return [field for field in self.body if field != "udfs"]

    def __str__(self) -> str:
        return self.path.removeprefix("/api/v2/")


def _sample(path: str, needed: str, optional: str = "", **values: Any) -> Sample:
    texts = {
        "email": "a@x.test",
        "phone": "13800138000",
        "scene": "VERIFY_CODE",
        "resourceType": "DATA",
        "targetType": "USER",
        "gender": "M",
        "oldPhone": "13900139000",
        "oldEmail": "b@x.test",
    }
    names = [*needed.split(), *optional.split()]
    body = {name: values.get(name, texts.get(name, "111111")) for name in names}
    return Sample(f"/api/v2/{path}", body, frozenset(needed.split()))


SAMPLES = [
    _sample("register/email", "email password"),
    _sample("register/email-code", "email", "code password"),
    _sample("register/username", "username password"),
    _sample("register/phone-code", "phone", "code password"),
    _sample("register-email", "email password"),
    _sample("register-email-code", "email", "code password"),
    _sample("register-username", "username password"),
    _sample("register-phone-code", "phone", "code password"),
    _sample("register-phone", "account password"),
    _sample("register-nickname", "account password"),
    _sample("login/account", "account password", "captchaCode"),
    _sample("login/phone-code", "phone", "code"),
    _sample("login/email-code", "email", "code"),
    _sample("login/ad", "username password"),
    _sample("login/ldap", "username password"),
    _sample("ecConn/oneAuth/login", "token accessToken"),
    *(_sample(f"ecConn/{each}/authByCode", "code", "connId") for each in ("wechatMobile", "lark", "github")),
    *(_sample(f"ecConn/{each}/authByAccessToken", "access_token", "connId") for each in ("QQConnect", "line")),
    _sample("ecConn/twitter/authByRequestToken", "requestToken", "connId"),
    _sample("ecConn/wechatMobile/authByCodeIdentity", "code", "connId"),
    _sample("ecConn/wechatMobile/register", "key"),
    _sample("ecConn/wechatMobile/byAccount", "key account password"),
    _sample("ecConn/wechatMobile/byPhoneCode", "key phone", "code phoneCountryCode", phoneCountryCode="+86"),
    _sample("ecConn/wechatMobile/byEmailCode", "key email", "code"),
    _sample("ecConn/wechatMobile/select", "key", "account accountId"),
    _sample("ecConn/wechatMobile/byAccountId", "key", "account accountId"),
    _sample("users/link", "primaryUserToken secondaryUserToken"),
    _sample("users/unlink", "provider", "primaryUserToken"),
    _sample("sms/send", "phone", "scene"),
    _sample("email/send", "email scene"),
    _sample("email/send-email", "email scene"),
    _sample("email/preCheckCode", "email", "emailCode"),
    _sample("sms/preCheckCode", "phone", "phoneCode phoneCountryCode"),
    _sample("feedback", "description", "phone", phone="x"),
    _sample("password/user-action/check", "password", "userId"),
    _sample("password/reset/sms", "phone newPassword", "code"),
    _sample("password/reset/email", "email newPassword", "code"),
    _sample("password/update", "newPassword", "oldPassword"),
    _sample("users/password/reset-by-first-login-token", "token password"),
    _sample("users/profile/update", "", "username nickname gender address birthdate"),
    _sample("users/phone/bind", "phone", "phoneCode code"),
    _sample("users/phone/update", "phone", "phoneCode oldPhone oldPhoneCode"),
    _sample("users/email/bind", "email", "emailCode code"),
    _sample("users/email/update", "email", "emailCode oldEmail oldEmailCode"),
    _sample("users/resource/authorized", "", "namespace resourceType"),
    _sample("udvs/get", "", "targetType targetId"),
    _sample("udfs/values", "udfs", udfs=[]),
    _sample("qrcode/gene", "scene", scene="APP_AUTH"),
    _sample("qrcode/scanned", "random"),
    _sample("qrcode/confirm", "random"),
    _sample("qrcode/cancel", "random"),
    _sample("qrcode/userinfo", "ticket"),
    _sample("users/login/check-status", "token"),
    _sample("users/phone/unbind", ""),
    _sample("users/email/unbind", ""),
    _sample("users/refresh-token", ""),
]
