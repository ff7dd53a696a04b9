"""Images: all rows of a user pool at one moment, to be kept and to be put back as they are.

Which tables there are is read from the tables themselves: every one with a column `user_pool_id`, and the pool's own
row. So what a pool gets to hold tomorrow is in its images too. Rows are put back past SQLAlchemy, 10 µs each.
"""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import orjson
import sqlalchemy as sa
from sqlmodel import SQLModel

from mock_server.garbage import uncollected
from mock_server.store.database import Connection, Row, defaults_of, forget, table
from mock_server.store.query import Query, insertion, lookup, row_maker
from mock_server.store.user_pools import UserPool

Model = TypeVar("Model", bound=Row)

# What is about a pool and no part of its state: these stay when the pool is brought back to an earlier one.
ABOUT = frozenset({"snapshots", "faults", "journal"})

# About what a row is when it is written down.
ROW_BYTES = 200

_POOLS = str(UserPool.__tablename__)


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

    @property
    def size(self) -> int:
        """How many rows there are."""
        return sum(len(rows) for rows in self.tables.values())

    def to_bytes(self) -> bytes:
        """The image as compact JSON. Bytes in it are base64."""
        kept = {name: {"columns": columns_of(_models()[name]), "rows": rows} for name, rows in self.tables.items()}
        return orjson.dumps({"userPoolId": self.user_pool_id, "tables": kept}, default=_as_json)

    @classmethod
    def from_bytes(cls, text: bytes) -> Image:
        """The image that `to_bytes` has written."""
        with uncollected():
            kept = orjson.loads(text)
        image = cls(kept["userPoolId"])
        for name, part in kept["tables"].items():
            rows = _as_now(_models()[name], part["columns"], part["rows"])
            for n in _columns_of_bytes(name):
                for row in rows:
                    row[n] = base64.b64decode(row[n])
            image.tables[name] = rows
        return image


def _as_now(model: type[Row], columns: Sequence[str], rows: list[Sequence[Any]]) -> list[Any]:
    """The rows of an image with the columns of today; what an earlier version did not have is the default."""
    wanted = columns_of(model)
    if tuple(columns) == wanted:
        return rows
    places, defaults = {name: n for n, name in enumerate(columns)}, defaults_of(model)
    return [[row[places[name]] if name in places else defaults[name] for name in wanted] for row in rows]


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
    with_pool = [str(of.name) for of in SQLModel.metadata.sorted_tables if "user_pool_id" in of.c]
    return {_POOLS: UserPool, **{name: found[name] for name in with_pool}}


def tables_of_pools() -> list[str]:
    """The names of all tables that hold rows of pools."""
    return list(_models())


@cache
def _reading(name: str) -> Query[Any]:
    model = _models()[name]
    return lookup(model, "id" if model is UserPool else "user_pool_id", without=("seq",))


@cache
def _deleting(name: str) -> Query[Any]:
    of = SQLModel.metadata.tables[name]
    return Query(_models()[name], sa.delete(of).where(of.c.user_pool_id == sa.bindparam("user_pool_id")))


@cache
def _adding(name: str) -> Query[Any]:
    return Query(_models()[name], insertion(_models()[name]))


@cache
def _filled() -> Query[Any]:
    """Which tables hold rows of a pool: one question instead of one for each table."""
    wanted = (SQLModel.metadata.tables[name] for name in _models() if name != _POOLS)
    each_by_itself = (
        sa.select(sa.literal(of.name).label("name")).where(
            sa.exists().where(of.c.user_pool_id == sa.bindparam("user_pool_id"))
        )
        for of in wanted
    )
    return Query(UserPool, sa.union_all(*each_by_itself))


def read(
    db: Connection, user_pool_id: str, *, of: Collection[type[SQLModel]] = (), but: Collection[str] = ABOUT
) -> Image:
    """A pool as it is now: all of it but some tables, or the rows of some models only."""
    only = {str(model.__tablename__) for model in of}
    image = Image(user_pool_id)
    for name in [_POOLS, *_filled_tables(db, user_pool_id)]:
        if name not in but and (not only or name in only):
            key = {"id" if name == _POOLS else "user_pool_id": user_pool_id}
            with uncollected():
                image.tables[name] = cast("list[Sequence[Any]]", _reading(name).all(db, **key))
    return image


def _filled_tables(db: Connection, user_pool_id: str) -> list[str]:
    found = {row.name for row in _filled().all(db, user_pool_id=user_pool_id)}
    return [name for name in _models() if name in found]


def insert(db: Connection, image: Image) -> None:
    """Adds the rows of an image. Raises Taken where one of a kind is there already."""
    forget(db)
    for name, rows in image.tables.items():
        with uncollected():
            _adding(name).run_many(db, columns_of(_models()[name]), rows)


def put_back(db: Connection, image: Image, *, but: Collection[str] = ABOUT) -> None:
    """Puts the rows of an image in the place of all that the pool, which must be there, has now; some tables stay.

    Raises Taken where another pool has got one of a kind in the meantime.
    """
    forget(db)
    (pool,) = image.tables[_POOLS]
    # First, since it keeps other workers from doing the same until this one has committed.
    _change_pool().run_many(db, columns_of(UserPool), [pool])
    clear(db, image.user_pool_id, but=but)
    insert(db, Image(image.user_pool_id, {name: rows for name, rows in image.tables.items() if name != _POOLS}))


@cache
def _change_pool() -> Query[Any]:
    of = table(UserPool)
    values: dict[str, Any] = {name: sa.bindparam(name) for name in columns_of(UserPool) if name != "id"}
    return Query(UserPool, sa.update(of).where(of.c.id == sa.bindparam("id")).values(values))


def clear(db: Connection, user_pool_id: str, *, but: Collection[str] = ()) -> None:
    """Removes everything that belongs to a user pool, except the pool's own row and some tables."""
    forget(db)
    for name in reversed(_filled_tables(db, user_pool_id)):
        if name not in but:
            _deleting(name).run(db, user_pool_id=user_pool_id)


def rows_of(db: Connection, user_pool_id: str, model: type[Model]) -> list[Model]:
    """A pool's rows of a model."""
    return cast("list[Model]", _reading(str(model.__tablename__)).all(db, user_pool_id=user_pool_id))
