"""Fixtures for pytest: a running mock, and a fresh user pool for each test.

Nothing but pytest and the standard library is imported before a test asks for them, so a project that does not use the
fixtures pays nothing.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from genauth_mock_client import AsyncGenAuth, GenAuth, GenAuthError, Server, Unreachable, __version__
from genauth_mock_client.connections import Blocked, check_sockets
from genauth_mock_client.pytest_pool import MARK_HELP, made_for
from genauth_mock_client.pytest_report import crashes_of, fail, state_of, text_of
from genauth_mock_client.server_process import NoServer, ServerProcess, is_installed

_POOL = pytest.StashKey[GenAuth]()
_TOLD = pytest.StashKey[list[dict[str, Any]]]()
_SHARED = pytest.StashKey[ServerProcess]()
# Where the log of the server is, in words.
_LOG = pytest.StashKey[str]()
# A project may have a fixture genauth_server of its own.
_ANY_LOG = "in the server's log"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `--genauth-url`, `--genauth-uvx` and `--genauth-shared`."""
    group = parser.getgroup("genauth-mock")
    group.addoption(
        "--genauth-url",
        default=None,
        metavar="URL",
        help="use the genauth-mock that runs there (with its GENAUTH_MOCK_CONTROL_TOKEN), instead of starting one; "
        "the default is GENAUTH_MOCK_URL",
    )
    group.addoption(
        "--genauth-uvx",
        action="store_true",
        help="where genauth-mock is not installed, let uvx load and run the version of the client",
    )
    group.addoption(
        "--genauth-shared", action="store_true", help="let all workers of pytest -n use one server that is started"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Registers the mark `genauth_pool`."""
    config.addinivalue_line("markers", MARK_HELP)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """In the process that starts workers: starts the server that they share, and tells each where it is."""
    config: pytest.Config = node.config
    if not config.getoption("--genauth-shared") or _url_given(config):
        return
    if _SHARED not in config.stash:
        try:
            config.stash[_SHARED] = _process(config).start()
        except NoServer as fault:
            raise pytest.UsageError(str(fault)) from None
    shared = config.stash[_SHARED]
    node.workerinput["genauth_url"], node.workerinput["genauth_log"] = shared.base_url, str(shared.log)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the server that workers have shared."""
    if (shared := config.stash.get(_SHARED, None)) is not None:
        shared.stop()


def _process(config: pytest.Config) -> ServerProcess:
    return ServerProcess(__version__ if config.getoption("--genauth-uvx") else None)


def _url_given(config: pytest.Config) -> str | None:
    """Where a server runs already, if there is one to use."""
    url: str | None = config.getoption("--genauth-url") or os.environ.get("GENAUTH_MOCK_URL")
    return url


def _of_worker(config: pytest.Config, name: str) -> str | None:
    """What the process that has started this one has told it."""
    told: str | None = getattr(config, "workerinput", {}).get(name)
    return told


@pytest.fixture(scope="session")
def genauth_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A running mock: the one of `--genauth-url` or GENAUTH_MOCK_URL; else the one that all workers share; else one of
    this process alone, in a thread where the package is installed, else by the command genauth-mock or by uvx.
    """
    with _running(request.config) as url, Server(url, os.environ.get("GENAUTH_MOCK_CONTROL_TOKEN")) as server:
        try:
            server.health()
        except Unreachable as fault:
            raise pytest.fail.Exception(str(fault), pytrace=False) from None
        yield server


@contextmanager
def _running(config: pytest.Config) -> Iterator[str]:
    """The URL of a server."""
    url, shared = _url_given(config), _of_worker(config, "genauth_url")
    if url:
        config.stash[_LOG] = f"in the log of the server at {url}"
        yield url
    elif shared:
        config.stash[_LOG] = f"in {_of_worker(config, 'genauth_log')}"
        yield shared
    elif is_installed():
        config.stash[_LOG] = "among this test's captured log, logger genauth_mock"
        with _in_thread() as url:
            yield url
    else:
        try:
            process = _process(config).start()
        except NoServer as fault:
            raise pytest.fail.Exception(str(fault), pytrace=False) from None
        config.stash[_LOG] = f"in {process.log}"
        try:
            yield process.base_url
        finally:
            process.stop()


@contextmanager
def _in_thread() -> Iterator[str]:
    from genauth_mock.server import ThreadedServer  # noqa: PLC0415 - slow, and may be missing
    from genauth_mock.settings import Settings  # noqa: PLC0415 - as above

    try:
        check_sockets("127.0.0.1")
    except Blocked as fault:
        raise pytest.fail.Exception(str(fault), pytrace=False) from None
    with ThreadedServer(Settings(port=0)) as running:
        yield running.base_url


@pytest.fixture
def genauth(request: pytest.FixtureRequest, genauth_server: Server) -> Iterator[GenAuth]:
    """A user pool of this test's own, removed afterwards: `.app_id`, `.outbox.wait_code(to)`, `.users.create(…)`, ….

    It is made of what the mark `genauth_pool` says. See `genauth_mock_client.GenAuth`. Where the test fails, its report
    shows what the pool was asked and has sent.
    """
    config = request.config
    is_worker = _of_worker(config, "workerid") is not None
    with_others = is_worker and bool(_url_given(config) or _of_worker(config, "genauth_url"))
    pool = made_for(request.node, genauth_server, with_others=with_others)
    request.node.stash[_POOL] = pool
    yield pool
    late = [each for each in crashes_of(pool) if each not in request.node.stash.get(_TOLD, [])]
    try:
        pool.delete()
    except GenAuthError as fault:
        # A test may remove its pool itself.
        if fault.status != 404:
            raise
    if late:
        pytest.fail(text_of(late, config.stash.get(_LOG, _ANY_LOG)), pytrace=False)


@pytest.fixture
def genauth_async(genauth: GenAuth) -> AsyncGenAuth:
    """The same for asynchronous tests: every call is awaited. It needs no plugin of its own."""
    return AsyncGenAuth(genauth)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Shows in a failing test's report what its pool was asked, what it has sent, and whom it knows.

    A test that met a fault of the mock itself fails, whatever the app has made of it.
    """
    report = yield
    pool = item.stash.get(_POOL, None)
    if pool is not None and report.when == "call" and (crashes := crashes_of(pool)):
        item.stash[_TOLD] = crashes
        fail(report, text_of(crashes, item.config.stash.get(_LOG, _ANY_LOG)))
    if pool is not None and report.when in ("setup", "call") and report.failed:
        report.sections.append(("genauth-mock", "\n".join(state_of(pool))))
    return report
