"""The pool document: one shape for a seed file, for POST /_mock/pools and for what a reset brings back.

Keys are camelCase, as in GenAuth itself. Unknown keys are errors. What is left out is made, what is given is kept.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Any, Literal

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from mock_server import clock

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
DataType = Literal["STRING", "NUMBER", "DATETIME", "BOOLEAN", "OBJECT"]
MfaPolicy = Literal["SMS", "EMAIL", "OTP", "FACE"]
TokenEndpointAuthMethod = Literal["any", "client_secret_post", "client_secret_basic", "none"]

LONGEST_TEXT = 4096
LONGEST_USERNAME = 128
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# What a text of several lines may not hold either.
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def without_control_characters(text: str) -> str:
    """The text, if it holds nothing below a blank, no DEL and no C1 control character. Raises ValueError."""
    if has_control_characters(text):
        raise ValueError("control characters are not allowed")
    return text


def has_control_characters(text: str) -> bool:
    """Whether a text holds something below a blank, DEL, or a C1 control character."""
    return _CONTROL.search(text) is not None


def _time(text: str) -> str:
    clock.parse_iso(text)
    return text


Line = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(without_control_characters)]
Username = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_USERNAME), AfterValidator(without_control_characters)
]
Time = Annotated[str, AfterValidator(_time)]


class BadDocument(Exception):
    """A pool document cannot be used: `field` says where (`users[2].email`), `message` what is wrong and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message = field, message


class Document(BaseModel):
    """What all parts of a pool document have in common."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True, validate_by_name=False)


def dumped(document: Document) -> dict[str, Any]:
    """What a document says, and nothing that it leaves out, in the keys of its file."""
    return document.model_dump(by_alias=True, exclude_unset=True)


class VerificationCode(Document):
    """How passcodes are made. `sceneBound` and `latestOnly` turn off two guesses about which code counts."""

    length: int = Field(4, ge=4, le=8)
    fixed: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}$")] | None = None
    ttl_seconds: int = Field(300, ge=1)
    max_attempts: int | None = Field(None, ge=1)
    scene_bound: bool = False
    latest_only: bool = False


class Tokens(Document):
    """Lifetimes and algorithms of tokens."""

    token_ttl_seconds: int = Field(1_209_600, ge=1)
    id_token_alg: Literal["HS256", "RS256"] = "HS256"  # noqa: S105 - an algorithm
    id_token_ttl_seconds: int = Field(1_209_600, ge=1)
    access_token_ttl_seconds: int = Field(1_209_600, ge=1)
    refresh_token_ttl_seconds: int = Field(2_592_000, ge=1)
    rotate_refresh_tokens: bool = True


class Mfa(Document):
    """Which second factors a login needs."""

    policies: list[MfaPolicy] = []


class Oidc(Document):
    """How OpenID Connect and the login page behave.

    `consent`: whether a login asks the user to agree; applications of the pool are first-party.
    `autoLogin`: the account (user name, e-mail or phone) that is logged in without a page.
    `redirects`: which redirect URIs are taken: the application's own, also any on loopback, or any at all.
    `endSessionRevokesTokens`: whether `/oidc/session/end` also ends the tokens that were given in the session.
    `showCodes`: whether the login page shows the code that it has just sent.
    """

    consent: Literal["never", "ask"] = "never"
    auto_login: Line | None = None
    redirects: Literal["registered", "loopback", "any"] = "registered"
    end_session_revokes_tokens: bool = False
    show_codes: bool = True


class PoolSettings(Document):
    """What a user pool does differently from the default."""

    limits: Literal["off", "documented"] = "off"
    verification_code: VerificationCode = VerificationCode()
    tokens: Tokens = Tokens()
    password_strength: int = Field(0, ge=0, le=3)
    register_disabled: bool = False
    email_verified_required: bool = False
    mfa: Mfa = Mfa()
    oidc: Oidc = Oidc()
    strict: bool = False


@lru_cache(maxsize=512)
def _settings_of(text: bytes) -> PoolSettings:
    return PoolSettings.model_validate_json(text)


def settings_of(stored: dict[str, Any]) -> PoolSettings:
    """A pool's settings, from what its row holds."""
    return _settings_of(orjson.dumps(stored))


class ApplicationDocument(Document):
    """An application. `tokenEndpointAuthMethod` says how it proves who it is: `any` takes what comes, no secret too."""

    id: Id | None = None
    secret: Line | None = None
    name: Line | None = None
    identifier: Line | None = None
    logo: Line | None = None
    description: Line | None = None
    protocol: Line = "oidc"
    is_integrate: bool = False
    app_type: Line = "INDIVIDUAL"
    template: Line | None = None
    redirect_uris: list[Line] | None = None
    logout_redirect_uris: list[Line] | None = None
    token_endpoint_auth_method: TokenEndpointAuthMethod = "any"  # noqa: S105 - a method
    mfa: Mfa = Mfa()
    created_at: Time | None = None
    updated_at: Time | None = None


class AccessKeyDocument(Document):
    """A key pair of the management API."""

    id: Id
    secret: Line


class CustomFieldDocument(Document):
    """The definition of a key of users' custom data."""

    key: Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(without_control_characters)]
    label: Line | None = None
    data_type: DataType = "STRING"


class NamespaceDocument(Document):
    """A permission namespace."""

    id: int | None = None
    code: Line
    name: Line | None = None
    description: Line | None = None


class ResourceDocument(Document):
    """Something that can be granted."""

    namespace: Line = "default"
    code: Line
    type: Literal["DATA", "API", "MENU", "UI", "BUTTON"] = "DATA"
    description: Line | None = None
    actions: list[Line] = ["*"]
    api_identifier: Line | None = None


class GrantDocument(Document):
    """A resource that is granted; `actions` narrows the resource's own."""

    namespace: Line | None = None
    code: Line
    actions: list[Line] = []


Grants = list[Line | GrantDocument]


class RoleDocument(Document):
    """A role."""

    id: Id | None = None
    code: Line
    namespace: Line = "default"
    description: Line | None = None
    parent_code: Line | None = None
    is_system: bool = False
    resources: Grants = []
    created_at: Time | None = None
    updated_at: Time | None = None


class GroupDocument(Document):
    """A group of users."""

    code: Line
    name: Line | None = None
    description: Line | None = None
    resources: Grants = []


class NodeDocument(Document):
    """A node of an organisation."""

    id: Id | None = None
    name: Annotated[str, StringConstraints(min_length=1, max_length=256), AfterValidator(without_control_characters)]
    description: Line | None = None
    code: Line | None = None
    resources: Grants = []
    children: list[NodeDocument] = []
    created_at: Time | None = None
    updated_at: Time | None = None


class OrgDocument(Document):
    """An organisation: the top of a tree. Its root node has the organisation's name."""

    id: Id | None = None
    root_node_id: Id | None = None
    name: Annotated[str, StringConstraints(min_length=1, max_length=256), AfterValidator(without_control_characters)]
    description: Line | None = None
    code: Line | None = None
    logo: Line | None = None
    resources: Grants = []
    children: list[NodeDocument] = []
    created_at: Time | None = None
    updated_at: Time | None = None
    root_node_created_at: Time | None = None
    root_node_updated_at: Time | None = None


class IdentityDocument(Document):
    """What a code or token of a social provider stands for."""

    code: Line | None = None
    access_token: Line | None = None
    profile: dict[str, Any] = {}


class ConnectionDocument(Document):
    """A social identity provider."""

    type: Line
    id: Id | None = None
    fields: dict[str, Any] = {}
    identities: list[IdentityDocument] = []


class CarrierDocument(Document):
    """What a pair of tokens of the phone carrier stands for."""

    token: Line
    access_token: Line
    phone: Line


class UserMfaDocument(Document):
    """A user's second factors."""

    totp_secret: Line | None = None


class UserProfile(Document):
    """The fields of a user that say who he or she is."""

    nickname: Line | None = None
    name: Line | None = None
    given_name: Line | None = None
    family_name: Line | None = None
    middle_name: Line | None = None
    profile: Line | None = None
    preferred_username: Line | None = None
    website: Line | None = None
    photo: Line | None = None
    gender: Literal["M", "F", "U"] = "U"
    birthdate: Line | None = None
    zoneinfo: Line | None = None
    locale: Line | None = None
    company: Line | None = None
    browser: Line | None = None
    device: Line | None = None
    address: Line | None = None
    formatted: Line | None = None
    street_address: Line | None = None
    locality: Line | None = None
    region: Line | None = None
    postal_code: Line | None = None
    city: Line | None = None
    province: Line | None = None
    country: Line | None = None


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
    password: Annotated[str, StringConstraints(min_length=1, max_length=512)] | None = None
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
    register_source: list[Line] = ["import:manual"]
    logins_count: int = Field(0, ge=0)
    last_login: Time | None = None
    last_ip: Line | None = None
    signed_up: Time | None = None
    created_at: Time | None = None
    updated_at: Time | None = None
    roles: list[Line] = []
    groups: list[Line] = []
    orgs: list[Line | list[Line]] = []
    resources: Grants = []
    custom_data: dict[str, Any] = {}
    mfa: UserMfaDocument = UserMfaDocument()


class PoolDocument(Document):
    """A whole user pool."""

    user_pool_id: Id | None = None
    user_pool_secret: Line | None = None
    name: Line | None = None
    identifier: Line | None = None
    settings: PoolSettings = PoolSettings()
    app_id: Id | None = None
    app_secret: Line | None = None
    applications: list[ApplicationDocument] = []
    access_keys: list[AccessKeyDocument] = []
    custom_fields: list[CustomFieldDocument] = []
    namespaces: list[NamespaceDocument] = []
    resources: list[ResourceDocument] = []
    roles: list[RoleDocument] = []
    groups: list[GroupDocument] = []
    orgs: list[OrgDocument] = []
    connections: list[ConnectionDocument] = []
    directory: list[DirectoryUserDocument] = []
    carrier: list[CarrierDocument] = []
    users: list[UserDocument] = []
