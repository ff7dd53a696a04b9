"""Migrations: how a database of an earlier version becomes one of this version, all of it in one transaction.

`to_<version>.py` does what nobody could guess (a column that is called otherwise, a value that is to be computed). The
rest needs no words: in the end every table is made anew as the models say, and gets its rows back. `<version>.json` is
what a database of an earlier version holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlmodel import SQLModel

_OLD = "old_of_"


def migrate(db: sa.Connection, tables: Sequence[str], version: int, to_version: int) -> None:
    """Brings these tables of a version to those of the models, rows included. The transaction is the caller's.

    Raises ValueError where rows lack a value; sqlalchemy.exc.SQLAlchemyError; what a step raises.
    """
    op = Operations(MigrationContext.configure(db))
    for each in range(version + 1, to_version + 1):
        import_module(f"{__name__}.to_{each}").upgrade(op)
    before = {name: _columns(db, name) for name in _left_of(db, tables)}
    for name in before:
        rows = sa.select(sa.text("*")).select_from(sa.table(name))
        db.exec_driver_sql(f'CREATE TEMPORARY TABLE "{_OLD}{name}" AS {rows.compile(db)}')
    for name in before:
        db.exec_driver_sql(f'DROP TABLE "{name}"' + (" CASCADE" if db.dialect.name == "postgresql" else ""))
    SQLModel.metadata.create_all(db, checkfirst=False)
    # Whom others refer to comes first.
    for table in SQLModel.metadata.sorted_tables:
        if table.name in before:
            _put_back(db, table, before[table.name])
    for name in before:
        db.exec_driver_sql(f'DROP TABLE "{_OLD}{name}"')


def _left_of(db: sa.Connection, tables: Sequence[str]) -> list[str]:
    """The tables of the old version that the steps have left, and those of this one that they have made."""
    there = set(sa.inspect(db).get_table_names())
    return sorted(there & {*tables, *SQLModel.metadata.tables})


def _columns(db: sa.Connection, name: str) -> list[str]:
    return [each["name"] for each in sa.inspect(db).get_columns(name)]


def _put_back(db: sa.Connection, table: sa.Table, columns: Sequence[str]) -> None:
    """Gives a new table the rows of the old one, but for those whose owner is gone; new columns get their defaults."""
    old = sa.table(_OLD + table.name, *(sa.column(name) for name in columns))
    if db.execute(sa.select(sa.literal(1)).select_from(old).limit(1)).first() is None:
        return
    values: dict[str, sa.ColumnElement[Any]] = {}
    for column in table.c:
        if column.name in columns:
            values[column.name] = old.c[column.name]
        elif column.server_default is None and not column.primary_key:
            values[column.name] = _default(column)
    query = sa.select(*values.values()).where(*(_has_owner(each, old) for each in table.foreign_key_constraints))
    if "seq" in columns:
        query = query.order_by(old.c.seq)
    db.execute(sa.insert(table).from_select(list(values), query, include_defaults=False))
    if db.dialect.name == "postgresql" and "seq" in table.c:
        last = sa.func.pg_get_serial_sequence(table.name, "seq")
        db.execute(sa.select(sa.func.setval(last, sa.select(sa.func.max(table.c.seq)).scalar_subquery())))


def _default(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    default: Any = column.default
    if default is not None:
        value = default.arg(None) if default.is_callable else default.arg
        return sa.literal(value, column.type)
    if not column.nullable:
        raise ValueError(
            f"the rows of {column.table.name} have no {column.name}; a step of the migrations must fill it"
        )
    return sa.cast(sa.null(), column.type)


def _has_owner(key: sa.ForeignKeyConstraint, old: sa.TableClause) -> sa.ColumnElement[bool]:
    """Whether what a row refers to is there, or it refers to nothing."""
    pairs = [(each.parent.name, each.column) for each in key.elements]
    if not all(name in old.c for name, _ in pairs):
        return sa.true()
    owner = sa.exists().where(*(column == old.c[name] for name, column in pairs))
    return sa.or_(*(old.c[name].is_(None) for name, _ in pairs), owner)
