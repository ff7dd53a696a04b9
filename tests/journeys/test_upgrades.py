"""Databases that an earlier version has left, damaged ones, and those of other programs."""

from __future__ import annotations

import base64
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from genauth_mock.store import migrations, schema
from genauth_mock.store.database import close_database, open_database
from genauth_mock.store.migrations import to_1
from genauth_mock.store.schema import BadDatabase
from sqlmodel import SQLModel

from tests.conftest import App
from tests.journeys import freezing, postgres
from tests.journeys.servers import serving

EARLIER = range(schema.VERSION)
# What a process of its own runs.
OPENING = "import sys, genauth_mock.app; from genauth_mock.store.database import open_database as o; o(sys.argv[1])"
ENGINES = ["SQLite", "PostgreSQL"]


@contextmanager
def empty_database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "SQLite":
        yield f"sqlite:///{folder}/kept.db"
    else:
        with postgres.running() as url:
            yield url


def _thawed(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) and set(value) == {"base64"} else value


def leave(url: str, version: int) -> dict[str, str]:
    """Makes a database as a server of an earlier version has left it; what its clients hold."""
    engine = sa.create_engine(url)
    text = (freezing.FOLDER / f"{version}.{engine.dialect.name}.sql").read_text()
    kept = json.loads((freezing.FOLDER / f"{version}.json").read_text())
    with engine.begin() as db:
        for statement in text.split(";\n"):
            if statement.strip():
                db.exec_driver_sql(statement)
        if version:
            # Before version 1 none was written down.
            db.exec_driver_sql("CREATE TABLE genauth_mock_schema (version INTEGER NOT NULL)")
            db.exec_driver_sql(f"INSERT INTO genauth_mock_schema VALUES ({version})")
        found = sa.MetaData()
        found.reflect(db)
        for name, rows in kept["rows"].items():
            db.execute(found.tables[name].insert(), [{key: _thawed(each) for key, each in row.items()} for row in rows])
            if db.dialect.name == "postgresql":
                db.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'seq'), (SELECT max(seq) FROM {name}))"
                )
    engine.dispose()
    held: dict[str, str] = kept["held"]
    return held


def described(url: str) -> dict[str, Any]:
    """Columns, keys, indexes and other constraints of every table, names of constraints aside."""
    engine = sa.create_engine(url)
    found = sa.inspect(engine)
    tables: dict[str, Any] = {}
    for name in sorted(found.get_table_names()):
        tables[name] = {
            "columns": {
                each["name"]: (str(each["type"]), each["nullable"], str(each["default"]))
                for each in found.get_columns(name)
            },
            "primary": found.get_pk_constraint(name)["constrained_columns"],
            "unique": sorted(each["column_names"] for each in found.get_unique_constraints(name)),
            "indexes": sorted(
                (str(each["name"]), each["column_names"], bool(each["unique"]), str(each.get("expressions")))
                for each in found.get_indexes(name)
                if not each.get("duplicates_constraint")
            ),
            "foreign": sorted(
                (each["constrained_columns"], each["referred_table"], each["referred_columns"], str(each["options"]))
                for each in found.get_foreign_keys(name)
            ),
            "checks": sorted(str(each["sqltext"]) for each in found.get_check_constraints(name)),
        }
        if engine.dialect.name == "sqlite":
            with engine.connect() as db:
                made = db.execute(sa.text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}).scalar()
            tables[name]["autoincrement"] = "AUTOINCREMENT" in str(made)
    engine.dispose()
    return tables


def refusal(database: str) -> str:
    """What `serve` says to a database that it refuses, on its way out with status 2."""
    command = [sys.executable, "-m", "genauth_mock", "serve", "--port", "0", "--database", database]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2, done
    assert "listening" not in done.stdout
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.replace("│", "").split())


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("version", EARLIER)
def test_a_database_of_an_earlier_version_is_brought_up_to_date_and_all_in_it_is_good(
    version: int, engine: str, tmp_path: Path
) -> None:
    with empty_database(engine, tmp_path) as database:
        held = leave(database, version)
        for _ in range(2):
            with serving("--database", database) as url, httpx.Client(base_url=url, trust_env=False) as client:
                app = App(client, freezing.APP_ID, held["token"])
                assert app.get("/api/v2/users/me")["data"]["username"] == "ann"
                bearer = {"authorization": f"Bearer {held['accessToken']}"}
                assert client.get("/oidc/me", headers=bearer).status_code == 200
                assert app.control("GET", "/outbox", userPoolId=freezing.POOL_ID)["list"][0]["code"] == held["smsCode"]
                app.another().log_in("ann@example.test")
        form = {"client_id": freezing.APP_ID, "client_secret": freezing.SECRET, "redirect_uri": freezing.CALLBACK}
        with serving("--database", database) as url, httpx.Client(base_url=url, trust_env=False) as client:
            app = App(client, freezing.APP_ID)
            assert app.post("/api/v2/login/phone-code", phone="13800138000", code=held["smsCode"])["code"] == 200
            by_code = form | {"grant_type": "authorization_code", "code": held["code"]}
            assert client.post("/oidc/token", data=by_code).status_code == 200
            refreshed = form | {"grant_type": "refresh_token", "refresh_token": held["refreshToken"]}
            assert client.post("/oidc/token", data=refreshed).status_code == 200
            exported = app.control("GET", f"/pools/{freezing.POOL_ID}/export")
            assert exported["users"][0]["roles"] == ["admin"]
            # A new row's number comes after the old ones'.
            assert app.users()[0]["username"] == "ann"
            app.make_user(username="bob")
            assert app.users()[0]["username"] == "bob"


@pytest.mark.parametrize("version", EARLIER)
def test_snapshots_of_an_earlier_version_can_be_restored(version: int, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/kept.db"
    leave(database, version)
    with serving("--database", database) as url, httpx.Client(base_url=url, trust_env=False) as client:
        app = App(client, freezing.APP_ID)
        for path in ("/snapshots/before/restore", f"/pools/{freezing.POOL_ID}/reset"):
            app.make_user(username="bob")
            app.control("POST", path, userPoolId=freezing.POOL_ID) if "restore" in path else app.control("POST", path)
            assert [each["username"] for each in app.users()] == ["ann"], path
            app.log_in("ann")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("version", EARLIER)
def test_a_migrated_database_is_like_one_that_is_made_now(version: int, engine: str, tmp_path: Path) -> None:
    with empty_database(engine, tmp_path) as database:
        leave(database, version)
        close_database(open_database(database))
        migrated = described(database)
    (tmp_path / "fresh").mkdir()
    with empty_database(engine, tmp_path / "fresh") as database:
        close_database(open_database(database))
        assert migrated == described(database)


@pytest.mark.parametrize("version", EARLIER)
def test_what_is_written_down_of_a_version_is_what_its_tables_are(version: int, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kept.db"
    leave(url, version)
    engine = sa.create_engine(url)
    with engine.connect() as db:
        found = schema.found_in(db)
    engine.dispose()
    tables = {name: columns for name, columns in found.tables.items() if name != "genauth_mock_schema"}
    assert schema.Shape(tables, found.indexes) == schema.of_version(version)


@pytest.mark.parametrize("engine", ENGINES)
def test_one_of_several_processes_migrates(engine: str, tmp_path: Path) -> None:
    with empty_database(engine, tmp_path) as database:
        leave(database, 0)

        def start(_: int) -> str:
            command = [sys.executable, "-c", f"import logging; logging.basicConfig(); {OPENING}", database]
            done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, done.stderr
            return done.stderr

        with ThreadPoolExecutor(4) as processes:
            told = "".join(processes.map(start, range(4)))
        assert told.count("bringing the tables from version 0 to") == 1


@pytest.mark.parametrize("engine", ENGINES)
def test_processes_that_start_at_once_make_the_tables_once(engine: str, tmp_path: Path) -> None:
    with empty_database(engine, tmp_path) as database:

        def start(_: int) -> None:
            done = subprocess.run(
                [sys.executable, "-c", OPENING, database], check=False, capture_output=True, text=True, timeout=60
            )
            assert done.returncode == 0, done.stderr

        with ThreadPoolExecutor(4) as processes:
            list(processes.map(start, range(4)))


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    leave(f"sqlite:///{path}", 0)
    with closing(sqlite3.connect(path)) as db, db:
        # What today's tables would refuse.
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_master SET sql = replace(sql, 'UNIQUE (id)', 'CHECK (1)') WHERE name = 'user_pools'")
        db.execute("DELETE FROM sqlite_master WHERE type = 'index' AND tbl_name = 'user_pools'")
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("VACUUM")
        columns = "secret, name, identifier, settings, clock_offset_ms, clock_frozen_ms, created_at"
        db.execute(f"INSERT INTO user_pools (id, {columns}) SELECT id, {columns} FROM user_pools")
    before = dump(path)
    told = refusal(f"sqlite:///{path}")
    assert "cannot be brought from version 0 to" in told
    assert "it is as it was" in told
    assert dump(path) == before


@pytest.mark.parametrize("engine", ENGINES)
def test_a_step_may_change_tables_and_values_and_one_that_fails_half_way_has_changed_nothing(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = to_1.upgrade

    def change(op: Operations) -> None:
        own(op)
        op.add_column("users", sa.Column("called", sa.String()))
        op.execute("UPDATE users SET called = 'Ms ' || username")
        op.execute("UPDATE users SET nickname = called")
        op.drop_table("captchas")

    def fail(op: Operations) -> None:
        change(op)
        raise ValueError("half-way")

    with empty_database(engine, tmp_path) as database:
        leave(database, 0)
        before = described(database)
        monkeypatch.setattr(to_1, "upgrade", fail)
        with pytest.raises(BadDatabase, match="half-way; it is as it was"):
            open_database(database)
        assert described(database) == before
        monkeypatch.setattr(to_1, "upgrade", change)
        opened = open_database(database)
        with opened.connect() as db:
            assert db.exec_driver_sql("SELECT nickname FROM users").scalar() == "Ms ann"
            assert schema.found_in(db).tables["users"] == schema.of_models().tables["users"]
        close_database(opened)


def test_rows_that_belong_to_nobody_are_left_behind() -> None:
    models = sa.MetaData()
    owners = sa.Table("owners", models, sa.Column("id", sa.String, primary_key=True))
    owned = sa.Table(
        "owned",
        models,
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("owner", sa.ForeignKey("owners.id", ondelete="CASCADE")),
        sa.Column("kind", sa.String, nullable=False, default="plain"),
        sa.Column("more", sa.JSON, nullable=False, default=dict),
        sa.Column("at", sa.BigInteger),
    )
    engine = sa.create_engine("sqlite://")
    with engine.connect() as db:
        db.exec_driver_sql("CREATE TABLE old_of_owned (seq INTEGER, owner TEXT)")
        db.exec_driver_sql("INSERT INTO old_of_owned VALUES (1, 'a'), (2, 'gone'), (3, NULL)")
        models.create_all(db)
        db.execute(owners.insert().values(id="a"))
        migrations._put_back(db, owned, ["seq", "owner"])
        rows = [tuple(each) for each in db.execute(sa.select(owned))]
    assert rows == [(1, "a", "plain", {}, None), (3, None, "plain", {}, None)]


def test_a_new_column_without_a_value_is_refused_by_name() -> None:
    owned = sa.Table(
        "owned",
        sa.MetaData(),
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("secret", sa.String, nullable=False),
    )
    engine = sa.create_engine("sqlite://")
    with engine.connect() as db:
        db.exec_driver_sql("CREATE TABLE old_of_owned (seq INTEGER)")
        db.exec_driver_sql("INSERT INTO old_of_owned VALUES (1)")
        owned.metadata.create_all(db)
        with pytest.raises(ValueError, match="rows of owned have no secret"):
            migrations._put_back(db, owned, ["seq"])


DAMAGED = {
    "ALTER TABLE users DROP COLUMN nickname": "the table users lacks the column nickname",
    "ALTER TABLE sessions ADD COLUMN mine TEXT": "the table sessions has a column mine of another program",
    "DROP TABLE role_members": "the table role_members is missing",
    "CREATE TABLE orders (id TEXT)": "the table orders is another program's",
    "DROP INDEX journal_of_pool": "the index journal_of_pool is missing",
    "UPDATE genauth_mock_schema SET version = 99": "is of version 99, which a newer genauth-mock has made",
}


@pytest.mark.parametrize("statement", DAMAGED)
def test_a_file_that_is_not_as_it_was_made_is_refused_by_name(statement: str, tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    close_database(open_database(f"sqlite:///{path}"))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(statement)
    with pytest.raises(BadDatabase) as told:
        open_database(f"sqlite:///{path}")
    assert DAMAGED[statement] in str(told.value)
    assert "kept.db" in str(told.value)
    assert "take" in str(told.value)


def test_a_server_does_not_start_over_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    close_database(open_database(f"sqlite:///{path}"))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("ALTER TABLE users DROP COLUMN nickname")
    told = refusal(f"sqlite:///{path}")
    assert "--database" in told
    assert "kept.db is damaged: the table users lacks the column nickname" in told


def test_a_file_without_a_version_whose_columns_are_of_none_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    leave(f"sqlite:///{path}", 0)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("ALTER TABLE messages DROP COLUMN body")
    assert "the table messages lacks the column body" in refusal(f"sqlite:///{path}")


def test_a_file_of_another_program_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE orders (id TEXT)")
    before = path.read_bytes()
    assert "holds tables of another program (orders)" in refusal(f"sqlite:///{path}")
    assert path.read_bytes() == before
    path.write_bytes(b"no database at all" * 1000)
    assert "file is not a database" in refusal(f"sqlite:///{path}")


def test_broken_pages_of_a_file_are_found_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with serving("--database", f"sqlite:///{path}") as url, httpx.Client(base_url=url, trust_env=False) as client:
        app = App(client)
        for n in range(50):
            app.make_user(username=f"user{n}")
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'users'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
    content[(root - 1) * size : root * size] = b"\x07" * size
    path.write_bytes(content)
    assert "kept.db is damaged" in refusal(f"sqlite:///{path}")


def test_a_schema_of_postgresql_may_be_shared_but_not_taken_over() -> None:
    with postgres.running() as database:
        engine = sa.create_engine(database)
        with engine.begin() as db:
            db.exec_driver_sql("CREATE TABLE orders (id TEXT)")
        with pytest.raises(BadDatabase, match="holds tables of another program"):
            open_database(database)
        with engine.begin() as db:
            db.exec_driver_sql("DROP TABLE orders")
        close_database(open_database(database))
        with engine.begin() as db:
            db.exec_driver_sql("CREATE TABLE spatial_ref_sys (id TEXT)")
        close_database(open_database(database))
        with engine.begin() as db:
            db.exec_driver_sql("ALTER TABLE users DROP COLUMN nickname")
        with pytest.raises(BadDatabase, match="the table users lacks the column nickname"):
            open_database(database)
        engine.dispose()


def test_a_start_that_migrates_nothing_loads_no_alembic(tmp_path: Path) -> None:
    for _ in range(2):
        told = (
            "import sys, genauth_mock.server; from genauth_mock.store.database import open_database; "
            f"open_database('sqlite:///{tmp_path}/kept.db'); print('alembic' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False"


def test_a_database_in_memory_has_the_tables_of_the_models() -> None:
    engine = open_database("sqlite://")
    assert set(sa.inspect(engine).get_table_names()) == set(SQLModel.metadata.tables)
    close_database(engine)
