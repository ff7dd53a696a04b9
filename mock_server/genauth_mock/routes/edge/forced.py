"""What faults answer in the forms of the faces that are not built yet: API v3 and GraphQL."""

from __future__ import annotations

from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.routes.edge import tenancy
from genauth_mock.steering.faults import Forced

_HEADERS = {"content-type": "application/json; charset=utf-8", "cache-control": "no-store"}
# The number of a business error is no HTTP status; API v3 says both, the former as `apiCode`.
_BUSINESS = 499


async def in_v3(request: Request, wanted: Forced) -> Response:
    """API v3: HTTP 200 and `{statusCode, message, apiCode?, data?}`."""
    wanted = wanted.in_face("v3")
    code = wanted.code if isinstance(wanted.code, int) else 400
    body: dict[str, Any] = {"statusCode": code, "message": wanted.text(tenancy.lang_of(request))}
    if not 200 <= code < 600:
        body |= {"statusCode": wanted.entry.status if wanted.entry else _BUSINESS, "apiCode": code}
    return Response(orjson.dumps(body | dict(wanted.in_envelope)), wanted.http_status or 200, _HEADERS)


async def in_graphql(request: Request, wanted: Forced) -> Response:
    """GraphQL: HTTP 200 and `data`, or `errors` whose message is an object, as the service has it."""
    wanted = wanted.in_face("graphql")
    if wanted.is_success:
        body: dict[str, Any] = {"data": wanted.data}
    else:
        code = wanted.code if isinstance(wanted.code, int) else 400
        message = {"code": code, "message": wanted.text(tenancy.lang_of(request)), **wanted.in_envelope}
        body = {"errors": [{"message": message, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}], "data": None}
    return Response(orjson.dumps(body), wanted.http_status or 200, _HEADERS)
