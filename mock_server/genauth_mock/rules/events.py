"""Events: what a pool's subscribers are told as it happens. Documented: pubUserEvent."""

from __future__ import annotations

from typing import Any

from genauth_mock.context import Context
from genauth_mock.kit import arrivals, clock
from genauth_mock.store import events, subscriptions
from genauth_mock.store.events import Event


def publish(ctx: Context, code: str, data: Any) -> Event:
    """Tells the subscribers of a code what has happened: `authing.device.force-logout`, `authing.user.updated`, or an
    event of the app's own. All that happens in a pool is told by this.
    """
    event = events.add(
        ctx.db,
        id=ctx.ids.object_id(),
        user_pool_id=ctx.pool_id,
        published_in=ctx.pool_id,
        code=code,
        data=[data],
        at=ctx.now,
        subscribers=subscriptions.count(ctx.db, ctx.public_pool_id, code, clock.wall_ms()),
    )
    ctx.mock.arrivals.ring(*arrivals.of_event(ctx.public_pool_id, code))
    return event
