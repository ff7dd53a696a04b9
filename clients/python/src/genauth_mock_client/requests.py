"""The journal of a user pool: what its apps have asked and what they were answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from genauth_mock_client.messages import moment

if TYPE_CHECKING:
    from typing_extensions import Self

    from genauth_mock_client.pool import GenAuth

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Request:
    """A request and its answer. Passwords, tokens and codes in it are `<redacted>`.

    Bodies and queries are objects where they can be, else text. `code` is the business code, or OAuth's error; `fault`
    the id of the fault that struck it; `crash` is whether the mock itself failed; `nearest` the known operation that is
    most like an unknown one (not `matched`); `finding` the kind of what was noticed of the client, see
    GET /_mock/findings.
    """

    id: str
    at: str
    user_pool_id: str | None
    app_id: str | None
    operation: str | None
    method: str
    path: str
    query: dict[str, Any]
    request_headers: dict[str, str]
    request_body: Any
    status: int | None
    code: int | str | None
    response_headers: dict[str, str]
    response_body: Any
    duration_ms: float
    fault: str | None
    matched: bool
    nearest: str | None
    finding: str | None
    crash: bool = False

    @classmethod
    def of(cls, printed: Mapping[str, Any]) -> Self:
        """The request that the control API prints so."""
        return cls(
            id=printed["id"],
            at=printed["at"],
            user_pool_id=printed["userPoolId"],
            app_id=printed["appId"],
            operation=printed["operation"],
            method=printed["method"],
            path=printed["path"],
            query=printed["query"],
            request_headers=printed["requestHeaders"],
            request_body=printed["requestBody"],
            status=printed["status"],
            code=printed["code"],
            response_headers=printed["responseHeaders"],
            response_body=printed["responseBody"],
            duration_ms=printed["durationMs"],
            fault=printed.get("fault"),
            matched=printed["matched"],
            nearest=printed.get("nearest"),
            finding=printed.get("finding"),
            crash=printed.get("crash", False),
        )

    @property
    def fields(self) -> dict[str, Any]:
        """What it said in its query and its JSON or form."""
        return self.query | (self.request_body if isinstance(self.request_body, dict) else {})

    def __str__(self) -> str:
        answer = "no answer" if self.status is None else f"HTTP {self.status}"
        if self.code is not None and self.code != self.status:
            answer += f", code {self.code}"
        notes = [self.operation or ""]
        if self.crash:
            notes.append("the mock itself failed; its log has the traceback")
        if not self.matched:
            notes.append(f"unknown; did the app mean {self.nearest}?")
        if self.fault:
            notes.append(f"forced by fault {self.fault}")
        if self.finding:
            notes.append(f"see genauth-mock doctor: {self.finding}")
        said = "; ".join(each for each in notes if each)
        return f"{self.at[11:23]} {self.method} {self.path} → {answer}" + (f" ({said})" if said else "")


class Requests:
    """What the apps of a pool have asked. Calling it lists: `genauth.requests(path="/api/v2/login/*")`."""

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def __call__(
        self,
        operation: str | None = None,
        *,
        path: str | None = None,
        method: str | None = None,
        status: int | None = None,
        code: int | str | None = None,
        matched: bool | None = None,
        crash: bool | None = None,
        match: Mapping[str, Any] | None = None,
        after: str | datetime | Request | None = None,
        limit: int = 100,
        search: str | None = None,
    ) -> list[Request]:
        """The requests that fit, newest first.

        `operation` is a name of GenAuth's or an SDK's, `path` may hold `*`, `match` holds fields of query or body with
        their values, `matched=False` are those that no operation takes, `crash=True` those at which the mock itself
        failed, `search` stands in path, operation, app id, query or body.
        """
        found = self._pool.server.call(
            "GET",
            "/requests",
            userPoolId=self._pool.user_pool_id,
            operation=operation,
            path=path,
            method=method,
            status=status,
            code=code,
            matched=None if matched is None else str(matched).lower(),
            crash=None if crash is None else str(crash).lower(),
            after=after.id if isinstance(after, Request) else moment(after),
            limit=limit,
            search=search,
        )
        requests = [Request.of(each) for each in found["list"]]
        return [each for each in requests if not match or all(each.fields.get(name) == match[name] for name in match)]

    def assert_called(
        self,
        operation: str | None = None,
        *,
        times: int | None = None,
        path: str | None = None,
        method: str | None = None,
        status: int | None = None,
        code: int | str | None = None,
        match: Mapping[str, Any] | None = None,
        after: str | datetime | Request | None = None,
    ) -> list[Request]:
        """Asserts that such requests came, as many as `times` says, or at least one; the requests, newest first.

        Raises AssertionError, which lists what came instead.
        """
        __tracebackhide__ = True
        wanted: dict[str, Any] = {
            "path": path, "method": method, "status": status, "code": code, "match": match, "after": after
        }  # fmt: skip
        found = self(operation, limit=10_000, **wanted)
        if len(found) == times or (times is None and found):
            return found
        named = [operation or ""] + [f"{name}={value!r}" for name, value in wanted.items() if value is not None]
        what = ", ".join(each for each in named if each) or "any request"
        expected = "at least one" if times is None else str(times)
        raise AssertionError(f"{what}: wanted {expected}, got {len(found)}.\n{self._seen()}")

    def assert_not_called(
        self,
        operation: str | None = None,
        *,
        path: str | None = None,
        method: str | None = None,
        status: int | None = None,
        code: int | str | None = None,
        match: Mapping[str, Any] | None = None,
        after: str | datetime | Request | None = None,
    ) -> None:
        """Asserts that no such request came; see `assert_called`."""
        __tracebackhide__ = True
        self.assert_called(
            operation, times=0, path=path, method=method, status=status, code=code, match=match, after=after
        )

    def clear(self) -> None:
        """Empties the journal of the pool."""
        self._pool.server.call("DELETE", "/requests", userPoolId=self._pool.user_pool_id)

    def _seen(self) -> str:
        seen = self(limit=_SHOWN)
        if not seen:
            return "No request came to this pool at all."
        return "What came, newest last:\n" + "\n".join(f"  {each}" for each in reversed(seen))
