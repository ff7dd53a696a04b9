"""Large pools: how long others wait beside each large call, and what a login costs after a million users."""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.running import APP, control, post, server

_COUNT, _MILLION = 100_000, 1_000_000
_ASK_EVERY_SECONDS = 0.003
_LOGINS = 2000


class _Beside(threading.Thread):
    """Logs in again and again, and remembers how long each login took."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._port, self._ends = port, threading.Event()
        self.took: list[float] = []

    def run(self) -> None:
        """Goes on until it is ended."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        body = json.dumps({"account": "ci", "password": "111111"})
        headers = {"x-authing-app-id": APP, "content-type": "application/json"}
        while not self._ends.wait(_ASK_EVERY_SECONDS):
            began = time.perf_counter()
            connection.request("POST", "/api/v2/login/account", body, headers)
            connection.getresponse().read()
            self.took.append(time.perf_counter() - began)

    def end(self) -> None:
        """Ends it."""
        self._ends.set()
        self.join()


def _measured(port: int, name: str, work: Callable[[], bytes]) -> bytes:
    print(f"  {name} …", end="\r", file=sys.stderr)
    beside, began = _Beside(port), time.perf_counter()
    beside.start()
    answer = work()
    seconds = time.perf_counter() - began
    beside.end()
    print(f"{name:32} {seconds:9.1f}s {f'a login beside it {1000 * max(beside.took):.0f} ms at worst, wanted 100':>52}")
    return answer


def _users(count: int) -> Iterator[str]:
    """User documents, as JSON."""
    for n in range(count):
        yield json.dumps({"username": f"u{n}", "email": f"u{n}@example.test", "phone": f"1{3_000_000_000 + n}"})


def _in_file(folder: str, count: int) -> Path:
    path = Path(folder) / f"{count}.json"
    with path.open("w", encoding="utf-8") as file:
        file.write('{"users": [{"username": "ci", "password": "111111"}')
        file.writelines(f",\n{each}" for each in _users(count - 1))
        file.write("]}")
    return path


def large_pools() -> None:
    """Each large call beside logins; then a million users."""
    print()
    with tempfile.TemporaryDirectory() as folder, server() as (port, _, _):
        text = _in_file(folder, _COUNT).read_bytes()
        made = json.loads(_measured(port, f"make {_COUNT:,} users", lambda: control(port, "POST", "/pools", text)))
        pool = made["userPoolId"]
        exported: dict[str, bytes] = {}

        def export(kind: str) -> bytes:
            exported[kind] = control(port, "GET", f"/pools/{pool}/export", kind=kind)
            return exported[kind]

        for name, work in (
            ("list 10,000 of them", lambda: control(port, "GET", f"/pools/{pool}/users?limit=10000")),
            ("search in them", lambda: control(port, "GET", f"/pools/{pool}/users?search=u77")),
            ("snapshot", lambda: control(port, "PUT", f"/snapshots/s?userPoolId={pool}")),
            ("restore", lambda: control(port, "POST", f"/snapshots/s/restore?userPoolId={pool}")),
            ("reset", lambda: control(port, "POST", f"/pools/{pool}/reset")),
            ("export, JSON", lambda: export("json")),
            ("export, YAML", lambda: export("yaml")),
            ("import, JSON", lambda: control(port, "POST", "/import", exported["json"])),
            ("import, YAML", lambda: control(port, "POST", "/import", exported["yaml"], kind="yaml")),
            ("delete", lambda: control(port, "DELETE", f"/pools/{pool}")),
        ):
            _measured(port, name, work)
        _million(port, folder)


def _million(port: int, folder: str) -> None:
    text = _in_file(folder, _MILLION).read_bytes()
    made = json.loads(_measured(port, f"make {_MILLION:,} users", lambda: control(port, "POST", "/pools", text)))
    few = post(port, "/_mock/pools", {"users": [{"username": "ci", "password": "111111"}, *({} for _ in range(99))]})
    costs: dict[str, list[float]] = {"100": [], f"{_MILLION:,}": []}
    for _, (name, app) in itertools.product(range(5), zip(costs, (few["appId"], made["appId"]), strict=True)):
        costs[name].append(_login_cost(port, app))
    least, most = (min(each) for each in costs.values())
    print(f"{'login with 100 users':32} {1000 * least:9.2f}ms")
    print(f"{f'login with {_MILLION:,} users':32} {1000 * most:9.2f}ms {f'{100 * (most / least - 1):+.1f}%':>12}")


def _login_cost(port: int, app: str) -> float:
    body: dict[str, Any] = {"account": "ci", "password": "111111"}
    began = time.perf_counter()
    for _ in range(_LOGINS // 10):
        post(port, "/api/v2/login/account", body, app)
    return (time.perf_counter() - began) / (_LOGINS // 10)
