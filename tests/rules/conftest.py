"""Rules without HTTP: a call to a pool of its own, in a real database in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from genauth_mock.context import Context, Mock, context_of
from genauth_mock.documents.pool_document import PoolDocument
from genauth_mock.errors import Entry, Refused
from genauth_mock.kit.addresses import Address
from genauth_mock.kit.ids import Ids
from genauth_mock.rules import passcodes
from genauth_mock.settings import Settings
from genauth_mock.steering.pools import pools
from genauth_mock.store import users
from genauth_mock.store.database import close_database, open_database, transaction
from genauth_mock.store.notes import Described, Journal, Note
from genauth_mock.store.users import User

MAIL, PHONE = "me@x.test", "13800138000"
CI = {"username": "ci", "password": "111111", "email": MAIL, "phone": PHONE}

Pool = Callable[..., Context]


def _describe(_note: Note) -> Described:
    raise AssertionError("no request comes here")


@pytest.fixture(scope="session")
def mock() -> Iterator[Mock]:
    """A server without its HTTP; each test makes a pool of its own in it."""
    engine = open_database("sqlite://")
    yield Mock(Settings(demo=False), engine, Ids(), Journal(_describe))
    close_database(engine)


@pytest.fixture
def a_pool(mock: Mock) -> Pool:
    """Makes a pool of a document, `a_pool(users=[CI], settings={"limits": "documented"})`: the context of a call."""

    def make(**document: Any) -> Context:
        with transaction(mock.engine) as db:
            return context_of(db, mock, *pools.create(db, mock, PoolDocument.model_validate(document)))

    return make


@pytest.fixture
def ctx(a_pool: Pool) -> Context:
    """A call to a pool with the user CI."""
    return a_pool(users=[CI])


@contextmanager
def refused(entry: Entry) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """What is done here is refused, with this meaning and no other."""
    with pytest.raises(Refused) as raised:
        yield raised
    assert raised.value.entry is entry


def code_to(ctx: Context, address: Address, scene: str = "VERIFY_CODE") -> str:
    """The code that was just sent to an address."""
    return passcodes.send(ctx, address, scene).code


def user_called(ctx: Context, username: str = "ci") -> User:
    """The user of a name, as he or she is now."""
    found = users.by_username(ctx.db, ctx.pool_id, username)
    assert found is not None
    return found


def users_of(ctx: Context) -> int:
    """How many users the pool has."""
    return users.search(ctx.db, ctx.pool_id, "", 1)[1]


def change(ctx: Context, user: User, **columns: Any) -> User:
    """A user, changed."""
    users.change(ctx.db, ctx.pool_id, user.id, columns)
    return users.reloaded(ctx.db, user)
