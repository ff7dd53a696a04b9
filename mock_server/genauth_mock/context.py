"""What one call may touch: the database, its user pool and the pool's clock, ids and settings. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from genauth_mock.documents.pool_settings import PoolSettings, settings_of
from genauth_mock.kit import clock
from genauth_mock.kit.arrivals import Arrivals
from genauth_mock.kit.ids import Ids, RetracedIds
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
    # What the server has to do of itself waits for these.
    tasks: Arrivals = field(default_factory=Arrivals)

    @property
    def transport_key(self) -> TransportKey:
        """The key pair for clients' passwords: the one of `--key-file`, else the packaged one."""
        return self.own_key or packaged_key()


@dataclass(slots=True)
class Retraced:
    """What makes a call that is run again, since somebody else had to be asked, go the way that it went before: the
    answers so far, in the order in which they were asked for, and the same ids at the same time.

    `protocol` is how the user shows who he or she is, `connection` the provider who says so; `detours` is how often the
    call went another way than before.
    """

    ids: RetracedIds
    now: int
    answers: list[tuple[str, Any]] = field(default_factory=list)
    place: int = 0
    protocol: str = ""
    connection: str | None = None
    detours: int = 0

    def next(self, key: str) -> Any:
        """The answer that is here asked for, `key` says of whom; None where nobody was asked yet."""
        if self.place < len(self.answers) and self.answers[self.place][0] == key:
            self.place += 1
            return self.answers[self.place - 1][1]
        if self.place < len(self.answers):
            # What others have done meanwhile has led the call another way.
            self.detours += 1
        del self.answers[self.place :]
        return None

    def go_back(self) -> None:
        """The call begins anew."""
        self.place = 0
        self.ids.go_back()

    def keep(self) -> None:
        """What was done until now is kept, and will not be done again."""
        del self.answers[: self.place]
        self.place = 0
        self.ids.keep()


@dataclass(slots=True)
class Context:
    """One call to one user pool, inside one transaction.

    `now` is the pool's time in milliseconds, the same throughout the call; `lang` is `zh` or `en`; `base_url` is how
    the client reaches this server. `may_steer` is whether the caller may do what elsewhere the control API alone does:
    log anybody in, and see a code that was sent. `device_id` is the client's name for the device on which it runs.
    `retraced` is there where pipelines may be asked.
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
    retraced: Retraced | None = None

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
        return self.retraced.ids if self.retraced else self.mock.ids


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
