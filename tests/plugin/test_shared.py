"""`--genauth-shared`: one server for all workers."""

from __future__ import annotations

import re
from pathlib import Path

from genauth_mock_client.server_process import ServerProcess

from tests.plugin.test_plugin import SAMPLE, pytest_run

TELLS_ITS_URL = """
import os
import urllib.request
from pathlib import Path

import pytest

@pytest.mark.parametrize("n", range(4))
def test_it(genauth, n):
    worker = os.environ["PYTEST_XDIST_WORKER"]
    Path(__file__).with_name(f"url-{worker}-{n}").write_text(genauth.base_url)
"""


def urls(folder: Path) -> dict[str, set[str]]:
    """The URLs that each worker has seen."""
    seen: dict[str, set[str]] = {}
    for path in folder.glob("url-*"):
        seen.setdefault(path.name.split("-")[1], set()).add(path.read_text())
    return seen


def test_workers_share_one_server_and_it_ends_with_them(tmp_path: Path) -> None:
    ended = pytest_run(tmp_path, TELLS_ITS_URL, "-n", "2", "--genauth-shared", TMPDIR=str(tmp_path))
    assert "4 passed" in ended.stdout, ended.stdout + ended.stderr
    seen = urls(tmp_path)
    assert set(seen) == {"gw0", "gw1"}
    (url,) = set.union(*seen.values())
    again = pytest_run(tmp_path, "def test_it(genauth):\n    pass\n", "--genauth-url", url)
    assert f"nothing answers at {url}" in again.stdout, again.stdout
    assert list(tmp_path.glob("genauth-mock-*.log")) == []


def test_without_the_option_each_has_its_own(tmp_path: Path) -> None:
    ended = pytest_run(tmp_path, TELLS_ITS_URL, "-n", "2")
    assert "4 passed" in ended.stdout, ended.stdout + ended.stderr
    assert len(set.union(*urls(tmp_path).values())) == 2


def test_without_workers_the_server_is_in_the_process(tmp_path: Path) -> None:
    text = """
import threading

def test_it(genauth):
    assert "genauth-mock" in {each.name for each in threading.enumerate()}
"""
    ended = pytest_run(tmp_path, text, "--genauth-shared")
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_a_server_that_is_named_is_shared_anyway(tmp_path: Path, server_url: str) -> None:
    ended = pytest_run(tmp_path, TELLS_ITS_URL, "-n", "2", "--genauth-shared", GENAUTH_MOCK_URL=server_url)
    assert "4 passed" in ended.stdout, ended.stdout + ended.stderr
    assert set.union(*urls(tmp_path).values()) == {server_url}


def test_all_workers_may_use_the_same_addresses_on_one_server(tmp_path: Path) -> None:
    repeated = "".join(SAMPLE.replace("test_a_user", f"test_{n}_a_user") for n in range(8))
    ended = pytest_run(tmp_path, repeated, "-n", "2", "--genauth-shared")
    assert "8 passed" in ended.stdout, ended.stdout + ended.stderr


def test_a_log_that_tells_of_a_failure_is_kept() -> None:
    process = ServerProcess().start()
    with process.log.open("a", encoding="utf-8") as log:
        log.write("Traceback (most recent call last):\n")
    process.stop()
    assert "genauth-mock listening on" in process.log.read_text(encoding="utf-8")
    process.log.unlink()


def test_a_project_may_have_a_fixture_genauth_server_of_its_own(tmp_path: Path) -> None:
    text = """
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from genauth_mock_client import Server

@pytest.fixture(scope="session")
def genauth_server():
    with ThreadedServer(Settings(port=0, unknown_apps="reject")) as running, Server(running.base_url) as server:
        yield server

def test_it(genauth):
    assert genauth.users.list() == []

def test_crash(genauth, monkeypatch):
    crash = {"at": "2026-01-01T00:00:00.000Z", "method": "GET", "path": "/", "error": "KeyError: 1"}
    monkeypatch.setattr(type(genauth.server), "crashes", lambda *_: [crash])
"""
    ended = pytest_run(tmp_path, text)
    assert "1 failed, 1 passed" in ended.stdout, ended.stdout + ended.stderr
    assert "The traceback is in the server's log." in ended.stdout


def test_a_crash_of_it_is_told_with_the_file_of_its_log(tmp_path: Path) -> None:
    text = """
import pytest

def test_it(genauth, monkeypatch):
    server = type(genauth.server)
    crash = {"at": "2026-01-01T00:00:00.000Z", "method": "GET", "path": "/", "error": "KeyError: 1"}
    monkeypatch.setattr(server, "crashes", lambda *_: [crash])
"""
    ended = pytest_run(tmp_path, text, "-n", "1", "--genauth-shared")
    assert re.search(r"The traceback is in \S+genauth-mock-\S+\.log\.", ended.stdout), ended.stdout
