"""To version 1: the first that is written down in the database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

_LONG = ("request_headers", "request_body", "response_headers", "response_body")
# What a request's row takes besides its bodies, roughly.
_ROW_BYTES = 500


def upgrade(op: Operations) -> None:
    """Fills what is new. Whoever was logged in by a browser logs in again."""
    _pools(op)
    _snapshots(op)
    _messages(op)
    _journal(op)


def _pools(op: Operations) -> None:
    """The rows of a pool may stand under another id than its own; those of before do not."""
    op.add_column("user_pools", sa.Column("public_id", sa.String))
    pools = sa.table("user_pools", sa.column("id"), sa.column("public_id"))
    op.execute(pools.update().values(public_id=pools.c.id))


def _snapshots(op: Operations) -> None:
    """An image stands in parts of its own; one of before is one part."""
    op.create_table(
        "snapshot_parts",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("image", sa.String),
        sa.Column("content", sa.LargeBinary),
    )
    op.execute("ALTER TABLE snapshots RENAME COLUMN image TO content")
    op.add_column("snapshots", sa.Column("image", sa.String))
    op.add_column("snapshots", sa.Column("size", sa.BigInteger))
    names = ("seq", "user_pool_id", "image", "size", "content")
    snapshots = sa.table("snapshots", *(sa.column(name) for name in names))
    key = sa.cast(snapshots.c.user_pool_id, sa.String) + "~s" + sa.cast(snapshots.c.seq, sa.String)
    op.execute(snapshots.update().values(image=key, size=sa.func.length(snapshots.c.content)))
    parts = sa.table("snapshot_parts", sa.column("image"), sa.column("content"))
    op.execute(parts.insert().from_select(["image", "content"], sa.select(snapshots.c.image, snapshots.c.content)))


def _messages(op: Operations) -> None:
    """A message says itself when its code was used."""
    op.add_column("messages", sa.Column("used_at", sa.BigInteger))
    messages = sa.table("messages", sa.column("id"), sa.column("used_at"))
    codes = sa.table("passcodes", sa.column("id"), sa.column("used_at"))
    used = sa.select(codes.c.used_at).where(codes.c.id == messages.c.id).scalar_subquery()
    op.execute(messages.update().values(used_at=used))


def _journal(op: Operations) -> None:
    """The journal is bounded by the size of its rows."""
    op.add_column("journal", sa.Column("size", sa.Integer))
    journal = sa.table("journal", sa.column("size"), *(sa.column(name) for name in _LONG))
    size = sum((sa.func.length(journal.c[name]) for name in _LONG), sa.literal(_ROW_BYTES))
    op.execute(journal.update().values(size=size))
