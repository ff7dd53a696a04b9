"""Fixtures for pytest: a running mock, and a fresh user pool for each test.

Nothing of the mock is imported before a test asks for it, so a project that does not use the fixtures pays nothing.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mock_server.client import AsyncGenAuth, GenAuth, Server

_POOL = pytest.StashKey["GenAuth"]()
_SHOWN_MESSAGES = 10
_SHOWN_REQUESTS = 20


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--genauth-url`."""
    group = parser.getgroup("genauth-mock")
    group.addoption(
        "--genauth-url",
        default=None,
        metavar="URL",
        help="use the genauth-mock that runs there (with its GENAUTH_MOCK_CONTROL_TOKEN), instead of starting one; "
        "the default is GENAUTH_MOCK_URL",
    )


@pytest.fixture(scope="session")
def genauth_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A running mock: on a free port in a thread of this process, or the one of `--genauth-url` or GENAUTH_MOCK_URL."""
    from mock_server.client import Server  # noqa: PLC0415 - see above

    url = request.config.getoption("--genauth-url") or os.environ.get("GENAUTH_MOCK_URL")
    if url:
        with Server(url, os.environ.get("GENAUTH_MOCK_CONTROL_TOKEN")) as server:
            server.health()
            yield server
        return
    from mock_server.server import ThreadedServer  # noqa: PLC0415 - see above
    from mock_server.settings import Settings  # noqa: PLC0415 - see above

    with ThreadedServer(Settings(port=0)) as running, Server(running.base_url) as server:
        yield server


@pytest.fixture
def genauth(request: pytest.FixtureRequest, genauth_server: Server) -> Iterator[GenAuth]:
    """A user pool of this test's own, removed afterwards: `.app_id`, `.outbox.wait_code(to)`, `.users.create(…)`, ….

    See `mock_server.client.GenAuth`. Where the test fails, its report shows what the pool was asked and has sent.
    """
    pool = genauth_server.create_pool(name=request.node.name[:200])
    request.node.stash[_POOL] = pool
    yield pool
    from mock_server.client import GenAuthError  # noqa: PLC0415 - see above

    try:
        pool.delete()
    except GenAuthError as fault:
        # A test may remove its pool itself.
        if fault.status != 404:
            raise


@pytest.fixture
def genauth_async(genauth: GenAuth) -> AsyncGenAuth:
    """The same for asynchronous tests: every call is awaited. It needs no plugin of its own."""
    from mock_server.client import AsyncGenAuth  # noqa: PLC0415 - see above

    return AsyncGenAuth(genauth)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Shows in a failing test's report what its pool was asked, what it has sent, and whom it knows.

    A test that met a fault of the mock itself fails, however the app took that answer.
    """
    report = yield
    pool = item.stash.get(_POOL, None)
    if pool is not None and report.when == "call" and report.passed and (crashes := _crashes_of(pool)):
        report.outcome = "failed"
        report.longrepr = "\n".join(("genauth-mock itself failed while this test ran:", *crashes))
    if pool is not None and report.when in ("setup", "call") and report.failed:
        report.sections.append(("genauth-mock", "\n".join(_state_of(pool))))
    return report


def _crashes_of(pool: GenAuth) -> list[str]:
    from mock_server.client import GenAuthError  # noqa: PLC0415 - see above

    try:
        return [str(each) for each in pool.requests(crash=True, limit=_SHOWN_REQUESTS)]
    except GenAuthError:
        # A test may have stopped the server itself.
        return []


def _state_of(pool: GenAuth) -> Iterator[str]:
    from mock_server.client import GenAuthError  # noqa: PLC0415 - see above

    yield f"user pool {pool.user_pool_id}, app {pool.app_id}, at {pool.base_url}"
    try:
        requests = pool.requests(limit=_SHOWN_REQUESTS)
        messages, users = pool.outbox.list(limit=_SHOWN_MESSAGES), pool.users.list(limit=_SHOWN_MESSAGES)
    except GenAuthError as fault:
        yield f"its state cannot be read: {fault}"
        return
    yield "requests, newest last:" if requests else "requests: none"
    yield from (f"  {each}" for each in reversed(requests))
    yield "outbox, newest first:" if messages else "outbox: empty"
    for each in messages:
        used = f"used at {each.used_at}" if each.used_at else "unused"
        yield f"  {each.created_at} {each.channel} {each.scene} to {each.to}: {each.code} ({used})"
    yield "users, newest first:" if users else "users: none"
    for user in users:
        names = ", ".join(str(user[key]) for key in ("username", "email", "phone") if user[key])
        yield f"  {user['id']} {names}" + (" (blocked)" if user["blocked"] else "")
