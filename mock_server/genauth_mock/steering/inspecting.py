"""Inspecting: what a token says, whether the mock would take it now, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, StringConstraints

from genauth_mock.context import Context, Mock, context_of
from genauth_mock.documents.field_types import (
    BadDocument,
    Document,
    Line,
    without_control_characters,
)
from genauth_mock.errors import Refused
from genauth_mock.kit import clock, jwts
from genauth_mock.kit.jwts import Signature
from genauth_mock.rules import session
from genauth_mock.rules.mfa import mfa_tokens
from genauth_mock.rules.oidc import grants, tokens
from genauth_mock.rules.session import Flaw, Genuine
from genauth_mock.store import (
    applications,
    sessions,
    user_pools,
    users,
)
from genauth_mock.store.database import Connection
from genauth_mock.store.refresh_tokens import REFRESH_TOKEN, RefreshToken
from genauth_mock.store.sessions import (
    ACCESS_TOKEN,
    ID_TOKEN,
    TOKEN,
    Session,
)
from genauth_mock.store.user_pools import UserPool
from genauth_mock.store.users import User

_LONGEST_SCHEME = 16
MFA_TOKEN = "mfa_token"  # noqa: S105 - a kind
# What only tokens of one kind say, for those whose session has ended.
_SAID_BY = {"data": TOKEN, "scope": ACCESS_TOKEN, "auth_time": ID_TOKEN}


class TokenToInspect(Document):
    """A token of any kind, as it was copied, `Bearer ` or not; and whose opinion is asked for, `userPoolId`, else that
    of the pool which gave the token.
    """

    token: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=jwts.LONGEST + _LONGEST_SCHEME),
        AfterValidator(without_control_characters),
    ]
    user_pool_id: Line | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is known of a token. `now` is its pool's time, the server's where the pool is unknown; times in milliseconds
    since 1970. `verdict` is a sentence that says why the mock takes it or not.
    """

    kind: str | None
    header: dict[str, Any]
    claims: dict[str, Any]
    pool_id: str | None
    user: User | None
    issued_at: int | None
    expires_at: int | None
    now: int
    expired: bool
    signature: Signature
    alive: bool
    verdict: str


def inspect(db: Connection, mock: Mock, text: str, pool: UserPool | None) -> Inspection:
    """What a token is, to a pool, or to the one that gave it. Changes nothing. Raises BadDocument for no token."""
    scheme, _, rest = text.partition(" ")
    token = rest.strip() if scheme.lower() == "bearer" else text
    family = tokens.refresh_token_anywhere(db, token)
    if family is not None:
        return _of_refresh_token(db, mock, token, family, pool)
    header, claims = jwts.unverified_header(token), jwts.unverified_claims(token)
    if header is None or claims is None:
        what = "it is no JWT, and no refresh token that this server knows; one that was revoked is forgotten"
        raise BadDocument("token", what)
    if mfa_tokens.is_one(claims):
        return _of_mfa_token(db, mock, token, header, claims, pool)
    token_id = _id(claims.get("jti"))
    row = sessions.by_id(db, token_id) if token_id else None
    pool = pool or _pool_of(db, row, claims)
    return _of_jwt(db, mock, token, header, claims, row, pool)


def _id(claim: object) -> str | None:
    """What may be an id; PostgreSQL takes no text with a zero byte."""
    return claim if isinstance(claim, str) and claim and "\0" not in claim else None


def _pool_of(db: Connection, row: Session | None, claims: dict[str, Any]) -> UserPool | None:
    """The pool that gave a token, or else the one that it is for."""
    app_id = _id(claims.get("aud"))
    app = applications.by_id(db, app_id) if app_id else None
    found = row.user_pool_id if row else app.user_pool_id if app else _id(claims.get("userpool_id"))
    return user_pools.by_id(db, user_pools.public_id(found)) if found else None


def _of_refresh_token(
    db: Connection, mock: Mock, token: str, family: RefreshToken, pool: UserPool | None
) -> Inspection:
    own = user_pools.of_rows(db, family.user_pool_id)
    app = applications.by_id(db, family.app_id)
    assert own is not None, "what belongs to a pool goes with it"
    assert app is not None, "what belongs to an application goes with it"
    ctx = context_of(db, mock, pool or own, app)
    user = users.by_id(db, own.id, family.user_id)
    is_newest = family.token == token
    why = None
    if ctx.pool_id != own.id:
        why = f"it is of user pool {own.public_id}"
    elif not is_newest:
        why = "it was rotated, and whoever uses it ends all of its family"
    else:
        try:
            grants.user_of_refresh_token(ctx, family)
        except Refused as refused:
            why = refused.values["detail"]
    until = family.expires_at if is_newest else None
    return Inspection(
        kind=REFRESH_TOKEN,
        header={},
        claims={},
        pool_id=ctx.public_pool_id,
        user=user,
        issued_at=family.created_at if is_newest else None,
        expires_at=until,
        now=ctx.now,
        expired=until is not None and until <= ctx.now,
        signature="none",
        alive=why is None,
        verdict=_verdict(why, REFRESH_TOKEN, user, family.app_id, family.expires_at),
    )


def _of_mfa_token(
    db: Connection, mock: Mock, token: str, header: dict[str, Any], claims: dict[str, Any], pool: UserPool | None
) -> Inspection:
    said: dict[str, Any] = claims["data"]
    own_id, whose = _id(said.get("userPoolId")), _id(said.get("userId"))
    own = user_pools.by_id(db, own_id) if own_id else None
    asked = pool or own
    apps = applications.of_pool(db, asked.id) if asked else ()
    ctx = context_of(db, mock, asked, apps[0]) if asked and apps else None
    now, expires_at = ctx.now if ctx else clock.wall_ms(), _ms(claims.get("exp"))
    is_over = expires_at is not None and expires_at <= now
    user, why = users.by_id(db, asked.id, whose) if asked and whose else None, None
    try:
        user = mfa_tokens.opened(ctx, token).user if ctx else None
    except Refused:
        why = "it was used, or was never given"
        if own is not None and own != asked:
            why = f"it was given by user pool {own.public_id}"
        elif is_over:
            why = f"it expired at {_shown(claims.get('exp'))}, and the pool's clock shows {clock.iso(now)}"
    if ctx is None:
        why = f"no user pool of this server is called {own_id!r}"
    return Inspection(
        kind=MFA_TOKEN,
        header=header,
        claims=claims,
        pool_id=asked.public_id if asked else None,
        user=user,
        issued_at=_ms(claims.get("iat")),
        expires_at=expires_at,
        now=now,
        expired=is_over,
        signature=jwts.signature_of(token, [own.secret] if own else []),
        alive=why is None,
        verdict=_verdict(why, MFA_TOKEN, user, "-", expires_at),
    )


def _of_jwt(
    db: Connection,
    mock: Mock,
    token: str,
    header: dict[str, Any],
    claims: dict[str, Any],
    row: Session | None,
    pool: UserPool | None,
) -> Inspection:
    apps = applications.of_pool(db, pool.id) if pool else ()
    app = next((each for each in apps if each.id == claims.get("aud")), apps[0] if apps else None)
    ctx = context_of(db, mock, pool, app) if pool and app else None
    now = ctx.now if ctx else clock.wall_ms()
    signature = jwts.signature_of(token, [each.secret for each in apps])
    if signature == "unknown key" and row and _says_something_else(claims, row):
        signature = "altered"
    kind = row.kind if row else next((kind for name, kind in _SAID_BY.items() if name in claims), None)
    whose = row.user_id if row else _id(claims.get("sub"))
    user = users.by_id(db, pool.id, whose) if pool and whose else None
    expires_at = _ms(claims.get("exp"))
    why = _why_not(ctx, token, header, claims, row, signature)
    return Inspection(
        kind=kind,
        header=header,
        claims=claims,
        pool_id=pool.public_id if pool else None,
        user=user,
        issued_at=_ms(claims.get("iat")),
        expires_at=expires_at,
        now=now,
        expired=expires_at is not None and expires_at <= now,
        signature=signature,
        alive=why is None,
        verdict=_verdict(why, kind, user, str(claims.get("aud")), expires_at),
    )


def _ms(seconds: object) -> int | None:
    """A time that a token says, if it can be printed."""
    if not isinstance(seconds, int) or not clock.FIRST_MS <= seconds * 1000 <= clock.LAST_MS:
        return None
    return seconds * 1000


def _says_something_else(claims: dict[str, Any], row: Session) -> bool:
    """Whether a token differs from the one that was given under its id."""
    return _ms(claims.get("exp")) != row.expires_at or row.user_id not in ("", claims.get("sub"))


def _why_not(
    ctx: Context | None,
    token: str,
    header: dict[str, Any],
    claims: dict[str, Any],
    row: Session | None,
    signature: Signature,
) -> str | None:
    """Why the mock would not take a token; None where it would. The rules that take tokens decide, this only words."""
    if ctx is None:
        return f"no user pool of this server has the application {claims.get('aud')!r} for which it is"
    found = session.judged(ctx, token)
    if not isinstance(found, Genuine):
        return _flaw(ctx, found, header, claims, row, signature)
    try:
        if row is not None and row.kind == ACCESS_TOKEN:
            tokens.access_token(ctx, token)
        else:
            session.current(ctx, token)
    except Refused as refused:
        if row is None:
            return "its session has ended, by a logout, a revocation, a new password or the like"
        if row.user_pool_id != ctx.pool_id:
            return f"it was given by user pool {user_pools.public_id(row.user_pool_id)}"
        user = users.by_id(ctx.db, ctx.pool_id, row.user_id)
        return "its user is locked" if user and user.blocked else refused.message("en")
    return None


def _flaw(
    ctx: Context, flaw: Flaw, header: dict[str, Any], claims: dict[str, Any], row: Session | None, signature: Signature
) -> str:
    if row is not None and row.user_pool_id != ctx.pool_id:
        return f"it was given by user pool {user_pools.public_id(row.user_pool_id)}, not by {ctx.public_pool_id}"
    aud, nbf, exp, now = claims.get("aud"), claims.get("nbf"), claims.get("exp"), clock.iso(ctx.now)
    if flaw is Flaw.NOT_SIGNED:
        return {
            "none": "it is not signed",
            "altered": "it was altered after it was signed",
            "unknown key": f"no key of user pool {ctx.public_pool_id} has signed it as it is{_key(header)}",
            "valid": f"it is for the application {aud!r}, and none of that id in {ctx.public_pool_id} has signed it",
        }[signature]
    return {
        Flaw.TOO_EARLY: f"it is not valid before {_shown(nbf)}, and the pool's clock shows {now}",
        Flaw.EXPIRED: f"it expired at {_shown(exp)}, and the pool's clock shows {now}",
    }.get(flaw, str(flaw.value))


def _key(header: dict[str, Any]) -> str:
    named = [f"{name} {header[name]!r}" for name in ("alg", "kid") if header.get(name)]
    return f" ({', '.join(named)})" if named else ""


def _shown(seconds: object) -> str:
    at = _ms(seconds)
    return clock.iso(at) if at is not None else f"{seconds} seconds after 1970"


def _verdict(why: str | None, kind: str | None, user: User | None, app_id: str, expires_at: int | None) -> str:
    if why is not None:
        return f"The mock does not take it: {why}."
    whose = f"user {user.username or user.email or user.phone or user.id}" if user else f"the application {app_id}"
    until = f", good until {clock.iso(expires_at)}" if expires_at is not None else ""
    return f"The mock takes it: it is a living {kind} of {whose}{until}."
