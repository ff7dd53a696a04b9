"""`/connections/…`: the page that stands in for a social or enterprise provider.

Each identity of the connection is a button. Who is chosen logs in, and the window that opened the page is told, or the
page goes on to a registered URL, as with the real provider.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import orjson
from pydantic import ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.kit import urls
from genauth_mock.routes.edge import bodies, cookies, pages, queries, routing, tenancy, visitors
from genauth_mock.routes.edge.bodies import Body, Text
from genauth_mock.routes.edge.page_policy import content_security_policy
from genauth_mock.routes.edge.routing import Ladder
from genauth_mock.routes.v2 import connection_shapes, face, shapes, texts
from genauth_mock.routes.v2.connection_texts import TEXTS
from genauth_mock.routes.v2.face import Call
from genauth_mock.rules import admission, origins, session
from genauth_mock.rules.connections import providers, social
from genauth_mock.rules.connections.providers import Person
from genauth_mock.rules.oidc import clients
from genauth_mock.store.social_connections import SocialConnection

_SOCIAL, _ENTERPRISE = "socialLogin", "enterpriseLogin"
_NO_STORE = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


class Form(Body):
    """What the page's own forms send."""

    person: Text = ""
    app_id: Text = ""
    identifier: Text = ""
    redirect_url: Text = ""
    opener: Text = ""
    agreed: Text = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What one form hands on to the next: the application, the connection, and whom to tell."""

    app_id: str = ""
    identifier: str = ""
    redirect_url: str = ""
    opener: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """As the fields of `Form`, empty ones left out."""
        named = {to_camel(name): value for name, value in asdict(self).items()}
        return {name: value for name, value in named.items() if value}


class PageCall(Call):
    """A request for the page, with the form that it brings."""

    __slots__ = ("form",)

    def __init__(self, request: Request, form: Form) -> None:
        super().__init__(request)
        self.form = form
        self.lang = pages.lang_of(request, dict(request.query_params))


async def _enter(request: Request) -> PageCall:
    visitors.enter(request)
    # Once for all: a route may be run again.
    call = PageCall(request, await _form(request))
    queries.check(request, call.lang)
    return call


def _refuse(request: Request, fault: Exception) -> Response | None:
    lang = pages.lang_of(request, dict(request.query_params))
    if isinstance(fault, ValidationError):
        fault = bodies.as_refusal(dict(fault.errors()[0]), lang)
    if not isinstance(fault, Refused):
        return None
    visitors.note(request, fault)
    text = pages.Texts(lang, TEXTS)
    status = fault.entry.status if fault.entry.oauth else 400
    told = {"title": text("cannot"), "message": fault.message(lang), "error": fault.entry.oauth or fault.entry.code}
    return pages.drawn("message", text, status, **told)


PageRouter = partial(routing.Router, Ladder(_enter, _refuse))
router = PageRouter()


@router.get("/connections/social/{identifier}")
async def authorize_by_social(call: Call, identifier: str, app_id: Text = "", redirect_url: Text = "") -> Response:
    """Shows whom the provider knows. Documented: social.authorize."""
    carried = Carried(app_id, identifier, redirect_url, _opener(call.request))
    with call.begin(app_id=app_id or None) as ctx:
        return _shown(call, ctx, carried, providers.find(ctx, identifier))


@router.get("/connections/{protocol}/init")
async def init_enterprise_connection(
    call: Call,
    protocol: str,
    app_id: Text = "",
    client_id: Text = "",
    identifier: Text = "",
    state: Text = "",
    redirect_url: Text = "",
) -> Response:
    """Shows whom a company's provider knows. In Guard and authing-js-sdk: enterprise.authorize."""
    app_id = app_id or client_id
    with call.begin(app_id=app_id or None) as ctx:
        if identifier or not state:
            connection, referer = providers.find(ctx, identifier, () if identifier else (protocol,)), ""
        else:
            connection, referer = providers.announced(ctx, state)
        opener = _opener(call.request) or _origin_of(referer)
        carried = Carried(app_id, providers.name_of(connection), redirect_url, opener)
        return _shown(call, ctx, carried, connection)


@router.post("/connections/social/{identifier}")
async def log_in_by_social(call: PageCall, identifier: str) -> Response:
    """Logs in who was chosen, and tells the page that asked."""
    del identifier  # the form says it, as it does for the other page
    return _log_in(call, _SOCIAL)


@router.post("/connections/{protocol}/init")
async def log_in_by_enterprise(call: PageCall, protocol: str) -> Response:
    """Logs in who was chosen, and tells the page that asked."""
    del protocol
    return _log_in(call, _ENTERPRISE)


def _shown(call: Call, ctx: Context, carried: Carried, connection: SocialConnection) -> Response:
    _check(ctx, carried)
    people = [{"openid": each.openid, "name": _name(each)} for each in providers.people(connection)]
    values = {"name": connection_shapes.shown_name(connection), "people": people, "fields": carried.fields}
    return _page(call, "connection", **values)


def _log_in(call: PageCall, event: str) -> Response:
    form = call.form
    carried = Carried(form.app_id, form.identifier, form.redirect_url, _origin_of(form.opener))
    with call.begin(app_id=form.app_id or None) as ctx:
        _check(ctx, carried)
        person = providers.chosen(providers.find(ctx, form.identifier), form.person)
        if not carried.redirect_url and not (_may_be_told(ctx, carried.opener) or (form.agreed and carried.opener)):
            fields = {**replace(carried, opener="").fields, "person": person.openid}
            return _page(
                call, "connection_ask", name=_name(person) or person.openid, opener=carried.opener, fields=fields
            )
        message, cookie = _outcome(call, ctx, person)
        if carried.redirect_url:
            response: Response = RedirectResponse(_with_outcome(carried.redirect_url, message), 303, _NO_STORE)
        else:
            response = _told(message | {"event": {"source": "authing", "eventType": event}}, carried.opener)
        return cookies.remember(call.request, response, cookie)


def _check(ctx: Context, carried: Carried) -> None:
    """Refuses whoever may not log in anybody, and a URL that is none of the application's."""
    if not ctx.may_steer:
        raise Refused(oauth.CONTROL_TOKEN_NEEDED)
    if carried.redirect_url:
        clients.check_redirect(ctx, carried.redirect_url, ctx.app.redirect_uris, "redirectUris")


def _outcome(call: Call, ctx: Context, person: Person) -> tuple[dict[str, Any], str | None]:
    """What the page that asked is told, and the session's cookie. A refusal is told as REST v2 would answer it."""
    try:
        who = session.open_session(ctx, admission.admit(ctx, social.log_in(ctx, person)), in_browser=True)
    except Refused as refused:
        answer = bytes(face.refusal(refused, call.lang).body)
        told = orjson.loads(answer)
        data = {"data": told["data"]} if "data" in told else {}
        return {"code": told["code"], "message": answer.decode(), **data}, None
    user = shapes.logged_in(call, who)
    return {"code": 200, "message": texts.LOGGED_IN.in_lang(call.lang), "data": user}, who.cookie


def _told(message: dict[str, Any], origin: str) -> Response:
    policy = content_security_policy(pages.hash_of_telling())
    return HTMLResponse(
        pages.telling("genauth-mock", message, origin), headers=_NO_STORE | {"content-security-policy": policy}
    )


def _with_outcome(url: str, message: dict[str, Any]) -> str:
    """The URL with the outcome in its query, as @authing/weixin-official-account reads it."""
    said = {"code": str(message["code"]), "message": message["message"]}
    if "data" in message:
        said["data"] = orjson.dumps(message["data"]).decode()
    before, mark, fragment = url.partition("#")
    return f"{before}{'&' if '?' in before else '?'}{urlencode(said, quote_via=quote)}{mark}{fragment}"


def _page(call: Call, template: str, **values: Any) -> Response:
    action = f"{quote(call.request.scope['path'])}?lang={call.lang}"
    return pages.drawn(template, pages.Texts(call.lang, TEXTS), action=action, **values)


async def _form(request: Request) -> Form:
    sent = await bodies.read(request) if request.scope["method"] == "POST" else b""
    if queries.has_too_many_fields(sent):
        raise Refused(oauth.INVALID_REQUEST, field="body", detail=f"at most {queries.MOST_FIELDS} parameters")
    return Form.model_validate(dict(parse_qsl(sent.decode("utf-8", "replace"), keep_blank_values=True)))


def _name(person: Person) -> str | None:
    """What the button of somebody says."""
    told = (person.profile.get(name) for name in ("nickname", "name", "username", "email"))
    return next((each for each in told if isinstance(each, str) and each), None)


def _may_be_told(ctx: Context, opener: str) -> bool:
    origin = urls.read_origin(opener)
    return origin is not None and origins.is_known(ctx.settings, ctx.app, origin)


def _opener(request: Request) -> str:
    """The origin of the page that opened this one."""
    return _origin_of(tenancy.header(request, b"referer"))


def _origin_of(url: str) -> str:
    """The origin of a page; empty for what is none, and for what no message can be sent to."""
    read = urls.read(url)
    return read.origin if read is not None and (read.is_web or read.is_loopback) else ""
