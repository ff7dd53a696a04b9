"""`/_mock/errors`: the error catalogue, to choose an error from."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Entry
from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import Everything, listed

router = APIRouter(route_class=ControlRoute)


class ErrorsQuery(Everything):
    """Which errors are wanted: those that hold `search` in number, name or words."""

    search: str = ""


@router.get("/_mock/errors")
async def list_errors(query: Annotated[ErrorsQuery, Query()]) -> Response:
    """Every error of the catalogue, by number: name, words in both languages with `{holes}`, and where they are from.

    Those of OAuth have `httpStatus` and `error`; all others come in HTTP 200 (404, 405, 413 and 501 in that status).
    `byFace` is what a face (`v2`, `graphql`, `v3`) says otherwise, in number or words.
    """
    rows = sorted(errors.CATALOGUE.values(), key=lambda each: (each.code, each.name))
    printed = [each for each in map(_printed, rows) if _holds(each, query.search.lower())]
    first = (query.page - 1) * query.limit
    return listed(printed[first : first + query.limit], len(printed))


def _printed(entry: Entry) -> dict[str, Any]:
    # The numbers of REST v2 hold some of "OAuth applications", too.
    is_oauth = entry.api_code is None and entry.name.startswith("OAUTH_")
    by_face = {
        face: {"code": said.code, "messageZh": said.zh, "messageEn": said.en, "source": said.source}
        for face, said in entry.by_face.items()
        if (said.code, said.zh, said.en) != (entry.code, entry.zh, entry.en)
    }
    return {
        "name": entry.name,
        "code": entry.code,
        **({"httpStatus": entry.status} if is_oauth else {}),
        **({"error": entry.oauth} if entry.oauth else {}),
        "messageZh": entry.text("zh"),
        "messageEn": entry.text("en"),
        "source": entry.source,
        **({"byFace": by_face} if by_face else {}),
        "face": "oauth" if is_oauth else "v2",
    }


def _holds(printed: dict[str, Any], text: str) -> bool:
    names = ("name", "code", "error", "messageZh", "messageEn")
    return any(text in str(printed.get(name, "")).lower() for name in names)
