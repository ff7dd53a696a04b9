"""Answers that are JSON, as every face prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.responses import Response

JSON: Mapping[str, str] = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}

RawHeaders = Sequence[tuple[bytes, bytes]]


def raw(headers: Mapping[str, str]) -> RawHeaders:
    """Headers as ASGI has them."""
    return tuple((name.encode(), value.encode()) for name, value in headers.items())


_RAW_JSON = raw(JSON)


class Success(Response):
    """HTTP 200 with JSON, its headers made once for all: Starlette's own way takes 5 µs more."""

    def __init__(self, value: Any, headers: RawHeaders = _RAW_JSON) -> None:
        self.status_code, self.background, self.body = 200, None, orjson.dumps(value)
        self.raw_headers = [*headers, (b"content-length", b"%d" % len(self.body))]
