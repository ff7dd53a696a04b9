"""The types of pool documents, and of the keyword arguments that say the same as Python writes it.

Made by `make generate`; do not edit by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import Required


class AccessKeyDocument(TypedDict, total=False):
    """A key pair of the management API."""

    id: Required[str]
    secret: Required[str]


class ApplicationDocument(TypedDict, total=False):
    """An application. `tokenEndpointAuthMethod` says how it proves who it is at the token endpoint.

    `any` takes what comes, no secret too. `exchange` is `any`, but for a refresh: it is asked for the secret if the
    exchange has shown it. `none` needs no secret, and PKCE; `client_secret_post` and `client_secret_basic` need it in
    the body, or by Authorization: Basic.

    `redirectUris` and `logoutRedirectUris` are taken to the letter; what a browser runs (`javascript:`, `data:` …) is
    refused all the same. `allowedOrigins` are origins (`https://shop.example`, `http://10.0.2.2:3000`) whose pages may
    read and send what the login's pages take; loopback and the origins of those URIs may without being named.
    """

    id: str | None
    secret: str | None
    name: str | None
    identifier: str | None
    logo: str | None
    description: str | None
    protocol: str
    isIntegrate: bool
    appType: str
    template: str | None
    redirectUris: list[str] | None
    logoutRedirectUris: list[str] | None
    allowedOrigins: list[str]
    tokenEndpointAuthMethod: Literal["any", "exchange", "none", "client_secret_post", "client_secret_basic"]
    mfa: MfaDocument
    createdAt: str | None
    updatedAt: str | None


class CarrierDocument(TypedDict, total=False):
    """What a pair of tokens of the phone carrier stands for."""

    token: Required[str]
    accessToken: Required[str]
    phone: Required[str]


class ConnectionDocument(TypedDict, total=False):
    """A social or enterprise identity provider. `type` is GenAuth's: `wechat:mobile`, `github`, `oidc` …

    `identifier` is what an app names it by in a browser; by default the type, with hyphens. One that is `bindOnly`
    makes no users: an identity that nobody has yet is bound to a user who is there (1640).
    """

    type: Required[str]
    id: str | None
    identifier: str | None
    displayName: str | None
    fields: dict[str, Any]
    identities: list[IdentityDocument]
    bindOnly: bool


class ConsentDocument(TypedDict, total=False):
    """What a user has agreed to give an application."""

    appId: Required[str]
    scopes: Required[list[str]]


class CustomFieldDocument(TypedDict, total=False):
    """The definition of a key of users' custom data."""

    key: Required[str]
    label: str | None
    dataType: Literal["STRING", "NUMBER", "DATETIME", "BOOLEAN", "OBJECT"]


class DeviceDocument(TypedDict, total=False):
    """A user's device. `deviceUniqueId` is the client's name for it, which its requests carry as `x-authing-device-id`.

    One that is `deactivated` answers 1577 to a login, one that is `suspended` 1578 until `suspendedUntil`, if that is
    given.
    """

    type: Literal["Browser", "Mobile", "Desktop"]
    name: str | None
    version: str | None
    os: str | None
    mod: str | None
    producer: str | None
    userAgent: str | None
    language: str | None
    description: str | None
    sn: str | None
    imei: str | None
    meid: str | None
    hks: str | None
    fde: str | None
    hor: bool
    cookie: bool
    customData: Any
    id: str | None
    deviceUniqueId: Required[str]
    status: Literal["activated", "suspended", "deactivated"]
    suspendedUntil: str | None
    lastLogin: str | None
    lastIp: str | None
    createdAt: str | None


class DirectoryUserDocument(TypedDict, total=False):
    """A user of the pool's Active Directory or LDAP server."""

    username: Required[str]
    password: str | None
    passwordHash: str | None
    profile: UserProfileDocument


class GrantDocument(TypedDict, total=False):
    """A resource that is granted; `actions` narrows the resource's own."""

    namespace: str | None
    code: Required[str]
    actions: list[str]


class GroupDocument(TypedDict, total=False):
    """A group of users."""

    code: Required[str]
    name: str | None
    description: str | None
    resources: list[str | GrantDocument]


class IdentityDocument(TypedDict, total=False):
    """What a code or token of a provider stands for: a person there. The stand-in page for the provider has a button
    for each, and needs neither.

    `profile` is any JSON; what becomes a user's must be what a user may have. `openid`, else `unionid`, else `sub` says
    who it is; without them, the place in the list. `nickname`, `name`, `photo`, `email` and `phone` become the user's
    at the first login.
    """

    code: str | None
    accessToken: str | None
    profile: dict[str, Any]


class LockoutDocument(TypedDict, total=False):
    """When wrong passwords lock a user: after so many in a row, for so many seconds. Without `attempts` never."""

    attempts: int | None
    seconds: int


class MfaDocument(TypedDict, total=False):
    """Which second factors a login needs."""

    policies: list[Literal["SMS", "EMAIL", "OTP", "FACE"]]


class NamespaceDocument(TypedDict, total=False):
    """A permission namespace."""

    id: int | None
    code: Required[str]
    name: str | None
    description: str | None


class NodeDocument(TypedDict, total=False):
    """A node of an organisation."""

    id: str | None
    name: Required[str]
    description: str | None
    code: str | None
    resources: list[str | GrantDocument]
    children: list[NodeDocument]
    createdAt: str | None
    updatedAt: str | None


class OidcDocument(TypedDict, total=False):
    """How OpenID Connect and the login page behave.

    `consent`: whether a login asks the user to agree; applications of the pool are first-party. `autoLogin`: the
    account (user name, e-mail or phone) that is logged in without a page. `redirects`: which redirect URIs are taken:
    the application's own, also any on loopback, or any of http and https, whose pages then count as the application's
    own. What a browser runs (`javascript:`, `data:` …) is refused even so. `endSessionRevokesTokens`: whether
    `/oidc/session/end` also ends the tokens that were given in the session. `showCodes`: whether the login page shows
    the code that it has just sent.
    """

    consent: Literal["never", "ask"]
    autoLogin: str | None
    redirects: Literal["registered", "loopback", "any"]
    endSessionRevokesTokens: bool
    showCodes: bool


class OrgDocument(TypedDict, total=False):
    """An organisation: the top of a tree. Its root node has the organisation's name."""

    id: str | None
    rootNodeId: str | None
    name: Required[str]
    description: str | None
    code: str | None
    logo: str | None
    resources: list[str | GrantDocument]
    children: list[NodeDocument]
    createdAt: str | None
    updatedAt: str | None
    rootNodeCreatedAt: str | None
    rootNodeUpdatedAt: str | None


class PasskeyDocument(TypedDict, total=False):
    """A passkey of a user. `credentialId` and `publicKey` (COSE) are base64url; `counter` is the authenticator's."""

    credentialId: Required[str]
    publicKey: Required[str]
    counter: int
    authenticatorCode: str
    name: str | None
    transports: list[str]
    aaguid: str
    createdAt: str | None
    lastUsedAt: str | None


class PipelineDocument(TypedDict, total=False):
    """A URL that is asked at one point (`scene`) of registering, logging in or giving tokens, and may refuse or change
    it. What does not answer within `timeoutMs` is passed over. For other machines see `--webhook-hosts`.
    """

    id: str | None
    name: Required[str]
    scene: Required[Literal["PRE_REGISTER", "POST_REGISTER", "PRE_AUTHENTICATION", "POST_AUTHENTICATION", "PRE_OIDC_ID_TOKEN_ISSUED", "PRE_OIDC_ACCESS_TOKEN_ISSUED", "PRE_COMPLETE_USER_INFO", "PRE_MFA_VERIFY", "POST_MFA_VERIFY"]]
    url: Required[str]
    enabled: bool
    timeoutMs: int


class PoolDocument(TypedDict, total=False):
    """A whole user pool, every key optional. `version` is that of the document's form."""

    version: int
    userPoolId: str | None
    userPoolSecret: str | None
    name: str | None
    identifier: str | None
    createdAt: str | None
    settings: PoolSettingsDocument
    appId: str | None
    appSecret: str | None
    applications: list[ApplicationDocument]
    accessKeys: list[AccessKeyDocument]
    customFields: list[CustomFieldDocument]
    namespaces: list[NamespaceDocument]
    resources: list[ResourceDocument]
    roles: list[RoleDocument]
    groups: list[GroupDocument]
    orgs: list[OrgDocument]
    connections: list[ConnectionDocument]
    directory: list[DirectoryUserDocument]
    carrier: list[CarrierDocument]
    webhooks: list[WebhookDocument]
    pipelines: list[PipelineDocument]
    users: list[UserDocument]
    uploads: list[UploadDocument]


class PoolSettingsDocument(TypedDict, total=False):
    """What a user pool does differently from the default.

    `language`: of mails and SMS; `client` is English where the client asks for it (`x-authing-lang`), else Chinese.
    `journalSize`: how many requests its journal holds.
    """

    limits: Literal["off", "documented"]
    verificationCode: VerificationCodeDocument
    tokens: TokensDocument
    passwordStrength: int
    registerDisabled: bool
    emailVerifiedRequired: bool
    lockout: LockoutDocument
    mfa: MfaDocument
    oidc: OidcDocument
    language: Literal["zh", "en", "client"]
    strict: bool
    journalSize: int


class ResourceDocument(TypedDict, total=False):
    """Something that can be granted."""

    namespace: str
    code: Required[str]
    type: Literal["DATA", "API", "MENU", "UI", "BUTTON"]
    description: str | None
    actions: list[str]
    apiIdentifier: str | None


class RoleDocument(TypedDict, total=False):
    """A role."""

    id: str | None
    code: Required[str]
    namespace: str
    description: str | None
    parentCode: str | None
    isSystem: bool
    resources: list[str | GrantDocument]
    createdAt: str | None
    updatedAt: str | None


class RoleNameDocument(TypedDict, total=False):
    """A role that somebody has, where its code alone would mean another namespace's."""

    code: Required[str]
    namespace: str


class TokensDocument(TypedDict, total=False):
    """Lifetimes and algorithms of tokens."""

    tokenTtlSeconds: int
    idTokenAlg: Literal["HS256", "RS256"]
    idTokenTtlSeconds: int
    accessTokenTtlSeconds: int
    refreshTokenTtlSeconds: int
    rotateRefreshTokens: bool


class UploadDocument(TypedDict, total=False):
    """A picture that a user of the pool has uploaded. `key` is its path below `/files/`, `content` is base64,
    `fileName` what the client called it.
    """

    key: Required[str]
    contentType: Required[Literal["image/png", "image/jpeg", "image/gif", "image/webp"]]
    content: Required[str]
    fileName: str
    createdAt: str | None


class UserDocument(TypedDict, total=False):
    """A user, as a seed file, POST /_mock/pools/{id}/users and a reset know one. `password` is plain."""

    nickname: str | None
    name: str | None
    givenName: str | None
    familyName: str | None
    middleName: str | None
    profile: str | None
    preferredUsername: str | None
    website: str | None
    photo: str | None
    gender: Literal["M", "F", "U"]
    birthdate: str | None
    zoneinfo: str | None
    locale: str | None
    company: str | None
    browser: str | None
    device: str | None
    address: str | None
    formatted: str | None
    streetAddress: str | None
    locality: str | None
    region: str | None
    postalCode: str | None
    city: str | None
    province: str | None
    country: str | None
    id: str | None
    username: str | None
    password: str | None
    passwordHash: str | None
    passwordSecurityLevel: Literal[1, 2, 3] | None
    email: str | None
    emailVerified: bool
    phone: str | None
    phoneCountryCode: str | None
    phoneVerified: bool
    externalId: str | None
    unionid: str | None
    openid: str | None
    status: Literal["Activated", "Suspended", "Resigned", "Archived", "Deactivated"]
    blocked: bool
    resetPasswordOnFirstLogin: bool
    registerSource: list[str]
    loginsCount: int
    lastLogin: str | None
    lastIp: str | None
    signedUp: str | None
    createdAt: str | None
    updatedAt: str | None
    roles: list[str | RoleNameDocument]
    groups: list[str]
    orgs: list[str | list[str]]
    resources: list[str | GrantDocument]
    customData: dict[str, Any]
    mfa: UserMfaDocument
    consents: list[ConsentDocument]
    devices: list[DeviceDocument]
    identities: list[UserIdentityDocument]
    passkeys: list[PasskeyDocument]


class UserIdentityDocument(TypedDict, total=False):
    """An identity at a provider that a user logs in by. `profile` is what the provider says of it; by default what the
    connection's own identity of that `openid` says.
    """

    connectionId: Required[str]
    openid: Required[str]
    id: str | None
    profile: dict[str, Any]
    createdAt: str | None


class UserMfaDocument(TypedDict, total=False):
    """A user's second factors. `email` and `phone` are the only ones that satisfy theirs. `face` is any text: a picture
    shows that face whose file is called so, or whose SHA-256 stands in it.
    """

    totpSecret: str | None
    recoveryCode: str | None
    email: str | None
    phone: str | None
    phoneCountryCode: str | None
    face: str | None


class UserProfileDocument(TypedDict, total=False):
    """The fields of a user that say who he or she is."""

    nickname: str | None
    name: str | None
    givenName: str | None
    familyName: str | None
    middleName: str | None
    profile: str | None
    preferredUsername: str | None
    website: str | None
    photo: str | None
    gender: Literal["M", "F", "U"]
    birthdate: str | None
    zoneinfo: str | None
    locale: str | None
    company: str | None
    browser: str | None
    device: str | None
    address: str | None
    formatted: str | None
    streetAddress: str | None
    locality: str | None
    region: str | None
    postalCode: str | None
    city: str | None
    province: str | None
    country: str | None


class VerificationCodeDocument(TypedDict, total=False):
    """How passcodes are made. `sceneBound` and `latestOnly` turn off two guesses about which code counts."""

    length: int
    fixed: str | None
    ttlSeconds: int
    maxAttempts: int | None
    sceneBound: bool
    latestOnly: bool


class WebhookDocument(TypedDict, total=False):
    """Where the pool's events are posted to, as JSON or as a form. `events` are GenAuth's names, `*` stands for all.

    `secret` is sent as the header `x-authing-webhook-secret`. A URL that does not lead to this very machine needs the
    server's option `--webhook-hosts`.
    """

    id: str | None
    name: Required[str]
    url: Required[str]
    events: list[str]
    contentType: Literal["json", "form"]
    secret: str | None
    enabled: bool


class AccessKeyFields(TypedDict, total=False):
    """A key pair of the management API."""

    id: Required[str]
    secret: Required[str]


class ApplicationFields(TypedDict, total=False):
    """An application. `tokenEndpointAuthMethod` says how it proves who it is at the token endpoint.

    `any` takes what comes, no secret too. `exchange` is `any`, but for a refresh: it is asked for the secret if the
    exchange has shown it. `none` needs no secret, and PKCE; `client_secret_post` and `client_secret_basic` need it in
    the body, or by Authorization: Basic.

    `redirectUris` and `logoutRedirectUris` are taken to the letter; what a browser runs (`javascript:`, `data:` …) is
    refused all the same. `allowedOrigins` are origins (`https://shop.example`, `http://10.0.2.2:3000`) whose pages may
    read and send what the login's pages take; loopback and the origins of those URIs may without being named.
    """

    id: str | None
    secret: str | None
    name: str | None
    identifier: str | None
    logo: str | None
    description: str | None
    protocol: str
    is_integrate: bool
    app_type: str
    template: str | None
    redirect_uris: list[str] | None
    logout_redirect_uris: list[str] | None
    allowed_origins: list[str]
    token_endpoint_auth_method: Literal["any", "exchange", "none", "client_secret_post", "client_secret_basic"]
    mfa: MfaFields
    created_at: str | None
    updated_at: str | None


class CarrierFields(TypedDict, total=False):
    """What a pair of tokens of the phone carrier stands for."""

    token: Required[str]
    access_token: Required[str]
    phone: Required[str]


class ConnectionFields(TypedDict, total=False):
    """A social or enterprise identity provider. `type` is GenAuth's: `wechat:mobile`, `github`, `oidc` …

    `identifier` is what an app names it by in a browser; by default the type, with hyphens. One that is `bindOnly`
    makes no users: an identity that nobody has yet is bound to a user who is there (1640).
    """

    type: Required[str]
    id: str | None
    identifier: str | None
    display_name: str | None
    fields: dict[str, Any]
    identities: list[IdentityFields]
    bind_only: bool


class ConsentFields(TypedDict, total=False):
    """What a user has agreed to give an application."""

    app_id: Required[str]
    scopes: Required[list[str]]


class CustomFieldFields(TypedDict, total=False):
    """The definition of a key of users' custom data."""

    key: Required[str]
    label: str | None
    data_type: Literal["STRING", "NUMBER", "DATETIME", "BOOLEAN", "OBJECT"]


class DeviceFields(TypedDict, total=False):
    """A user's device. `deviceUniqueId` is the client's name for it, which its requests carry as `x-authing-device-id`.

    One that is `deactivated` answers 1577 to a login, one that is `suspended` 1578 until `suspendedUntil`, if that is
    given.
    """

    type: Literal["Browser", "Mobile", "Desktop"]
    name: str | None
    version: str | None
    os: str | None
    mod: str | None
    producer: str | None
    user_agent: str | None
    language: str | None
    description: str | None
    sn: str | None
    imei: str | None
    meid: str | None
    hks: str | None
    fde: str | None
    hor: bool
    cookie: bool
    custom_data: Any
    id: str | None
    device_unique_id: Required[str]
    status: Literal["activated", "suspended", "deactivated"]
    suspended_until: str | None
    last_login: str | None
    last_ip: str | None
    created_at: str | None


class DirectoryUserFields(TypedDict, total=False):
    """A user of the pool's Active Directory or LDAP server."""

    username: Required[str]
    password: str | None
    password_hash: str | None
    profile: UserProfileFields


class GrantFields(TypedDict, total=False):
    """A resource that is granted; `actions` narrows the resource's own."""

    namespace: str | None
    code: Required[str]
    actions: list[str]


class GroupFields(TypedDict, total=False):
    """A group of users."""

    code: Required[str]
    name: str | None
    description: str | None
    resources: list[str | GrantFields]


class IdentityFields(TypedDict, total=False):
    """What a code or token of a provider stands for: a person there. The stand-in page for the provider has a button
    for each, and needs neither.

    `profile` is any JSON; what becomes a user's must be what a user may have. `openid`, else `unionid`, else `sub` says
    who it is; without them, the place in the list. `nickname`, `name`, `photo`, `email` and `phone` become the user's
    at the first login.
    """

    code: str | None
    access_token: str | None
    profile: dict[str, Any]


class LockoutFields(TypedDict, total=False):
    """When wrong passwords lock a user: after so many in a row, for so many seconds. Without `attempts` never."""

    attempts: int | None
    seconds: int


class MfaFields(TypedDict, total=False):
    """Which second factors a login needs."""

    policies: list[Literal["SMS", "EMAIL", "OTP", "FACE"]]


class NamespaceFields(TypedDict, total=False):
    """A permission namespace."""

    id: int | None
    code: Required[str]
    name: str | None
    description: str | None


class NodeFields(TypedDict, total=False):
    """A node of an organisation."""

    id: str | None
    name: Required[str]
    description: str | None
    code: str | None
    resources: list[str | GrantFields]
    children: list[NodeFields]
    created_at: str | None
    updated_at: str | None


class OidcFields(TypedDict, total=False):
    """How OpenID Connect and the login page behave.

    `consent`: whether a login asks the user to agree; applications of the pool are first-party. `autoLogin`: the
    account (user name, e-mail or phone) that is logged in without a page. `redirects`: which redirect URIs are taken:
    the application's own, also any on loopback, or any of http and https, whose pages then count as the application's
    own. What a browser runs (`javascript:`, `data:` …) is refused even so. `endSessionRevokesTokens`: whether
    `/oidc/session/end` also ends the tokens that were given in the session. `showCodes`: whether the login page shows
    the code that it has just sent.
    """

    consent: Literal["never", "ask"]
    auto_login: str | None
    redirects: Literal["registered", "loopback", "any"]
    end_session_revokes_tokens: bool
    show_codes: bool


class OrgFields(TypedDict, total=False):
    """An organisation: the top of a tree. Its root node has the organisation's name."""

    id: str | None
    root_node_id: str | None
    name: Required[str]
    description: str | None
    code: str | None
    logo: str | None
    resources: list[str | GrantFields]
    children: list[NodeFields]
    created_at: str | None
    updated_at: str | None
    root_node_created_at: str | None
    root_node_updated_at: str | None


class PasskeyFields(TypedDict, total=False):
    """A passkey of a user. `credentialId` and `publicKey` (COSE) are base64url; `counter` is the authenticator's."""

    credential_id: Required[str]
    public_key: Required[str]
    counter: int
    authenticator_code: str
    name: str | None
    transports: list[str]
    aaguid: str
    created_at: str | None
    last_used_at: str | None


class PipelineFields(TypedDict, total=False):
    """A URL that is asked at one point (`scene`) of registering, logging in or giving tokens, and may refuse or change
    it. What does not answer within `timeoutMs` is passed over. For other machines see `--webhook-hosts`.
    """

    id: str | None
    name: Required[str]
    scene: Required[Literal["PRE_REGISTER", "POST_REGISTER", "PRE_AUTHENTICATION", "POST_AUTHENTICATION", "PRE_OIDC_ID_TOKEN_ISSUED", "PRE_OIDC_ACCESS_TOKEN_ISSUED", "PRE_COMPLETE_USER_INFO", "PRE_MFA_VERIFY", "POST_MFA_VERIFY"]]
    url: Required[str]
    enabled: bool
    timeout_ms: int


class PoolFields(TypedDict, total=False):
    """A whole user pool, every key optional. `version` is that of the document's form."""

    version: int
    user_pool_id: str | None
    user_pool_secret: str | None
    name: str | None
    identifier: str | None
    created_at: str | None
    settings: PoolSettingsFields
    app_id: str | None
    app_secret: str | None
    applications: list[ApplicationFields]
    access_keys: list[AccessKeyFields]
    custom_fields: list[CustomFieldFields]
    namespaces: list[NamespaceFields]
    resources: list[ResourceFields]
    roles: list[RoleFields]
    groups: list[GroupFields]
    orgs: list[OrgFields]
    connections: list[ConnectionFields]
    directory: list[DirectoryUserFields]
    carrier: list[CarrierFields]
    webhooks: list[WebhookFields]
    pipelines: list[PipelineFields]
    users: list[UserFields]
    uploads: list[UploadFields]


class PoolSettingsFields(TypedDict, total=False):
    """What a user pool does differently from the default.

    `language`: of mails and SMS; `client` is English where the client asks for it (`x-authing-lang`), else Chinese.
    `journalSize`: how many requests its journal holds.
    """

    limits: Literal["off", "documented"]
    verification_code: VerificationCodeFields
    tokens: TokensFields
    password_strength: int
    register_disabled: bool
    email_verified_required: bool
    lockout: LockoutFields
    mfa: MfaFields
    oidc: OidcFields
    language: Literal["zh", "en", "client"]
    strict: bool
    journal_size: int


class ResourceFields(TypedDict, total=False):
    """Something that can be granted."""

    namespace: str
    code: Required[str]
    type: Literal["DATA", "API", "MENU", "UI", "BUTTON"]
    description: str | None
    actions: list[str]
    api_identifier: str | None


class RoleFields(TypedDict, total=False):
    """A role."""

    id: str | None
    code: Required[str]
    namespace: str
    description: str | None
    parent_code: str | None
    is_system: bool
    resources: list[str | GrantFields]
    created_at: str | None
    updated_at: str | None


class RoleNameFields(TypedDict, total=False):
    """A role that somebody has, where its code alone would mean another namespace's."""

    code: Required[str]
    namespace: str


class TokensFields(TypedDict, total=False):
    """Lifetimes and algorithms of tokens."""

    token_ttl_seconds: int
    id_token_alg: Literal["HS256", "RS256"]
    id_token_ttl_seconds: int
    access_token_ttl_seconds: int
    refresh_token_ttl_seconds: int
    rotate_refresh_tokens: bool


class UploadFields(TypedDict, total=False):
    """A picture that a user of the pool has uploaded. `key` is its path below `/files/`, `content` is base64,
    `fileName` what the client called it.
    """

    key: Required[str]
    content_type: Required[Literal["image/png", "image/jpeg", "image/gif", "image/webp"]]
    content: Required[str]
    file_name: str
    created_at: str | None


class UserFields(TypedDict, total=False):
    """A user, as a seed file, POST /_mock/pools/{id}/users and a reset know one. `password` is plain."""

    nickname: str | None
    name: str | None
    given_name: str | None
    family_name: str | None
    middle_name: str | None
    profile: str | None
    preferred_username: str | None
    website: str | None
    photo: str | None
    gender: Literal["M", "F", "U"]
    birthdate: str | None
    zoneinfo: str | None
    locale: str | None
    company: str | None
    browser: str | None
    device: str | None
    address: str | None
    formatted: str | None
    street_address: str | None
    locality: str | None
    region: str | None
    postal_code: str | None
    city: str | None
    province: str | None
    country: str | None
    id: str | None
    username: str | None
    password: str | None
    password_hash: str | None
    password_security_level: Literal[1, 2, 3] | None
    email: str | None
    email_verified: bool
    phone: str | None
    phone_country_code: str | None
    phone_verified: bool
    external_id: str | None
    unionid: str | None
    openid: str | None
    status: Literal["Activated", "Suspended", "Resigned", "Archived", "Deactivated"]
    blocked: bool
    reset_password_on_first_login: bool
    register_source: list[str]
    logins_count: int
    last_login: str | None
    last_ip: str | None
    signed_up: str | None
    created_at: str | None
    updated_at: str | None
    roles: list[str | RoleNameFields]
    groups: list[str]
    orgs: list[str | list[str]]
    resources: list[str | GrantFields]
    custom_data: dict[str, Any]
    mfa: UserMfaFields
    consents: list[ConsentFields]
    devices: list[DeviceFields]
    identities: list[UserIdentityFields]
    passkeys: list[PasskeyFields]


class UserIdentityFields(TypedDict, total=False):
    """An identity at a provider that a user logs in by. `profile` is what the provider says of it; by default what the
    connection's own identity of that `openid` says.
    """

    connection_id: Required[str]
    openid: Required[str]
    id: str | None
    profile: dict[str, Any]
    created_at: str | None


class UserMfaFields(TypedDict, total=False):
    """A user's second factors. `email` and `phone` are the only ones that satisfy theirs. `face` is any text: a picture
    shows that face whose file is called so, or whose SHA-256 stands in it.
    """

    totp_secret: str | None
    recovery_code: str | None
    email: str | None
    phone: str | None
    phone_country_code: str | None
    face: str | None


class UserProfileFields(TypedDict, total=False):
    """The fields of a user that say who he or she is."""

    nickname: str | None
    name: str | None
    given_name: str | None
    family_name: str | None
    middle_name: str | None
    profile: str | None
    preferred_username: str | None
    website: str | None
    photo: str | None
    gender: Literal["M", "F", "U"]
    birthdate: str | None
    zoneinfo: str | None
    locale: str | None
    company: str | None
    browser: str | None
    device: str | None
    address: str | None
    formatted: str | None
    street_address: str | None
    locality: str | None
    region: str | None
    postal_code: str | None
    city: str | None
    province: str | None
    country: str | None


class VerificationCodeFields(TypedDict, total=False):
    """How passcodes are made. `sceneBound` and `latestOnly` turn off two guesses about which code counts."""

    length: int
    fixed: str | None
    ttl_seconds: int
    max_attempts: int | None
    scene_bound: bool
    latest_only: bool


class WebhookFields(TypedDict, total=False):
    """Where the pool's events are posted to, as JSON or as a form. `events` are GenAuth's names, `*` stands for all.

    `secret` is sent as the header `x-authing-webhook-secret`. A URL that does not lead to this very machine needs the
    server's option `--webhook-hosts`.
    """

    id: str | None
    name: Required[str]
    url: Required[str]
    events: list[str]
    content_type: Literal["json", "form"]
    secret: str | None
    enabled: bool
