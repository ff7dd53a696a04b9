"""Second factors: which ones a user has bound, and which ones a login asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit import addresses
from genauth_mock.kit.addresses import Address
from genauth_mock.kit.ids import object_id_named
from genauth_mock.rules import identities
from genauth_mock.rules.mfa import totp
from genauth_mock.store import users
from genauth_mock.store.users import User

SMS, EMAIL, OTP, FACE = "SMS", "EMAIL", "OTP", "FACE"

# What a user's `mfa` holds of each; the first key says whether it is bound.
_KEYS = {OTP: (totp.SECRET, totp.RECOVERY_CODE), SMS: ("phone", "phoneCountryCode"), EMAIL: ("email",), FACE: ("face",)}


def policies(ctx: Context) -> Sequence[str]:
    """The factors of which every login shows one: the application's, else the pool's."""
    wanted: Sequence[str] | None = ctx.app.mfa.get("policies")
    return list(dict.fromkeys(wanted or ctx.settings.mfa.policies))


def is_bound(user: User, factor: str) -> bool:
    """Whether a user has bound a factor."""
    return bool(user.mfa.get(_KEYS[factor][0]))


def bound(user: User) -> list[str]:
    """The factors that a user has bound."""
    return [each for each in _KEYS if is_bound(user, each)]


def asked_for(ctx: Context, user: User) -> list[str]:
    """The factors of which a login shows one; none, where the password is enough. What somebody has bound by himself
    asks for a second factor only if it gives one-time passwords.
    """
    wanted = policies(ctx)
    own = [OTP] if is_bound(user, OTP) and OTP not in wanted else []
    return [*wanted, *own]


def bound_instead(ctx: Context, user: User, factor: str) -> str | None:
    """What a login must show where it asks for something that is bound: this factor, if it is, else the first that is.
    None where nothing of it is bound, so that whoever is on the way in may bind a factor.
    """
    has = [each for each in asked_for(ctx, user) if is_bound(user, each)]
    return factor if factor in has else next(iter(has), None)


def bound_address(user: User, factor: str) -> Address | None:
    """The phone or e-mail address that is bound as a second factor."""
    mfa = user.mfa
    if factor == SMS and mfa.get("phone"):
        return Address(addresses.SMS, mfa["phone"], mfa.get("phoneCountryCode"))
    if factor == EMAIL and mfa.get("email"):
        return Address.of_email(mfa["email"])
    return None


def address_of(user: User, factor: str) -> Address | None:
    """Where a code goes for a second factor: to the address that is bound, else to the account's own."""
    found = bound_address(user, factor)
    if found is None and factor == SMS and user.phone:
        return Address(addresses.SMS, user.phone, user.phone_country_code)
    if found is None and factor == EMAIL and user.email:
        return Address.of_email(user.email)
    return found


def of_address(address: Address) -> str:
    """The factor that an address is."""
    return EMAIL if address.channel == addresses.EMAIL else SMS


def is_free(ctx: Context, user: User, address: Address) -> bool:
    """Whether a user may pass with this address, or bind it: none is bound yet, or this one, and it is no other user's.

    That an address which is only bound as another user's second factor is free is a guess.
    """
    has = bound_address(user, of_address(address))
    if has is not None:
        return has.key == address.key
    return not is_anothers(ctx, user, address)


def in_the_way_of(ctx: Context, user: User, address: Address) -> str | None:
    """The factor with which a login must pass instead of with an address that is free; None for nothing.

    Where another factor is bound, only an address passes that is bound, too, or the account's own: whoever knows the
    password would be in by any phone else.
    """
    factor = of_address(address)
    known = address_of(user, factor)
    return None if known is not None and known.key == address.key else bound_instead(ctx, user, factor)


def is_anothers(ctx: Context, user: User, address: Address) -> bool:
    """Whether an address is another user's phone or e-mail."""
    owner = identities.owner_of(ctx, address)
    return owner is not None and owner.id != user.id


def held(ctx: Context, user: User) -> User:
    """The user as he or she is now; nobody else changes his or her factors until this call ends. Refuses 2004."""
    found = users.hold(ctx.db, ctx.pool_id, user.id)
    if found is None:
        raise Refused(errors.USER_NOT_FOUND)
    return found


def bind_address(ctx: Context, user: User, address: Address) -> None:
    """Binds a phone or e-mail address."""
    if address.channel == addresses.EMAIL:
        bind(ctx, user, {"email": address.recipient})
    else:
        bind(ctx, user, {"phone": address.recipient, "phoneCountryCode": address.country_code})


def bind(ctx: Context, user: User, values: dict[str, Any], **columns: Any) -> None:
    """Writes what is bound. The caller holds the user's row."""
    mfa = {**user.mfa, **values}
    users.change(ctx.db, ctx.pool_id, user.id, {"mfa": mfa, "updated_at": ctx.now, **columns})


def unbind(ctx: Context, user: User, factor: str) -> None:
    """Takes a factor away; that there was none is fine (a guess). Refuses 2004."""
    user = held(ctx, user)
    left = {key: value for key, value in user.mfa.items() if key not in _KEYS[factor]}
    state = {} if factor == OTP else user.mfa_state
    users.change(ctx.db, ctx.pool_id, user.id, {"mfa": left, "mfa_state": state, "updated_at": ctx.now})


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor that is bound; `address` is where its codes go."""

    id: str
    factor: str
    address: Address | None


def id_of(ctx: Context, user: User, factor: str) -> str:
    """The id of a user's factor: a user has one of each kind, so it is the same each time it is bound."""
    return object_id_named(f"{ctx.public_pool_id} {user.id} {factor}")


def enrolled(ctx: Context, user: User) -> list[Factor]:
    """The factors that a user has bound. Documented: listEnrolledFactors."""
    return [Factor(id_of(ctx, user, each), each, bound_address(user, each)) for each in bound(user)]


def to_enroll(ctx: Context, user: User) -> list[str]:
    """The factors that are enabled and that a user has not bound. Documented: listFactorsToEnroll.

    That all are enabled where neither application nor pool has a policy is a guess.
    """
    enabled = policies(ctx) or _KEYS
    return [each for each in _KEYS if each in enabled and not is_bound(user, each)]


def named(ctx: Context, user: User, factor_id: str) -> Factor:
    """A user's factor by its id. Refuses 404 for one that he or she has not bound. Documented: getFactor."""
    found = next((each for each in enrolled(ctx, user) if each.id == factor_id), None)
    if found is None:
        raise Refused(errors.FACTOR_NOT_FOUND)
    return found
