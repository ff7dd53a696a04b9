"""To version 2: events, QR codes, devices, passkeys and what else the mobile SDKs ask for have tables."""

from __future__ import annotations

from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Nothing that nobody could guess: new tables are empty, new columns have defaults."""
