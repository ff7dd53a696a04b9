"""Servers as processes of their own, over every database."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys import postgres


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    command = [sys.executable, "-m", "genauth_mock", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = next((line for line in process.stdout if "listening on" in line), None)
        assert line, "the server did not start"
        yield line.split("listening on ")[1].strip()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        process.stdout.close()


@contextmanager
def server_over(database: str, folder: Path) -> Iterator[str]:
    match database:
        case "memory":
            with serving() as url:
                yield url
        case "file":
            with serving("--database", f"sqlite:///{folder}/mock.db") as url:
                yield url
        case "file, two workers":
            with serving("--database", f"sqlite:///{folder}/mock.db", "--workers", "2") as url:
                yield url
        case "PostgreSQL":
            with postgres.running() as database_url, serving("--database", database_url) as url:
                yield url
        case "PostgreSQL, two workers":
            with postgres.running() as database_url, serving("--database", database_url, "--workers", "2") as url:
                yield url


DATABASES = ["memory", "file", "file, two workers", "PostgreSQL", "PostgreSQL, two workers"]
