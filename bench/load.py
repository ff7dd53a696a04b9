"""A load of HTTP/1.1 requests over a few connections, as cheap as Python can make it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator, Iterator

CONNECTIONS = 16

# A generator is sent the last answer for the next request, once it has begun.
Requests = Iterator[bytes] | Generator[bytes, bytes | None, None]


class _Connection(asyncio.Protocol):
    """Sends the next request as soon as the answer to the last one is complete."""

    def __init__(self, requests: Requests, done: asyncio.Event, counts: list[int]) -> None:
        self._requests, self._done, self._counts = requests, done, counts
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send(b"")

    def _send(self, answer: bytes) -> None:
        if self._done.is_set():
            self._transport.close()
        elif isinstance(self._requests, Generator) and answer:
            self._transport.write(self._requests.send(answer))
        else:
            self._transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, mark, rest = self._buffer.partition(b"\r\n\r\n")
        if not mark:
            return
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0])
        if len(rest) < length:
            return
        self._buffer = b""
        ok = head.startswith(b"HTTP/1.1 200") and (b'"code":200' in rest[:30] or b'"code"' not in rest[:30])
        self._counts[0 if ok else 1] += 1
        self._send(rest)


async def per_second(port: int, requests: Requests, seconds: float) -> float:
    """Requests answered in a second. Raises RuntimeError if any answer is no success."""
    done, counts = asyncio.Event(), [0, 0]
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    for _ in range(CONNECTIONS):
        await loop.create_connection(lambda: _Connection(requests, done, counts), "127.0.0.1", port)
    await asyncio.sleep(seconds)
    done.set()
    took = time.perf_counter() - began
    succeeded = counts[0]
    await asyncio.sleep(0.05)
    if counts[1]:
        raise RuntimeError(f"{counts[1]} of {sum(counts)} answers were no success")
    return succeeded / took


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request; header names are written with `_` for `-`."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    if body:
        kind = "application/json; charset=utf-8" if body[:1] == b"{" else "application/x-www-form-urlencoded"
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
