"""An app's test never passes over a broken mock, also where the app has swallowed what happened."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.plugin.test_plugin import pytest_run

BROKEN = """
import httpx
import pytest
from genauth_mock.store import users

@pytest.fixture(autouse=True)
def broken(monkeypatch, genauth_server):
    monkeypatch.setattr(users, "by_username", fails)

def fails(*_):
    raise KeyError("nickname")

def log_in(pool):
    # What swallows every error.
    body = {"account": "ci", "password": "111111"}
    httpx.post(f"{pool.base_url}/api/v2/login/account", json=body, headers={"x-authing-app-id": pool.app_id})
"""


def outcome(folder: Path, test: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return pytest_run(folder, BROKEN + test, *arguments)


def test_a_test_that_met_a_crash_fails_although_its_app_swallowed_it(tmp_path: Path) -> None:
    ended = outcome(tmp_path, "\ndef test_it(genauth):\n    log_in(genauth)\n")
    assert "1 failed" in ended.stdout and "error" not in ended.stdout.splitlines()[-1], ended.stdout
    assert "genauth-mock itself has failed while this test ran" in ended.stdout
    assert "POST /api/v2/login/account: KeyError: 'nickname'" in ended.stdout
    assert "captured log, logger genauth_mock" in ended.stdout
    assert "POST /api/v2/login/account failed" in ended.stdout and "Traceback" in ended.stdout


def test_an_asynchronous_test_that_met_a_crash_fails_likewise(tmp_path: Path) -> None:
    test = """
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.anyio
async def test_it(genauth_async, anyio_backend):
    log_in(genauth_async)
"""
    ended = outcome(tmp_path, test)
    assert "1 failed" in ended.stdout, ended.stdout
    assert "KeyError: 'nickname'" in ended.stdout


def test_a_crash_on_the_way_out_is_an_error(tmp_path: Path) -> None:
    test = """
@pytest.fixture
def app(genauth):
    yield
    log_in(genauth)

def test_it(app):
    pass
"""
    ended = outcome(tmp_path, test)
    assert "1 passed, 1 error" in ended.stdout, ended.stdout
    assert "KeyError: 'nickname'" in ended.stdout


def test_a_test_that_is_expected_to_fail_does_not_pass_either(tmp_path: Path) -> None:
    ended = outcome(tmp_path, "\n@pytest.mark.xfail\ndef test_it(genauth):\n    log_in(genauth)\n")
    assert "1 failed" in ended.stdout, ended.stdout


def test_only_the_pool_that_met_a_crash_fails_and_a_test_that_fails_anyway_says_so_too(tmp_path: Path) -> None:
    test = """
def test_one(genauth):
    log_in(genauth)
    assert False, "for its own reason"

def test_other(genauth):
    pass

def test_forced(genauth, monkeypatch):
    genauth.faults.add("loginByAccount", error=500)
    log_in(genauth)
    genauth.faults.add("loginByAccount", error={"code": 503, "httpStatus": 503})
    log_in(genauth)
"""
    ended = outcome(tmp_path, test)
    assert "1 failed, 2 passed" in ended.stdout, ended.stdout
    assert "for its own reason" in ended.stdout and "KeyError: 'nickname'" in ended.stdout


@pytest.mark.parametrize("arguments", [(), ("-n", "2")])
def test_a_server_elsewhere_tells_its_crashes_and_where_its_log_is(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = tmp_path / "mock.db"
    test = """
import httpx

def log_in(pool):
    body = {"account": "ci", "password": "111111"}
    httpx.post(f"{pool.base_url}/api/v2/login/account", json=body, headers={"x-authing-app-id": pool.app_id})

def test_one(genauth):
    log_in(genauth)

def test_two(genauth):
    log_in(genauth)

def test_three(genauth):
    pass
"""
    with ThreadedServer(Settings(port=0, database=f"sqlite:///{path}")) as server:
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("ALTER TABLE users RENAME COLUMN nickname TO nick")
        ended = pytest_run(tmp_path, test, "--genauth-url", server.base_url, *arguments)
    assert "2 failed, 1 passed" in ended.stdout, ended.stdout
    assert f"in the log of the server at {server.base_url}" in ended.stdout
    assert "no such column: users.nickname" in ended.stdout
