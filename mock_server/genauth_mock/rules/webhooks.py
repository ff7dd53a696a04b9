"""Webhooks: an event is written down for each that wants to hear of it, together with what has happened.

Whatever undoes the one undoes the other. Who posts what was written down: `routes.edge.deliveries`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from genauth_mock.context import Context
from genauth_mock.documents.webhook_events import ALL
from genauth_mock.kit import clock
from genauth_mock.rules import events, user_entity
from genauth_mock.store import webhooks
from genauth_mock.store.applications import Application
from genauth_mock.store.custom_fields import CustomField
from genauth_mock.store.user_pools import UserPool
from genauth_mock.store.users import User
from genauth_mock.store.webhooks import Delivery, Webhook

# What the server's own tasks wait for.
DELIVERY = "delivery"
TEST = {"description": "A test from Authing Webhook"}

# An attempt is kept for a day; for how long it is told then is the sweeper's affair.
_KEPT_MS = 86_400_000


def _failed(told: dict[str, Any], *, success: bool) -> dict[str, Any]:
    # Some events tell of failures too. How they say so is documented nowhere.
    return told if success else {**told, "success": False}


def _user(user: User, *, success: bool = True) -> dict[str, Any]:
    return _failed(user_entity.of(user), success=success)


def _updated(user: User, changed: Iterable[str], *, success: bool = True) -> dict[str, Any]:
    return _failed({"user": user_entity.of(user), "updates": user_entity.updates(user, changed)}, success=success)


def _udv_changed(user: User, field: CustomField, value: Any) -> dict[str, Any]:
    told = {"targetType": "USER", "key": field.key, "label": field.label, "dataType": field.data_type}
    return {"user": user_entity.of(user), "udv": {"targetId": user.id, "key": field.key, "value": value}, "udf": told}


def _kicked(users: Sequence[User], application: Application | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {"users": [user_entity.of(each) for each in users]}
    return told if application is None else told | {"application": {"id": application.id, "name": application.name}}


def _in_role(users: Sequence[User], role: str) -> dict[str, Any]:
    # Which role it is, no source tells how it is said.
    return {"role": {"code": role}, "userIds": [each.id for each in users], "groupIds": [], "nodeIds": []}


def _in_group(users: Sequence[User], group: str) -> dict[str, Any]:
    return {"group": {"code": group}, "users": [user_entity.of(each) for each in users]}


def _in_node(user: User, node: str) -> dict[str, Any]:
    return {"node": {"id": node}, "user": user_entity.of(user)}


def _alone(user: User) -> dict[str, Any]:
    return {"user": user_entity.of(user)}


# What is told of each event, by what has happened.
_DATA: dict[str, Callable[..., dict[str, Any]]] = {
    "login": _user,
    "refresh-token": _user,
    "register": user_entity.of_newcomer,
    "user:created": user_entity.of_newcomer,
    "user:updated": _updated,
    "user:udv-changed": _udv_changed,
    "user:deleted": lambda users: {"users": [user_entity.of(each) for each in users]},
    "user:password-changed": _user,
    "user:email-verified": lambda user: {"userId": user.id, "email": user.email},
    "user:blocked": _alone,
    "user:unblocked": _alone,
    "user:archived": _alone,
    "user:unarchived": _alone,
    "user:link-account": lambda primary, secondary: {
        "primaryUser": user_entity.of(primary),
        "secondaryUser": user_entity.of(secondary),
    },
    "mfa:verified": lambda user, is_valid, kind: {"userId": user.id, "isValid": is_valid, "type": kind},
    "kick": _kicked,
    "role:assigned": _in_role,
    "role:unassigned": _in_role,
    "group:member-added": _in_group,
    "group:member-removed": _in_group,
    "organization:member-added": _in_node,
    "organization:member-removed": _in_node,
}
# What subscribers of the pool's own events hear of as well. That it is the same data is a guess.
_ON_THE_BUS = {
    "user:created": "authing.user.created",
    "user:updated": "authing.user.updated",
    "user:deleted": "authing.user.deleted",
}


def happened(ctx: Context, event: str, **what: Any) -> None:
    """Something has happened in a pool: its webhooks hear of it, and its subscribers. `what` is as `_DATA` takes it."""
    on_the_bus = _ON_THE_BUS.get(event) if what.get("success", True) else None
    if on_the_bus is None and not ctx.pool.webhook_events:
        return
    data = _DATA[event](**what)
    if on_the_bus is not None:
        events.publish(ctx, on_the_bus, data)
    if ctx.pool.webhook_events:
        tell(ctx, event, data)


def tell(ctx: Context, event: str, data: Any) -> list[Delivery]:
    """Writes an event down for each webhook that wants to hear of it, and gives what was written."""
    if not is_wanted(ctx.pool, event):
        return []
    return [
        _written(
            ctx,
            webhook_id=each.id,
            event=event,
            url=each.url,
            content_type=each.content_type,
            secret=each.secret,
            body={"eventName": event, "data": data},
        )
        for each in webhooks.of_pool(ctx.db, ctx.pool_id)
        if _wants(each, event)
    ]


def is_wanted(pool: UserPool, event: str | None) -> bool:
    """Whether a webhook that is enabled wants to hear of an event, or without one of any."""
    wanted = pool.webhook_events.split()
    return bool(wanted) if event is None else event in wanted or ALL in wanted


def _wants(webhook: Webhook, event: str) -> bool:
    return webhook.enabled and (event in webhook.events or ALL in webhook.events)


def again(ctx: Context, delivery: Delivery) -> Delivery:
    """Writes an event down once more, as it was told and to whom."""
    return _written(ctx, **webhooks.told(delivery))


def _written(ctx: Context, **told: Any) -> Delivery:
    ctx.mock.tasks.ring(DELIVERY)
    return webhooks.add(
        ctx.db,
        id=ctx.ids.object_id(),
        user_pool_id=ctx.pool_id,
        written_in=ctx.pool_id,
        at=ctx.now,
        due_at=clock.steady_ms(),
        expires_at=ctx.now + _KEPT_MS,
        **told,
    )
