"""Users in a pool document, with all that belongs to one."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from genauth_mock.documents.access_document import Grants, RoleNameDocument
from genauth_mock.documents.field_types import (
    LONGEST_TEXT,
    Base64Url,
    Count,
    DeviceId,
    Document,
    Id,
    Json,
    Line,
    Lines,
    Many,
    Object,
    Password,
    Time,
    Username,
    base32,
    without_control_characters,
    without_unprintable_characters,
)
from genauth_mock.kit.authenticators import LARGEST_COUNTER

# What a provider calls somebody, the first that it says.
SUBJECTS = ("openid", "unionid", "sub")
# What a provider says of somebody that becomes the user's, and as which field.
TAKEN_OVER = {
    **{name: name for name in ("nickname", "name", "photo", "unionid", "openid", "company", "city", "province")},
    "country": "country",
    "picture": "photo",
    "headimgurl": "photo",
    "avatar_url": "photo",
}


def _fit_for_a_user(profile: dict[str, Any]) -> dict[str, Any]:
    """What a provider says, if it may become a user's. Raises ValueError."""
    for name in dict.fromkeys((*SUBJECTS, *TAKEN_OVER)):
        value = profile.get(name)
        if not isinstance(value, str):
            continue
        if len(value) > LONGEST_TEXT:
            raise ValueError(f"{name}: it may have at most {LONGEST_TEXT} characters")
        try:
            (without_control_characters if name in SUBJECTS else without_unprintable_characters)(value)
        except ValueError as fault:
            raise ValueError(f"{name}: {fault}") from None
    return profile


ProviderProfile = Annotated[Object, AfterValidator(_fit_for_a_user)]


class PasskeyDocument(Document):
    """A passkey of a user. `credentialId` and `publicKey` (COSE) are base64url; `counter` is the authenticator's."""

    credential_id: Base64Url
    public_key: Base64Url
    counter: Annotated[int, Field(ge=0, le=LARGEST_COUNTER)] = 0
    authenticator_code: Line = "other"
    name: Line | None = None
    transports: Many[Line] = []
    aaguid: Line = "00000000-0000-0000-0000-000000000000"
    created_at: Time | None = None
    last_used_at: Time | None = None


class UserMfaDocument(Document):
    """A user's second factors. `email` and `phone` are the only ones that satisfy theirs. `face` is any text: a picture
    shows that face whose file is called so, or whose SHA-256 stands in it.
    """

    totp_secret: Annotated[str, AfterValidator(base32)] | None = None
    recovery_code: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    phone_country_code: Line | None = None
    face: Line | None = None


class ConsentDocument(Document):
    """What a user has agreed to give an application."""

    app_id: Id
    scopes: Many[Line]


class DeviceProfile(Document):
    """What a client tells of the device on which it runs."""

    type: Literal["Browser", "Mobile", "Desktop"] = "Mobile"
    name: Line | None = None
    version: Line | None = None
    os: Line | None = None
    mod: Line | None = None
    producer: Line | None = None
    user_agent: Line | None = None
    language: Line | None = None
    description: Line | None = None
    sn: Line | None = None
    imei: Line | None = None
    meid: Line | None = None
    hks: Line | None = None
    fde: Line | None = None
    hor: bool = False
    cookie: bool = False
    custom_data: Json = None


class DeviceDocument(DeviceProfile):
    """A user's device. `deviceUniqueId` is the client's name for it, which its requests carry as `x-authing-device-id`.

    One that is `deactivated` answers 1577 to a login, one that is `suspended` 1578 until `suspendedUntil`, if that is
    given.
    """

    id: Id | None = None
    device_unique_id: DeviceId
    status: Literal["activated", "suspended", "deactivated"] = "activated"
    suspended_until: Time | None = None
    last_login: Time | None = None
    last_ip: Line | None = None
    created_at: Time | None = None


class UserIdentityDocument(Document):
    """An identity at a provider that a user logs in by. `profile` is what the provider says of it; by default what the
    connection's own identity of that `openid` says.
    """

    connection_id: Id
    openid: Annotated[Line, StringConstraints(min_length=1)]
    id: Id | None = None
    profile: Object = {}
    created_at: Time | None = None


class UserProfile(Document):
    """The fields of a user that say who he or she is."""

    nickname: Lines | None = None
    name: Lines | None = None
    given_name: Lines | None = None
    family_name: Lines | None = None
    middle_name: Lines | None = None
    profile: Lines | None = None
    preferred_username: Lines | None = None
    website: Lines | None = None
    photo: Lines | None = None
    gender: Literal["M", "F", "U"] = "U"
    birthdate: Lines | None = None
    zoneinfo: Lines | None = None
    locale: Lines | None = None
    company: Lines | None = None
    browser: Lines | None = None
    device: Lines | None = None
    address: Lines | None = None
    formatted: Lines | None = None
    street_address: Lines | None = None
    locality: Lines | None = None
    region: Lines | None = None
    postal_code: Lines | None = None
    city: Lines | None = None
    province: Lines | None = None
    country: Lines | None = None


class DirectoryUserDocument(Document):
    """A user of the pool's Active Directory or LDAP server."""

    username: Username
    password: Line | None = None
    password_hash: Line | None = None
    profile: UserProfile = UserProfile()


class UserDocument(UserProfile):
    """A user, as a seed file, POST /_mock/pools/{id}/users and a reset know one. `password` is plain."""

    id: Id | None = None
    username: Username | None = None
    password: Password | None = None
    password_hash: Line | None = None
    password_security_level: Literal[1, 2, 3] | None = None
    email: Line | None = None
    email_verified: bool = False
    phone: Line | None = None
    phone_country_code: Line | None = None
    phone_verified: bool = False
    external_id: Line | None = None
    unionid: Line | None = None
    openid: Line | None = None
    status: Literal["Activated", "Suspended", "Resigned", "Archived", "Deactivated"] = "Activated"
    blocked: bool = False
    reset_password_on_first_login: bool = False
    register_source: Many[Line] = ["import:manual"]
    logins_count: Count = 0
    last_login: Time | None = None
    last_ip: Line | None = None
    signed_up: Time | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    roles: Many[Line | RoleNameDocument] = []
    groups: Many[Line] = []
    orgs: Many[Line | list[Line]] = []
    resources: Grants = []
    custom_data: Object = {}
    mfa: UserMfaDocument = UserMfaDocument()
    consents: Many[ConsentDocument] = []
    devices: Many[DeviceDocument] = []
    identities: Many[UserIdentityDocument] = []
    passkeys: Many[PasskeyDocument] = []
