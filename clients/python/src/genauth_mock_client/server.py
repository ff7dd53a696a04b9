"""A running server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from genauth_mock_client.connections import Answer, Blocked, Broken, Connections
from genauth_mock_client.errors import GenAuthError, NothingCame, Unreachable
from genauth_mock_client.keys import camel_keys
from genauth_mock_client.messages import Message
from genauth_mock_client.pool import GenAuth

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from genauth_mock_client.documents import PoolDocument, PoolFields

_LONGEST_ANSWER_SECONDS = 30
# A stream says something each quarter of a minute.
_SILENT_SECONDS = 60
_SENT_AT_ONCE = 1024 * 1024


class Server:
    """A running server. Use it as a context manager, or `close` it. Several threads may share it."""

    def __init__(self, base_url: str, control_token: str | None = None) -> None:
        """Raises Unreachable for what is no address of a server."""
        self.base_url = base_url.rstrip("/")
        self._headers = {"authorization": f"Bearer {control_token}"} if control_token else {}
        self._public_key: str | None = None
        try:
            self._connections = Connections(self.base_url)
        except Broken as fault:
            raise Unreachable(str(fault)) from None

    def call(self, method: str, path: str, body: Any = None, /, *, patience: float = 0, **query: Any) -> Any:
        """One control call, `path` without `/_mock`; what it answers, None for an empty answer. `body` is sent as JSON,
        a text as YAML.

        Fields of the query that are None are left out; `patience` is how many seconds longer than usual it may take.
        Raises GenAuthError, Unreachable.
        """
        __tracebackhide__ = True
        sent = (
            None
            if body is None
            else body.encode()
            if isinstance(body, str)
            else json.dumps(body, allow_nan=False).encode()
        )
        kind = {} if body is None else {"content-type": f"application/{'yaml' if isinstance(body, str) else 'json'}"}
        timeout = _LONGEST_ANSWER_SECONDS + patience
        try:
            with self._connections.request(
                method, _target(path, query), sent, {**self._headers, **kind}, timeout
            ) as answer:
                return self._said(answer.status, answer.read())
        except Blocked as fault:
            raise Unreachable(str(fault)) from fault
        except Broken as fault:
            raise Unreachable(f"nothing answers at {self.base_url}: {fault}") from fault

    def events(self, path: str, /, **query: Any) -> Iterator[Any]:
        """What a stream (`/outbox/stream`, `/requests/stream`) tells, as soon as it happens, until the server ends.

        Raises GenAuthError, Unreachable.
        """
        with self._stream("GET", _target(path, query)) as answer:
            for line in answer.lines():
                if line.startswith("data: "):
                    yield json.loads(line.removeprefix("data: "))

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
        name = ""
        with self._stream("POST", _target(path, {}), chunks(), headers) as answer:
            for line in answer.lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    data = json.loads(line.removeprefix("data: "))
                    if name == "refused":
                        error = data["error"]
                        raise GenAuthError(error["message"], data["status"], error["code"], error.get("field"))
                    yield name, data
        if name != "done":
            raise Unreachable(f"{self.base_url} has ended before the pool was made; nothing of it is there")

    def fetch(self, path: str, kind: str, /) -> Iterator[bytes]:
        """A document of any size, piece by piece. Raises GenAuthError, Unreachable."""
        with self._stream("GET", _target(path, {}), headers={"accept": f"application/{kind}"}) as answer:
            yield from answer.pieces()

    @contextmanager
    def _stream(
        self,
        method: str,
        target: str,
        body: Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[Answer]:
        """An answer that is read as it comes. Raises GenAuthError, Unreachable."""
        try:
            with self._connections.request(
                method, target, body, {**self._headers, **(headers or {})}, _SILENT_SECONDS
            ) as answer:
                if not answer.is_success:
                    self._said(answer.status, answer.read())
                yield answer
        except Blocked as fault:
            raise Unreachable(str(fault)) from fault
        except Broken as fault:
            raise Unreachable(f"{self.base_url} does not answer any more: {fault}") from fault

    def _said(self, status: int, body: bytes) -> Any:
        __tracebackhide__ = True
        if status == 204:
            return None
        try:
            answer = json.loads(body)
        except ValueError:
            answer = None
        if 200 <= status < 300 and isinstance(answer, dict):
            return answer
        error = answer.get("error") if isinstance(answer, dict) else None
        if not isinstance(error, dict):
            raise Unreachable(f"what answers at {self.base_url} is no genauth-mock (HTTP {status})", status)
        if status == 408:
            raise NothingCame(error["message"], [Message.of(each) for each in answer["list"]])
        raise GenAuthError(error["message"], status, error["code"], error.get("field"))

    def health(self) -> dict[str, Any]:
        """`status` and `version`. Needs no control token."""
        return dict(self.call("GET", "/health"))

    def info(self) -> dict[str, Any]:
        """Version, public key, demo pool."""
        return dict(self.call("GET", "/info"))

    @property
    def public_key(self) -> str:
        """The key with which SDKs encrypt passwords: one line of base64 (SubjectPublicKeyInfo)."""
        if self._public_key is None:
            self._public_key = str(self.info()["rsaPublicKey"])
        return self._public_key

    def create_pool(
        self, document: PoolDocument | Mapping[str, Any] | str | None = None, **fields: Unpack[PoolFields]
    ) -> GenAuth:
        """A new user pool, from a pool document (keys as in a seed file; or such a file's text, in YAML or JSON), or
        from fields (`name="shop"`), which go over the document's.

        Raises GenAuthError, with the field, and TypeError for fields beside a text.
        """
        __tracebackhide__ = True
        if isinstance(document, str):
            if fields:
                raise TypeError(f"a text says all of the pool; write {', '.join(fields)} into it")
            return GenAuth(self, self.call("POST", "/pools", document))
        return GenAuth(self, self.call("POST", "/pools", {**(document or {}), **camel_keys(fields)}))

    def import_pool(self, document: PoolDocument | Mapping[str, Any] | str) -> GenAuth:
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
        self._connections.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _target(path: str, query: Mapping[str, Any]) -> str:
    given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in query.items()}
    asked = urlencode({name: value for name, value in given.items() if value is not None}, doseq=True, quote_via=quote)
    return f"/_mock{path}" + (f"?{asked}" if asked else "")
