"""A database whose server is away for a while: that is told once, and so is its return."""

from __future__ import annotations

import logging
import time
from typing import Any

import sqlalchemy as sa

log = logging.getLogger(__name__)

# What PostgreSQL says who is shutting down, starting, or has no connection left; 08… is a lost connection.
_AWAY = ("57P01", "57P02", "57P03", "53300")

# Since when a database is away.
_since: dict[sa.Engine, float] = {}


class DatabaseAway(Exception):
    """The server of the database does not answer. Nobody here can mend that, and it may come back by itself."""


def is_away(fault: BaseException) -> bool:
    """Whether a fault says that there is no talking to the database's server."""
    if isinstance(fault, sa.exc.DBAPIError):
        if fault.connection_invalidated:
            return True
        fault = fault.orig or fault
    # psycopg is an extra: it may not be there. Where no server has said a word, there is no SQLSTATE.
    state: Any = getattr(fault, "sqlstate", "")
    is_of_server = any(each.__name__ == "OperationalError" for each in type(fault).__mro__)
    return is_of_server and (state is None or state.startswith("08") or state in _AWAY)


def tell(engine: sa.Engine, fault: BaseException) -> None:
    """Says in the log that the database is away, unless that is said already."""
    if engine in _since:
        return
    _since[engine] = time.monotonic()
    reason = str(getattr(fault, "orig", None) or fault).strip().partition("\n")[0]
    do = "calls get HTTP 503 until it does; start it, or see whether this machine can reach it"
    log.error("the database %s does not answer (%s): %s", _name(engine), reason, do)


def tell_of_return(engine: sa.Engine) -> None:
    """Says in the log that the database is back, if it was away. A new connection is the proof."""
    since = _since.pop(engine, None)
    if since is not None:
        log.warning("the database %s answers again, after %.1f s", _name(engine), time.monotonic() - since)


def forget(engine: sa.Engine) -> None:
    """Forgets a database that is closed."""
    _since.pop(engine, None)


def _name(engine: sa.Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
