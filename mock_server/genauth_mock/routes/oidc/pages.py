"""The pages that a person sees: how they are drawn, in which language, and how a refusal looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.errors import Refused
from genauth_mock.routes.edge import pages, routing, visitors
from genauth_mock.routes.edge.pages import lang_of
from genauth_mock.routes.edge.routing import Ladder
from genauth_mock.routes.oidc.face import Call, note_remark, read
from genauth_mock.routes.oidc.texts import Texts


@dataclass(frozen=True, slots=True)
class Carried:
    """What every page hands on to the next: which login it is for, and the language."""

    uuid: str = ""
    app_id: str = ""
    user_code: str = ""
    lang: str = ""

    @classmethod
    def of(cls, call: Call) -> Carried:
        """What the request carries."""
        wanted = {name: call.param(name) or "" for name in ("uuid", "app_id", "user_code")}
        return cls(**wanted, lang=lang_of(call.request, call.params))

    def fields(self, **more: str) -> dict[str, str]:
        """As fields of a form or query, empty ones left out."""
        named = {"uuid": self.uuid, "app_id": self.app_id, "user_code": self.user_code, "lang": self.lang, **more}
        return {name: value for name, value in named.items() if value}

    def link(self, path: str, **more: str) -> str:
        """A link to another page of the same login."""
        return f"{path}?{urlencode(self.fields(**more))}"


def page(template: str, carried: Carried, status: int = 200, **values: Any) -> Response:
    """A page."""
    other = Carried(carried.uuid, carried.app_id, carried.user_code, "zh" if carried.lang == "en" else "en")
    return pages.drawn(template, Texts(carried.lang), status, carried=carried, other=other, **values)


def message_page(call: Call, key: str) -> Response:
    """A page that only tells something: a key of the texts, and the same with `_text`."""
    carried = Carried.of(call)
    text = Texts(carried.lang)
    return page("message", carried, title=text(key), message=text(f"{key}_text"))


def print_refusal(request: Request, refused: Refused) -> Response:
    """A refusal as a page of its own."""
    visitors.note(request, refused)
    # What the parameters were may be what is wrong with them.
    carried = Carried(lang=lang_of(request, dict(request.query_params)))
    title = Texts(carried.lang)("cannot")
    said = refused.message(carried.lang)
    status = refused.entry.status if refused.entry.oauth else 400
    return page("message", carried, status, title=title, message=said, error=refused.entry.oauth or refused.entry.code)


async def _enter(request: Request) -> Call:
    visitors.enter(request)
    return await read(request)


def _refuse(request: Request, fault: Exception) -> Response | None:
    if not isinstance(fault, Refused):
        return None
    note_remark(request, fault)
    return print_refusal(request, fault)


# Routes that answer with a page. What is refused outside a form is told on a page of its own.
PageRouter = partial(routing.Router, Ladder(_enter, _refuse))
