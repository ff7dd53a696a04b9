"""`/api/v2/userpools…`: the user pool of who is logged in."""

from __future__ import annotations

from starlette.responses import Response

from genauth_mock.routes.v2 import pages, shapes, texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import session

router = Router()


@router.get("/api/v2/userpools")
async def list_user_pools(call: Call, page: int = 1, limit: int = 10) -> Response:
    """The user pools that one is in: one's own. In Android only: getUserPolls."""
    pages.check(page, limit)
    with call.begin() as ctx:
        session.current(ctx, call.token)
        return call.answer({"list": [shapes.user_pool(ctx)] if page == 1 else [], "totalCount": 1}, texts.GOT)


@router.get("/api/v2/userpools/detail")
async def get_user_pool(call: Call) -> Response:
    """The user pool that one is in, as its users may know it. In Android only: getUserPollDetail."""
    with call.begin() as ctx:
        session.current(ctx, call.token)
        return call.answer(shapes.user_pool(ctx), texts.GOT)


@router.get("/api/v2/userpools/cooperated")
async def list_cooperated_user_pools(call: Call) -> Response:
    """The user pools that one helps to run: none, as the mock's pools are run by nobody but their tests. In Android
    only: getCollaborationUserPolls.
    """
    with call.begin() as ctx:
        session.current(ctx, call.token)
        return call.answer({"list": [], "totalCount": 0}, texts.GOT)
