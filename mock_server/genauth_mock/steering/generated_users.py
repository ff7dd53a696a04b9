"""Users by the thousand who look real, the same for the same seed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from genauth_mock.documents.field_types import (
    BadDocument,
    Document,
    Line,
    Password,
    Whole,
)
from genauth_mock.kit import clock, passwords, people
from genauth_mock.kit.ids import Ids, object_id_named
from genauth_mock.kit.people import UnknownLocale
from genauth_mock.rules.register import DEFAULT_PHOTO
from genauth_mock.store import user_pools, users
from genauth_mock.store.database import Connection, Taken, undo
from genauth_mock.store.user_pools import UserPool

MOST = 100_000
# About 8 ms, for which other calls wait.
SLICE = 50
_UNIQUE = ("username", "email", "phone")


class GeneratedUsers(Document):
    """Which users are to be generated: `count` of a `locale` of Faker. With `randSeed` they are always the same.

    They have no password and log in by codes, unless `password` (plain) gives them all one.
    """

    count: Annotated[int, Field(ge=1, le=MOST)]
    locale: Line = people.DEFAULT_LOCALE
    rand_seed: Whole | None = None
    password: Password | None = None


class Disturbed(Exception):
    """Users who had just been generated are gone again: somebody has emptied the pool meanwhile."""


class Generation:
    """Users who are being made, one slice in one transaction, so that other calls go on between slices; `ids` are those
    who were made so far, in the order in which they were.

    Seed and locale name one endless row of candidates, each of whom has the same id, names and addresses whenever he
    or she is made. Whose id, user name, e-mail or phone is taken in the pool is passed over, and the next one comes.
    So the same seed gives the same users in every pool, the first 10 of 100 are those of a call for 10, and the same
    seed again goes on where it ended. (Another version of Faker may know other names; the ids stay.)
    """

    def __init__(self, pool: UserPool, ids: Ids, wanted: GeneratedUsers) -> None:
        """Raises BadDocument for an unknown locale."""
        try:
            self._locale = people.locale_named(wanted.locale)
        except UnknownLocale as fault:
            raise BadDocument("locale", str(fault)) from None
        seed = ids.secret() if wanted.rand_seed is None else wanted.rand_seed
        self._seed, self._next = f"{seed} {self._locale}", 1
        self.user_pool_id, self._count = pool.id, wanted.count
        now = clock.pool_ms(pool.clock_offset_ms, pool.clock_frozen_ms)
        self._alike: dict[str, Any] = {
            "user_pool_id": pool.id,
            "photo": DEFAULT_PHOTO,
            "register_source": ["import:manual"],
            "created_at": now,
            "updated_at": now,
        }
        if wanted.password is not None:
            # Hashed once, whatever the number of users.
            self._alike["password_hash"] = passwords.hashed(wanted.password)
            self._alike["password_security_level"] = passwords.security_level(wanted.password)
        self.ids: list[str] = []

    @property
    def is_done(self) -> bool:
        """Whether all are made."""
        return len(self.ids) == self._count

    def go_on(self, db: Connection) -> None:
        """Makes some more; perhaps none, where all the next candidates are taken. Raises Disturbed."""
        if user_pools.of_rows(db, self.user_pool_id) is None:
            raise Disturbed
        last = self.ids[-1:]
        numbers = range(self._next, self._next + min(SLICE, self._count - len(self.ids)))
        named = {object_id_named(f"{self._seed} {number}"): number for number in numbers}
        known = users.taken(db, self.user_pool_id, "id", [*named, *last])
        if not known.issuperset(last):
            raise Disturbed
        rows = [
            {"id": user_id, **people.person(self._locale, f"{self._seed} {number}", number), **self._alike}
            for user_id, number in named.items()
            if user_id not in known
        ]
        rows = self._free(db, rows)
        try:
            users.add_all(db, rows)
        except Taken:
            # Another worker was faster with one of these; who is taken is seen the next time.
            undo(db)
            return
        self._next = numbers.stop
        self.ids += [str(row["id"]) for row in rows]

    def _free(self, db: Connection, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those whose names and addresses nobody has, neither in the pool nor before them in this slice."""
        for column in _UNIQUE:
            seen = users.taken(db, self.user_pool_id, column, [row[column] for row in rows if row[column]])
            free = []
            for row in rows:
                if row[column] is None or row[column] not in seen:
                    free.append(row)
                seen.add(row[column])
            rows = free
        return rows

    def take_back(self, db: Connection) -> None:
        """Removes those who were made so far."""
        # A slice at a time, since databases bound how many values a statement may hold.
        for first in range(0, len(self.ids), 1000):
            users.remove_all(db, self.user_pool_id, self.ids[first : first + 1000])
        self.ids.clear()
