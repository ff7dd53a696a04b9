"""A server that was just started, and what is asked of it one call at a time."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

APP = "61ae0c9807451d6f30226bd4"

_BARE = "import uvicorn, bench.bare; uvicorn.run(bench.bare.app, port={port}, log_config=None, access_log=False)"
_processes: dict[int, int] = {}


@contextmanager
def server(*arguments: str) -> Iterator[tuple[int, float, Callable[[], int]]]:
    """A server of this package; its port, the seconds to its first answer, and what tells its resident kilobytes."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    command = [sys.executable, "-m", "genauth_mock", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    line = next(line for line in process.stdout if "listening on" in line)
    port = int(line.strip().rsplit(":", 1)[1])
    urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/applications/{APP}/public-config").read()
    took = time.perf_counter() - began

    def resident() -> int:
        status = Path(f"/proc/{process.pid}/status").read_text().splitlines()
        return int(next(each for each in status if each.startswith("VmRSS")).split()[1])

    _processes[port] = process.pid
    try:
        yield port, took, resident
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(5)


@contextmanager
def bare_route() -> Iterator[int]:
    """A FastAPI application with one `async` route that returns a small JSON."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", _BARE.format(port=port)])
    _processes[port] = process.pid
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/").read()
            break
        except OSError:
            time.sleep(0.05)
    try:
        yield port
    finally:
        process.kill()
        process.wait()


def cpu_seconds(port: int) -> float:
    """The processor's time that the server on this port has had so far."""
    return int(Path(f"/proc/{_processes[port]}/schedstat").read_text().split()[0]) / 1e9


def post(port: int, path: str, body: dict[str, Any], app: str = APP) -> Any:
    """A POST; what comes back."""
    headers = {"content-type": "application/json", "x-authing-app-id": app}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers)
    return json.load(urllib.request.urlopen(asked))


def control(port: int, method: str, path: str, body: Any = None, *, kind: str = "json") -> bytes:
    """A control call; what it answers."""
    sent = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    headers = {"content-type": f"application/{kind}", "accept": f"application/{kind}"}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/_mock{path}", sent, headers, method=method)
    answer: bytes = urllib.request.urlopen(asked).read()
    return answer
