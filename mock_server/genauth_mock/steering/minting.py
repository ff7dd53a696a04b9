"""Minting: tokens without a login, genuine ones and such as must be refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from genauth_mock.context import Context
from genauth_mock.documents.field_types import (
    BadDocument,
    Document,
    Line,
    Object,
)
from genauth_mock.kit import jwts
from genauth_mock.rules import session
from genauth_mock.rules.oidc import claims, tokens
from genauth_mock.store.refresh_tokens import REFRESH_TOKEN
from genauth_mock.store.sessions import ACCESS_TOKEN, ID_TOKEN, TOKEN
from genauth_mock.store.users import User

_FURTHEST_SECONDS = 1_000_000_000
Seconds = Annotated[int, Field(ge=-_FURTHEST_SECONDS, le=_FURTHEST_SECONDS)]

# What has a field of its own, or is the mock's to say.
_NO_CLAIMS = {
    "exp": "give ttlSeconds instead",
    "nbf": "give notBeforeSeconds instead",
    "aud": "give audience instead",
    "iat": "it is the pool's own time; move the pool's clock",
    "jti": "no two tokens may have the same",
}
_SPOKEN_OF = ("scope", "sub", "iss")


class TokenDocument(Document):
    """Which token is wanted: whose, of which kind, for which application (`appId`, else the pool's first).

    What is left out is as a login has it. `ttlSeconds` of 0 or less makes a token that has expired, `notBeforeSeconds`
    one that is not yet valid, `badSignature` one that an unknown key has signed, or, as `altered`, the right key and
    something else, `alg` one that nobody has. `claims` go over the token's own. `claims.scope` is what an access or
    refresh token may do, and which of the user's claims an id_token has.
    """

    user_pool_id: Line
    user_id: Line
    kind: Literal["token", "id_token", "access_token", "refresh_token"]
    app_id: Line | None = None
    ttl_seconds: Seconds | None = None
    not_before_seconds: Seconds | None = None
    audience: Line | None = None
    claims: Object = Field(default_factory=dict)
    alg: Literal["none"] | None = None
    bad_signature: bool | Literal["altered"] = False


def mint(ctx: Context, user: User, wanted: TokenDocument) -> str:
    """A token as a login of the user would give it, but for what is asked for. Raises BadDocument.

    Also a token that must be refused has its session, so that nothing else is wrong with it.
    """
    _check(wanted)
    default = claims.DEFAULT_SCOPE if wanted.kind != REFRESH_TOKEN else f"{claims.DEFAULT_SCOPE} offline_access"
    scope = wanted.claims.get("scope", default)
    now, lifetime = ctx.now // 1000, _lifetime(ctx, wanted.kind)
    expires = now + (lifetime if wanted.ttl_seconds is None else wanted.ttl_seconds)
    if wanted.kind == REFRESH_TOKEN:
        return tokens.new_refresh_token(ctx, tokens.authorize(ctx, user, scope, ctx.now), expires * 1000)
    # A token that has expired was given in time, and is wrong in nothing else.
    issued = now if expires > now else expires - lifetime
    said = _claims(ctx, user, wanted, scope, issued, expires)
    if wanted.not_before_seconds is not None:
        said["nbf"] = now + wanted.not_before_seconds
    if wanted.audience is not None:
        said["aud"] = wanted.audience
    said |= {name: value for name, value in wanted.claims.items() if (wanted.kind, name) != (ID_TOKEN, "scope")}
    token = _signed(ctx, said, wanted)
    if len(token) > jwts.LONGEST:
        raise BadDocument(
            "claims", f"the token would have {len(token)} characters, and at most {jwts.LONGEST} are allowed"
        )
    return token


def _check(wanted: TokenDocument) -> None:
    if wanted.kind == REFRESH_TOKEN:
        for name in ("not_before_seconds", "audience", "alg", "bad_signature"):
            if getattr(wanted, name):
                field = str(TokenDocument.model_fields[name].alias)
                raise BadDocument(field, "a refresh token is no JWT; it takes ttlSeconds, appId and claims.scope")
    for name, value in wanted.claims.items():
        if wanted.kind == REFRESH_TOKEN and name != "scope":
            raise BadDocument(f"claims.{name}", "a refresh token has no claims; claims.scope is what it may give")
        if name in _NO_CLAIMS:
            raise BadDocument(f"claims.{name}", f"it cannot be set here; {_NO_CLAIMS[name]}")
        if name in _SPOKEN_OF and not isinstance(value, str):
            raise BadDocument(f"claims.{name}", "it must be a string")
    if wanted.alg and wanted.bad_signature:
        raise BadDocument("badSignature", "a token of alg none has no signature; give one of the two")


def _lifetime(ctx: Context, kind: str) -> int:
    settings = ctx.settings.tokens
    return {
        TOKEN: settings.token_ttl_seconds,
        ID_TOKEN: settings.id_token_ttl_seconds,
        ACCESS_TOKEN: settings.access_token_ttl_seconds,
        REFRESH_TOKEN: settings.refresh_token_ttl_seconds,
    }[kind]


def _claims(ctx: Context, user: User, wanted: TokenDocument, scope: str, issued: int, expires: int) -> dict[str, Any]:
    """What a login's token of that kind says, and the session that keeps it alive."""
    token_id = ctx.ids.secret()
    if wanted.kind == TOKEN:
        tokens.add_session(ctx, token_id, TOKEN, user.id, None, expires)
        return session.claims_of(ctx, user, token_id, issued, expires)
    granted = tokens.authorize(ctx, user, scope, issued * 1000)
    if wanted.kind == ACCESS_TOKEN:
        tokens.add_session(ctx, token_id, ACCESS_TOKEN, user.id, granted.id, expires)
        return tokens.access_claims(ctx, user.id, scope, token_id, issued, expires)
    tokens.add_session(ctx, token_id, ID_TOKEN, user.id, granted.id, expires)
    return tokens.id_claims(ctx, granted, token_id, issued, expires, {"auth_time": issued})


def _signed(ctx: Context, said: dict[str, Any], wanted: TokenDocument) -> str:
    if wanted.alg == "none":
        return jwts.unsigned(said)
    algorithms = {TOKEN: "HS256", ID_TOKEN: ctx.settings.tokens.id_token_alg, ACCESS_TOKEN: "RS256"}
    by_secret = algorithms[wanted.kind] == "HS256"
    if wanted.bad_signature is True:
        return jwts.sign_hs256(said, ctx.ids.secret()) if by_secret else jwts.sign_rs256_as_a_stranger(said)
    token = jwts.sign_hs256(said, ctx.app.secret) if by_secret else jwts.sign_rs256(said)
    return jwts.altered(token) if wanted.bad_signature else token
