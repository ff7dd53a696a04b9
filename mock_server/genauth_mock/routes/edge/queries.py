"""Queries: what no face takes in one, before anybody looks into it."""

from __future__ import annotations

from urllib.parse import unquote_plus

from starlette.requests import Request

from genauth_mock import errors
from genauth_mock.errors import Refused

MOST_FIELDS = 200


def check(request: Request, lang: str) -> None:
    """Refuses 400 for a zero byte, by the name of its parameter, and for more parameters than anybody sends."""
    query: bytes = request.scope["query_string"]
    if not query:
        return
    if b"%00" in query:
        found = next(each for each in query.split(b"&") if b"%00" in each)
        name = unquote_plus(found.partition(b"=")[0].decode("latin-1"), errors="replace")
        raise Refused(errors.CONTROL_CHARACTERS, field=ascii(name)[1:-1])
    if has_too_many_fields(query):
        detail = f"at most {MOST_FIELDS} parameters" if lang == "en" else f"参数不能超过 {MOST_FIELDS} 个"
        raise Refused(errors.INVALID_PARAMETER, field="query", detail=detail)


def has_too_many_fields(encoded: bytes) -> bool:
    """Whether a query or form has more fields than anybody sends."""
    return encoded.count(b"&") >= MOST_FIELDS
