"""The schema of a database that outlives its server: which version it is of, and whether it is whole.

A start reads table, column and index names by plain SQL and compares them. What is of an older version is brought up
to date by `migrations`, which alone imports Alembic.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

log = logging.getLogger(__name__)

# The version of the tables as the models describe them. The next one has a file `migrations/to_<version>.py`.
VERSION = 2

# A larger file is examined by `genauth-mock doctor`, not at each start.
LARGEST_EXAMINED = 64 * 1024 * 1024

_MARK = sa.Table("genauth_mock_schema", sa.MetaData(), sa.Column("version", sa.Integer, nullable=False))

_INSTEAD = "put a copy of it back, or take another database"

# Any number that nobody else takes: whoever makes or migrates the tables of a PostgreSQL database holds it.
_LOCK = 7_204_215_911

_FOUND = {
    "sqlite": "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table' "
    "AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' "
    "UNION ALL SELECT NULL, name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT t.relname::text, c.attname::text FROM pg_class t JOIN pg_attribute c ON c.attrelid = t.oid "
    "WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') "
    "AND c.attnum > 0 AND NOT c.attisdropped "
    "UNION ALL SELECT NULL, relname::text FROM pg_class "
    "WHERE relnamespace = current_schema()::regnamespace AND relkind = 'i'",
}


class BadDatabase(Exception):
    """A database cannot be used as it is; the text says which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of each table, and the names of the indexes."""

    tables: Mapping[str, frozenset[str]]
    indexes: frozenset[str]


def load_tables() -> None:
    """Has the metadata know all tables: each stands in a file of this folder, and most are imported late otherwise."""
    package = Path(__file__).parent
    for module in iter_modules([str(package)]):
        if not module.ispkg:
            import_module(f"{__package__}.{module.name}")


def make_ready(engine: sa.Engine) -> None:
    """Makes the tables of an empty database, and brings those of an older version up to date.

    Raises BadDatabase for what is damaged, another program's or of a newer version; sqlalchemy.exc.SQLAlchemyError.
    """
    name = engine.url.render_as_string(hide_password=True)
    if engine.dialect.name not in _FOUND:
        SQLModel.metadata.create_all(engine)
        return
    try:
        with engine.connect() as db:
            _check_file(db, name)
            if _version_of(db, name, found_in(db)) == VERSION:
                return
        with engine.connect() as db:
            _hold_alone(db)
            # Another process may have done it in the meantime.
            version = _version_of(db, name, found_in(db))
            if version is None:
                SQLModel.metadata.create_all(db, checkfirst=False)
                _MARK.create(db)
                db.execute(sa.insert(_MARK).values(version=VERSION))
            elif version < VERSION:
                _migrate(db, name, version)
            db.commit()
    except sa.exc.DatabaseError as fault:
        if not _is_broken(fault):
            raise
        raise BadDatabase(f"{name} is damaged: {fault.orig}; {_INSTEAD}") from fault
    finally:
        # What was set for these connections is set for no other.
        engine.dispose()


def found_in(db: sa.Connection) -> Shape:
    """What there is in a database."""
    tables: dict[str, set[str]] = {}
    indexes = set()
    for table, name in db.exec_driver_sql(_FOUND[db.dialect.name]):
        if table is None:
            indexes.add(name)
        else:
            tables.setdefault(table, set()).add(name)
    return Shape({table: frozenset(columns) for table, columns in tables.items()}, frozenset(indexes))


def of_models() -> Shape:
    """What there is to be in a database of this version."""
    tables = SQLModel.metadata.tables.values()
    return Shape(
        {str(each.name): frozenset(column.name for column in each.c) for each in tables},
        frozenset(str(index.name) for each in tables for index in each.indexes),
    )


def of_version(version: int) -> Shape:
    """What there was in a database of an earlier version, as it was written down then."""
    if version == VERSION:
        return of_models()
    text = (files("genauth_mock") / "store" / "migrations" / f"{version}.json").read_text(encoding="utf-8")
    kept: dict[str, Any] = json.loads(text)
    return Shape({name: frozenset(each) for name, each in kept["tables"].items()}, frozenset(kept["indexes"]))


def damage(engine: sa.Engine) -> list[str]:
    """What is wrong with the whole of a database, a sentence for each; it takes time with the size of it."""
    if engine.dialect.name not in _FOUND:
        return []
    with engine.connect() as db:
        wrong = list(_differences(found_in(db), of_models(), engine.dialect.name))
        return wrong + (_broken_pages(db) if engine.dialect.name == "sqlite" else [])


def damage_of(url: str) -> list[str]:
    """The same, by a connection of its own: for a thread of its own."""
    engine = sa.create_engine(url)
    try:
        return damage(engine)
    finally:
        engine.dispose()


def size_of(engine: sa.Engine) -> int | None:
    """How many bytes the file of an SQLite database has; None for any other database."""
    path = Path(engine.url.database or "")
    return path.stat().st_size if engine.dialect.name == "sqlite" and path.is_file() else None


def _check_file(db: sa.Connection, name: str) -> None:
    """Raises BadDatabase for an SQLite file with broken pages."""
    size = size_of(db.engine)
    if size and size <= LARGEST_EXAMINED and (wrong := _broken_pages(db)):
        raise BadDatabase(f"{name} is damaged: {wrong[0]}; {_INSTEAD}")


def _broken_pages(db: sa.Connection) -> list[str]:
    try:
        found = [str(each[0]) for each in db.exec_driver_sql("PRAGMA quick_check(3)")]
    except sa.exc.DatabaseError as fault:
        if not _is_broken(fault):
            raise
        return [str(fault.orig)]
    return [] if found == ["ok"] else [each.replace("\n", " ") for each in found]


def _is_broken(fault: sa.exc.DatabaseError) -> bool:
    """Whether SQLite cannot make sense of a file; one that is locked or cannot be opened is another matter."""
    return isinstance(fault.orig, sqlite3.DatabaseError) and not isinstance(fault.orig, sqlite3.OperationalError)


def _version_of(db: sa.Connection, name: str, found: Shape) -> int | None:
    """The version of the tables; None where there are none yet. Raises BadDatabase for those that are of no version."""
    others = found.tables.keys() - {_MARK.name}
    if not found.tables or (_MARK.name not in found.tables and not others & of_models().tables.keys()):
        if others:
            some = ", ".join(sorted(others)[:3])
            raise BadDatabase(f"{name} holds tables of another program ({some}); take a database of its own")
        return None
    # What was made before versions were written down is of version 0.
    version = db.execute(sa.select(_MARK.c.version)).scalar() if _MARK.name in found.tables else 0
    if version is None or version > VERSION:
        do = "take that one, or another database"
        raise BadDatabase(f"{name} is of version {version}, which a newer genauth-mock has made; {do}")
    wrong = next(_differences(found, of_version(version), db.dialect.name), None)
    if wrong:
        raise BadDatabase(f"{name} is damaged: {wrong}; {_INSTEAD}")
    return version


def _differences(found: Shape, wanted: Shape, dialect: str) -> Iterator[str]:
    """What is not as it is to be, worst first."""
    for table, columns in sorted(wanted.tables.items()):
        there = found.tables.get(table)
        if there is None:
            yield f"the table {table} is missing"
            continue
        yield from (f"the table {table} lacks the column {each}" for each in sorted(columns - there))
        yield from (f"the table {table} has a column {each} of another program" for each in sorted(there - columns))
    yield from (f"the index {each} is missing" for each in sorted(wanted.indexes - found.indexes))
    # A schema of PostgreSQL may be shared: an extension has tables there.
    if dialect == "sqlite":
        others = found.tables.keys() - wanted.tables.keys() - {_MARK.name}
        yield from (f"the table {each} is another program's" for each in sorted(others))


def _hold_alone(db: sa.Connection) -> None:
    """Begins a transaction in which nobody else makes or migrates tables."""
    if db.dialect.name == "sqlite":
        # Tables are dropped and made again, with all that refers to them. Neither can be set inside the transaction.
        db.exec_driver_sql("PRAGMA foreign_keys=OFF")
        db.exec_driver_sql("PRAGMA busy_timeout=600000")
        db.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        db.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _migrate(db: sa.Connection, name: str, version: int) -> None:
    from genauth_mock.store import migrations  # noqa: PLC0415 - slow, and hardly ever needed

    log.warning("%s: bringing the tables from version %d to %d", name, version, VERSION)
    try:
        migrations.migrate(db, list(of_version(version).tables), version, VERSION)
    except Exception as fault:
        db.rollback()
        reason = str(getattr(fault, "orig", None) or fault).strip().partition("\n")[0]
        do = "it is as it was: go on with the genauth-mock that made it, or take another database"
        raise BadDatabase(f"{name} cannot be brought from version {version} to {VERSION}: {reason}; {do}") from fault
    _MARK.create(db, checkfirst=True)
    db.execute(sa.delete(_MARK))
    db.execute(sa.insert(_MARK).values(version=VERSION))
    log.warning("%s: is of version %d now", name, VERSION)
