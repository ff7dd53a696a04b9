"""Users: accounts of a user pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa

from genauth_mock.store.database import (
    Connection,
    Row,
    defaults_of,
    has_text,
    json_column,
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
from genauth_mock.store.user_pools import public_id


class User(Row, table=True):
    """An account. E-mail is lower case, phone is without its country code, user name is as given.

    `mfa` are the second factors that are bound, in the keys of a pool document; `mfa_state` is what comes and goes: a
    secret that is not confirmed, the one-time password that was used last.
    """

    __tablename__ = "users"
    __table_args__ = (
        sa.UniqueConstraint("user_pool_id", "id"),
        sa.UniqueConstraint("user_pool_id", "username"),
        sa.UniqueConstraint("user_pool_id", "email"),
        sa.UniqueConstraint("user_pool_id", "phone", "phone_country_code"),
        sa.UniqueConstraint("user_pool_id", "external_id"),
        sa.Index("users_of_pool", "user_pool_id", "seq"),
    )

    user_pool_id: str
    id: str
    username: str | None = None
    email: str | None = None
    email_verified: bool = False
    phone: str | None = None
    phone_country_code: str | None = None
    phone_verified: bool = False
    password_hash: str | None = None
    password_security_level: int | None = None
    reset_password_on_first_login: bool = False
    blocked: bool = False
    status: str = "Activated"
    external_id: str | None = None
    unionid: str | None = None
    openid: str | None = None
    nickname: str | None = None
    name: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    middle_name: str | None = None
    profile: str | None = None
    preferred_username: str | None = None
    website: str | None = None
    photo: str | None = None
    gender: str = "U"
    birthdate: str | None = None
    zoneinfo: str | None = None
    locale: str | None = None
    company: str | None = None
    browser: str | None = None
    device: str | None = None
    address: str | None = None
    formatted: str | None = None
    street_address: str | None = None
    locality: str | None = None
    region: str | None = None
    postal_code: str | None = None
    city: str | None = None
    province: str | None = None
    country: str | None = None
    register_source: list[str] = json_column(list)
    custom_data: dict[str, Any] = json_column()
    mfa: dict[str, Any] = json_column()
    mfa_state: dict[str, Any] = json_column()
    logins_count: int = 0
    last_login: int | None = time_column(default=None)
    last_ip: str | None = None
    signed_up: int | None = time_column(default=None)
    created_at: int = time_column()
    updated_at: int = time_column()


USERS = table(User)
_BY_ID = lookup(User, "user_pool_id", "id")
_BY_EMAIL = lookup(User, "user_pool_id", "email")
_BY_USERNAME = lookup(User, "user_pool_id", "username")
_BY_PHONE = lookup(User, "user_pool_id", "phone", "phone_country_code")
_BY_NUMBER = lookup(User, "user_pool_id", "phone")
_BY_EXTERNAL_ID = lookup(User, "user_pool_id", "external_id")

_ADD = Query(User, insertion(User).returning(*USERS.c))
_ADD_MANY = Query(User, insertion(User))
_COLUMNS = tuple(column.name for column in USERS.c if column.name != "seq")
_LOGIN = Query(
    User,
    sa.update(USERS)
    .where(USERS.c.user_pool_id == sa.bindparam("pool"), USERS.c.id == sa.bindparam("user"))
    .values(
        logins_count=USERS.c.logins_count + 1,
        last_login=sa.bindparam("at"),
        last_ip=sa.bindparam("ip"),
        signed_up=sa.func.coalesce(USERS.c.signed_up, sa.bindparam("at")),
    )
    .returning(*USERS.c),
)

_HOLD = Query(
    User,
    sa.update(USERS)
    .where(USERS.c.user_pool_id == sa.bindparam("pool"), USERS.c.id == sa.bindparam("user"))
    .values(status=USERS.c.status)
    .returning(*USERS.c),
)


def arn(user: User) -> str:
    """What the service calls a user in all its pools."""
    return f"arn:cn:authing:{public_id(user.user_pool_id)}:user:{user.id}"


def by_id(db: Connection, user_pool_id: str, user_id: str) -> User | None:
    """The user of this id."""
    return _BY_ID.first(db, user_pool_id=user_pool_id, id=user_id)


def hold(db: Connection, user_pool_id: str, user_id: str) -> User | None:
    """The user of this id as he or she is now; until this call ends, no other call changes anything of that row."""
    return _HOLD.first(db, pool=user_pool_id, user=user_id)


def reloaded(db: Connection, user: User) -> User:
    """A user as he or she is now, after a change in this call."""
    found = by_id(db, user.user_pool_id, user.id)
    assert found is not None, "a user who was just changed is there"
    return found


def by_email(db: Connection, user_pool_id: str, email: str) -> User | None:
    """The user of this address, given in lower case."""
    return _BY_EMAIL.first(db, user_pool_id=user_pool_id, email=email)


def by_username(db: Connection, user_pool_id: str, username: str) -> User | None:
    """The user of this name; case matters."""
    return _BY_USERNAME.first(db, user_pool_id=user_pool_id, username=username)


def by_phone(db: Connection, user_pool_id: str, number: str, country_code: str) -> User | None:
    """The user of this number."""
    return _BY_PHONE.first(db, user_pool_id=user_pool_id, phone=number, phone_country_code=country_code)


def by_number(db: Connection, user_pool_id: str, number: str) -> User | None:
    """A user of this number in whichever country, for the calls that carry no country code."""
    return _BY_NUMBER.first(db, user_pool_id=user_pool_id, phone=number)


def by_external_id(db: Connection, user_pool_id: str, external_id: str) -> User | None:
    """The user of this id in the app's own system."""
    return _BY_EXTERNAL_ID.first(db, user_pool_id=user_pool_id, external_id=external_id)


def place_of(db: Connection, user: User) -> int:
    """How many users of the pool were made before this one."""
    before = sa.and_(USERS.c.user_pool_id == user.user_pool_id, USERS.c.seq < user.seq)
    return int(db.execute(sa.select(sa.func.count()).where(before)).scalar_one())


def any_in(db: Connection, user_pool_id: str) -> bool:
    """Whether a pool has users."""
    return db.execute(sa.select(USERS.c.seq).where(USERS.c.user_pool_id == user_pool_id).limit(1)).first() is not None


def taken(db: Connection, user_pool_id: str, column: str, values: Sequence[str]) -> set[str]:
    """Which of these values of a column (`id`, `email` …) some user of the pool has."""
    of = USERS.c[column]
    return set(db.execute(sa.select(of).where(USERS.c.user_pool_id == user_pool_id, of.in_(values))).scalars())


_SEARCHED = (
    *(USERS.c[name] for name in ("id", "username", "email", "nickname", "name", "external_id")),
    sa.func.coalesce(USERS.c.phone_country_code, "").concat(USERS.c.phone),
)


def _holds(text: str) -> sa.ColumnElement[bool]:
    """Whether a text stands in a user's names, addresses or ids."""
    # No address has a blank: it may be a plus sign that nobody escaped.
    as_address = [has_text(text.replace(" ", "+"), USERS.c.email)] if " " in text else []
    return sa.or_(has_text(text, *_SEARCHED), *as_address)


def _of(user_pool_id: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    return of_today(USERS) if user_pool_id is None else (USERS.c.user_pool_id == user_pool_id,)


def count(db: Connection, user_pool_id: str | None) -> int:
    """How many users a pool has, or all have."""
    counted = sa.select(sa.func.count()).select_from(USERS).where(*_of(user_pool_id))
    return int(db.execute(counted).scalar_one())


def places(
    db: Connection, user_pool_id: str | None, text: str, before: int | None, most: int
) -> tuple[Sequence[int], int | None]:
    """Of the users of a pool, or of all, who come before a place, newest first and so many at most: where those stand
    in whom a text stands; and the place before which the next ones come, None where there are none.
    """
    some = sa.and_(*_of(user_pool_id), USERS.c.seq < before if before is not None else sa.true())
    newest_first = sa.select(USERS.c.seq).where(some).order_by(USERS.c.seq.desc())
    end = db.execute(newest_first.offset(most - 1).limit(1)).scalar()
    wanted = newest_first.where(USERS.c.seq >= end) if end is not None else newest_first
    return db.execute(wanted.where(_holds(text))).scalars().all(), end


def newest(db: Connection, user_pool_id: str | None, number: int, limit: int) -> Sequence[int]:
    """Where the users of one page stand, newest first."""
    query = sa.select(USERS.c.seq).where(*_of(user_pool_id)).order_by(USERS.c.seq.desc())
    return db.execute(query.limit(limit).offset((number - 1) * limit)).scalars().all()


def at(db: Connection, seqs: Sequence[int]) -> Sequence[User]:
    """The users who stand at these places, newest first."""
    query = sa.select(USERS).where(USERS.c.seq.in_(seqs)).order_by(USERS.c.seq.desc())
    return cast("Sequence[User]", db.execute(query).all())


def search(db: Connection, user_pool_id: str, text: str, limit: int) -> tuple[Sequence[User], int]:
    """The first users of a pool in whom a text stands, oldest first, and how many there are in all."""
    query = sa.select(USERS).where(USERS.c.user_pool_id == user_pool_id).order_by(USERS.c.seq)
    return page_of(db, User, query.where(_holds(text)) if text else query, 1, limit)


def add(db: Connection, values: Mapping[str, Any]) -> User:
    """Adds a user, by column. Raises Taken if a name, address, number or id is another's."""
    row = _ADD.first(db, **{**defaults_of(User), **values})
    assert row is not None, "a row that was added is there"
    return row


def add_all(db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds many users. Raises Taken."""
    defaults = defaults_of(User)
    values = [[each.get(name, defaults.get(name)) for name in _COLUMNS] for each in rows]
    _ADD_MANY.run_many(db, _COLUMNS, values)


def remove_all(db: Connection, user_pool_id: str, user_ids: Sequence[str]) -> None:
    """Removes these users' own rows."""
    db.execute(sa.delete(USERS).where(USERS.c.user_pool_id == user_pool_id, USERS.c.id.in_(user_ids)))


def change(db: Connection, user_pool_id: str, user_id: str, changes: Mapping[str, Any]) -> None:
    """Changes columns of a user. Raises Taken as `add`."""
    update(db, User, {"user_pool_id": user_pool_id, "id": user_id}, changes)


def count_login(db: Connection, user_pool_id: str, user_id: str, at_ms: int, client_ip: str) -> User | None:
    """Counts a login, and gives the user as it is then; None where he or she is gone."""
    return _LOGIN.first(db, pool=user_pool_id, user=user_id, at=at_ms, ip=client_ip)


def remove(db: Connection, user_pool_id: str, user_id: str) -> bool:
    """Removes a user's own row; False if there was none."""
    return delete(db, User, user_pool_id=user_pool_id, id=user_id) > 0
