"""Importing: the text of a pool document becomes a pool, a slice of its users at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from genauth_mock.context import Mock
from genauth_mock.documents.field_types import BadDocument
from genauth_mock.documents.pool_document import PoolDocument
from genauth_mock.documents.pool_text import PoolText
from genauth_mock.documents.user_document import UserDocument
from genauth_mock.kit import clock, problems
from genauth_mock.steering.pools import pinning, seeding, seeding_users
from genauth_mock.steering.pools.replacing import Replacement, Steps
from genauth_mock.steering.pools.seeding_access import PoolParts
from genauth_mock.steering.pools.snapshots import GONE_AT_RESET
from genauth_mock.store import users
from genauth_mock.store.database import Taken, transaction
from genauth_mock.store.images import KNOWN_TO_ALL, Image
from genauth_mock.store.snapshots import MADE_FROM
from genauth_mock.store.user_pools import UserPool

Model = TypeVar("Model", bound=BaseModel)

# About 20 ms, for which other calls wait.
SLICE = 100
_USER = "users[{}]."


def pool_of(mock: Mock, text: PoolText, *, is_new: bool) -> Steps[UserPool]:
    """Makes the pool that a text describes, in the place of the one of its id, of which nothing but snapshots stays; or
    refuses where there is one and it is to be new. A reset brings back what was made here.

    Raises BadDocument, Disturbed, and then nothing has changed.
    """
    document, now = _as_model(PoolDocument, text.said), clock.wall_ms()
    head = seeding.planted(pinning.pinned(document, mock.ids, now), mock.settings)
    planting = _Planting(mock, head, clock.iso(now))
    slices = planting.slices(text.users)
    first = next(slices, [])
    second = next(slices, None)
    with transaction(mock.engine) as db:
        new = Replacement.begin(db, head.user_pool_id)
        if is_new and new.before:
            raise already_there(head.user_pool_id)
        if second is not None:
            new.last(db)
        if second is None:
            head.add_all(planting.rows(first))
        known, rest = head.parted(KNOWN_TO_ALL)
        new.write(db, rest)
        new.keep(db, head)
        if second is None:
            pool = new.finish(db, mock, known, gone=GONE_AT_RESET)
            new.name(db, MADE_FROM, now)
            return pool
    try:
        for each in _all(first, second, slices):
            yield planting.done
            rows = planting.rows(each)
            try:
                with transaction(mock.engine) as db:
                    new.write(db, rows)
                    new.keep(db, rows)
            except Taken:
                raise planting.twin(new, each) from None
            planting.done += len(each)
        yield planting.done
        with transaction(mock.engine) as db:
            pool = new.finish(db, mock, known, gone=GONE_AT_RESET)
            new.name(db, MADE_FROM, now)
            return pool
    except BaseException:
        with transaction(mock.engine) as db:
            new.give_up(db)
        raise


def _all(
    first: list[UserDocument], second: list[UserDocument] | None, others: Iterator[list[UserDocument]]
) -> Iterator[list[UserDocument]]:
    yield first
    if second is not None:
        yield second
    yield from others


def already_there(public_id: str) -> BadDocument:
    """What is told where a pool is to be new and is not."""
    return BadDocument("userPoolId", f"there is a user pool {public_id!r} already; reset, delete or import it")


def _as_model(model: type[Model], said: Any, where: str = "") -> Model:
    try:
        return model.model_validate(said)
    except ValidationError as fault:
        field, message = problems.first(model, fault)
        # Where the whole of it is wrong, its place is all there is to say.
        raise BadDocument(where.rstrip(".") if field == "body" and where else where + field, message) from None


class _Planting:
    """Users of a text on their way to rows; `done` of them are written."""

    def __init__(self, mock: Mock, head: Image, now: str) -> None:
        self._mock, self._head, self._now = mock, head, now
        self._parts = PoolParts(head.user_pool_id, head.of)
        self._read = self.done = 0

    def slices(self, said: Iterator[Any]) -> Iterator[list[UserDocument]]:
        """The users, a slice at a time. Raises BadDocument."""
        while some := list(islice(said, SLICE)):
            yield [self._pinned(n, each) for n, each in enumerate(some, self._read)]
            self._read += len(some)

    def _pinned(self, n: int, said: Any) -> UserDocument:
        user = _as_model(UserDocument, said, _USER.format(n))
        return pinning.pinned_user(user, self._mock.ids, self._now, f"users[{n}]")

    def rows(self, users_: Sequence[UserDocument]) -> Image:
        """Their rows. Raises BadDocument."""
        image = Image(self._head.user_pool_id)
        seeding_users.add_users(image, self._parts, users_, _USER, self.done)
        return image

    def twin(self, new: Replacement, among: Sequence[UserDocument]) -> BadDocument:
        """Which of these users has something that an earlier one has."""
        with transaction(self._mock.engine) as db:
            for n, user in enumerate(among, self.done):
                for field, value, other in seeding_users.owners(db, new.user_pool_id, user):
                    if other is not None:
                        place = f"users[{users.place_of(db, other)}].{field}"
                        return BadDocument(f"users[{n}].{field}", f"{value!r} is also at {place}")
        return BadDocument(f"users[{self.done}]", "one of the users from here on has what another has already")
