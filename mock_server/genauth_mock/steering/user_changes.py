"""What webhooks are told of a user whom somebody changes past all rules: what another door would have told them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from genauth_mock.context import Context
from genauth_mock.rules import custom_fields, webhooks
from genauth_mock.store import access, orgs
from genauth_mock.store.users import User

_ARCHIVED = "Archived"
# Columns that have events of their own, or tell of the change alone.
_NOT_TOLD = {"seq", "updated_at", "password_hash", "password_security_level", "custom_data"}


@dataclass(frozen=True, slots=True)
class Links:
    """What a user has: codes of roles and groups, ids of organisations' nodes."""

    roles: frozenset[str]
    groups: frozenset[str]
    nodes: frozenset[str]


def links_of(ctx: Context, user: User) -> Links | None:
    """What a user has now; None where nobody wants to be told of it."""
    if not ctx.pool.webhook_events:
        return None
    return Links(
        frozenset(each.code for each in access.roles_of_user(ctx.db, ctx.pool_id, user.id)),
        frozenset(access.groups_of_user(ctx.db, ctx.pool_id, user.id)),
        frozenset(each.id for each in orgs.nodes_of_user(ctx.db, ctx.pool_id, user.id)),
    )


def tell(ctx: Context, before: User, after: User, had: Links | None) -> None:
    """Tells of all that is other than before."""
    columns: dict[str, Any] = {name: getattr(after, name) for name in User.model_fields}
    changed = [name for name, value in columns.items() if value != getattr(before, name)]
    if set(changed) - _NOT_TOLD:
        webhooks.happened(ctx, "user:updated", user=after, changed=changed)
    custom_fields.tell_changed(ctx, after, before.custom_data)
    for has_happened, event in (
        ("password_hash" in changed, "user:password-changed"),
        (after.email_verified and not before.email_verified, "user:email-verified"),
        (after.blocked and not before.blocked, "user:blocked"),
        (before.blocked and not after.blocked, "user:unblocked"),
        (after.status == _ARCHIVED != before.status, "user:archived"),
        (before.status == _ARCHIVED != after.status, "user:unarchived"),
    ):
        if has_happened:
            webhooks.happened(ctx, event, user=after)
    has = links_of(ctx, after)
    if had is not None and has is not None:
        _tell_of_links(ctx, after, had, has)


def _tell_of_links(ctx: Context, user: User, had: Links, has: Links) -> None:
    def each(given: str, taken: str, before: frozenset[str], now: frozenset[str], what: Callable[[str], Any]) -> None:
        for event, those in ((given, now - before), (taken, before - now)):
            for one in sorted(those):
                webhooks.happened(ctx, event, **what(one))

    each("role:assigned", "role:unassigned", had.roles, has.roles, lambda code: {"users": [user], "role": code})
    groups = had.groups, has.groups
    each("group:member-added", "group:member-removed", *groups, lambda code: {"users": [user], "group": code})
    nodes = had.nodes, has.nodes
    each("organization:member-added", "organization:member-removed", *nodes, lambda node: {"user": user, "node": node})
