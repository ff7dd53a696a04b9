"""How a login by an identity goes on that nobody has yet: its owner says whose it is, by a key that works once.

Documented: bindWechatWithRegister, bindWechatByAccount, bindWechatByPhoneCode, bindWechatByEmailCode,
bindWechatBySelectedAccountId, bindWechatByAccountId.
"""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.kit.addresses import Address
from genauth_mock.rules import admission, credentials
from genauth_mock.rules.connections import social
from genauth_mock.rules.connections.providers import Person
from genauth_mock.rules.identities import Identity
from genauth_mock.store import pending_identities, social_connections, users
from genauth_mock.store.pending_identities import PendingIdentity
from genauth_mock.store.users import User


def create(ctx: Context, key: str) -> User:
    """A new user of the identity. Refuses 400 for a key that is none; where a user is to be chosen among those who are
    there, 1640 or 2921 again; 2026, 2031, 2100, 603.
    """
    pending = _pending(ctx, key)
    if pending.question == errors.BIND_CHOSEN_ACCOUNT.name:
        raise Refused(errors.BIND_CHOSEN_ACCOUNT)
    if pending.question == errors.BIND_EXISTING_ACCOUNT.name:
        raise Refused(errors.BIND_EXISTING_ACCOUNT)
    person = _person(ctx, pending)
    owner = social.owner_of(ctx, person)
    user = owner or social.created(ctx, person)
    _use_up(ctx, pending)
    return user


def by_password(ctx: Context, key: str, account: str, password: str) -> User:
    """The user of an account and a password, to whom the identity is bound. Refuses 400 for a key that is none, 2026
    where the identity is another's by now, what `credentials.by_password` refuses and what `admission.check` refuses.
    """
    pending = _pending(ctx, key)
    return _bound(ctx, pending, credentials.by_password(ctx, Identity("account", account), password))


def by_code(ctx: Context, key: str, address: Address, code: str | None) -> User:
    """The user whose address a code has proved, to whom the identity is bound. Refuses 400 for a key that is none, 2026
    where the identity is another's by now, what `credentials.by_code` refuses and what `admission.check` refuses.
    """
    pending = _pending(ctx, key)
    return _bound(ctx, pending, credentials.by_code(ctx, address, code))


def by_choice(ctx: Context, key: str, user_id: str) -> User:
    """The user who was chosen among the accounts that the question named. Refuses 400 for a key that is none, 2004 for
    any other user, 2026 where the identity is another's by now, and what `admission.check` refuses.
    """
    pending = _pending(ctx, key)
    user = users.by_id(ctx.db, ctx.pool_id, user_id) if user_id in pending.accounts else None
    if user is None:
        raise Refused(errors.USER_NOT_FOUND)
    return _bound(ctx, pending, user)


def _pending(ctx: Context, key: str) -> PendingIdentity:
    found = pending_identities.by_token(ctx.db, ctx.pool_id, key)
    if found is None or found.expires_at <= ctx.now:
        raise Refused(errors.BINDING_KEY_INVALID, field="key")
    return found


def _person(ctx: Context, pending: PendingIdentity) -> Person:
    connection = social_connections.by_id(ctx.db, ctx.pool_id, pending.connection_id)
    if connection is None:
        raise Refused(errors.BINDING_KEY_INVALID, field="key")
    return Person(connection, pending.openid, pending.profile)


def _bound(ctx: Context, pending: PendingIdentity, user: User) -> User:
    admission.check(ctx, user)
    person = _person(ctx, pending)
    owner = social.owner_of(ctx, person)
    if owner is not None and owner.id != user.id:
        raise Refused(errors.USER_EXISTS)
    _use_up(ctx, pending)
    return owner or social.bound(ctx, person, user)


def _use_up(ctx: Context, pending: PendingIdentity) -> None:
    if not pending_identities.use_up(ctx.db, ctx.pool_id, pending.token):
        raise Refused(errors.BINDING_KEY_INVALID, field="key")
