"""The pool document: one shape for a seed file, for POST /_mock/pools, for export and import.

Keys are camelCase, as in GenAuth itself. Unknown keys are errors. What is left out is made, what is given is kept.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from genauth_mock.documents.access_document import (
    GroupDocument,
    NamespaceDocument,
    OrgDocument,
    ResourceDocument,
    RoleDocument,
)
from genauth_mock.documents.field_types import (
    Document,
    Id,
    Line,
    Many,
    Object,
    Origin,
    Time,
    base64_text,
    without_control_characters,
)
from genauth_mock.documents.hook_documents import PipelineDocument, WebhookDocument
from genauth_mock.documents.pool_settings import Mfa, PoolSettings
from genauth_mock.documents.user_document import DirectoryUserDocument, ProviderProfile, UserDocument

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


class IdentityDocument(Document):
    """What a code or token of a provider stands for: a person there. The stand-in page for the provider has a button
    for each, and needs neither.

    `profile` is any JSON; what becomes a user's must be what a user may have. `openid`, else `unionid`, else `sub` says
    who it is; without them, the place in the list. `nickname`, `name`, `photo`, `email` and `phone` become the user's
    at the first login.
    """

    code: Line | None = None
    access_token: Line | None = None
    profile: ProviderProfile = {}


class ConnectionDocument(Document):
    """A social or enterprise identity provider. `type` is GenAuth's: `wechat:mobile`, `github`, `oidc` …

    `identifier` is what an app names it by in a browser; by default the type, with hyphens. One that is `bindOnly`
    makes no users: an identity that nobody has yet is bound to a user who is there (1640).
    """

    type: Line
    id: Id | None = None
    identifier: Id | None = None
    display_name: Line | None = None
    fields: Object = {}
    identities: Many[IdentityDocument] = []
    bind_only: bool = False


class CarrierDocument(Document):
    """What a pair of tokens of the phone carrier stands for."""

    token: Line
    access_token: Line
    phone: Line


class UploadDocument(Document):
    """A picture that a user of the pool has uploaded. `key` is its path below `/files/`, `content` is base64,
    `fileName` what the client called it.
    """

    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}/[a-z0-9.]{1,64}$")]
    content_type: Literal["image/png", "image/jpeg", "image/gif", "image/webp"]
    content: Annotated[str, AfterValidator(base64_text)]
    file_name: Line = ""
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
