"""`/api/v2/oidc/…`: tokens of OpenID Connect, looked at by the server."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Entry, Refused
from genauth_mock.kit import jwts
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.v2.face import (
    Call,
    Router,
    V2Call,
    bare,
)
from genauth_mock.rules import session
from genauth_mock.store import sessions

router = Router()


@router.get("/api/v2/oidc/validate_token")
@router.get("/api/oidc/validate_token")
async def validate_token(call: V2Call, access_token: str | None = None, id_token: str | None = None) -> Response:
    """The claims of a token that is alive, without an envelope; else 400. Documented: validate_token."""
    if access_token is None and id_token is None:
        raise Refused(errors.INVALID_PARAMETER, field="access_token | id_token", detail="-")
    if access_token is not None:
        return _claims(call, access_token, errors.ACCESS_TOKEN_MALFORMED, errors.ACCESS_TOKEN_INVALID)
    return _claims(call, str(id_token), errors.ID_TOKEN_MALFORMED, errors.ID_TOKEN_INVALID)


def _claims(call: Call, token: str, malformed: Entry, invalid: Entry) -> Response:
    if jwts.unverified_claims(token) is None:
        raise Refused(malformed)
    with tenancy.open_session_call(call.request, call.lang, token=token) as ctx:
        said = session.genuine(ctx, token) if ctx else None
        if ctx is None or said is None or sessions.of_pool(ctx.db, ctx.pool_id, said.session_id) is None:
            raise Refused(invalid)
        return bare(said.claims)
