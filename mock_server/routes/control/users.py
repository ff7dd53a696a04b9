"""`/_mock/pools/{userPoolId}/users`: users of a pool."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from mock_server.documents import UserDocument
from mock_server.routes import tenancy
from mock_server.routes.control import shapes
from mock_server.routes.control.face import ControlError, ControlRoute, Page, answer, document, gone, listed, pool_named
from mock_server.routes.control.reading import as_document, takes
from mock_server.rules import managed_users
from mock_server.store import users
from mock_server.store.database import Connection, transaction
from mock_server.store.users import User

router = APIRouter(route_class=ControlRoute)


def _user_named(db: Connection, user_pool_id: str, user_id: str) -> User:
    row = users.by_id(db, pool_named(db, user_pool_id).id, user_id)
    if row is None:
        raise ControlError(404, "not_found", f"there is no user {user_id!r} in this pool", "id")
    return row


@router.post("/_mock/pools/{user_pool_id}/users", status_code=201, openapi_extra=takes(UserDocument))
async def create_user(request: Request, user_pool_id: str) -> Response:
    """Makes a user; every field is optional, `password` is plain. 201 with the user; 400, 404."""
    wanted = document(UserDocument, await as_document(request))
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        row = managed_users.create(db, mock, pool_named(db, user_pool_id), wanted)
        return answer(shapes.user(db, row), 201)


@router.get("/_mock/pools/{user_pool_id}/users")
async def list_users(request: Request, user_pool_id: str, query: Annotated[Page, Query()]) -> Response:
    """A pool's users, newest first. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        rows, total = users.page(db, pool_named(db, user_pool_id).id, query.page, query.limit)
        printed = [shapes.user(db, row) for row in rows]
    return listed(printed, total)


@router.get("/_mock/pools/{user_pool_id}/users/{user_id}")
async def get_user(request: Request, user_pool_id: str, user_id: str) -> Response:
    """One user. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        return answer(shapes.user(db, _user_named(db, user_pool_id, user_id)))


@router.patch("/_mock/pools/{user_pool_id}/users/{user_id}", openapi_extra=takes(UserDocument))
async def change_user(request: Request, user_pool_id: str, user_id: str) -> Response:
    """Changes the fields that are given; `customData` is merged, lists are replaced. A new password ends all sessions,
    and so does blocking. 400, 404.
    """
    wanted = document(UserDocument, await as_document(request))
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        row = _user_named(db, user_pool_id, user_id)
        changed = managed_users.change(db, mock, pool_named(db, user_pool_id), row, wanted)
        return answer(shapes.user(db, changed))


@router.delete("/_mock/pools/{user_pool_id}/users/{user_id}", status_code=204)
async def delete_user(request: Request, user_pool_id: str, user_id: str) -> Response:
    """Removes a user with all his or her sessions. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        managed_users.remove(db, _user_named(db, user_pool_id, user_id))
    return gone()
