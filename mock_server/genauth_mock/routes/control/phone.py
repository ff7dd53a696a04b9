"""What control calls that play the phone have in common: who holds it, and what time it is in the pool meant."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request

from genauth_mock.context import Context, context_of
from genauth_mock.documents.field_types import Document, Line
from genauth_mock.kit import clock
from genauth_mock.routes.control.face import ControlError, Page, document
from genauth_mock.routes.control.naming import app_named, user_named
from genauth_mock.routes.control.reading import as_document
from genauth_mock.routes.edge import tenancy
from genauth_mock.rules import identities
from genauth_mock.rules.identities import Identity
from genauth_mock.store import user_pools
from genauth_mock.store.database import Connection
from genauth_mock.store.users import User


class Phone(Document):
    """Whose phone it is: a user's id, or an account (user name, e-mail address or phone number).

    Neither is needed where it is known already: who has scanned the code, or to whom the push went.
    """

    user_id: Line | None = None
    account: Line | None = None


class OfPool(Page):
    """Whose are wanted; without a pool all pools'."""

    user_pool_id: str | None = None


async def phone_in(request: Request) -> Phone:
    """The phone that a body names. Refuses 400."""
    return document(Phone, await as_document(request))


def context(request: Request, db: Connection, user_pool_id: str) -> Context:
    """The context of what is done in a pool, by the id under which its rows stand."""
    pool = user_pools.of_rows(db, user_pool_id)
    assert pool is not None, "what was found is a pool's as it is now"
    app = app_named(db, pool, None)
    return context_of(db, tenancy.mock_of(request), pool, app, lang="en", base_url=tenancy.base_url_of(request))


def holder(ctx: Context, phone: Phone, known_id: str | None) -> User:
    """Who holds the phone: who is named, else who is known already. Refuses 404, 400 where nobody is named."""
    if phone.account is not None and phone.user_id is None:
        found = identities.find(ctx, Identity("account", phone.account))
        if found is None:
            message = f"nobody in this pool is known as {phone.account!r}"
            raise ControlError(404, "not_found", message, "account")
        return found
    user_id = phone.user_id if phone.user_id is not None else known_id
    if user_id is None:
        raise ControlError(400, "invalid_field", "userId: say whose phone it is, by userId or account", "userId")
    return user_named(ctx.db, ctx.pool_id, user_id, "userId")


def times(db: Connection, user_pool_ids: Iterable[str]) -> dict[str, int]:
    """What time it is in these pools, in milliseconds."""
    pools = (user_pools.of_rows(db, each) for each in set(user_pool_ids))
    return {each.id: clock.pool_ms(each.clock_offset_ms, each.clock_frozen_ms) for each in pools if each}
