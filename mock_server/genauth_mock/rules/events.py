"""Events: what a pool's subscribers are told as it happens."""

from __future__ import annotations

from typing import Any

from genauth_mock.context import Context
from genauth_mock.store import events
from genauth_mock.store.events import Event


def publish(ctx: Context, code: str, data: Any) -> Event:
    """Tells the subscribers of a code what has happened: `authing.device.force-logout`, `authing.user.updated`, or an
    event of the app's own.
    """
    event = Event(id=ctx.ids.object_id(), user_pool_id=ctx.pool_id, code=code, data=data, at=ctx.now)
    events.add(ctx.db, event)
    return event
