"""What is to go wrong in a user pool."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from genauth_mock_client.keys import camel_keys

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from genauth_mock_client.pool import GenAuth
    from genauth_mock_client.server import Server


class Fault:
    """A fault that was added. As a context manager it is removed at the end. `printed` is the server's own answer."""

    def __init__(self, server: Server, printed: Mapping[str, Any]) -> None:
        self._server = server
        self.id: str = printed["id"]
        self.printed = dict(printed)

    def __repr__(self) -> str:
        return f"<Fault {self.printed}>"

    @property
    def hits(self) -> int:
        """How many requests it has struck until now."""
        return int(self._server.call("GET", f"/faults/{self.id}")["hits"])

    def remove(self) -> None:
        """Removes it."""
        self._server.call("DELETE", f"/faults/{self.id}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.remove()


class Faults:
    """The faults of a pool."""

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def add(
        self,
        operation: str | None = None,
        *,
        error: int | str | Mapping[str, Any] | None = None,
        method: str | None = None,
        path: str | None = None,
        match: Mapping[str, Any] | None = None,
        delay_ms: int | None = None,
        disconnect: bool | None = None,
        cut_body: bool | None = None,
        skip: int | None = None,
        times: int | None = None,
        probability: float | None = None,
        rand_seed: int | None = None,
    ) -> Fault:
        """Lets requests go wrong: the next one, or as many as `times` says (0: all), after `skip` that pass.

        `operation` (`loginByEmail`), `method`, `path` (`/api/v2/login/*`) and `match` (`{"account": "ci"}`) choose.
        `error` is a number or name of the catalogue, or has `code`, `message`, `http_status`, `headers`, `data`.
        Raises GenAuthError for an unknown operation or name, which says what was probably meant.
        """
        __tracebackhide__ = True
        wanted = {
            "userPoolId": self._pool.user_pool_id,
            "operation": operation,
            "error": {"code": error} if isinstance(error, int | str) else _error(error),
            "method": method,
            "path": path,
            # Its keys are the request's own.
            "match": dict(match) if match else None,
            "delayMs": delay_ms,
            "disconnect": disconnect,
            "cutBody": cut_body,
            "skip": skip,
            "times": times,
            "probability": probability,
            "randSeed": rand_seed,
        }
        given = {name: value for name, value in wanted.items() if value is not None}
        return Fault(self._pool.server, self._pool.server.call("POST", "/faults", given))

    def list(self) -> builtins.list[Fault]:
        """The pool's faults, newest first, those that are used up too."""
        found = self._pool.server.call("GET", "/faults", userPoolId=self._pool.user_pool_id)
        return [Fault(self._pool.server, each) for each in found["list"]]

    def clear(self) -> None:
        """Removes all of them."""
        self._pool.server.call("DELETE", "/faults", userPoolId=self._pool.user_pool_id)


def _error(error: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if error is None:
        return None
    # What is inside `headers` and `data` is the answer's own.
    return {next(iter(camel_keys({name: 0}))): value for name, value in error.items()}
