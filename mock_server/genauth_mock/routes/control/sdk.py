"""`/_mock/sdk`: what to paste into an app."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.documents.field_types import Id
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import ControlError, QueryModel, answer
from genauth_mock.routes.control.naming import app_named, pool_named
from genauth_mock.routes.edge import tenancy
from genauth_mock.steering.clients import connecting, snippets
from genauth_mock.store.database import transaction

router = APIRouter(route_class=ControlRoute)


class SdkQuery(QueryModel):
    """For which application: a pool's first, or this one; without both the demo pool's, else the first pool's."""

    user_pool_id: str | None = None
    app_id: Id | None = None


@router.get("/_mock/sdk")
async def list_sdks(request: Request, query: Annotated[SdkQuery, Query()]) -> Response:
    """The configuration of each SDK to paste (`textZh` has Chinese comments), with this server's address as the call
    reached it, its key, and the ids of an application; `unknownApps` is whether any other app id would do too. 404.
    """
    mock, url = tenancy.mock_of(request), tenancy.base_url_of(request)
    with transaction(mock.engine) as db:
        if query.user_pool_id is not None:
            app = app_named(db, pool_named(db, query.user_pool_id), query.app_id)
            target: snippets.Target | None = connecting.of_application(mock, url, app)
        else:
            target = connecting.target(db, mock, url, query.app_id)
    if target is None:
        unknown = f"there is no application {query.app_id!r}, and this server refuses unknown ones"
        raise ControlError(404, "not_found", unknown, "appId")
    listed = [
        {
            "sdk": each.sdk,
            "title": each.title,
            "language": each.language,
            "text": snippets.text(each.sdk, target),
            "textZh": snippets.text(each.sdk, target, "zh"),
        }
        for each in snippets.SNIPPETS
    ]
    about = {"userPoolId": target.user_pool_id, "appId": target.app_id, "appSecret": target.app_secret}
    return answer({"list": listed, "totalCount": len(listed), **about, "unknownApps": mock.settings.unknown_apps})
