"""Sessions: one row for every token that is alive. A token whose row is gone is dead everywhere."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field

from mock_server.store.database import Connection, Row, delete, table, time_column
from mock_server.store.query import Query, insertion
from mock_server.store.users import USERS, User


class Session(Row, table=True):
    """A token that was given to a user by an application."""

    __tablename__ = "sessions"
    __table_args__ = (sa.Index("sessions_of_user", "user_pool_id", "user_id"),)

    id: str = Field(unique=True)
    user_pool_id: str
    user_id: str
    app_id: str
    created_at: int = time_column()
    expires_at: int = time_column()


_SESSIONS = table(Session)
_ADD = Query(Session, insertion(Session))
_USER_OF = Query(
    User,
    sa.select(USERS)
    .join(_SESSIONS, sa.and_(_SESSIONS.c.user_pool_id == USERS.c.user_pool_id, _SESSIONS.c.user_id == USERS.c.id))
    .where(_SESSIONS.c.id == sa.bindparam("id"), _SESSIONS.c.user_pool_id == sa.bindparam("user_pool_id")),
)


def user_of(db: Connection, user_pool_id: str, session_id: str) -> User | None:
    """The user to whom the session of this id belongs, if it is one of this pool."""
    return _USER_OF.first(db, id=session_id, user_pool_id=user_pool_id)


def add(
    db: Connection, *, session_id: str, user_pool_id: str, user_id: str, app_id: str, created_at: int, expires_at: int
) -> None:
    """Adds a session."""
    _ADD.run(
        db,
        id=session_id,
        user_pool_id=user_pool_id,
        user_id=user_id,
        app_id=app_id,
        created_at=created_at,
        expires_at=expires_at,
    )


def end(db: Connection, session_id: str) -> bool:
    """Ends one session; False if it was over already."""
    return delete(db, Session, id=session_id) > 0


def end_all(db: Connection, user_pool_id: str, user_id: str, but: str | None = None) -> None:
    """Ends all sessions of a user, except the one whose id is `but`."""
    of_user = sa.and_(_SESSIONS.c.user_pool_id == user_pool_id, _SESSIONS.c.user_id == user_id)
    db.execute(sa.delete(_SESSIONS).where(of_user, _SESSIONS.c.id != (but or "")))
