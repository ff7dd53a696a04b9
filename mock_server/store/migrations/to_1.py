"""To version 1: the first that is written down in the database."""

from __future__ import annotations

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Needs nothing by hand: tables are made anew, and new columns have defaults."""
