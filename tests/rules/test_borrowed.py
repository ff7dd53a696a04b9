"""What is used of other libraries' insides is there, as `kit.borrowed` uses it: a new version that has it otherwise is
told by the name of what has changed.
"""

from __future__ import annotations

import asyncio
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
import uvicorn
from fastapi import FastAPI
from fastapi.routing import APIRoute
from genauth_mock.kit import borrowed
from packaging.requirements import Requirement
from sqlalchemy.dialects import postgresql, sqlite
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState
from uvicorn.supervisors import Multiprocess

from tests.alone import awaited

BORROWED_FROM = ("uvicorn", "starlette", "fastapi", "sqlalchemy")


@pytest.mark.parametrize("name", borrowed.OF_CONNECTION)
def test_a_connection_of_uvicorn_has_the_method(name: str) -> None:
    assert callable(getattr(HttpToolsProtocol, name, None)), (
        f"uvicorn {version('uvicorn')}: no HttpToolsProtocol.{name}"
    )


@pytest.mark.parametrize("name", borrowed.READ_OF_CONNECTION)
def test_a_connection_of_uvicorn_knows_it(name: str) -> None:
    async def made() -> HttpToolsProtocol:
        config = uvicorn.Config(FastAPI(), lifespan="off")
        config.load()
        connection = HttpToolsProtocol(config, ServerState(), {}, asyncio.get_running_loop())
        connection.connection_made(asyncio.Transport())
        return connection

    assert hasattr(awaited(made()), name), f"uvicorn {version('uvicorn')}: no HttpToolsProtocol.{name}"


def test_uvicorn_words_the_beginning_of_an_answer() -> None:
    assert STATUS_LINE[408].startswith(b"HTTP/1.1 408 ")


def test_the_transport_behind_an_answer_is_found() -> None:
    found: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        found.append(borrowed.transport_behind(send))
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def ask() -> None:
        server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="critical"))
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - it tells by nothing else
            await asyncio.sleep(0.01)
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(f"http://127.0.0.1:{borrowed.port_of(server)}/")
        server.should_exit = True
        await serving

    awaited(ask())
    assert callable(getattr(found[0], "abort", None)), "uvicorn: `send` no longer belongs to what has the transport"


def test_a_supervisor_of_uvicorn_counts_its_processes() -> None:
    assert callable(Multiprocess.keep_subprocess_alive)
    for name in ("processes_num", "processes", "should_exit"):
        assert name in Multiprocess.__init__.__code__.co_names, f"uvicorn {version('uvicorn')}: no Multiprocess.{name}"


def test_a_route_is_added_as_it_is_and_answers_without_its_application() -> None:
    async def hello() -> dict[str, bool]:
        return {"hello": True}

    app, route = FastAPI(openapi_url=None), APIRoute("/hello", hello, methods=["GET"])
    borrowed.add_route(app, route)
    assert route in app.router.routes
    client = httpx.AsyncClient(transport=httpx.ASGITransport(borrowed.middleware_of(app)), base_url="http://x.test")
    assert awaited(client.get("/hello")).json() == {"hello": True}


@pytest.mark.parametrize(("of", "positions"), [(sqlite, ("a",)), (postgresql, None)], ids=["SQLite", "PostgreSQL"])
def test_a_statement_is_compiled_with_what_turns_its_values(of: Any, positions: tuple[str, ...] | None) -> None:
    dialect = of.dialect()
    table = sa.table("t", sa.column("a", sa.JSON), sa.column("b", sa.Float))
    made = borrowed.compiled(sa.select(table).where(table.c.a == sa.bindparam("a")), dialect, as_given=(sa.Float,))
    assert made.columns == ("a", "b") and made.positions == positions
    assert [name for name, _ in made.writers] == ["a"]
    # PostgreSQL's driver reads JSON by itself.
    assert (made.readers[0] is not None) is (of is sqlite) and made.readers[1] is None


def test_sql_is_run_past_sqlalchemy_inside_its_transaction() -> None:
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    with engine.connect() as db:
        borrowed.run(db, "CREATE TABLE t (a)", ())
        db.commit()
        borrowed.run(db, "INSERT INTO t VALUES (?)", [(1,), (2,)], many=True)
        assert borrowed.run(db, "SELECT a FROM t", ()).fetchall() == [(1,), (2,)]
        db.rollback()
        assert borrowed.run(db, "SELECT a FROM t", ()).fetchall() == []
    assert issubclass(borrowed.driver_of(engine).IntegrityError, Exception)


def test_no_version_is_let_in_that_has_not_been_tried() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    ranges = {found.name: found.specifier for found in map(Requirement, project["dependencies"])}
    for name in BORROWED_FROM:
        major, minor, *_ = version(name).split(".")
        assert not ranges[name].contains(f"{major}.{int(minor) + 1}.0"), f"{name} {version(name)} is the newest tried"
