"""What is noted becomes rows: all that can, whatever stands beside it, and no more than the journal may take."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from genauth_mock.app import FACES
from genauth_mock.routes.edge.face import Faces
from genauth_mock.routes.edge.journal import describer
from genauth_mock.store import journal, notes
from genauth_mock.store.database import close_database, open_database, transaction
from genauth_mock.store.journal import MOST_BYTES, JournalEntry
from genauth_mock.store.notes import Journal, Note
from genauth_mock.store.outages import DatabaseAway
from genauth_mock.store.user_pools import POOLS

from tests.journeys import postgres


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL of this file's own."""
    with postgres.running() as url:
        yield url


@pytest.fixture(params=["memory", "file", "PostgreSQL"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An empty database of each kind."""
    urls = {"memory": "sqlite://", "file": f"sqlite:///{tmp_path}/mock.db"}
    opened = open_database(urls.get(request.param) or request.getfixturevalue("postgres_url"))
    yield opened
    if request.param == "PostgreSQL":
        with opened.begin() as db:
            db.exec_driver_sql("DROP SCHEMA public CASCADE")
            db.exec_driver_sql("CREATE SCHEMA public")
    close_database(opened)


@pytest.fixture
def noted() -> Journal:
    """A journal in which nothing stands yet."""
    return Journal(describer(Faces(FACES), secrets=False))


def note(path: str = "/api/v2/users/me", **fields: object) -> Note:
    """A request that nobody's pool knows."""
    values: dict[str, object] = {
        "at": 0, "user_pool_id": None, "app_id": None, "method": "GET", "path": path, "query": b"", "headers": [],
        "body": b"", "status": 200, "response_headers": [], "response": b"", "duration_us": 1,
    }  # fmt: skip
    return Note(**{**values, **fields})  # type: ignore[arg-type]


def kept(engine: sa.Engine, pool_id: str | None = None) -> list[JournalEntry]:
    """What stands in the journal, newest first."""
    with transaction(engine) as db:
        wanted = journal.conditions(user_pool_id=pool_id)
        return list(journal.at_places(db, journal.page(db, wanted, 1, 10_000)[0]))


def add_pool(engine: sa.Engine, pool_id: str) -> None:
    """A user pool, as far as the journal asks for one."""
    columns = {column.name: "" for column in POOLS.c if not column.nullable and column.name != "seq"}
    numbers = {column.name: 0 for column in POOLS.c if column.name in columns and isinstance(column.type, sa.Integer)}
    empty: dict[str, object] = {column.name: {} for column in POOLS.c if isinstance(column.type, sa.JSON)}
    with transaction(engine) as db:
        db.execute(sa.insert(POOLS).values({**columns, **numbers, **empty, "id": pool_id, "public_id": pool_id}))


@pytest.mark.parametrize("path", ["/nope\0", "/half of a character \ud83d", "/\0\0\0"])
def test_what_a_database_cannot_hold_is_written_so_that_it_can(engine: sa.Engine, noted: Journal, path: str) -> None:
    for each in (note("/before"), note(path, app_id="a\0b"), note("/after")):
        noted.note(each)
    noted.write(engine)
    after, odd, before = kept(engine)
    assert (before.path, after.path) == ("/before", "/after")
    assert odd.path.startswith(path[:3].replace("\0", "\ufffd")) and "\0" not in odd.path


def test_one_that_cannot_be_written_at_all_is_logged_and_keeps_no_other_out(
    engine: sa.Engine, noted: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    for each in (note("/before"), note("/larger than any number", status=2**70), note("/after")):
        noted.note(each)
    with caplog.at_level(logging.ERROR):
        noted.write(engine)
    assert [each.path for each in kept(engine)] == ["/after", "/before"]
    assert "/larger than any number" in caplog.text


def test_one_that_stands_there_already_keeps_no_other_out(engine: sa.Engine, noted: Journal) -> None:
    for path in ("/one", "/two"):
        noted.note(note(path))
    noted.write(engine)
    (again, _), newer = kept(engine), note("/newer")
    noted.note(newer)
    noted.note(note("/with the id of another"))
    noted._notes[-1].id = again.id
    noted.write(engine)
    assert [each.path for each in kept(engine)] == ["/newer", "/two", "/one"]


def test_nothing_is_lost_while_the_database_is_away(
    engine: sa.Engine, noted: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted.note(note("/while it is away"))

    def fail(*_: object) -> None:
        raise DatabaseAway

    with monkeypatch.context() as away:
        away.setattr(notes, "_add", fail)
        with pytest.raises(DatabaseAway):
            noted.write(engine)
    noted.note(note("/when it is back"))
    noted.write(engine)
    assert [each.path for each in kept(engine)] == ["/when it is back", "/while it is away"]


def test_the_journal_of_a_server_is_bounded_and_who_asks_little_keeps_all(engine: sa.Engine, noted: Journal) -> None:
    for pool_id in ("quiet", "loud"):
        add_pool(engine, pool_id)
    noted.note(note("/quiet", user_pool_id="quiet"))
    for number in range(400):
        noted.note(note(f"/loud/{number}", user_pool_id="loud", body=b"x" * 60_000))
        if noted.is_full:
            noted.thin_out(engine)
    noted.write(engine)
    assert [each.path for each in kept(engine, "quiet")] == ["/quiet"]
    loud = kept(engine, "loud")
    assert MOST_BYTES // 2 < sum(each.size for each in loud) <= MOST_BYTES
    assert [each.path for each in loud] == [f"/loud/{number}" for number in range(399, 399 - len(loud), -1)]


def test_two_that_ask_much_share_what_there_is(engine: sa.Engine, noted: Journal) -> None:
    for pool_id in ("one", "other", "quiet"):
        add_pool(engine, pool_id)
    for number in range(300):
        for pool_id in ("one", "other"):
            noted.note(note(f"/{number}", user_pool_id=pool_id, response=b"x" * 60_000))
        noted.note(note(f"/{number}", user_pool_id="quiet"))
        noted.write(engine)
    one, other, quiet = (len(kept(engine, each)) for each in ("one", "other", "quiet"))
    assert quiet == 300 and abs(one - other) <= 1 and one > 80


def test_what_is_noted_is_bounded_before_it_is_written(engine: sa.Engine, noted: Journal) -> None:
    most = 0
    for number in range(3000):
        noted.note(note(f"/{number}", body=b"x" * 5_000))
        if noted.is_full:
            noted.thin_out(engine)
        most = max(most, noted._bytes_noted)
    assert most <= MOST_BYTES // 2 + 10_000
    noted.write(engine)
    assert [each.path for each in kept(engine)][:3] == ["/2999", "/2998", "/2997"] and len(kept(engine)) == 1000
