"""What finding the route costs: from a browser, among many routes, and where there is none."""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

from genauth_mock.app import create_mock
from genauth_mock.errors import Refused
from genauth_mock.routes import control, v2
from genauth_mock.routes.edge import operations
from genauth_mock.routes.edge.dispatcher import Dispatcher
from genauth_mock.routes.edge.face import Face
from genauth_mock.routes.edge.routing import Ladder, Route, Router
from genauth_mock.settings import Settings
from starlette.requests import Request
from starlette.responses import Response

from bench.load import per_second, request
from bench.running import APP, post, server

_ROUTES = 600
_CALLS = 3000
_ROUNDS, _SECONDS = 5, 1.0
_ORIGIN = "http://localhost:3000"
# Of a path that nobody knows, the nearest known one is told; these are as far from it as SDKs' typing errors.
_UNKNOWN = ("/api/v2/login/acount", "/api/v3/sign-inn", "/api/v3/get-usr", "/graphql", "/x" * 100)


async def from_browser() -> None:
    """The same calls with an Origin and without."""
    with server() as (port, _, _):
        body = json.dumps({"account": "ci", "password": "111111"}).encode()
        token = post(port, "/api/v2/login/account", {"account": "ci", "password": "111111"})["data"]["token"]
        calls: dict[str, tuple[str, str, bytes, dict[str, str]]] = {
            "login by password, plain": ("POST", "/api/v2/login/account", body, {"x_authing_app_id": APP}),
            "users/me": ("GET", "/api/v2/users/me", b"", {"authorization": f"Bearer {token}"}),
        }
        print()
        for name, (method, path, sent, headers) in calls.items():
            costs = []
            for _ in range(_ROUNDS):
                without = await per_second(port, itertools.repeat(request(method, path, sent, **headers)), _SECONDS)
                asked = request(method, path, sent, **headers, origin=_ORIGIN)
                costs.append(100 * (without / await per_second(port, itertools.repeat(asked), _SECONDS) - 1))
            what = f"{name}, from a browser"
            print(f"{what:38} {statistics.median(costs):+7.1f}% {'wanted within 15 %':>20}")


def _many_routes() -> tuple[Route, ...]:
    async def enter(request: Request) -> Request:
        return request

    router = Router(Ladder(enter, lambda _request, _fault: None))

    async def endpoint(request: Request) -> Response:
        del request
        return Response(b"{}")

    for n in range(_ROUTES):
        router.get(f"/many/operation-{n}")(endpoint)
    return tuple(router.routes)


async def _microseconds(app: Callable[..., Awaitable[None]], path: str) -> float:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        del message

    took = []
    for _ in range(_CALLS):
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "scheme": "http"}
        began = time.perf_counter_ns()
        await app(scope, receive, send)
        took.append(time.perf_counter_ns() - began)
    return statistics.median(took) / 1000


async def _first_and_last() -> tuple[float, float]:
    def refuse(_request: Request, refused: Refused) -> Response:
        return Response(str(refused))

    many = Face(
        name="many",
        title="many",
        package=v2.__name__,
        prefixes=("/many",),
        topic=lambda _path: "face",
        refuse=refuse,
        force=control.FACE.force,
        code=control.FACE.code,
        routes=lambda _module: _many_routes(),
        is_noted=False,
    )
    mock = create_mock(Settings(port=0))
    app = Dispatcher(mock, (many, v2.FACE))
    app.state.mock = mock
    return await _microseconds(app, "/many/operation-0"), await _microseconds(app, f"/many/operation-{_ROUTES - 1}")


def dispatch() -> None:
    """The first and the last of many routes, and the search for the nearest known path."""
    asyncio.run(from_browser())
    first, last = asyncio.run(_first_and_last())
    print(f"{f'the last of {_ROUTES} routes':38} {100 * (last / first - 1):+7.1f}% {'wanted within 5 %':>20}")
    operations.nearest("GET", "/api/v2/nothing")
    worst = 0.0
    for path in _UNKNOWN:
        began = time.perf_counter()
        operations.nearest("GET", path)
        worst = max(worst, time.perf_counter() - began)
    print(f"{'the nearest of an unknown path, worst':38} {1000 * worst:6.1f}ms {'wanted within 2 ms':>20}")


if __name__ == "__main__":
    dispatch()
