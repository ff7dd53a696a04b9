"""What no route has caught: faults of the mock itself, a database that is away, clients that are gone. For every face.

A crash is HTTP 500 with a header of its own, so that nobody takes it for an answer of the service.
"""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from genauth_mock import errors
from genauth_mock.context import Mock
from genauth_mock.errors import Refused
from genauth_mock.kit import clock
from genauth_mock.routes.edge.face import FACE
from genauth_mock.store.crashes import Crash
from genauth_mock.store.outages import DatabaseAway

log = logging.getLogger(__name__)

HEADER = "x-mock-crash"
_LONGEST = 200
_NOTED = "genauth_mock.crashes"
_CONTROL_POOL = re.compile(r"/_mock/pools/([A-Za-z0-9_-]{1,64})(?:/|$)")


def answer(scope: Scope, fault: Exception) -> Response:
    """The answer where the mock itself has failed, in the face's form: HTTP 503 where the database is away, which its
    own log line says; else 500, with the traceback in the log.
    """
    if isinstance(fault, DatabaseAway):
        response = _printed(scope, Refused(errors.DATABASE_AWAY))
        response.status_code = 503
        response.headers["retry-after"] = "1"
        return response
    note(scope, fault)
    response = _printed(scope, Refused(errors.INTERNAL, what=_told(fault)))
    response.status_code = 500
    response.headers[HEADER] = "true"
    return response


def note(scope: Scope, fault: Exception) -> None:
    """Logs a crash, and keeps it for whoever has begun to `watch` the request."""
    log.error("%s %s failed", scope["method"], scope["path"], exc_info=fault)
    scope.get(_NOTED, []).append(_told(fault))


def _printed(scope: Scope, refused: Refused) -> Response:
    try:
        printed: Response = scope[FACE].refuse(Request(scope), refused)
    except Exception:
        # What prints may be what is broken.
        log.exception("%s: a crash cannot be told in its own form", scope["path"])
        return Response(refused.message("en"), media_type="text/plain")
    return printed


class CrashMiddleware:
    """An application that always answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        has_begun = False

        async def tell(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, tell)
        except ClientDisconnect:
            say_gone(scope)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the client gets an answer
            if has_begun:
                # Half of an answer is told as what it is: by no end.
                note(scope, fault)
                raise CutShort from None
            await answer(scope, fault)(scope, receive, send)


class CutShort(Exception):
    """An answer has begun and cannot go on; what happened is in the log already."""


def say_gone(scope: Scope) -> None:
    """Notes that there is nobody to answer."""
    log.debug("%s %s: the client went away before it had sent its body", scope["method"], scope["path"])


def watch(scope: Scope) -> None:
    """From now on, the crashes of a request are held."""
    scope[_NOTED] = []


def keep(mock: Mock, scope: Scope, named: tuple[str | None, str | None] | None = None, request_id: str = "") -> None:
    """Remembers the crashes of a request that named this pool and this application.

    A control call has no request in the journal; it names its pool by path and query.
    """
    for what in scope[_NOTED]:
        pool_id, app_id = named or _named_by_control_call(scope)
        mock.crashes.add(Crash(request_id, clock.wall_ms(), pool_id, app_id, scope["method"], scope["path"], what))


def _named_by_control_call(scope: Scope) -> tuple[str | None, str | None]:
    in_path = _CONTROL_POOL.match(scope["path"])
    query: dict[str, Any] = dict(parse_qsl(scope["query_string"][:1000].decode("latin-1")))
    return in_path[1] if in_path else query.get("userPoolId"), None


def _told(fault: Exception) -> str:
    """A fault in a line. SQLAlchemy's own text has the values of the statement, its driver's hasn't."""
    cause = getattr(fault, "orig", None) or fault
    text = str(cause).strip().partition("\n")[0][:_LONGEST]
    return f"{type(cause).__name__}: {text}" if text else type(cause).__name__
