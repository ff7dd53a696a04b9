"""To version 1: the first that is written down in the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

_LONG = ("request_headers", "request_body", "response_headers", "response_body")
# What a request's row takes besides its bodies, roughly.
_ROW_BYTES = 500


def upgrade(op: Operations) -> None:
    """Gives the journal's rows the size that it is bounded by. Whoever was logged in by a browser logs in again."""
    op.add_column("journal", sa.Column("size", sa.Integer))
    journal = sa.table("journal", sa.column("size"), *(sa.column(name) for name in _LONG))
    size = sum((sa.func.length(journal.c[name]) for name in _LONG), sa.literal(_ROW_BYTES))
    op.execute(journal.update().values(size=size))
