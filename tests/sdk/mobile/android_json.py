"""How the Android SDK reads answers: org.json's getters, the envelope, the configuration, the user."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from tests.sdk.mobile.wire import Outcome

JSON_PARSE_FAILED = Outcome(10004, "JSON parse failed")
NETWORK_ERROR = Outcome(10001, "Network error")


class JSONException(Exception):
    """What org.json's getters throw for a missing key and for the wrong type."""


class NullPointerException(Exception):
    """What reading from no data throws; it ends as "Network error"."""


def java_text(value: Any) -> str:
    """`getString`: whatever the value is, as text; JSON null is the text null."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def get_boolean(data: dict[str, Any], key: str) -> bool:
    """`getBoolean`: a boolean, or the text of one."""
    value = data.get(key)
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise JSONException(key)


def get_int(data: dict[str, Any], key: str) -> int:
    """`getInt`: a number, or the text of one."""
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise JSONException(key)
    try:
        return int(float(value))
    except ValueError:
        raise JSONException(key) from None


def get_object(data: dict[str, Any], key: str) -> dict[str, Any]:
    """`getJSONObject`."""
    value = data.get(key)
    if not isinstance(value, dict):
        raise JSONException(key)
    return value


def get_array(data: dict[str, Any], key: str) -> list[Any]:
    """`getJSONArray`."""
    value = data.get(key)
    if not isinstance(value, list):
        raise JSONException(key)
    return value


def get_text(data: dict[str, Any], key: str) -> str:
    """`getString`."""
    if key not in data:
        raise JSONException(key)
    return java_text(data[key])


def read_envelope(status: int, text: str) -> Outcome:
    """Code, message and data of an answer, by the measured table (wire-android-measured.md, section 7)."""
    if status not in (200, 201):
        return Outcome(status, text)
    try:
        body = json.loads(text)
    except ValueError:
        return NETWORK_ERROR
    if isinstance(body, list):
        return Outcome(200, None, {"result": body})
    if not isinstance(body, dict):
        return NETWORK_ERROR
    code = _code(body)
    message = java_text(body["message"]) if "message" in body else None
    data: dict[str, Any] | None = None
    if "data" in body:
        data = _data(body["data"])
    elif "code" not in body and "statusCode" not in body:
        code, data = 200, body
    if "recoveryCode" in body:
        if data is None:
            return NETWORK_ERROR
        data = data | {"recoveryCode": body["recoveryCode"]} if data is not body else data
    return Outcome(code, message, data)


def _code(body: dict[str, Any]) -> int:
    code = 0
    try:
        for key in ("statusCode", "apiCode", "code"):
            if key in body:
                code = get_int(body, key)
    except JSONException:
        return 200
    return code


def _data(value: Any) -> dict[str, Any] | None:
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {"data": value}
    if isinstance(value, bool):
        return {"result": value}
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return {"result": value.lower() == "true"}
    return None


_TEXTS = (
    *("email", "phone", "nickname", "photo", "birthdate", "address", "gender", "company", "locale", "website"),
    *("zoneinfo", "status", "browser", "device", "lastIp", "phoneCountryCode", "createdAt", "updatedAt", "givenName"),
    *("middleName", "familyName", "preferredUsername", "country", "city", "province", "region", "postalCode"),
    *("streetAddress", "userPoolId", "recoveryCode", "access_token", "refresh_token"),
)
_BOOLEANS = {
    "emailVerified": "emailVerified",
    "email_verified": "emailVerified",
    "phoneVerified": "phoneVerified",
    "phone_number_verified": "phoneVerified",
    "blocked": "blocked",
    "isDeleted": "isDeleted",
}


@dataclass
class UserInfo:
    """The user object that the app gets."""

    id: str | None = None
    username: str | None = None
    name: str | None = None
    token: str | None = None
    logins_count: int = 0
    fields: dict[str, str] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    identities: list[dict[str, Any]] = field(default_factory=list)
    custom_data: list[dict[str, str]] = field(default_factory=list)
    mfa_token: str | None = None

    @property
    def has_token(self) -> bool:
        """Whether there is a token; the text null is none."""
        return self.token not in (None, "", "null")

    def merged(self, data: dict[str, Any]) -> UserInfo:
        """This user with what an answer says. Raises JSONException for null where a typed getter reads."""
        if "userEntity" in data:
            data = get_object(data, "userEntity")
        user = copy(self)
        user.fields = self.fields | {key: java_text(data[key]) for key in _TEXTS if key in data}
        user.flags = self.flags | {flag: get_boolean(data, key) for key, flag in _BOOLEANS.items() if key in data}
        if "loginsCount" in data:
            user.logins_count = get_int(data, "loginsCount")
        if "role" in data:
            get_array(data, "role")
        if "identities" in data:
            user.identities = get_array(data, "identities")
        for key in ("id", "sub"):
            user.id = java_text(data[key]) if key in data else user.id
        if "username" in data:
            user.username = user.name = java_text(data["username"])
        if "name" in data:
            user.name = java_text(data["name"])
        for key in ("token", "id_token"):
            user.token = java_text(data[key]) if key in data else user.token
        return user


@dataclass(frozen=True)
class Config:
    """What the SDK keeps of public-config."""

    user_pool_id: str | None
    public_key: str | None
    connections: dict[str, str]
    redirect_uri: str | None
    device_func_enabled: bool
    event_socket: str = "wss://openevent.authing.cn"


_CONFIG_TYPES: tuple[tuple[Callable[[dict[str, Any], str], Any], tuple[str, ...]], ...] = (
    (get_int, ("verifyCodeLength", "passwordStrength")),
    (get_boolean, ("enableAppLogin", "enableFingerprintLogin", "enableFaceLogin", "registerDisabled")),
    (get_boolean, ("skipComplateFileds", "deviceFuncEnabled")),
    (get_object, ("verifyCodeTabConfig", "passwordTabConfig", "extendsFieldsI18n", "loginTabs", "registerTabs")),
    (get_array, ("complateFiledsPlace", "extendsFields", "regexRules", "redirectUris", "tabMethodsFields")),
    (get_array, ("agreements", "ecConnections")),
)


def read_config(data: dict[str, Any]) -> Config:
    """Reads public-config. Raises JSONException for a null in most fields: then the SDK has no configuration at all."""
    for getter, keys in _CONFIG_TYPES:
        for key in keys:
            if key in data:
                getter(data, key)
    for key in ("loginTabs", "registerTabs"):
        if key in data:
            get_array(data[key], "list")
            get_text(data[key], "default")
    for item in data.get("tabMethodsFields", ()):
        _ = [get_text(item, key) for key in ("key", "label", "labelEn")], get_object(item, "i18n")
    for item in data.get("agreements", ()):
        _ = get_text(item, "title"), get_text(item, "lang"), get_boolean(item, "required")
    return Config(
        get_text(data, "userPoolId") if "userPoolId" in data else None,
        get_text(data, "publicKey") if "publicKey" in data else None,
        {_connection_type(item): get_text(item, "id") for item in data.get("ecConnections", ())},
        next(iter(data.get("redirectUris", ())), None),
        "deviceFuncEnabled" in data and get_boolean(data, "deviceFuncEnabled"),
        **({"event_socket": get_text(data, "eventSocket")} if "eventSocket" in data else {}),
    )


def _connection_type(item: dict[str, Any]) -> str:
    get_object(item, "fields")
    return get_text(item, "provider" if "provider" in item else "type")
