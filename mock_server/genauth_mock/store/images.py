"""Images: rows of a user pool, to be kept and to be put back as they are; all of them, or a part.

Which tables there are is read from the tables themselves: every one with a column `user_pool_id`, and the pool's own
row. So what a pool gets to hold tomorrow is in its images too. Rows are put back past SQLAlchemy, 10 µs each.
"""

from __future__ import annotations

import base64
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import orjson
import sqlalchemy as sa
from sqlmodel import SQLModel

from genauth_mock.store.database import (
    Connection,
    Row,
    defaults_of,
    forget,
    table,
)
from genauth_mock.store.query import Query, insertion, row_maker
from genauth_mock.store.user_pools import UserPool

Model = TypeVar("Model", bound=Row)

# What is about a pool and no part of its state: its rows say the pool's public id, and stay when it is brought back.
ABOUT = frozenset({"snapshots", "faults", "journal", "subscriptions"})
# What the whole server knows by id: there is no second one of it, so it is changed with the pool's own row.
KNOWN_TO_ALL = ("user_pools", "applications", "access_keys")
# About 20 ms, for which other calls wait.
SLICE = 400
# Pictures are large, each.
_LARGE_ROWS = {"uploads": 4}
# About 5 ms.
_PASSED_AT_ONCE = 20_000

_POOLS = str(UserPool.__tablename__)
_POOL_ID = "user_pool_id"
_MOST = sa.bindparam("most", type_=sa.Integer)


class Image:
    """Rows of one user pool, by table, oldest first; each holds the columns of `columns_of` in their order."""

    def __init__(self, user_pool_id: str, tables: dict[str, list[Sequence[Any]]] | None = None) -> None:
        self.user_pool_id = user_pool_id
        self.tables: dict[str, list[Sequence[Any]]] = {} if tables is None else tables

    def add(self, *rows: Row) -> None:
        """Adds rows of one model."""
        for row in rows:
            self.add_values(type(row), [row.__dict__])

    def add_values(self, model: type[SQLModel], rows: Iterable[Mapping[str, Any]]) -> None:
        """Adds rows of a model from plain values; what is left out is the default."""
        columns, defaults = columns_of(model), defaults_of(model)
        added = [[values[name] if name in values else defaults[name] for name in columns] for values in rows]
        self.tables.setdefault(str(model.__tablename__), []).extend(added)

    def of(self, model: type[Model]) -> list[Model]:
        """The rows of a model; they read like the model."""
        make = row_maker(model.__name__, columns_of(model))
        return [cast("Model", make(row)) for row in self.tables.get(str(model.__tablename__), ())]

    def add_all(self, other: Image) -> None:
        """Adds the rows of another image."""
        for name, rows in other.tables.items():
            self.tables.setdefault(name, []).extend(rows)

    def add_read(self, db: Connection, model: type[Row]) -> None:
        """Adds all the pool's rows of a model that are there."""
        name = str(model.__tablename__)
        self.tables[name] = cast("list[Sequence[Any]]", _reading(name).all(db, user_pool_id=self.user_pool_id))

    @property
    def size(self) -> int:
        """How many rows there are."""
        return sum(len(rows) for rows in self.tables.values())

    def parted(self, names: Collection[str]) -> tuple[Image, Image]:
        """The rows of some tables, and all others."""
        return (
            Image(self.user_pool_id, {name: rows for name, rows in self.tables.items() if name in names}),
            Image(self.user_pool_id, {name: rows for name, rows in self.tables.items() if name not in names}),
        )

    def under(self, user_pool_id: str) -> Image:
        """The same rows as another pool's, or another generation's; the pool's own row aside."""
        moved: dict[str, list[Sequence[Any]]] = {}
        for name, rows in self.tables.items():
            if name == _POOLS:
                moved[name] = rows
                continue
            n = columns_of(_models()[name]).index(_POOL_ID)
            moved[name] = [[*row[:n], user_pool_id, *row[n + 1 :]] for row in rows]
        return Image(user_pool_id, moved)

    def to_bytes(self) -> bytes:
        """The image as compact JSON. Bytes in it are base64."""
        kept = {name: {"columns": columns_of(_models()[name]), "rows": rows} for name, rows in self.tables.items()}
        return orjson.dumps({"userPoolId": self.user_pool_id, "tables": kept}, default=_as_json)

    @classmethod
    def from_bytes(cls, text: bytes) -> Image:
        """The image that `to_bytes` has written."""
        kept = orjson.loads(text)
        image = cls(kept["userPoolId"])
        for name, part in kept["tables"].items():
            rows = _with_columns_of_today(name, part["columns"], part["rows"], kept["userPoolId"])
            for n in _columns_of_bytes(name):
                for row in rows:
                    row[n] = base64.b64decode(row[n])
            image.tables[name] = rows
        return image


def _with_columns_of_today(name: str, columns: Sequence[str], rows: list[Any], pool_id: str) -> list[Any]:
    """Rows of a pool that may have been kept by another version: what they lack is the default."""
    model = _models()[name]
    wanted = columns_of(model)
    if tuple(columns) == wanted:
        return rows
    defaults, places = {"public_id": pool_id, **defaults_of(model)}, {column: n for n, column in enumerate(columns)}
    return [[row[places[each]] if each in places else defaults.get(each) for each in wanted] for row in rows]


def _as_json(value: Any) -> Any:
    # orjson takes no named tuples: they are what the database's rows are.
    return base64.b64encode(value).decode() if isinstance(value, bytes) else list(value)


@cache
def columns_of(model: type[SQLModel]) -> tuple[str, ...]:
    """The columns of a model's rows, the number of the row aside."""
    return tuple(column.name for column in table(model).c if column.name != "seq")


@cache
def _columns_of_bytes(name: str) -> tuple[int, ...]:
    of = SQLModel.metadata.tables[name]
    return tuple(n for n, each in enumerate(columns_of(_models()[name])) if isinstance(of.c[each].type, sa.LargeBinary))


@cache
def _models() -> Mapping[str, type[Row]]:
    """Every model whose rows belong to a pool, by table, the pools themselves first."""
    found = {str(each.__tablename__): each for each in Row.__subclasses__()}
    # SQLAlchemy's own names are no plain texts, and orjson takes none but those.
    with_pool = [str(of.name) for of in SQLModel.metadata.sorted_tables if _POOL_ID in of.c]
    return {_POOLS: UserPool, **{name: found[name] for name in with_pool}}


def tables_of_pools() -> list[str]:
    """The names of all tables that hold rows of pools."""
    return list(_models())


def tables_of_state() -> list[str]:
    """Those that hold what a pool's state is, the pool's own first."""
    return [name for name in _models() if name not in ABOUT]


@cache
def _reading(name: str) -> Query[Any]:
    of = SQLModel.metadata.tables[name]
    columns = [of.c[each] for each in columns_of(_models()[name])]
    return Query(_models()[name], sa.select(*columns).where(_owner(of) == sa.bindparam(_POOL_ID)).order_by(of.c.seq))


@cache
def _paging(name: str) -> Query[Any]:
    of = SQLModel.metadata.tables[name]
    columns = [of.c[each] for each in columns_of(_models()[name])]
    within = sa.and_(of.c.seq > sa.bindparam("after"), of.c.seq <= sa.bindparam("last"))
    # Nobody has an index of a pool's rows in their order; so the rows are taken in their order, whosoever they are.
    is_mine = _owner(of).concat("") == sa.bindparam(_POOL_ID)
    return Query(_models()[name], sa.select(*columns, of.c.seq).where(is_mine, within).order_by(of.c.seq).limit(_MOST))


@cache
def _deleting(name: str) -> Query[Any]:
    of = SQLModel.metadata.tables[name]
    return Query(_models()[name], sa.delete(of).where(of.c[_POOL_ID] == sa.bindparam(_POOL_ID)))


@cache
def _deleting_some(name: str) -> Query[Any]:
    of = SQLModel.metadata.tables[name]
    some = sa.select(of.c.seq).where(of.c[_POOL_ID] == sa.bindparam(_POOL_ID)).limit(_MOST)
    return Query(_models()[name], sa.delete(of).where(of.c.seq.in_(some)))


@cache
def _adding(name: str) -> Query[Any]:
    return Query(_models()[name], insertion(_models()[name]))


@cache
def _filled() -> Query[Any]:
    """Which tables hold rows of a pool: one question instead of one for each table."""
    wanted = (SQLModel.metadata.tables[name] for name in tables_of_state() if name != _POOLS)
    each_by_itself = (
        sa.select(sa.literal(of.name).label("name")).where(
            sa.exists().where(of.c[_POOL_ID] == sa.bindparam("user_pool_id"))
        )
        for of in wanted
    )
    return Query(UserPool, sa.union_all(*each_by_itself))


class Reading:
    """A pool that is being read, from where its rows stand: all of its state, or some tables, a slice at a time.

    Rows that come after the beginning are not read, so what is read refers to nothing that is not.
    """

    def __init__(self, db: Connection, user_pool_id: str, of: Collection[str] = ()) -> None:
        self._user_pool_id = user_pool_id
        names = [name for name in [_POOLS, *_filled_tables(db, user_pool_id)] if not of or name in of]
        # Each with where its rows begin and end.
        self._left = deque((name, *_span(db, name, user_pool_id)) for name in names)

    def is_done(self) -> bool:
        """Whether all is read."""
        return not self._left

    def next(self, db: Connection, most: int = SLICE) -> Image:
        """The next rows, about as many at most; none where all is read."""
        image = Image(self._user_pool_id)
        while self._left and most > 0:
            name, after, last = self._left.popleft()
            wanted = min(most, _LARGE_ROWS.get(name, most))
            # What stands between the pool's rows is others', and has to be passed over.
            until = min(last, after + _PASSED_AT_ONCE)
            rows = _paging(name).all(db, user_pool_id=self._user_pool_id, after=after, last=until, most=wanted)
            reached = rows[-1].seq if len(rows) == wanted else until
            if reached < last:
                self._left.appendleft((name, reached, last))
            image.tables.setdefault(name, []).extend(row[:-1] for row in rows)
            most -= max(len(rows) * (most // wanted), _PASSED_AT_ONCE // 100 if reached == until < last else 0)
        return image


def _span(db: Connection, name: str, user_pool_id: str) -> tuple[int, int]:
    """After which place a pool's rows of a table come, and which is the last of them."""
    of = SQLModel.metadata.tables[name]
    seqs = sa.select(sa.func.min(of.c.seq), sa.func.max(of.c.seq)).where(_owner(of) == user_pool_id)
    first, last = db.execute(seqs).one()
    return (first or 1) - 1, last or 0


def _owner(of: sa.Table) -> sa.Column[Any]:
    return of.c.id if of.name == _POOLS else of.c[_POOL_ID]


def _filled_tables(db: Connection, user_pool_id: str) -> list[str]:
    found = {row.name for row in _filled().all(db, user_pool_id=user_pool_id)}
    return [name for name in _models() if name in found]


def insert(db: Connection, image: Image) -> None:
    """Adds the rows of an image. Raises Taken where one of a kind is there already."""
    forget(db)
    for name, rows in image.tables.items():
        _adding(name).run_many(db, columns_of(_models()[name]), rows)


@cache
def _change_pool() -> Query[Any]:
    of = table(UserPool)
    values: dict[str, Any] = {name: sa.bindparam(name) for name in columns_of(UserPool) if name != "public_id"}
    return Query(UserPool, sa.update(of).where(of.c.public_id == sa.bindparam("public_id")).values(values))


def change_pool(db: Connection, row: Mapping[str, Any]) -> None:
    """Writes another row, by column, in the place of a pool's own."""
    forget(db)
    _change_pool().run_many(db, columns_of(UserPool), [[row[name] for name in columns_of(UserPool)]])


def clear(db: Connection, user_pool_id: str, *, of: Collection[str] | None = None) -> None:
    """Removes a pool's state, or what stands in some tables; but not the pool's own row."""
    forget(db)
    for name in reversed(_filled_tables(db, user_pool_id)) if of is None else of:
        _deleting(name).run(db, user_pool_id=user_pool_id)


def clear_some(db: Connection, user_pool_id: str, most: int = SLICE) -> bool:
    """Removes so many rows of a pool's state; True once there are no more."""
    forget(db)
    left = most
    for name in reversed(_filled_tables(db, user_pool_id)):
        left -= _deleting_some(name).run(db, user_pool_id=user_pool_id, most=left)
        if left <= 0:
            return False
    return True


def rows_of(db: Connection, user_pool_id: str, model: type[Model]) -> list[Model]:
    """A pool's rows of a model."""
    return cast("list[Model]", _reading(str(model.__tablename__)).all(db, user_pool_id=user_pool_id))


def rows_by(
    db: Connection, user_pool_id: str, model: type[Row], column: str, values: Sequence[str]
) -> list[Sequence[Any]]:
    """A pool's rows of a model in which a column has one of these values, oldest first."""
    of = table(model)
    columns = [of.c[name] for name in columns_of(model)]
    wanted = sa.and_(of.c[_POOL_ID] == user_pool_id, of.c[column].in_(values))
    return cast("list[Sequence[Any]]", db.execute(sa.select(*columns).where(wanted).order_by(of.c.seq)).all())
