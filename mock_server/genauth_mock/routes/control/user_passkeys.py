"""`/_mock/pools/{userPoolId}/users/{id}/passkeys`: the passkeys that a user has."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, Page, gone, listed
from genauth_mock.routes.control.naming import pool_named, user_named
from genauth_mock.routes.edge import tenancy
from genauth_mock.store import passkeys
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


@router.get("/_mock/pools/{user_pool_id}/users/{user_id}/passkeys")
async def list_passkeys(request: Request, user_pool_id: str, user_id: str, query: Annotated[Page, Query()]) -> Response:
    """A user's passkeys, newest first. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        user = user_named(db, pool_named(db, user_pool_id).id, user_id)
        rows, total = passkeys.newest_of_user(db, user.user_pool_id, user.id, query.page, query.limit)
    return listed([shapes.passkey(each) for each in rows], total)


@router.delete("/_mock/pools/{user_pool_id}/users/{user_id}/passkeys/{credential_id}", status_code=204)
async def remove_passkey(request: Request, user_pool_id: str, user_id: str, credential_id: str) -> Response:
    """Takes one of a user's passkeys; whoever shows it later is told that it was removed. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        user = user_named(db, pool_named(db, user_pool_id).id, user_id)
        if not passkeys.remove(db, user.user_pool_id, user.id, credential_id):
            raise ControlError(404, "not_found", f"user {user_id} has no passkey {credential_id!r}", "credentialId")
    return gone()
