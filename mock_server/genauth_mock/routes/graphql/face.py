"""How GraphQL is spoken: HTTP 200 with `data`, or with `errors` whose message is an object, as the service has it."""

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
from genauth_mock.steering.faults import Forced

_OWN_STATUSES = (405, 413)
_DATA = re.compile(rb'\s*\{\s*"data"\s*:\s*(?!null)')
_CODE = re.compile(rb'"code"\s*:\s*(\d{1,20})\b')


def print_refusal(request: Request, refused: Refused) -> Response:
    """A refusal in this face's form and the client's language. What is not built says so by `code` too."""
    entry, message = refused.entry, refused.message(tenancy.lang_of(request), "graphql")
    more = {} if refused.data is None else {"data": refused.data}
    said: dict[str, Any] = {"errors": [error(entry.in_face("graphql").code, message, more)], "data": None}
    if entry is errors.NOT_IMPLEMENTED:
        return Response(
            orjson.dumps({**said, "code": 501, "message": message}),
            501,
            {**answers.JSON, "x-mock-unimplemented": "true"},
        )
    return Response(orjson.dumps(said), entry.code if entry.code in _OWN_STATUSES else 200, answers.JSON)


def error(code: int, message: str, more: Mapping[str, Any]) -> dict[str, Any]:
    """One of the errors of an answer."""
    return {"message": {"code": code, "message": message, **more}, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}


async def forced(request: Request, wanted: Forced) -> Response:
    """The answer that a fault gives, in this face's form."""
    wanted = wanted.in_face("graphql")
    if wanted.is_success:
        body: dict[str, Any] = {"data": wanted.data}
    else:
        code = wanted.code if isinstance(wanted.code, int) else 400
        body = {"errors": [error(code, wanted.text(tenancy.lang_of(request)), wanted.in_envelope)], "data": None}
    return Response(orjson.dumps(body), wanted.http_status or 200, answers.JSON)


def code_of(answer: bytes) -> str | None:
    """What an answer says of its success: the number of its first error; nothing where there is none."""
    if _DATA.match(answer):
        return None
    found = _CODE.search(answer)
    return found[1].decode() if found else None
