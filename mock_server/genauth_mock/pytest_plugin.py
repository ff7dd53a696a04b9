"""Fixtures for pytest: a running mock, and a fresh user pool for each test.

Nothing of the mock is imported before a test asks for it, so a project that does not use the fixtures pays nothing.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from genauth_mock.client import AsyncGenAuth, GenAuth, Server

_POOL = pytest.StashKey["GenAuth"]()
_TOLD = pytest.StashKey[list[dict[str, Any]]]()
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


def _url_given(config: pytest.Config) -> str | None:
    """Where a server runs already, if there is one to use."""
    url: str | None = config.getoption("--genauth-url") or os.environ.get("GENAUTH_MOCK_URL")
    return url


@pytest.fixture(scope="session")
def genauth_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A running mock: on a free port in a thread of this process, or the one of `--genauth-url` or GENAUTH_MOCK_URL."""
    from genauth_mock.client import Server  # noqa: PLC0415 - see above

    url = _url_given(request.config)
    if url:
        with Server(url, os.environ.get("GENAUTH_MOCK_CONTROL_TOKEN")) as server:
            server.health()
            yield server
        return
    from genauth_mock.server import ThreadedServer  # noqa: PLC0415 - see above
    from genauth_mock.settings import Settings  # noqa: PLC0415 - see above

    with ThreadedServer(Settings(port=0)) as running, Server(running.base_url) as server:
        yield server


@pytest.fixture
def genauth(request: pytest.FixtureRequest, genauth_server: Server) -> Iterator[GenAuth]:
    """A user pool of this test's own, removed afterwards: `.app_id`, `.outbox.wait_code(to)`, `.users.create(…)`, ….

    See `genauth_mock.client.GenAuth`. Where the test fails, its report shows what the pool was asked and has sent.
    """
    pool = genauth_server.create_pool(name=request.node.name[:200])
    request.node.stash[_POOL] = pool
    yield pool
    from genauth_mock.client import GenAuthError  # noqa: PLC0415 - see above

    late = [each for each in _crashes_of(pool) if each not in request.node.stash.get(_TOLD, [])]
    try:
        pool.delete()
    except GenAuthError as fault:
        # A test may remove its pool itself.
        if fault.status != 404:
            raise
    if late:
        pytest.fail(_text_of(late, request.config), pytrace=False)


@pytest.fixture
def genauth_async(genauth: GenAuth) -> AsyncGenAuth:
    """The same for asynchronous tests: every call is awaited. It needs no plugin of its own."""
    from genauth_mock.client import AsyncGenAuth  # noqa: PLC0415 - see above

    return AsyncGenAuth(genauth)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Shows in a failing test's report what its pool was asked, what it has sent, and whom it knows.

    A test that met a fault of the mock itself fails, whatever the app has made of it.
    """
    report = yield
    pool = item.stash.get(_POOL, None)
    if pool is not None and report.when == "call" and (crashes := _crashes_of(pool)):
        item.stash[_TOLD] = crashes
        _fail(report, _text_of(crashes, item.config))
    if pool is not None and report.when in ("setup", "call") and report.failed:
        report.sections.append(("genauth-mock", "\n".join(_state_of(pool))))
    return report


def _crashes_of(pool: GenAuth) -> list[dict[str, Any]]:
    from genauth_mock.client import GenAuthError, Unreachable  # noqa: PLC0415 - see above

    try:
        return pool.server.crashes(pool.user_pool_id)
    except Unreachable:
        return []  # a test may end the server itself
    except GenAuthError as fault:
        # A server of an earlier version has no such call.
        asked = {"at": "", "method": "GET", "path": "/_mock/crashes", "error": str(fault)}
        return [] if fault.status == 404 else [asked]


def _text_of(crashes: list[dict[str, Any]], config: pytest.Config) -> str:
    url = _url_given(config)
    where = f"in the log of the server at {url}" if url else "among this test's captured log, logger genauth_mock"
    lines = [f"  {each['at'][11:23]} {each['method']} {each['path']}: {each['error']}".rstrip() for each in crashes]
    told = (
        "genauth-mock itself has failed while this test ran (HTTP 500, x-mock-crash), so what it found proves nothing:"
    )
    return "\n".join([told, *reversed(lines), f"The traceback is {where}."])


def _fail(report: Any, text: str) -> None:
    """Makes a failure of a test that has passed; one that has failed, or is expected to, gets a section more."""
    if report.outcome == "passed":
        report.outcome, report.longrepr = "failed", text
        # One that was expected to fail and did not has not passed either.
        report.__dict__.pop("wasxfail", None)
    else:
        report.sections.append(("genauth-mock failed", text))


def _state_of(pool: GenAuth) -> Iterator[str]:
    from genauth_mock.client import GenAuthError  # noqa: PLC0415 - see above

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
