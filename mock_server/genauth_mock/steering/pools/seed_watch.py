"""`--watch`: looks whether seed files have changed, and has them applied."""

from __future__ import annotations

import logging

from genauth_mock.context import Mock
from genauth_mock.steering.pools import seed_pools
from genauth_mock.steering.pools.seed_files import BadSeedFile
from genauth_mock.steering.pools.seed_pools import SeedFile
from genauth_mock.store.database import transaction
from genauth_mock.store.outages import DatabaseAway

log = logging.getLogger(__name__)

# A change is to be applied within a second, and must have been seen twice.
LOOK_EVERY_SECONDS = 0.2


class SeedWatch:
    """Watches seed files. One process does it, however many serve; files are read between transactions."""

    def __init__(self, mock: Mock, files: tuple[SeedFile, ...]) -> None:
        self._mock, self._files = mock, list(files)
        self._applied = [each.stamp for each in files]
        self._seen = [each.stamp for each in files]

    def look(self) -> None:
        """Applies the files that have changed and lie still; says in the log what is wrong with one, and leaves it.

        A file that differs from one look to the next is being written just now.
        """
        for n, file in enumerate(self._files):
            stamp = seed_pools.stamp_of(file.path)
            lies_still, self._seen[n] = stamp == self._seen[n], stamp
            if lies_still and stamp != self._applied[n] and self._apply(n):
                self._applied[n] = stamp

    def _apply(self, n: int) -> bool:
        """Applies a file; False where the database is away, and the file is to be applied later."""
        others = (each for m, file in enumerate(self._files) if m != n for each in file.pools)
        elsewhere = frozenset(each.pool_id for each in others)
        try:
            with transaction(self._mock.engine) as db:
                self._files[n] = seed_pools.replant(db, self._mock, self._files[n], elsewhere)
        except BadSeedFile as fault:
            log.error("%s; its pools stay as they are", fault)
        except DatabaseAway:
            return False
        except Exception as fault:
            # Whoever watches goes on, whatever it was: it would be missed by nobody until the next change.
            what = f"{type(fault).__name__}: {getattr(fault, 'orig', None) or fault}"
            log.exception("%s cannot be applied (%s); its pools stay as they are", self._files[n].path, what)
        return True
