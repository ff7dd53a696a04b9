"""The database: how it is opened, what one transaction is, and the few forms that most queries have.

Tables are SQLModel's, statements SQLAlchemy Core's: a row costs 27 µs this way, 240 µs as an ORM object. What every
call needs goes through `query`, and costs half of that again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any, TypeVar, cast

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import Field, SQLModel

from genauth_mock.errors import Refused
from genauth_mock.store import outages
from genauth_mock.store.memory import Memory
from genauth_mock.store.outages import DatabaseAway
from genauth_mock.store.schema import load_tables, make_ready

Connection = sa.Connection
Model = TypeVar("Model", bound=SQLModel)

# Whoever holds a file for longer than this is in the way.
LONGEST_LOCK_SECONDS = 10.0
# The shortest that PostgreSQL's driver takes.
_LONGEST_CONNECT_SECONDS = 2

_MEMORY = "genauth_mock.memory"

# A database in memory has one connection anyway; taking and giving it back would be 15 µs of each call.
_held: dict[sa.Engine, Connection] = {}


class Row(SQLModel):
    """What every table has: `seq` grows with every row, so that "newest first" is exact."""

    seq: int | None = Field(default=None, primary_key=True)


class Taken(Exception):
    """A row of the same kind has this value already; the database has refused it."""


def json_column(model_default: Any = dict) -> Any:
    """A column that holds a JSON object or array."""
    return Field(default_factory=model_default, sa_type=sa.JSON)


def time_column(**options: Any) -> Any:
    """A column that holds milliseconds since 1970."""
    return Field(sa_type=sa.BigInteger, **options)


def open_database(url: str) -> sa.Engine:
    """Opens the database, whose tables are made where it is empty, and brought up to date where they are older.

    Raises schema.BadDatabase, sqlalchemy.exc.SQLAlchemyError.
    """
    load_tables()
    options: dict[str, Any] = {
        "json_serializer": lambda value: orjson.dumps(value).decode(),
        "json_deserializer": orjson.loads,
        # `transaction` has always committed or rolled back by then.
        "pool_reset_on_return": None,
        # Tracebacks are for the log, passwords are not.
        "hide_parameters": True,
    }
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        options["connect_args"] = {"check_same_thread": False, "timeout": LONGEST_LOCK_SECONDS}
        if is_in_memory(url):
            options["poolclass"] = StaticPool
    elif parsed.get_backend_name() == "postgresql" and "connect_timeout" not in parsed.query:
        # One that does not even refuse is not waited for any longer: everybody would.
        options["connect_args"] = {"connect_timeout": _LONGEST_CONNECT_SECONDS}
    engine = sa.create_engine(parsed, **options)
    if not is_in_memory(url):
        # Before anything is set: a file that is refused stays as it is.
        make_ready(engine)
    if parsed.get_backend_name() == "sqlite":
        sa.event.listen(engine, "connect", _tune_sqlite)
    if is_in_memory(url):
        sa.event.listen(engine, "connect", _mark_as_ours_alone)
        SQLModel.metadata.create_all(engine)
        _held[engine] = engine.connect()
    else:
        sa.event.listen(engine, "connect", lambda _connection, _record: outages.tell_of_return(engine))
    return engine


def close_database(engine: sa.Engine) -> None:
    """Closes the database; one in memory is gone then."""
    held = _held.pop(engine, None)
    if held is not None:
        held.close()
    outages.forget(engine)
    engine.dispose()


def is_in_memory(url: str) -> bool:
    """True for an SQLite database that no second process can see."""
    parsed = sa.make_url(url)
    name = parsed.database or ":memory:"
    return parsed.get_backend_name() == "sqlite" and (":memory:" in name or parsed.query.get("mode") == "memory")


def is_sqlite(url: str) -> bool:
    """True for a database of SQLite's, in memory or in a file."""
    return sa.make_url(url).get_backend_name() == "sqlite"


def _tune_sqlite(connection: Any, _record: object) -> None:
    # A mock's file need not survive a power cut; several workers read while one writes.
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    # Its own `lower` knows the letters of ASCII alone.
    connection.create_function("lower_of_any", 1, lambda text: text and text.lower(), deterministic=True)


def _mark_as_ours_alone(_connection: object, record: Any) -> None:
    record.info[_MEMORY] = Memory()


def memory(db: Connection) -> Memory | None:
    """What may be remembered between calls, where nobody else can change the database; None where somebody can.

    Whoever writes what is remembered here calls `forget`.
    """
    return cast("Memory | None", db.info.get(_MEMORY))


def memory_of(engine: sa.Engine) -> Memory | None:
    """What is remembered of a database that is ours alone, without asking it; None for any other."""
    held = _held.get(engine)
    return None if held is None else memory(held)


def forget(db: Connection) -> None:
    """Forgets all that was remembered."""
    remembered = memory(db)
    if remembered is not None:
        remembered.clear()


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[Connection]:
    """One call's transaction. A refusal commits, since a counter of wrong tries must stay; any other fault undoes all.

    So: check first, write last. Nothing may be awaited inside. Raises DatabaseAway.
    """
    held = _held.get(engine)
    try:
        with nullcontext(held) if held is not None else engine.connect() as db:
            try:
                yield db
            except Refused:
                db.commit()
                raise
            except BaseException:
                undo(db)
                raise
            db.commit()
    except Exception as fault:
        if not outages.is_away(fault):
            raise
        outages.tell(engine, fault)
        raise DatabaseAway from fault


def undo(db: Connection) -> None:
    """Undoes what the transaction has written so far; another begins."""
    db.rollback()
    forget(db)


def hold_still(db: Connection) -> None:
    """From here to its end, the transaction sees one moment, whatever other processes write. It comes first in it."""
    begin = "BEGIN IMMEDIATE" if db.dialect.name == "sqlite" else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
    db.exec_driver_sql(begin)


def table(model: type[SQLModel]) -> sa.Table:
    """The table behind a model."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def page_of(
    db: Connection, model: type[Model], query: sa.Select[Any], page: int, limit: int
) -> tuple[Sequence[Model], int]:
    """One page of what a query finds, and how many rows it finds in all."""
    del model  # only types the answer
    total = db.execute(sa.select(sa.func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    rows = db.execute(query.limit(limit).offset((page - 1) * limit)).all()
    return cast("Sequence[Model]", rows), int(total)


class _Lower(GenericFunction[str]):
    """`lower`, which knows all letters."""

    name = "lower"
    # Under its own name it would stand in the place of SQLAlchemy's.
    identifier = "lower_of_any"
    type = sa.String()
    inherit_cache = True


@compiles(_Lower, "sqlite")
def _lower_of_any(element: _Lower, compiler: Any, **options: Any) -> str:
    return f"lower_of_any({compiler.process(element.clauses, **options)})"


def has_text(text: str, *columns: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a text stands in one of these columns, whatever its case. Nothing in it stands for anything else."""
    if text.isascii() or text.lower() == text.upper():
        # What SQLite can do by itself takes a third of the time.
        return sa.or_(*(each.icontains(text, autoescape=True) for each in columns))
    escaped = text.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return sa.or_(*(_Lower(each).contains(_Lower(sa.literal(escaped)), escape="/") for each in columns))


# What `store.user_pools` makes; named here, since its file comes after this one.
_POOLS = sa.table("user_pools", sa.column("id"))


def of_today(of: sa.Table, columns: Collection[str] = ()) -> tuple[sa.ColumnElement[bool], ...]:
    """What rows must meet that are looked for by these columns: to belong to a pool as it is now, and not to what is
    being written, or was, in the place of one. Nothing, where the columns name the pool or something unique.
    """
    if "user_pool_id" not in of.c or "user_pool_id" in columns or any(of.c[name].unique for name in columns):
        return ()
    # No `in`: SQLite would go through all pools.
    pool = of.c.user_pool_id
    is_now = sa.exists().where(_POOLS.c.id == pool).correlate(of)
    return (sa.or_(pool.is_(None), is_now) if pool.nullable else is_now,)


@cache
def defaults_of(model: type[SQLModel]) -> Mapping[str, Any]:
    """The columns of a new row for which nothing is given."""
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in model.model_fields.items()
        if name != "seq" and not field.is_required()
    }


def rows_ever(db: Connection) -> int:
    """How many rows the database has had, roughly: it grows with whatever is written."""
    return sum(
        db.execute(sa.select(sa.func.max(of.c.seq))).scalar() or 0
        for of in SQLModel.metadata.sorted_tables
        if "seq" in of.c
    )
