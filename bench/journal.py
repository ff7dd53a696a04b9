"""The journal: what reading a large one costs whoever asks meanwhile, and how long one body is looked through."""

from __future__ import annotations

import threading
import time
import urllib.request
from typing import Any

from genauth_mock.routes.edge import redaction

from bench.running import APP, control, post, server

_SIZE = 64 * 1024
# Texts in which something begins again and again, and never ends.
_ODD = (
    "eyJ",
    "eyJ.",
    "a=",
    "a:",
    "%25",
    "x=https://a/?",
    "bearer ",
    "<a",
    "://",
    "{",
    '"',
    "a=b&",
    "x=%3D",
    "/interaction/oidc/",
)


def journal() -> None:
    """A search and a list of as many requests of 64 kB as the journal holds; the worst text for redaction."""
    with server() as (port, _, _):
        made = post(port, "/_mock/pools", {})
        fields = {f"field{n}": f"value number {n}" for n in range(1700)}
        for n in range(300):
            body: dict[str, Any] = {"account": f"user{n}", "password": "111111", "customData": fields}
            post(port, "/api/v2/login/account", body, made["appId"])
        control(port, "GET", "/requests?limit=1")
        print()
        for name, query in (("search", "search=value%20number%207"), ("list", "limit=1000")):
            path = f"/requests?userPoolId={made['userPoolId']}&{query}"
            waited = _longest_wait(port, path)
            print(f"{f'another waits, {name} of 16 MB':32} {1000 * waited:8.0f}ms {'wanted within 100 ms':>24}")
    slowest = max(_took(each * (_SIZE // len(each))) for each in _ODD)
    print(f"{'redaction of 64 kB, the slowest':32} {1000 * slowest:8.0f}ms {'wanted within 50 ms':>24}")


def _longest_wait(port: int, path: str) -> float:
    """How long another client's request has taken at most, while a control call was answered."""
    done = threading.Event()
    worst = 0.0

    def ask() -> None:
        nonlocal worst
        while not done.is_set():
            began = time.perf_counter()
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/applications/{APP}/public-config").read()
            worst = max(worst, time.perf_counter() - began)

    other = threading.Thread(target=ask)
    other.start()
    control(port, "GET", path)
    done.set()
    other.join()
    return worst


def _took(text: str) -> float:
    began = time.perf_counter()
    redaction.text(text)
    return time.perf_counter() - began
