"""How API v3 is spoken: HTTP 200 and `{statusCode, message, apiCode?, data?}` for every business answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.routes.edge import answers, tenancy
from genauth_mock.routes.edge.operations import UNROUTED
from genauth_mock.steering.faults import Forced

# The number of a business error is no HTTP status; API v3 says both, the former as `apiCode`.
_BUSINESS = 499
_STATUS_CODE = re.compile(rb'\s*\{\s*"statusCode"\s*:\s*(\d{1,4})\b')
_API_CODE = re.compile(rb'"apiCode"\s*:\s*(\d{1,20})\b')


def print_refusal(request: Request, refused: Refused) -> Response:
    """A refusal in this face's form and the client's language. What no route takes is told
    by `code` too.
    """
    entry, message = refused.entry, refused.message(tenancy.lang_of(request), "v3")
    if entry in UNROUTED:
        headers = {**answers.JSON, "x-mock-unimplemented": "true"} if entry is errors.NOT_IMPLEMENTED else answers.JSON
        said = {"statusCode": entry.code, "code": entry.code, "message": message}
        return Response(orjson.dumps(said), entry.code, headers)
    more = {} if refused.data is None else {"data": refused.data}
    told = entry.in_face("v3")
    return Response(orjson.dumps(_refusal(told.api_code, told.status, message, more)), told.http, answers.JSON)


def _refusal(api_code: int | None, status_code: int, message: str, more: Mapping[str, Any]) -> dict[str, Any]:
    """What a refusal says; the number of a meaning is told where it is more than a class of answers."""
    said: dict[str, Any] = {"statusCode": status_code, "message": message, **more}
    return said if api_code is None else {**said, "apiCode": api_code}


async def forced(request: Request, wanted: Forced) -> Response:
    """The answer that a fault gives, in this face's form."""
    wanted = wanted.in_face("v3")
    code, text = wanted.code if isinstance(wanted.code, int) else 400, wanted.text(tenancy.lang_of(request))
    status_code = wanted.entry.status if wanted.entry else code
    if not 200 <= code < 600:
        status_code = wanted.entry.status if wanted.entry else _BUSINESS
    api_code = None if code == status_code or wanted.is_success else code
    body = _refusal(api_code, code if wanted.is_success else status_code, text, wanted.in_envelope)
    return Response(orjson.dumps(body), wanted.http_status or 200, answers.JSON)


def code_of(answer: bytes) -> str | None:
    """What an answer says of its success: the number of a refusal's meaning, else its `statusCode`."""
    status_code = _STATUS_CODE.match(answer)
    if status_code is None:
        return None
    api_code = _API_CODE.search(answer) if not status_code[1].startswith(b"2") else None
    return (api_code or status_code)[1].decode()
