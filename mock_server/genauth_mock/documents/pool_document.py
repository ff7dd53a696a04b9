"""The pool document: one shape for a seed file, for POST /_mock/pools, for export and import.

Keys are camelCase, as in GenAuth itself. Unknown keys are errors. What is left out is made, what is given is kept.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from genauth_mock.documents.field_types import (
    Count,
    DeviceId,
    Document,
    Id,
    Json,
    Line,
    Lines,
    Many,
    Object,
    Origin,
    Password,
    Time,
    Username,
    base32,
    base64_text,
    without_control_characters,
)
from genauth_mock.documents.hook_documents import PipelineDocument, WebhookDocument
from genauth_mock.documents.pool_settings import Mfa, PoolSettings

# Of the document's form. It grows when a document of today would be misread by what comes after.
VERSION = 1

DataType = Literal["STRING", "NUMBER", "DATETIME", "BOOLEAN", "OBJECT"]
TokenEndpointAuthMethod = Literal["any", "exchange", "none", "client_secret_post", "client_secret_basic"]


def _readable(version: int) -> int:
    if version > VERSION:
        raise ValueError(
            f"the document is of version {version}, and this genauth-mock reads versions up to {VERSION}; "
            "update genauth-mock, or export the pool again with a genauth-mock as old as this one"
        )
    return version


class ApplicationDocument(Document):
    """An application. `tokenEndpointAuthMethod` says how it proves who it is at the token endpoint.

    `any` takes what comes, no secret too. `exchange` is `any`, but for a refresh: it is asked for the secret if the
    exchange has shown it. `none` needs no secret, and PKCE; `client_secret_post` and `client_secret_basic` need it in
    the body, or by Authorization: Basic.

    `redirectUris` and `logoutRedirectUris` are taken to the letter; what a browser runs (`javascript:`, `data:` …) is
    refused all the same. `allowedOrigins` are origins (`https://shop.example`, `http://10.0.2.2:3000`) whose pages may
    read and send what the login's pages take; loopback and the origins of those URIs may without being named.
    """

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
    allowed_origins: list[Origin] = []
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

    id: Count | None = None
    code: Line
    name: Line | None = None
    description: Line | None = None


class ResourceDocument(Document):
    """Something that can be granted."""

    namespace: Line = "default"
    code: Line
    type: Literal["DATA", "API", "MENU", "UI", "BUTTON"] = "DATA"
    description: Line | None = None
    actions: Many[Line] = ["*"]
    api_identifier: Line | None = None


class GrantDocument(Document):
    """A resource that is granted; `actions` narrows the resource's own."""

    namespace: Line | None = None
    code: Line
    actions: Many[Line] = []


Grants = Many[Line | GrantDocument]


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


class RoleNameDocument(Document):
    """A role that somebody has, where its code alone would mean another namespace's."""

    code: Line
    namespace: Line = "default"


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
    children: Many[NodeDocument] = []
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
    children: Many[NodeDocument] = []
    created_at: Time | None = None
    updated_at: Time | None = None
    root_node_created_at: Time | None = None
    root_node_updated_at: Time | None = None


class IdentityDocument(Document):
    """What a code or token of a social provider stands for."""

    code: Line | None = None
    access_token: Line | None = None
    profile: Object = {}


class ConnectionDocument(Document):
    """A social identity provider."""

    type: Line
    id: Id | None = None
    fields: Object = {}
    identities: Many[IdentityDocument] = []


class CarrierDocument(Document):
    """What a pair of tokens of the phone carrier stands for."""

    token: Line
    access_token: Line
    phone: Line


class UserMfaDocument(Document):
    """A user's second factors."""

    totp_secret: Annotated[str, AfterValidator(base32)] | None = None


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


class UploadDocument(Document):
    """A picture that a user of the pool has uploaded. `key` is its path below `/files/`, `content` is base64."""

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}/[a-z0-9.]{1,64}$")]
    content_type: Literal["image/png", "image/jpeg", "image/gif", "image/webp"]
    content: Annotated[str, AfterValidator(base64_text)]
    created_at: Time | None = None


class PoolDocument(Document):
    """A whole user pool, every key optional. `version` is that of the document's form."""

    version: Annotated[int, Field(ge=1), AfterValidator(_readable)] = VERSION
    user_pool_id: Id | None = None
    user_pool_secret: Line | None = None
    name: Line | None = None
    identifier: Line | None = None
    created_at: Time | None = None
    settings: PoolSettings = PoolSettings()
    app_id: Id | None = None
    app_secret: Line | None = None
    applications: Many[ApplicationDocument] = []
    access_keys: Many[AccessKeyDocument] = []
    custom_fields: Many[CustomFieldDocument] = []
    namespaces: Many[NamespaceDocument] = []
    resources: Many[ResourceDocument] = []
    roles: Many[RoleDocument] = []
    groups: Many[GroupDocument] = []
    orgs: Many[OrgDocument] = []
    connections: Many[ConnectionDocument] = []
    directory: Many[DirectoryUserDocument] = []
    carrier: Many[CarrierDocument] = []
    webhooks: Many[WebhookDocument] = []
    pipelines: Many[PipelineDocument] = []
    users: Many[UserDocument] = []
    uploads: Many[UploadDocument] = []
