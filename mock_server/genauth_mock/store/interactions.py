"""Interactions: authorization requests that wait for a person at the login page."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from genauth_mock.store.database import (
    Connection,
    Row,
    json_column,
    of_today,
    table,
    time_column,
)
from genauth_mock.store.query import delete, insert, lookup


class Interaction(Row, table=True):
    """An authorization request (`params`, as it came) that waits. `session_id` is set once somebody has logged in for
    it, `consented` once he or she has agreed.
    """

    __tablename__ = "interactions"
    __table_args__ = (sa.UniqueConstraint("id", "user_pool_id"),)

    id: str
    user_pool_id: str = Field(index=True)
    app_id: str
    params: dict[str, Any] = json_column()
    session_id: str | None = None
    consented: bool = False
    created_at: int = time_column()
    expires_at: int = time_column()


_INTERACTIONS = table(Interaction)
_BY_ID = lookup(Interaction, "id")


def _this(interaction_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return _INTERACTIONS.c.id == interaction_id, *of_today(_INTERACTIONS)


def by_id(db: Connection, interaction_id: str) -> Interaction | None:
    """The interaction of this id, in whichever pool."""
    return _BY_ID.first(db, id=interaction_id)


def add(db: Connection, interaction: Interaction) -> None:
    """Adds an interaction."""
    insert(db, interaction)


def logged_in(db: Connection, interaction_id: str, session_id: str) -> None:
    """Somebody has logged in for it."""
    db.execute(sa.update(_INTERACTIONS).where(*_this(interaction_id)).values(session_id=session_id))


def consent(db: Connection, interaction_id: str) -> None:
    """The user agrees."""
    db.execute(sa.update(_INTERACTIONS).where(*_this(interaction_id)).values(consented=True))


def end(db: Connection, interaction_id: str) -> bool:
    """The request is answered; False if it was already."""
    return delete(db, Interaction, id=interaction_id) > 0
