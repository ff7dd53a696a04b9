"""A running server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import IO, Any, Self
from urllib.parse import quote

import httpx

from genauth_mock.client.errors import GenAuthError, NothingCame, Unreachable
from genauth_mock.client.keys import camel_keys
from genauth_mock.client.messages import Message
from genauth_mock.client.pool import GenAuth

_LONGEST_ANSWER_SECONDS = 30
# A stream says something each quarter of a minute.
_SILENT_SECONDS = 60
_SENT_AT_ONCE = 1024 * 1024


def _given(query: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in query.items() if value is not None}


class Server:
    """A running server. Use it as a context manager, or `close` it."""

    def __init__(self, base_url: str, control_token: str | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        self._http = httpx.Client(
            base_url=self.base_url,
            headers={"authorization": f"Bearer {control_token}"} if control_token else None,
            timeout=_LONGEST_ANSWER_SECONDS,
            # A proxy would be asked for 127.0.0.1, and would look at its own.
            trust_env=False,
        )

    def call(self, method: str, path: str, body: Any = None, /, *, patience: float = 0, **query: Any) -> Any:
        """One control call, `path` without `/_mock`; what it answers, None for an empty answer.

        Fields of the query that are None are left out; `patience` is how many seconds longer than usual it may take.
        Raises GenAuthError, Unreachable.
        """
        __tracebackhide__ = True
        try:
            response = self._http.request(
                method,
                f"/_mock{path}",
                json=body,
                params=_given(query),
                timeout=_LONGEST_ANSWER_SECONDS + patience,
            )
        except httpx.HTTPError as fault:
            raise Unreachable(f"nothing answers at {self.base_url}: {fault}") from fault
        return self._answer(response)

    def events(self, path: str, /, **query: Any) -> Iterator[Any]:
        """What a stream (`/outbox/stream`, `/requests/stream`) tells, as soon as it happens, until the server ends.

        Raises GenAuthError, Unreachable.
        """
        try:
            with self._http.stream("GET", f"/_mock{path}", params=_given(query), timeout=_SILENT_SECONDS) as response:
                if not response.is_success:
                    response.read()
                    self._answer(response)
                for line in response.iter_lines():
                    if line.startswith("data: "):
                        yield json.loads(line.removeprefix("data: "))
        except httpx.HTTPError as fault:
            raise Unreachable(f"{self.base_url} does not answer any more: {fault}") from fault

    def send(
        self, path: str, document: IO[bytes], kind: str, /, *, sent: Callable[[int], None]
    ) -> Iterator[tuple[str, Any]]:
        """Has a pool made of a document of any size (`kind` is json or yaml): `sent` hears how many bytes have
        gone, then come the events `progress`, with `users`, and at last `done`, with the pool.

        Raises GenAuthError, Unreachable.
        """

        def chunks() -> Iterator[bytes]:
            while chunk := document.read(_SENT_AT_ONCE):
                yield chunk
                sent(len(chunk))

        headers = {"content-type": f"application/{kind}", "accept": "text/event-stream"}
        try:
            with self._http.stream(
                "POST", f"/_mock{path}", content=chunks(), headers=headers, timeout=_SILENT_SECONDS
            ) as response:
                if not response.is_success:
                    response.read()
                    self._answer(response)
                name = ""
                for line in response.iter_lines():
                    if line.startswith("event: "):
                        name = line.removeprefix("event: ")
                    elif line.startswith("data: "):
                        data = json.loads(line.removeprefix("data: "))
                        if name == "refused":
                            error = data["error"]
                            raise GenAuthError(error["message"], data["status"], error["code"], error.get("field"))
                        yield name, data
        except httpx.HTTPError as fault:
            raise Unreachable(f"{self.base_url} does not answer any more: {fault}") from fault
        if name != "done":
            raise Unreachable(f"{self.base_url} has ended before the pool was made; nothing of it is there")

    def fetch(self, path: str, kind: str, /) -> Iterator[bytes]:
        """A document of any size, piece by piece. Raises GenAuthError, Unreachable."""
        headers = {"accept": f"application/{kind}"}
        try:
            with self._http.stream("GET", f"/_mock{path}", headers=headers, timeout=_SILENT_SECONDS) as response:
                if not response.is_success:
                    response.read()
                    self._answer(response)
                yield from response.iter_bytes()
        except httpx.HTTPError as fault:
            raise Unreachable(f"{self.base_url} broke off: {fault}") from fault

    def _answer(self, response: httpx.Response) -> Any:
        __tracebackhide__ = True
        if response.status_code == 204:
            return None
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if response.is_success and isinstance(answer, dict):
            return answer
        error = answer.get("error") if isinstance(answer, dict) else None
        if not isinstance(error, dict):
            what = f"what answers at {self.base_url} is no genauth-mock (HTTP {response.status_code})"
            raise Unreachable(what, response.status_code)
        if response.status_code == 408:
            raise NothingCame(error["message"], [Message.of(each) for each in answer["list"]])
        raise GenAuthError(error["message"], response.status_code, error["code"], error.get("field"))

    def health(self) -> dict[str, Any]:
        """`status` and `version`. Needs no control token."""
        return dict(self.call("GET", "/health"))

    def info(self) -> dict[str, Any]:
        """Version, public key, demo pool."""
        return dict(self.call("GET", "/info"))

    def create_pool(self, document: Mapping[str, Any] | None = None, **fields: Any) -> GenAuth:
        """A new user pool, from a pool document (keys as in a seed file) and from fields (`name="shop"`)."""
        return GenAuth(self, self.call("POST", "/pools", {**(document or {}), **camel_keys(fields)}))

    def import_pool(self, document: Mapping[str, Any]) -> GenAuth:
        """The user pool that was exported so, in the place of the one of its id, if there is one."""
        return GenAuth(self, self.call("POST", "/import", document))

    def pool(self, user_pool_id: str) -> GenAuth:
        """A user pool that is there already."""
        return GenAuth(self, self.call("GET", f"/pools/{quote(user_pool_id, safe='')}"))

    def pools(self, page: int = 1, limit: int = 100) -> list[dict[str, Any]]:
        """User pools, newest first."""
        return list(self.call("GET", "/pools", page=page, limit=limit)["list"])

    def crashes(self, user_pool_id: str | None = None) -> list[dict[str, Any]]:
        """Requests at which the mock itself has failed, newest first: `at`, `method`, `path`, `error` …

        Of a pool they are its own, and those since it was made of which nobody knows whose they are.
        """
        return list(self.call("GET", "/crashes", userPoolId=user_pool_id)["list"])

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
