"""API v3, WebAuthn: `/api/v3/webauthn/registration` …"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import authenticators, urls
from genauth_mock.kit.authenticators import Assertion, Attestation
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v3 import passkey_shapes as shapes
from genauth_mock.routes.v3.entering import enter
from genauth_mock.routes.v3.face import Call, Router
from genauth_mock.rules import passkeys
from genauth_mock.rules.oidc import claims
from genauth_mock.rules.passkeys import RelyingParty
from genauth_mock.store.users import User

router = Router()

Number = Annotated[int, Field(ge=1, le=1_000_000)]
Limit = Annotated[int, Field(ge=1, le=50)]
# Android reads a refresh token, and asks for no scope.
_SCOPE = f"{claims.DEFAULT_SCOPE} {claims.OFFLINE_ACCESS}"
_MOST_TRANSPORTS = 8
_DONE = {"success": True}


class OfKind(Body):
    """Which passkeys of a user are meant. That a page may be asked for is a guess."""

    authenticator_code: Text | None = None
    page: Number = 1
    limit: Limit = 10


class CredentialsAsked(Body):
    """Which credentials are asked for. Android sends the name that Java has for a list, Python and Node send none."""

    credential_ids: Annotated[list[Text], Field(max_length=1000)] | Text = ""
    authenticator_code: Text | None = None


class Attested(Body):
    """A credential that was made. No source names these fields: they are those of the login."""

    ticket: Required
    credential: dict[str, Any]
    authenticator_code: Text = passkeys.OTHER


@router.get("/api/v3/webauthn/registration")
async def init_register_options(call: Call) -> Response:
    """What an authenticator needs to make a passkey. Documented: initRegisterOptions."""
    ticket, options = _registration(call)
    return call.answer({"ticket": ticket, "registrationOptions": options})


@router.post("/api/v3/webauthn/registration")
async def verify_register(call: Call) -> Response:
    """Binds the passkey that was made. Documented: verifyRegister."""
    kind = call.body.get("authenticatorCode") or passkeys.OTHER
    _bind(call, call.body["ticket"], "registrationCredential", call.body, kind)
    return call.answer({"verified": True})


@router.post("/api/v3/webauthn/registration/initialize")
async def web_authn_register_initialize(call: Call) -> Response:
    """What a browser needs to make a passkey. Documented: webAuthnRegisterInitalize."""
    ticket, options = _registration(call)
    return call.answer({"ticket": ticket, "publicKey": options})


@router.post("/api/v3/webauthn/registration/finalize")
async def web_authn_register_finalize(call: Call, body: Attested) -> Response:
    """Binds the passkey that a browser has made. Documented: webAuthnRegisterFinalize."""
    return call.answer(_bind(call, body.ticket, "credential", call.body, body.authenticator_code))


def _registration(call: Call) -> tuple[str, dict[str, Any]]:
    with call.begin() as ctx:
        wanted = passkeys.begin_registration(ctx, call.logged_in(ctx).user, _party(call, ctx))
        return wanted.asked.ticket, shapes.creation_options(wanted)


def _bind(call: Call, ticket: str, name: str, body: Mapping[str, Any], kind: str) -> dict[str, Any]:
    said = Attestation(
        credential_id=_credential_id(body, name),
        client_data=_bytes(body, name, "response", "clientDataJSON"),
        attestation_object=_bytes(body, name, "response", "attestationObject"),
    )
    # Documented beside the response; browsers write them into it.
    transports = body[name].get("transports") or body[name]["response"].get("transports")
    known = transports if isinstance(transports, list) else []
    with call.begin() as ctx:
        user = call.logged_in(ctx).user
        texts = [each for each in known if isinstance(each, str)]
        names = [each for each in texts if each in authenticators.TRANSPORTS][:_MOST_TRANSPORTS]
        return shapes.passkey(passkeys.register(ctx, user, ticket, said, kind, names))


@router.get("/api/v3/webauthn/authentication")
async def init_authentication_options(call: Call) -> Response:
    """What an authenticator needs to say who somebody is. Documented: initAuthenticationOptions."""
    with call.begin() as ctx:
        asked = passkeys.begin_authentication(ctx, _party(call, ctx))
        return call.answer({"ticket": asked.ticket, "authenticationOptions": shapes.request_options(asked)})


@router.post("/api/v3/webauthn/authentication")
async def verify_authentication(call: Call) -> Response:
    """Tokens for who shows a passkey. Documented: verifyAuthentication."""
    return call.answer({"verified": True, "tokenSet": _tokens(call, "authenticationCredential")})


@router.post("/api/v3/webauthn/login/initialize")
async def web_authn_login_initialize(call: Call) -> Response:
    """What a browser needs to say who somebody is. Documented: webAuthnLoginInitalize."""
    with call.begin() as ctx:
        asked = passkeys.begin_authentication(ctx, _party(call, ctx))
        return call.answer({"ticket": asked.ticket, "publicKey": shapes.request_options(asked)})


@router.post("/api/v3/webauthn/login/finalize")
async def web_authn_login_finalize(call: Call) -> Response:
    """Tokens for who shows a passkey in a browser. Documented: webAuthnLoginFinalize."""
    return call.answer(_tokens(call, "credential"))


def _tokens(call: Call, name: str) -> dict[str, Any]:
    """The tokens of who shows a passkey. It is two factors by itself."""
    ticket, options = call.body["ticket"], call.body.get("options") or {}
    said = Assertion(
        credential_id=_credential_id(call.body, name),
        client_data=_bytes(call.body, name, "response", "clientDataJSON"),
        authenticator_data=_bytes(call.body, name, "response", "authenticatorData"),
        signature=_bytes(call.body, name, "response", "signature"),
    )
    user_handle = _bytes(call.body, name, "response", "userHandle", or_nothing=True)

    def shown_by(ctx: Context) -> User:
        return passkeys.authenticate(ctx, ticket, said, user_handle)

    with call.begin() as ctx:
        return enter(call, ctx, shown_by, options.get("scope") or _SCOPE, needs_mfa=False)


@router.post("/api/v3/webauthn/page-authenticator-device")
async def list_credentials_by_page(call: Call, body: OfKind) -> Response:
    """A user's passkeys, of one kind of authenticator or all. Documented: listCredentialsByPage."""
    with call.begin() as ctx:
        user = call.logged_in(ctx).user
        found = passkeys.page(ctx, user, body.page, body.limit, body.authenticator_code)
        return call.answer(shapes.passkeys(*found))


@router.post("/api/v3/webauthn/check-valid-credentials-by-credIds")
async def check_valid_credentials_by_cred_ids(call: Call, body: CredentialsAsked) -> Response:
    """Those of some credentials that can be used. Documented: checkValidCredentialsByCredIds."""
    ids = [body.credential_ids] if isinstance(body.credential_ids, str) else body.credential_ids
    with call.begin() as ctx:
        return call.answer([shapes.passkey(each) for each in passkeys.valid(ctx, ids, body.authenticator_code)])


@router.post("/api/v3/webauthn/remove-credential/{credentialID}")
async def remove_credential(call: Call, credentialID: str) -> Response:  # noqa: N803 - as documented
    """Takes a passkey from a user. Documented: removeCredential."""
    return _removed(call, credentialID)


@router.delete("/api/v3/webauthn/credentials/{credential_id}")
async def delete_web_authn_credential(call: Call, credential_id: str) -> Response:
    """Takes a passkey from a user. Documented: deleteWebAuthnCredential."""
    return _removed(call, credential_id)


def _removed(call: Call, credential_id: str) -> Response:
    with call.begin() as ctx:
        passkeys.remove(ctx, call.logged_in(ctx).user, credential_id)
        return call.answer(_DONE)


@router.post("/api/v3/webauthn/remove-credentials-by-authenticator-code")
async def remove_all_credentials(call: Call, body: OfKind) -> Response:
    """Takes all passkeys of one kind of authenticator, or all, from a user. Documented: removeAllCredentials."""
    with call.begin() as ctx:
        passkeys.remove_all(ctx, call.logged_in(ctx).user, body.authenticator_code)
        return call.answer(_DONE)


@router.get("/api/v3/webauthn/credentials")
async def list_web_authn_credentials(call: Call, page: Number = 1, limit: Limit = 10) -> Response:
    """A user's passkeys. Documented: listWebAuthnCredentials."""
    with call.begin() as ctx:
        return call.answer(shapes.passkeys(*passkeys.page(ctx, call.logged_in(ctx).user, page, limit)))


@router.put("/api/v3/webauthn/credentials/{credential_id}")
async def update_web_authn_credential(call: Call, credential_id: str) -> Response:
    """Names a user's passkey. Documented: updateWebAuthnCredential."""
    with call.begin() as ctx:
        passkeys.rename(ctx, call.logged_in(ctx).user, credential_id, call.body["name"])
        return call.answer(_DONE)


def _party(call: Call, ctx: Context) -> RelyingParty:
    return passkeys.relying_party(ctx, urls.read_origin(tenancy.header(call.request, b"origin")))


def _credential_id(body: Mapping[str, Any], name: str) -> bytes:
    """The id of a credential, which it says twice. Refuses 400 where both differ."""
    credential_id = _bytes(body, name, "rawId")
    if _bytes(body, name, "id") != credential_id:
        raise Refused(errors.INVALID_PARAMETER, field=f"{name}.id", detail="not that of rawId")
    if body[name].get("type") != shapes.TYPE:
        raise Refused(errors.INVALID_PARAMETER, field=f"{name}.type", detail=shapes.TYPE)
    return credential_id


def _bytes(body: Mapping[str, Any], *path: str, or_nothing: bool = False) -> bytes:
    """Bytes that travel as base64url. Refuses 400."""
    value: Any = body
    for each in path:
        value = value.get(each) if isinstance(value, Mapping) else None
    data = authenticators.decoded(value) if isinstance(value, str) else None
    if data is None or not (data or or_nothing):
        raise Refused(errors.INVALID_PARAMETER, field=".".join(path), detail="base64url")
    return data
