"""Other plugins of pytest that stand between an app and the network, or stop its time: the fixtures go past them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.test_plugin import pytest_run

ALL_CALLS = """
def all_calls(pool):
    user = pool.users.create(username="ann", password="s3cret!")
    assert [each["id"] for each in pool.users.list()] == [user["id"]]
    with pool.faults.add("loginByAccount", error=2005) as fault:
        assert fault.hits == 0
    pool.clock.advance(60)
    assert pool.requests() == []
    assert pool.outbox.list() == []
    assert pool.public_key
    assert pool.tokens.inspect(pool.tokens.mint(user["id"]))["alive"]
"""
PYTEST_HTTPX = (
    ALL_CALLS
    + """
import httpx

def test_before_and_after(httpx_mock, genauth):
    httpx_mock.add_response(url="https://shop.example/", text="mine")
    all_calls(genauth)
    assert httpx.get("https://shop.example/").text == "mine"
    all_calls_asked = httpx_mock.get_requests()
    assert [str(each.url) for each in all_calls_asked] == ["https://shop.example/"]

def test_the_other_way_round(genauth, httpx_mock):
    all_calls(genauth)
    assert httpx_mock.get_requests() == []
"""
)
RESPX = (
    ALL_CALLS
    + """
import httpx
import pytest
import respx

def test_as_a_fixture(respx_mock, genauth):
    respx_mock.get("https://shop.example/").respond(text="mine")
    all_calls(genauth)
    assert httpx.get("https://shop.example/").text == "mine"
    assert respx_mock.calls.call_count == 1

@respx.mock(assert_all_mocked=True)
def test_as_a_decorator(genauth):
    all_calls(genauth)

def test_that_fails(respx_mock, genauth):
    all_calls(genauth)
    assert False, "to be reported"
"""
)
FREEZEGUN = (
    ALL_CALLS
    + """
import time

import freezegun
import pytest
from genauth_mock_client import NothingCame

@pytest.fixture
def stopped():
    with freezegun.freeze_time("2030-01-01"):
        yield

def test_in_a_fixture_before(stopped, genauth):
    all_calls(genauth)
    with pytest.raises(NothingCame, match="within 0.3 s"):
        genauth.outbox.wait_code("13800138000", timeout=0.3)

@freezegun.freeze_time("2030-01-01", tick=True)
def test_as_a_decorator(genauth):
    all_calls(genauth)
"""
)
SOCKET = (
    ALL_CALLS
    + """
import socket

import pytest

def test_it(genauth):
    all_calls(genauth)
    with pytest.raises(RuntimeError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
"""
)


@pytest.mark.parametrize("arguments", [(), ("-n", "1", "--genauth-shared")], ids=["thread", "process"])
def test_pytest_httpx_sees_the_apps_calls_alone(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = pytest_run(tmp_path, PYTEST_HTTPX, *arguments)
    assert "2 passed" in ended.stdout and "error" not in ended.stdout, ended.stdout + ended.stderr


def test_respx_sees_the_apps_calls_alone_and_a_failure_is_reported(tmp_path: Path) -> None:
    ended = pytest_run(tmp_path, RESPX)
    assert "1 failed, 2 passed" in ended.stdout and "error" not in ended.stdout, ended.stdout + ended.stderr
    assert "to be reported" in ended.stdout and "users, newest first:" in ended.stdout


@pytest.mark.parametrize("arguments", [(), ("-n", "1", "--genauth-shared")], ids=["thread", "process"])
def test_freezegun_stops_no_call_and_no_wait(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = pytest_run(tmp_path, FREEZEGUN, *arguments)
    assert "2 passed" in ended.stdout, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("--disable-socket", "--allow-hosts=127.0.0.1"),
        ("--allow-hosts=127.0.0.1",),
        ("--disable-socket", "--allow-hosts=127.0.0.1", "-n", "1"),
        ("--disable-socket", "--allow-hosts=127.0.0.1", "-n", "1", "--genauth-shared"),
    ],
    ids=" ".join,
)
def test_with_this_machine_allowed_pytest_socket_lets_the_calls_pass(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ended = pytest_run(tmp_path, SOCKET, *arguments)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


@pytest.mark.parametrize("is_elsewhere", [False, True], ids=["thread", "elsewhere"])
def test_without_it_is_said_who_is_in_the_way_and_what_to_write(
    tmp_path: Path, server_url: str, is_elsewhere: bool
) -> None:
    given = ("--genauth-url", server_url) if is_elsewhere else ()
    ended = pytest_run(tmp_path, SOCKET, "--disable-socket", *given)
    assert "1 error" in ended.stdout, ended.stdout
    assert "pytest-socket lets this test open no connection" in ended.stdout
    assert "--disable-socket --allow-hosts=127.0.0.1" in ended.stdout
    assert "nothing answers" not in ended.stdout and "Traceback" not in ended.stdout
