"""`/_mock/pools/{userPoolId}/users`: users of a pool; `/_mock/users`: of all."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.context import Mock
from genauth_mock.documents.user_document import UserDocument
from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, Page, Search, answer, document, gone, listed
from genauth_mock.routes.control.naming import context_named, pool_named, user_named
from genauth_mock.routes.control.reading import as_document, takes
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.sweeper import give_way
from genauth_mock.rules.mfa import totp as one_time_passwords
from genauth_mock.steering import pool_users
from genauth_mock.steering.generated_users import (
    SLICE,
    Disturbed,
    GeneratedUsers,
    Generation,
)
from genauth_mock.store import users
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)

# Of a hundred thousand generated users nobody reads all.
_MOST_PRINTED = 1000
# About 20 ms, for which other calls wait.
_PRINTED_AT_ONCE, _SEARCHED_AT_ONCE = 100, 10_000


class UsersQuery(Page):
    """Which users are wanted: those in whose id, user name, e-mail, phone, nickname, name or external id `search`
    stands, whatever its case.
    """

    search: Search = ""


class UsersOfAllQuery(UsersQuery):
    """The same of one pool or of all."""

    user_pool_id: str | None = None


@router.post("/_mock/pools/{user_pool_id}/users", status_code=201, openapi_extra=takes(UserDocument))
async def create_user(request: Request, user_pool_id: str) -> Response:
    """Makes a user; every field is optional, `password` is plain. 201 with the user; 400, 404."""
    wanted = document(UserDocument, await as_document(request))
    with transaction(tenancy.mock_of(request).engine) as db:
        row = pool_users.create(context_named(request, db, user_pool_id), wanted)
        return answer(shapes.user(db, row), 201)


@router.get("/_mock/pools/{user_pool_id}/users")
async def list_users(request: Request, user_pool_id: str, query: Annotated[UsersQuery, Query()]) -> Response:
    """A pool's users, newest first. 404."""
    return await _page(request, user_pool_id, query)


@router.get("/_mock/users")
async def list_users_of_all(request: Request, query: Annotated[UsersOfAllQuery, Query()]) -> Response:
    """The users of all pools, or of one, newest first. 404."""
    return await _page(request, query.user_pool_id, query)


async def _page(request: Request, user_pool_id: str | None, query: UsersQuery) -> Response:
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        pool_id = pool_named(db, user_pool_id).id if user_pool_id is not None else None
        total = 0 if query.search else users.count(db, pool_id)
        places = [] if query.search else list(users.newest(db, pool_id, query.page, query.limit))
    if query.search:
        found = await _found(mock, pool_id, query.search)
        total, places = len(found), found[(query.page - 1) * query.limit :][: query.limit]
    printed: list[bytes] = []
    for first in range(0, len(places), _PRINTED_AT_ONCE):
        if first:
            await give_way(mock)
        with transaction(mock.engine) as db:
            rows = users.at(db, places[first : first + _PRINTED_AT_ONCE])
            printed += [orjson.dumps(each) for each in shapes.users(db, rows)]
    return listed([orjson.Fragment(b",".join(printed))] if printed else [], total)


async def _found(mock: Mock, pool_id: str | None, text: str) -> list[int]:
    """Where the users stand in whom a text stands, newest first."""
    found: list[int] = []
    before: int | None = None
    while True:
        with transaction(mock.engine) as db:
            some, before = users.places(db, pool_id, text, before, _SEARCHED_AT_ONCE)
        found += some
        if before is None:
            return found
        await give_way(mock)


@router.post("/_mock/pools/{user_pool_id}/users/generate", status_code=201, openapi_extra=takes(GeneratedUsers))
async def generate_users(request: Request, user_pool_id: str) -> Response:
    """Makes users who look real, all or none, the same for the same `randSeed`: see `rules.generated_users`.

    201 with `totalCount` for all of them and the first thousand in `list`, in the order in which they were made. Other
    calls are answered meanwhile, and see those made so far. 400, 404; 409, and nobody is made, where the pool is
    emptied meanwhile.
    """
    wanted = document(GeneratedUsers, await as_document(request))
    mock = tenancy.mock_of(request)
    with transaction(mock.engine) as db:
        generation = Generation(pool_named(db, user_pool_id), mock.ids, wanted)
    try:
        while not generation.is_done:
            await _give_way(request)
            with transaction(mock.engine) as db:
                pool_named(db, user_pool_id)
                generation.go_on(db)
        total, printed = len(generation.ids), []
        for first in range(0, min(total, _MOST_PRINTED), SLICE):
            await _give_way(request)
            printed += _printed(mock, generation.user_pool_id, generation.ids[first : first + SLICE])
    except BaseException as fault:
        with transaction(mock.engine) as db:
            generation.take_back(db)
        if isinstance(fault, Disturbed):
            raise ControlError(
                409, "conflict", "the pool was emptied meanwhile; none of these users was created"
            ) from None
        raise
    return answer({"list": printed, "totalCount": total}, 201)


async def _give_way(request: Request) -> None:
    """Lets other calls go on. Refuses 409 where nobody waits for the answer any more."""
    await give_way(tenancy.mock_of(request))
    if request.app.state.is_stopping() or await request.is_disconnected():
        raise ControlError(409, "cancelled", "the call was cancelled; none of these users was created")


def _printed(mock: Mock, user_pool_id: str, ids: list[str]) -> list[dict[str, Any]]:
    with transaction(mock.engine) as db:
        rows = [users.by_id(db, user_pool_id, each) for each in ids]
        if None in rows:
            raise Disturbed
        return shapes.users(db, [row for row in rows if row])


@router.get("/_mock/pools/{user_pool_id}/users/{user_id}")
async def get_user(request: Request, user_pool_id: str, user_id: str) -> Response:
    """One user. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        return answer(shapes.user(db, user_named(db, pool_named(db, user_pool_id).id, user_id)))


@router.patch("/_mock/pools/{user_pool_id}/users/{user_id}", openapi_extra=takes(UserDocument))
async def change_user(request: Request, user_pool_id: str, user_id: str) -> Response:
    """Changes the fields that are given; `customData` is merged, lists are replaced. A new password ends all sessions,
    and so does blocking. 400, 404.
    """
    wanted = document(UserDocument, await as_document(request))
    with transaction(tenancy.mock_of(request).engine) as db:
        ctx = context_named(request, db, user_pool_id)
        changed = pool_users.change(ctx, user_named(db, ctx.pool_id, user_id), wanted)
        return answer(shapes.user(db, changed))


@router.get("/_mock/pools/{user_pool_id}/users/{user_id}/totp")
async def totp(request: Request, user_pool_id: str, user_id: str) -> Response:
    """The one-time password of a user's second factor that is right now, by the pool's clock; that of a secret which is
    not confirmed yet, where there is one. 404.
    """
    with transaction(tenancy.mock_of(request).engine) as db:
        pool = pool_named(db, user_pool_id)
        found = one_time_passwords.now_of(pool, user_named(db, pool.id, user_id))
    if found is None:
        how = f'PATCH /_mock/pools/{user_pool_id}/users/{user_id} {{"mfa": {{"totpSecret": "JBSWY3DPEHPK3PXP"}}}}'
        raise ControlError(404, "not_found", f"user {user_id} has no one-time passwords; {how} gives them", "mfa")
    return answer(shapes.totp(found))


@router.delete("/_mock/pools/{user_pool_id}/users/{user_id}", status_code=204)
async def delete_user(request: Request, user_pool_id: str, user_id: str) -> Response:
    """Removes a user with all his or her sessions. 404."""
    with transaction(tenancy.mock_of(request).engine) as db:
        ctx = context_named(request, db, user_pool_id)
        pool_users.remove(ctx, user_named(db, ctx.pool_id, user_id))
    return gone()
