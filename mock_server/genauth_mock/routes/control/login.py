"""`/_mock/login`: somebody is logged in without a page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.context import context_of
from genauth_mock.routes.control import login_shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, answer, document
from genauth_mock.routes.control.naming import app_named, pool_named
from genauth_mock.routes.control.reading import as_document, takes
from genauth_mock.routes.edge import tenancy
from genauth_mock.steering import logins
from genauth_mock.steering.logins import LoginDocument
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


@router.post("/_mock/login", status_code=201, openapi_extra=takes(LoginDocument))
async def log_in(request: Request) -> Response:
    """Logs a user in without a page and answers what a test puts where the app will look: see `LoginDocument`. No
    second factor is asked for. Cookie and tokens are of this server under the name by which the call reached it. 201;
    400, also for who is locked; 404.
    """
    wanted = document(LoginDocument, await as_document(request))
    logins.check(wanted)
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        pool = pool_named(db, wanted.user_pool_id or wanted.app_id or "")
        app = app_named(db, pool, wanted.app_id)
        ctx = context_of(db, mock, pool, app, lang="en", base_url=tenancy.base_url_of(request))
        user = logins.find(ctx, wanted.user)
        if user is None:
            raise ControlError(404, "not_found", f"there is no user {wanted.user!r} in this pool", "user")
        return answer(login_shapes.printed(ctx, logins.log_in(ctx, user), wanted), 201)
