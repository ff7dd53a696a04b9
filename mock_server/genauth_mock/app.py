"""The application: the one list of routers, and what answers where none of them does."""

from __future__ import annotations

from functools import cache

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from genauth_mock import __version__
from genauth_mock.context import Mock
from genauth_mock.errors import NOT_FOUND, Refused
from genauth_mock.kit.ids import Ids
from genauth_mock.kit.passwords import TransportKey
from genauth_mock.routes.control import (
    clients,
    clock,
    crashes,
    database,
    findings,
    outbox,
    pool_documents,
    pools,
    requests,
    sdk,
    server,
    snapshots,
    ui,
    user_sessions,
)
from genauth_mock.routes.control import errors as control_errors
from genauth_mock.routes.control import face as control
from genauth_mock.routes.control import faults as control_faults
from genauth_mock.routes.control import tokens as control_tokens
from genauth_mock.routes.control import users as control_users
from genauth_mock.routes.control.slices import Sweeper
from genauth_mock.routes.edge import (
    bodies,
    forced,
    journal,
    operations,
    tenancy,
)
from genauth_mock.routes.edge.cors import Cors
from genauth_mock.routes.edge.crashes import Crashes, Guard, Printer
from genauth_mock.routes.edge.dispatcher import ShortWay
from genauth_mock.routes.edge.faults import Faults
from genauth_mock.routes.edge.faults import Printer as FaultPrinter
from genauth_mock.routes.oidc import (
    auth,
    authz,
    device,
    discovery,
    me,
    pages,
    token,
)
from genauth_mock.routes.oidc import face as oidc_face
from genauth_mock.routes.oidc import login as login_pages
from genauth_mock.routes.oidc import register as register_page
from genauth_mock.routes.oidc import session as session_end
from genauth_mock.routes.v2 import (
    applications,
    cas,
    ec_conn,
    email,
    face,
    login,
    logout,
    oidc,
    password,
    register,
    security,
    sms,
    udfs,
    udvs,
    upload,
    users,
    well_known,
)
from genauth_mock.settings import Settings
from genauth_mock.steering.pools import demo, seed_pools
from genauth_mock.steering.pools.seed_pools import SeedFile
from genauth_mock.steering.pools.seed_watch import SeedWatch
from genauth_mock.store.database import open_database, rows_ever, transaction
from genauth_mock.store.notes import Journal

ROUTERS: tuple[APIRouter, ...] = (
    login.router,
    register.router,
    users.router,
    logout.router,
    sms.router,
    email.router,
    password.router,
    udvs.router,
    udfs.router,
    applications.router,
    well_known.router,
    upload.router,
    security.router,
    ec_conn.router,
    oidc.router,
    cas.router,
    token.router,
    me.router,
    discovery.router,
    auth.router,
    session_end.router,
    login_pages.router,
    register_page.router,
    authz.router,
    device.router,
    device.pages,
    server.open_router,
    server.router,
    pools.router,
    pool_documents.router,
    snapshots.router,
    control_users.router,
    user_sessions.router,
    control_tokens.router,
    outbox.router,
    clock.router,
    control_faults.router,
    requests.router,
    ui.open_router,
    ui.router,
    control_errors.router,
    sdk.router,
    findings.router,
    crashes.router,
    database.router,
    clients.router,
)

# How a fault of the mock itself is told, by how a path begins.
CRASHES: dict[str, Printer] = {
    "/_mock": control.print_fault,
    "/oidc/device/": oidc_face.print_refusal,
    "/oidc/device": pages.print_refusal,
    "/oidc/": oidc_face.print_refusal,
    "/oauth/": oidc_face.print_refusal,
    "/login": pages.print_refusal,
    "/register": pages.print_refusal,
    "/": face.print_refusal,
}


# What prints the answer of a fault, by how the path begins; the first that fits.
_FORCED: dict[str, FaultPrinter] = {
    **dict.fromkeys(("/oidc/auth", "/oauth/auth", "/interaction/oidc/"), auth.forced),
    **dict.fromkeys(("/oidc/", "/oauth/"), oidc_face.forced),
    "/api/v3/": forced.in_v3,
    operations.GRAPHQL: forced.in_graphql,
    "/": face.forced,
}


def create_mock(settings: Settings) -> Mock:
    """Opens the database and keys of a server.

    Raises passwords.KeyFileError, sqlalchemy's errors.
    """
    key = TransportKey.from_file(settings.key_file) if settings.key_file else None
    engine = open_database(settings.database)
    with transaction(engine) as db:
        return Mock(
            settings,
            engine,
            Ids(settings.rand_seed, rows_ever(db)),
            Journal(journal.describer(secrets=settings.journal_secrets)),
            key,
        )


def plant(mock: Mock) -> SeedWatch:
    """Makes the pools of the seeds and the demo pool, unless told not to; what comes back sees the seeds change.

    Raises rules.seed_files.BadSeedFile, sqlalchemy's errors.
    """
    with transaction(mock.engine) as db:
        files: list[SeedFile] = []
        for path in mock.settings.seed:
            files.append(seed_pools.plant(db, mock, path, files))
        if mock.settings.demo:
            demo.plant(db, mock)
    return SeedWatch(mock, tuple(files))


def create_app(mock: Mock) -> FastAPI:
    """The ASGI application of a server."""
    routes = _routes_of(ROUTERS)
    failed = Crashes(CRASHES)
    app = ShortWay(
        routes,
        mock,
        Faults(mock, _FORCED),
        failed,
        title="genauth-mock",
        version=__version__,
        summary="A local GenAuth (formerly Authing) identity service for tests.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.mock = mock
    app.state.is_stopping = lambda: False
    app.state.sweeper = Sweeper(mock, app)
    app.state.spoke_tls = app.observed.spoke_tls
    # Not `include_router`: an included route is wrapped once more, and would not answer by itself.
    app.router.routes.extend(routes)
    for route in routes:
        route.unique_id = f"{' '.join(sorted(route.methods or ()))} {route.path}"
    app.state.built = cache(lambda: built_by(ROUTERS))
    app.add_middleware(Guard, crashes=failed)
    app.add_middleware(Cors)
    app.add_exception_handler(HTTPException, _no_route)
    return app


def _routes_of(routers: tuple[APIRouter, ...]) -> list[APIRoute]:
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]


def built_by(routers: tuple[APIRouter, ...]) -> tuple[tuple[str, str], ...]:
    """Method and path of every route there is."""
    return tuple((method, route.path) for route in _routes_of(routers) for method in route.methods or ())


async def _no_route(request: Request, fault: Exception) -> Response:
    """What answers where no route does: 501 for a known operation, else 404 or 405, in the face's form."""
    assert isinstance(fault, HTTPException), "it handles nothing else"
    path, method = request.url.path, request.method
    if isinstance(fault.__cause__, ClientDisconnect):
        raise fault.__cause__
    takes_others = fault.status_code == 405
    if path == "/":
        return RedirectResponse("/_mock/ui/")
    if path.startswith(control.PREFIX):
        response = control.absent(request, takes_others=takes_others)
    else:
        try:
            body = await bodies.read(request) if path == operations.GRAPHQL else b""
            refused = operations.absent(method, path, takes_others=takes_others, body=body)
            if refused.entry is NOT_FOUND:
                request.scope[journal.NEAREST] = refused.values["nearest"]
        except Refused as too_large:
            refused = too_large
        response = face.refusal(refused, tenancy.lang_of(request))
    if response.status_code == 405:
        response.headers.update(fault.headers or {})
    return response
