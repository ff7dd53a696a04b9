"""What is used of the insides of uvicorn, Starlette, FastAPI, SQLAlchemy and libpass: each thing behind one function.

None of it is promised by its library. `tests/rules/test_borrowed.py` says in a word what a new version has changed, and
pyproject.toml lets no version in that has not been tried.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlalchemy as sa
    from fastapi import FastAPI
    from fastapi.routing import APIRoute
    from starlette.types import ASGIApp, Send
    from uvicorn import Server
    from uvicorn.supervisors import Multiprocess


# uvicorn

# What `routes.edge.connection` builds upon, of a connection to one client.
OF_CONNECTION = (
    *("connection_made", "connection_lost", "data_received", "handle_websocket_upgrade", "send_400_response"),
    *("on_message_begin", "on_header", "on_headers_complete", "on_message_complete", "_should_upgrade"),
)
# And what it reads there once the connection is made.
READ_OF_CONNECTION = (*("loop", "transport", "scope", "cycle", "flow", "client", "app", "timeout_keep_alive_task"),)


def transport_behind(send: Send | None) -> Any:
    """The transport of the connection over which `send` answers, None where it is not known: ASGI has no way to hang
    up.
    """
    return getattr(getattr(send, "__self__", None), "transport", None)


def port_of(server: Server) -> int:
    """The port on which a server listens that has started."""
    listening: socket.socket = server.servers[0].sockets[0]
    port: int = listening.getsockname()[1]
    return port


def are_ready(supervisor: Multiprocess) -> bool:
    """Whether all processes of a server of several have begun to listen. Raises what a pipe does that is gone."""
    processes = list(supervisor.processes)
    return len(processes) == supervisor.processes_num and all(each.is_ready() for each in processes)


# Starlette and FastAPI


def middleware_of(app: FastAPI) -> ASGIApp:
    """An application's middleware with its routes, as they are then: without what puts the application into the scope,
    where the server's own is.
    """
    return app.build_middleware_stack()


def add_route(app: FastAPI, route: APIRoute) -> None:
    """Adds a route as it is. `include_router` would wrap it once more, and it would not answer by itself."""
    app.router.routes.append(route)
    route.unique_id = f"{' '.join(sorted(route.methods or ()))} {route.path}"


# SQLAlchemy


@dataclass(frozen=True, slots=True)
class Compiled:
    """A statement in one database's own SQL.

    `positions` are the names of its parameters in order, None where they go by name; `constants` the values that stand
    in it; `writers` and `readers` turn values into what the driver takes, and back.
    """

    sql: str
    positions: tuple[str, ...] | None
    constants: dict[str, Any]
    writers: tuple[tuple[str, Callable[[Any], Any]], ...]
    columns: tuple[str, ...]
    readers: tuple[Callable[[Any], Any] | None, ...]


def compiled(statement: Any, dialect: sa.Dialect, *, as_given: Iterable[type[Any]] = ()) -> Compiled:
    """A statement of SQLAlchemy's, compiled. Columns of the types `as_given` are read as the driver gives them."""
    made = statement.compile(dialect=dialect)
    columns = list(getattr(statement, "exported_columns", ()))
    types = tuple(as_given)
    writers = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in made.binds.items()}
    return Compiled(
        sql=str(made),
        positions=tuple(made.positiontup) if made.positiontup else None,
        constants={name: value for name, value in made.params.items() if value is not None},
        writers=tuple((name, writer) for name, writer in writers.items() if writer is not None),
        columns=tuple(column.name for column in columns),
        readers=tuple(None if isinstance(column.type, types) else _reader(column.type, dialect) for column in columns),
    )


def _reader(of: Any, dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    # SQLAlchemy would ask for the type that the server says.
    reader: Callable[[Any], Any] | None = of.dialect_impl(dialect).result_processor(dialect, None)
    return reader


def run(db: sa.Connection, sql: str, given: Any, *, many: bool = False) -> Any:
    """The driver's own cursor, in which SQL was run past SQLAlchemy, inside its transaction."""
    if not db.in_transaction():
        db.begin()
    cursor = db.connection.cursor()
    (cursor.executemany if many else cursor.execute)(sql, given)
    return cursor


def driver_of(engine: sa.Engine | sa.Connection) -> Any:
    """The driver's own module, which has its errors."""
    return engine.dialect.loaded_dbapi
