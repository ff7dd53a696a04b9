"""A PostgreSQL server of the tests' own, from the system's packages."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    return Path(on_path).parent if on_path else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Postgres:
    """A running PostgreSQL server, which can be stopped and started again."""

    url: str
    stop: Callable[[], None]
    start: Callable[[], None]


@contextmanager
def running() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database. Skips where PostgreSQL is not installed; under CI that is a failure."""
    with server() as found:
        yield found.url


@contextmanager
def server() -> Iterator[Postgres]:
    """A server with an empty database; skips as `running`."""
    binaries = _binaries()
    if binaries is None:
        reason = "PostgreSQL is not installed; on Debian: apt install postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    # PostgreSQL refuses to run as root.
    account = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="genauth-mock-pg-"))
    if account:
        os.chown(folder, pwd.getpwnam(account).pw_uid, pwd.getpwnam(account).pw_gid)
    port = _free_port()

    def command(name: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / name, *arguments], user=account, check=True, cwd=folder, capture_output=True, timeout=60
        )

    data = str(folder / "data")
    try:
        command("initdb", "-D", data, "-U", "mock", "-A", "trust", "-N", "--no-instructions")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"

        def start() -> None:
            command("pg_ctl", "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")

        def stop() -> None:
            command("pg_ctl", "-D", data, "-m", "immediate", "stop")

        start()
        try:
            yield Postgres(f"postgresql+psycopg://mock@127.0.0.1:{port}/postgres", stop, start)
        finally:
            if (folder / "data" / "postmaster.pid").exists():
                stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
