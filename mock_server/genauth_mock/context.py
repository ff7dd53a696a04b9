"""What one call may touch: the database, its user pool and the pool's clock, ids and settings. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from genauth_mock.documents.pool_settings import PoolSettings, settings_of
from genauth_mock.kit import clock
from genauth_mock.kit.arrivals import Arrivals
from genauth_mock.kit.ids import Ids
from genauth_mock.kit.passwords import TransportKey, packaged_key
from genauth_mock.settings import Settings
from genauth_mock.store.applications import Application
from genauth_mock.store.crashes import Crashes
from genauth_mock.store.database import Connection
from genauth_mock.store.notes import Journal
from genauth_mock.store.user_pools import UserPool


@dataclass(frozen=True, slots=True)
class Mock:
    """One running server: what all its calls share. Whatever two workers would have to agree on is in the database."""

    settings: Settings
    engine: sa.Engine
    ids: Ids
    journal: Journal
    own_key: TransportKey | None = None
    crashes: Crashes = field(default_factory=Crashes)
    arrivals: Arrivals = field(default_factory=Arrivals)

    @property
    def transport_key(self) -> TransportKey:
        """The key pair for clients' passwords: the one of `--key-file`, else the packaged one."""
        return self.own_key or packaged_key()


@dataclass(slots=True)
class Context:
    """One call to one user pool, inside one transaction.

    `now` is the pool's time in milliseconds, the same throughout the call; `lang` is `zh` or `en`; `base_url` is how
    the client reaches this server. `may_steer` is whether the caller may do what elsewhere the control API alone does:
    log anybody in, and see a code that was sent. `device_id` is the client's name for the device on which it runs.
    """

    db: Connection
    mock: Mock
    pool: UserPool
    app: Application
    now: int
    settings: PoolSettings
    lang: str = "zh"
    base_url: str = ""
    client_ip: str = ""
    may_steer: bool = True
    device_id: str | None = None

    @property
    def pool_id(self) -> str:
        """Under what the user pool's rows stand."""
        return self.pool.id

    @property
    def public_pool_id(self) -> str:
        """What everybody calls the user pool, clients included."""
        return self.pool.public_id

    @property
    def ids(self) -> Ids:
        """The source of ids, secrets and codes."""
        return self.mock.ids


def context_of(
    db: Connection,
    mock: Mock,
    pool: UserPool,
    app: Application,
    *,
    lang: str = "zh",
    base_url: str = "",
    client_ip: str = "",
) -> Context:
    """The context of a call to a pool by an application."""
    now = clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms)
    return Context(db, mock, pool, app, now, settings_of(pool.settings), lang, base_url, client_ip)
