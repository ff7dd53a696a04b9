"""Sessions: one row for every token that is alive. A token whose row is gone is dead everywhere."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from genauth_mock.store.database import (
    Connection,
    Row,
    of_today,
    page_of,
    table,
    time_column,
)
from genauth_mock.store.query import (
    Query,
    delete,
    insertion,
    lookup,
    update,
)
from genauth_mock.store.users import USERS, User

TOKEN, ACCESS_TOKEN, ID_TOKEN = "token", "access_token", "id_token"


class Session(Row, table=True):
    """A token that was given to a user by an application.

    `kind` is `token` (of REST v2, or of a login by the login page), `access_token` or `id_token`. The last two come
    from an authorization. A `token` is also the browser's session while it has a `cookie`: a secret of its own, which
    stands in no token. `user_id` is empty for an access token that a client got for itself. `device_id` is the client's
    name for the device on which a `token` was given; that of the others is their authorization's.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        sa.UniqueConstraint("id", "user_pool_id"),
        sa.UniqueConstraint("cookie", "user_pool_id"),
        sa.Index("sessions_of_user", "user_pool_id", "user_id"),
        sa.Index("sessions_of_authorization", "authorization_id"),
    )

    id: str
    user_pool_id: str
    user_id: str
    app_id: str
    kind: str = TOKEN
    authorization_id: str | None = None
    cookie: str | None = None
    device_id: str | None = None
    created_at: int = time_column()
    expires_at: int = time_column()


_SESSIONS = table(Session)
_ADD = Query(Session, insertion(Session))
_BY_ID = lookup(Session, "id")
_BY_COOKIE = lookup(Session, "cookie")
_OF_USER = lookup(Session, "user_pool_id", "user_id")
_OF_DEVICE = lookup(Session, "user_pool_id", "user_id", "device_id")
_OF_AUTHORIZATION = lookup(Session, "authorization_id")
_USER_OF = Query(
    User,
    sa.select(USERS)
    .join(_SESSIONS, sa.and_(_SESSIONS.c.user_pool_id == USERS.c.user_pool_id, _SESSIONS.c.user_id == USERS.c.id))
    .where(_SESSIONS.c.id == sa.bindparam("id"), _SESSIONS.c.user_pool_id == sa.bindparam("user_pool_id")),
)

_END_ALL = Query(
    Session,
    sa.delete(_SESSIONS).where(
        _SESSIONS.c.user_pool_id == sa.bindparam("user_pool_id"),
        _SESSIONS.c.user_id == sa.bindparam("user_id"),
        _SESSIONS.c.id != sa.bindparam("but"),
    ),
)


def by_id(db: Connection, session_id: str) -> Session | None:
    """The session of this id, in whichever pool."""
    return _BY_ID.first(db, id=session_id)


def of_pool(db: Connection, user_pool_id: str, session_id: str) -> Session | None:
    """The session of this id in a pool. All pools sign access tokens with one key, so that who gave one must be looked
    at.
    """
    found = by_id(db, session_id)
    return found if found and found.user_pool_id == user_pool_id else None


def of_cookie(db: Connection, cookie: str) -> Session | None:
    """The browser's session of this cookie, in whichever pool."""
    return _BY_COOKIE.first(db, cookie=cookie)


def user_of(db: Connection, user_pool_id: str, session_id: str) -> User | None:
    """The user to whom the session of this id belongs, if it is one of this pool."""
    return _USER_OF.first(db, id=session_id, user_pool_id=user_pool_id)


def of_user(db: Connection, user_pool_id: str, user_id: str) -> Sequence[Session]:
    """A user's sessions, oldest first."""
    return _OF_USER.all(db, user_pool_id=user_pool_id, user_id=user_id)


def of_device(db: Connection, user_pool_id: str, user_id: str, device_id: str) -> Sequence[Session]:
    """The sessions of the tokens of REST v2 that a user has on a device, oldest first."""
    return _OF_DEVICE.all(db, user_pool_id=user_pool_id, user_id=user_id, device_id=device_id)


def of_authorization(db: Connection, authorization_id: str) -> Sequence[Session]:
    """The sessions of all tokens that came from an authorization, oldest first."""
    return _OF_AUTHORIZATION.all(db, authorization_id=authorization_id)


def newest_of_user(db: Connection, user_pool_id: str, user_id: str, most: int) -> tuple[Sequence[Session], int]:
    """The newest of a user's sessions, newest first, and their number."""
    of_user = sa.and_(_SESSIONS.c.user_pool_id == user_pool_id, _SESSIONS.c.user_id == user_id)
    newest_first = (_SESSIONS.c.created_at.desc(), _SESSIONS.c.seq.desc())
    return page_of(db, Session, sa.select(_SESSIONS).where(of_user).order_by(*newest_first), 1, most)


def add(
    db: Connection,
    *,
    session_id: str,
    user_pool_id: str,
    user_id: str,
    app_id: str,
    created_at: int,
    expires_at: int,
    kind: str = TOKEN,
    authorization_id: str | None = None,
    cookie: str | None = None,
    device_id: str | None = None,
) -> None:
    """Adds a session."""
    _ADD.run(
        db,
        id=session_id,
        user_pool_id=user_pool_id,
        user_id=user_id,
        app_id=app_id,
        kind=kind,
        authorization_id=authorization_id,
        cookie=cookie,
        device_id=device_id,
        created_at=created_at,
        expires_at=expires_at,
    )


def move_to_device(db: Connection, session_id: str, device_id: str) -> None:
    """A session is one of a device from now on."""
    update(db, Session, {"id": session_id}, {"device_id": device_id})


def leave_browser(db: Connection, session_id: str) -> None:
    """The browser has no session any more; the token lives on."""
    query = sa.update(_SESSIONS).where(_SESSIONS.c.id == session_id, *of_today(_SESSIONS))
    db.execute(query.values(cookie=None))


def end(db: Connection, session_id: str) -> bool:
    """Ends one session; False if it was over already."""
    return delete(db, Session, id=session_id) > 0


def end_of_authorization(db: Connection, authorization_id: str) -> None:
    """Ends the sessions of all tokens that came from an authorization."""
    delete(db, Session, authorization_id=authorization_id)


def end_all(db: Connection, user_pool_id: str, user_id: str, but: str | None = None) -> None:
    """Ends all sessions of a user, except the one whose id is `but`."""
    _END_ALL.run(db, user_pool_id=user_pool_id, user_id=user_id, but=but or "")
