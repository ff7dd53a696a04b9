"""The server: in the foreground, as several processes, or in a thread of another program."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self, cast

import sqlalchemy as sa
import uvicorn

from genauth_mock.app import FACES, create_app, create_mock, plant
from genauth_mock.kit import borrowed, clock, collector
from genauth_mock.routes.edge.connection import Connection
from genauth_mock.routes.edge.dispatcher import Dispatcher
from genauth_mock.routes.edge.face import Faces
from genauth_mock.settings import VARIABLE_PREFIX, Settings
from genauth_mock.steering.pools import seed_writing
from genauth_mock.steering.pools.seed_watch import LOOK_EVERY_SECONDS, SeedWatch
from genauth_mock.store.database import (
    close_database,
    is_in_memory,
    open_database,
    transaction,
)

log = logging.getLogger(__name__)

_WORKER_SETTINGS = VARIABLE_PREFIX + "WORKER_SETTINGS"
# Of the second in which a server is to be gone, what a call under way may have.
_LONGEST_GOODBYE_SECONDS = 0.3
# When it is gone for certain: who waits for a database that does not even refuse hears of nothing else.
_LATEST_END_SECONDS = 0.8
_LARGEST_FRAME = 64 * 1024


class ServerError(Exception):
    """The server cannot start; the text says why and what to do."""


def check(settings: Settings) -> None:
    """Raises ServerError for settings that do not go together."""
    if settings.workers > 1 and is_in_memory(settings.database):
        raise ServerError(
            f"--workers {settings.workers} needs a database outside the process, "
            f"but --database is {settings.database}; take sqlite:///FILE or postgresql+psycopg://…"
        )
    _check_address(settings)
    if settings.workers > 1 and settings.rand_seed is not None:
        raise ServerError("--rand-seed needs --workers 1: two processes would make the same ids")
    if settings.watch and not settings.seed:
        raise ServerError("--watch looks at seed files, and there is none; add --seed FILE")


class _Server(uvicorn.Server):
    """uvicorn's server, which says where it listens, and ends with status 0 when it is told to."""

    def __init__(
        self, config: uvicorn.Config, app: Dispatcher, ready: Callable[[int], None], watch: SeedWatch | None
    ) -> None:
        super().__init__(config)
        self._sweeper, self._deliveries = app.state.sweeper, app.state.deliveries
        self._ready, self._watch = ready, watch
        self._end: threading.Timer | None = None
        # A call that waits for a message must not hold up the end.
        app.state.is_stopping = lambda: self.should_exit

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serves until it is told to end."""
        super().run(sockets)
        if self._end is not None:
            self._end.cancel()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        loop = asyncio.get_running_loop()
        if isinstance(loop, asyncio.BaseEventLoop):
            # A test may stop the time of its process, and asyncio's own loop with it; uvloop has a clock of its own.
            cast("Any", loop).time = clock.monotonic
        await super().startup(sockets)
        if self.started:
            self._sweeper.wake()
            self._deliveries.start()
            collector.settled()
            self._ready(borrowed.port_of(self))
            self._watching = asyncio.create_task(self._look()) if self._watch else None

    async def _look(self) -> None:
        while self._watch and not self.should_exit:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            self._watch.look()  # it says what is wrong, and raises nothing

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's own signature
        _end_quietly()
        self._end = self._end or _end_for_certain()
        self.should_exit = True


def _end_for_certain() -> threading.Timer:
    """Ends this process soon, with status 0, whatever it is waiting for; what it has begun to write is undone."""
    timer = threading.Timer(_LATEST_END_SECONDS, os._exit, (0,))
    timer.daemon = True
    timer.start()
    return timer


def _end_quietly() -> None:
    # That a call was cut off because the server was told to end is no error.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)


def _config(app: Dispatcher | str, settings: Settings, log_config: dict[str, Any] | None = None) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        factory=isinstance(app, str),
        http=Connection,
        # What clients say over a WebSocket is thrown away: a heartbeat at most.
        ws_max_size=_LARGEST_FRAME,
        ws_per_message_deflate=False,
        log_config=log_config,
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        # uvicorn hands it to asyncio, which takes parts of a second too.
        timeout_graceful_shutdown=cast("int", _LONGEST_GOODBYE_SECONDS),
    )


def run(settings: Settings, ready: Callable[[str], None], log_config: dict[str, Any] | None = None) -> None:
    """Serves until SIGTERM or SIGINT. `ready` gets the server's URL once connections are accepted.

    `log_config`, for `logging.config.dictConfig`, is how the processes of `--workers` log.

    Raises ServerError, and what `app.create_mock` and `app.plant` raise.
    """
    check(settings)
    with collector.uncollected():
        mock = create_mock(settings)
        seeds = plant(mock)
    watch = seeds if settings.watch else None
    if settings.workers > 1:
        close_database(mock.engine)
        _run_workers(settings, ready, log_config, watch)
        if settings.export_on_exit is not None:
            engine = open_database(settings.database)
            _export(engine, settings)
            close_database(engine)
        return
    app = create_app(mock)
    server = _Server(_config(app, settings), app, lambda port: ready(_url(settings.host, port)), watch)
    try:
        server.run()
    except SystemExit:
        raise ServerError(_cannot_listen(settings)) from None
    if not server.started:
        raise ServerError(_cannot_listen(settings))
    _export(mock.engine, settings)


def _export(engine: sa.Engine, settings: Settings) -> None:
    """Writes what `--export-on-exit` wants; a file that cannot be written is told in the log."""
    if settings.export_on_exit is None:
        return
    try:
        with transaction(engine) as db:
            count = seed_writing.write(db, settings.export_on_exit)
    except OSError as fault:
        log.error("cannot write %s (--export-on-exit): %s", settings.export_on_exit, fault.strerror)
    else:
        log.info("wrote %d user pools to %s; --seed takes it", count, settings.export_on_exit)


def _run_workers(
    settings: Settings, ready: Callable[[str], None], log_config: dict[str, Any] | None, watch: SeedWatch | None
) -> None:
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415 - only here

    # A worker has one pipe for its health; two threads that ask at once would get each other's answers.
    asking = threading.Lock()

    class Supervisor(Multiprocess):
        def keep_subprocess_alive(self) -> None:
            with asking:
                super().keep_subprocess_alive()

    os.environ[_WORKER_SETTINGS] = json.dumps(asdict(settings), default=str)
    config = _config("genauth_mock.server:worker_app", settings, log_config)
    try:
        listener = config.bind_socket()
    except SystemExit:
        raise ServerError(_cannot_listen(settings)) from None
    # Without this, answers wait for Nagle's algorithm: 44 ms a call.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    supervisor = Supervisor(config, sockets=[listener])
    url = _url(settings.host, listener.getsockname()[1])
    threading.Thread(target=_tell_when_ready, args=(supervisor, asking, url, ready), daemon=True).start()
    if watch is not None:
        threading.Thread(target=_look, args=(supervisor, watch), daemon=True).start()
    supervisor.run()


def _look(supervisor: Any, watch: SeedWatch) -> None:
    """Watches the seeds for all workers."""
    while not supervisor.should_exit.wait(LOOK_EVERY_SECONDS):
        watch.look()


def _tell_when_ready(supervisor: Any, asking: threading.Lock, url: str, ready: Callable[[str], None]) -> None:
    while not supervisor.should_exit.wait(0.05):
        try:
            with asking:
                is_ready = borrowed.are_ready(supervisor)
        except Exception:  # a worker that has just ended has no pipe any more
            log.exception("whether the workers are ready cannot be told; asking again")
            continue
        if is_ready:
            ready(url)
            return


def worker_app() -> Dispatcher:
    """The application of one of several worker processes; pools are made before any of them starts."""
    given: dict[str, Any] = json.loads(os.environ[_WORKER_SETTINGS])
    given |= {"seed": (), "export_on_exit": None, "key_file": Path(given["key_file"]) if given["key_file"] else None}
    given |= {name: tuple(given[name]) for name in ("public_url", "webhook_hosts")}
    app = create_app(create_mock(Settings(**given)))
    app.state.is_stopping = _told_to_end()
    app.state.sweeper.wake()
    app.state.deliveries.start()
    collector.settled()
    return app


def _told_to_end() -> Callable[[], bool]:
    """Whether this process was told to end. uvicorn's own handler, which is set before this, does the rest."""
    told = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(each)

        def handle(number: int, frame: FrameType | None, before: Any = before) -> None:
            if not told.is_set():
                _end_for_certain()
            told.set()
            _end_quietly()
            if callable(before):
                before(number, frame)

        signal.signal(each, handle)
    return told.is_set


def _url(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104 - only told, not bound
    return f"http://{f'[{shown}]' if ':' in shown and not shown.startswith('[') else shown}:{port}"


def _check_address(settings: Settings) -> None:
    """Raises ServerError where nobody could listen, with the reason, which uvicorn keeps to itself."""
    host, port = settings.host, settings.port
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as fault:
        raise ServerError(f"--host {host} is no address or name of this machine: {fault.strerror}") from None
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                raise ServerError(_cannot_listen(settings)) from None
            reason = f"{fault.strerror}; --host takes an address of this machine, and --port one that you may use"
            raise ServerError(f"cannot listen on {host}:{port}: {reason}") from None


def _cannot_listen(settings: Settings) -> str:
    return (
        f"cannot listen on {settings.host}:{settings.port}: another server is there; "
        "take another --port, or --port 0 for a free one"
    )


class ThreadedServer:
    """A server in a thread of this process, on a free port. Use it as a context manager, or `start` and `stop`."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings(port=0)
        self._started = threading.Event()
        self._server: _Server | None = None
        self._failure: Exception | None = None
        self._thread: threading.Thread | None = None
        self.base_url = ""

    def start(self) -> Self:
        """Starts the server and waits until it accepts connections. Raises ServerError."""
        # All of it now: a test may stop the time, and what is imported while it stands still may break for good.
        Faces(FACES).routes()
        mock = create_mock(self._settings)
        seeds = plant(mock)
        app = create_app(mock)
        self._engine = mock.engine

        def ready(port: int) -> None:
            self.base_url = _url(self._settings.host, port)
            self._started.set()

        watch = seeds if self._settings.watch else None
        self._server = _Server(_config(app, self._settings), app, ready, watch)
        self._thread = threading.Thread(target=self._serve, name="genauth-mock", daemon=True)
        self._thread.start()
        self._started.wait()
        if self._failure is not None:
            raise ServerError(f"the server did not start: {self._failure}") from self._failure
        if not self.base_url:
            raise ServerError(_cannot_listen(self._settings))
        return self

    def _serve(self) -> None:
        assert self._server is not None, "start makes the server"
        try:
            self._server.run()
        except SystemExit:
            log.debug("the server did not start")
        except Exception as fault:
            log.exception("the server at %s has ended, and answers nobody any more", self.base_url or "no address yet")
            self._failure = None if self.base_url else fault
        finally:
            self._started.set()

    def stop(self) -> None:
        """Ends the server."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(5)
            close_database(self._engine)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
