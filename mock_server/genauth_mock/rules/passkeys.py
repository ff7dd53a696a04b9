"""Passkeys: a user's authenticator is asked to make a credential, and later who it is by that credential."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import authenticators, hosts, urls
from genauth_mock.kit.authenticators import Assertion, Attestation, Expected, Fault, Wrong
from genauth_mock.kit.urls import Url
from genauth_mock.rules import origins
from genauth_mock.store import passkeys, users
from genauth_mock.store.database import Taken
from genauth_mock.store.passkeys import Passkey, PasskeyChallenge
from genauth_mock.store.users import User

# Documented: 60000, in an example.
TIMEOUT_MS = 60_000
# What an authenticator is called that does not say of which kind it is.
OTHER = "other"
# Android encodes it once more than others.
_MOST_LAYERS = 4

_REFUSALS = {
    Fault.UNREADABLE: errors.PASSKEY_UNREADABLE,
    Fault.CHALLENGE: errors.PASSKEY_CHALLENGE_WRONG,
    Fault.ORIGIN: errors.PASSKEY_ORIGIN_WRONG,
    Fault.RELYING_PARTY: errors.PASSKEY_RP_WRONG,
    Fault.COUNTER: errors.PASSKEY_COUNTER_BACK,
    Fault.SIGNATURE: errors.PASSKEY_SIGNATURE_WRONG,
}


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """To whom passkeys belong, and from which origins they are used."""

    id: str
    name: str
    origins: Sequence[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What an authenticator is asked: the ticket by which the answer comes, and the challenge in base64url."""

    ticket: str
    challenge: str
    party: RelyingParty


@dataclass(frozen=True, slots=True)
class Registration:
    """What an authenticator needs to make a credential. `present` are the passkeys that the user has already."""

    asked: Asked
    user_handle: str
    name: str
    display_name: str
    present: Sequence[Passkey]


def relying_party(ctx: Context, origin: Url | None) -> RelyingParty:
    """To whom passkeys belong that are made at an origin: its host if the application knows it, else this server's.

    Refuses 400 for an address: no passkey can belong to one.
    """
    site = origin if origin and origins.is_known(ctx.settings, ctx.app, origin) else urls.read(ctx.base_url)
    host = site.host.removesuffix(".") if site else ""
    if site is None or not host or hosts.is_address(host):
        raise Refused(errors.PASSKEY_NEEDS_HOST_NAME, uri=site.origin if site else ctx.base_url)
    return RelyingParty(host, ctx.app.name, tuple(dict.fromkeys((site.origin, f"https://{host}"))))


def begin_registration(ctx: Context, user: User, party: RelyingParty) -> Registration:
    """Asks a user's authenticator to make a credential."""
    name = user.username or user.email or user.phone or user.id
    return Registration(
        asked=_ask(ctx, party, user.id),
        user_handle=authenticators.encoded(user.id.encode()),
        name=name,
        display_name=user.nickname or user.name or name,
        present=passkeys.of_user(ctx.db, ctx.pool_id, user.id),
    )


def register(
    ctx: Context, user: User, ticket: str, said: Attestation, authenticator_code: str, transports: Sequence[str]
) -> Passkey:
    """Binds to a user the credential that his or her authenticator has made; the ticket is used up.

    Refuses 400 for a ticket that is over or another's, and for what the authenticator says wrong; 409 for a credential
    that is bound.
    """
    asked = _asked(ctx, ticket, user.id)
    try:
        made = authenticators.attested(said, _expected(asked))
    except Wrong as wrong:
        raise _refusal(wrong, asked) from None
    if passkeys.by_credential(ctx.db, ctx.pool_id, made.credential_id):
        raise Refused(errors.PASSKEY_TAKEN)
    _use_up(ctx, asked)
    passkey = Passkey(
        user_pool_id=ctx.pool_id,
        user_id=user.id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        counter=made.counter,
        authenticator_code=authenticator_code,
        name=authenticator_code,
        transports=list(dict.fromkeys(transports)),
        aaguid=made.aaguid,
        created_at=ctx.now,
    )
    try:
        passkeys.add(ctx.db, passkey)
    except Taken:
        raise Refused(errors.PASSKEY_TAKEN) from None
    return passkey


def begin_authentication(ctx: Context, party: RelyingParty) -> Asked:
    """Asks whichever authenticator who it is. Nobody is logged in yet, so that any passkey may answer."""
    return _ask(ctx, party, "")


def authenticate(ctx: Context, ticket: str, said: Assertion, user_handle: bytes) -> User:
    """The user whose authenticator has answered; the ticket is used up.

    Refuses 400 for a ticket that is over, and for what the authenticator says wrong; 431 for a passkey that its user
    has no longer, 422 for one that nobody has. That these two are told apart by the user handle is a guess.
    """
    asked = _asked(ctx, ticket, "")
    passkey = passkeys.by_credential(ctx.db, ctx.pool_id, authenticators.encoded(said.credential_id))
    user = users.by_id(ctx.db, ctx.pool_id, passkey.user_id) if passkey else None
    if passkey is None or user is None:
        was_bound = any(users.by_id(ctx.db, ctx.pool_id, each) for each in _named_by(user_handle))
        raise Refused(errors.PASSKEY_REMOVED if was_bound else errors.PASSKEY_NOT_BOUND)
    if user_handle and user.id not in _named_by(user_handle):
        raise Refused(errors.INVALID_PARAMETER, field="userHandle", detail="another user's")
    try:
        counter = authenticators.asserted(said, _expected(asked), passkey.public_key, passkey.counter)
    except Wrong as wrong:
        raise _refusal(wrong, asked) from None
    _use_up(ctx, asked)
    if not passkeys.use(ctx.db, passkey, counter, ctx.now):
        # Another call has used the same counter meanwhile.
        raise Refused(errors.PASSKEY_COUNTER_BACK)
    return user


def page(
    ctx: Context, user: User, number: int, limit: int, authenticator_code: str | None = None
) -> tuple[Sequence[Passkey], int]:
    """One page of a user's passkeys, newest first, and how many there are; of one kind of authenticator."""
    return passkeys.newest_of_user(ctx.db, ctx.pool_id, user.id, number, limit, authenticator_code)


def valid(ctx: Context, credential_ids: Sequence[str], authenticator_code: str | None = None) -> Sequence[Passkey]:
    """Those of some credentials by which somebody of the pool can log in; of one kind of authenticator."""
    found = passkeys.known(ctx.db, ctx.pool_id, map(_plain, credential_ids))
    return [each for each in found if authenticator_code in (None, each.authenticator_code)]


def rename(ctx: Context, user: User, credential_id: str, name: str) -> None:
    """Names a user's passkey. Refuses 404."""
    if not passkeys.rename(ctx.db, ctx.pool_id, user.id, _plain(credential_id), name):
        raise Refused(errors.PASSKEY_UNKNOWN)


def remove(ctx: Context, user: User, credential_id: str) -> None:
    """Takes a passkey from a user. Refuses 404."""
    if not passkeys.remove(ctx.db, ctx.pool_id, user.id, _plain(credential_id)):
        raise Refused(errors.PASSKEY_UNKNOWN)


def remove_all(ctx: Context, user: User, authenticator_code: str | None = None) -> None:
    """Takes all passkeys from a user; of one kind of authenticator."""
    passkeys.remove_of_user(ctx.db, ctx.pool_id, user.id, authenticator_code)


def _plain(credential_id: str) -> str:
    """A credential's id as it is stored, however it is padded."""
    data = authenticators.decoded(credential_id)
    return credential_id if data is None else authenticators.encoded(data)


def _ask(ctx: Context, party: RelyingParty, user_id: str) -> Asked:
    ticket = ctx.ids.secret()
    challenge = authenticators.encoded(bytes.fromhex(ctx.ids.secret() + ctx.ids.secret()))
    passkeys.add_challenge(
        ctx.db,
        PasskeyChallenge(
            ticket=ticket,
            user_pool_id=ctx.pool_id,
            user_id=user_id,
            challenge=challenge,
            rp_id=party.id,
            origins=list(party.origins),
            expires_at=ctx.now + TIMEOUT_MS,
        ),
    )
    return Asked(ticket, challenge, party)


def _asked(ctx: Context, ticket: str, user_id: str) -> PasskeyChallenge:
    asked = passkeys.challenge_of(ctx.db, ctx.pool_id, ticket)
    if asked is None or asked.user_id != user_id or asked.expires_at <= ctx.now:
        raise Refused(errors.PASSKEY_TICKET_OVER)
    return asked


def _use_up(ctx: Context, asked: PasskeyChallenge) -> None:
    if not passkeys.use_up(ctx.db, asked):
        raise Refused(errors.PASSKEY_TICKET_OVER)


def _expected(asked: PasskeyChallenge) -> Expected:
    return Expected(authenticators.decoded(asked.challenge) or b"", asked.rp_id, asked.origins)


def _refusal(wrong: Wrong, asked: PasskeyChallenge) -> Refused:
    known = ", ".join((*asked.origins, f"{authenticators.ANDROID}…"))
    return Refused(_REFUSALS[wrong.fault], origin=wrong.origin, known=known, uri=asked.rp_id)


def _named_by(user_handle: bytes) -> Iterator[str]:
    """The ids of users that a user handle may mean, in whichever of several codings it came."""
    data: bytes | None = user_handle
    for _ in range(_MOST_LAYERS):
        if not data or not data.isascii():
            return
        text = data.decode()
        yield text
        data = authenticators.decoded(text)
