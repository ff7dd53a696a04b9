"""How OpenID Connect is spoken: parameters in a query, form or JSON; `{error, error_description}` with HTTP 400 or 401.

Mobile SDKs write forms by hand: colons, slashes and blanks come as they are, and Flutter sends JSON here and there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.documents.field_types import has_control_characters, without_control_characters
from genauth_mock.errors import Refused, oauth
from genauth_mock.routes.edge import (
    answers,
    bodies,
    client_credentials,
    cookies,
    queries,
    routing,
    sent_passwords,
    tenancy,
)
from genauth_mock.routes.edge.routing import Ladder
from genauth_mock.rules.oidc.clients import Credentials
from genauth_mock.steering.faults import Forced

_HEADERS = {**answers.JSON, "pragma": "no-cache"}
_RAW_HEADERS = answers.raw(_HEADERS)
# What no route takes is told by its number first.
_UNROUTED = re.compile(rb'\{"code":(\d{3}),')
_ERROR = re.compile(rb'\s*\{\s*"error"\s*:\s*"([\w-]{1,100})"')
_LONGEST = 16_384
_MAY_BE_LONG = {"state"}  # it has a bound of its own, which is told by the redirect


class Call:
    """One request of this face. `params` is the query with the body over it; `repeated` names what came twice."""

    __slots__ = ("credentials", "params", "repeated", "request", "token")

    def __init__(self, request: Request, params: dict[str, str], repeated: set[str]) -> None:
        self.request, self.params, self.repeated = request, params, repeated
        self.token = tenancy.token_of(request)
        self.credentials = Credentials(None)

    @property
    def cookie(self) -> str | None:
        """The browser's session cookie."""
        return cookies.cookie_of(self.request)

    @property
    def lang(self) -> str:
        """`zh` or `en`, as the SDKs' header says."""
        return tenancy.lang_of(self.request)

    @property
    def base_url(self) -> str:
        """The URL under which the client reaches this server."""
        return tenancy.base_url_of(self.request)

    def param(self, name: str) -> str | None:
        """A parameter. None where it is missing or empty; refuses invalid_request where it was sent twice."""
        if name in self.repeated:
            raise Refused(oauth.INVALID_REQUEST, field=name, detail="it is repeated")
        return self.params.get(name) or None

    def needed(self, name: str) -> str:
        """A parameter that must be there. Refuses invalid_request."""
        value = self.param(name)
        if value is None:
            raise Refused(oauth.INVALID_REQUEST, field=name, detail="it is missing")
        return value

    def begin(
        self, *, token: str | None = None, app_id: str | None = None, is_for_client: bool = False
    ) -> AbstractContextManager[Context]:
        """The call's transaction and context. The pool is the client's, else the token's.

        With `is_for_client` the client may also be an access key of the pool.
        """
        app_id = app_id or self.credentials.client_id
        return tenancy.open_call(self.request, "en", app_id=app_id, token=token, or_access_key=is_for_client)

    def read_credentials(self) -> Credentials:
        """What the client says of itself, see `client_credentials.sent_by`."""
        found = client_credentials.sent_by(self.request, self.param("client_id"), self.param("client_secret"))
        self.credentials = found
        return found

    def password(self, sent: str) -> str:
        """The plain password behind what the client sent, see `sent_passwords.opened`."""
        return sent_passwords.opened(self.request, sent)


async def read(request: Request) -> Call:
    """The request with its parameters. Refuses invalid_request for what cannot be read."""
    params, repeated = _form(request.scope["query_string"])
    if request.scope["method"] == "POST":
        body = await bodies.read(request)
        is_json = b"json" in tenancy.header(request, b"content-type").encode() or body.lstrip()[:1] == b"{"
        more, twice = _json(body) if is_json else _form(body)
        params, repeated = params | more, (repeated - more.keys()) | twice
    # All at once, since hardly any has something wrong.
    together = "".join((*params, *params.values()))
    if len(together) > _LONGEST or has_control_characters(together):
        for name, value in params.items():
            _check(name, value)
    return Call(request, params, repeated)


def _form(encoded: bytes) -> tuple[dict[str, str], set[str]]:
    if not encoded:
        return {}, set()
    if queries.has_too_many_fields(encoded):
        raise _too_many()
    if b"%" not in encoded and b"+" not in encoded and encoded.isascii():
        # Most forms hold nothing to decode, and then this takes a tenth of the time.
        pairs = [(name, value) for name, _, value in (each.partition("=") for each in encoded.decode().split("&"))]
        return _unique(pairs)
    try:
        pairs = parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict")
    except ValueError:
        raise Refused(oauth.INVALID_REQUEST, field="body", detail="not UTF-8") from None
    return _unique(pairs)


def _too_many() -> Refused:
    detail = f"at most {queries.MOST_FIELDS} parameters"
    return Refused(oauth.INVALID_REQUEST, field="parameters", detail=detail)


def _unique(pairs: list[tuple[str, str]]) -> tuple[dict[str, str], set[str]]:
    """The parameters, and the names of those that came more than once."""
    params = dict(pairs)
    if len(params) == len(pairs):
        return params, set()
    return params, {name for name, count in Counter(name for name, _ in pairs).items() if count > 1}


def _json(body: bytes) -> tuple[dict[str, str], set[str]]:
    value = bodies.parse_json(body)
    if not isinstance(value, dict):
        raise Refused(errors.BODY_NOT_OBJECT)
    if len(value) > queries.MOST_FIELDS:
        raise _too_many()
    for name, each in value.items():
        if each is not None and not isinstance(each, str):
            raise Refused(oauth.INVALID_REQUEST, field=name, detail="it must be a string")
    return {name: each for name, each in value.items() if each is not None}, set()


def _check(name: str, value: str) -> None:
    if len(value) > _LONGEST and name not in _MAY_BE_LONG:
        raise Refused(oauth.INVALID_REQUEST, field=name[:100], detail=f"at most {_LONGEST} characters")
    try:
        without_control_characters(name)
        without_control_characters(value)
    except ValueError as fault:
        raise Refused(oauth.INVALID_REQUEST, field=ascii(name[:100])[1:-1], detail=str(fault)) from None


def answer(value: Any) -> Response:
    """A success."""
    return answers.Success(value, _RAW_HEADERS)


def refusal(refused: Refused) -> Response:
    """A refusal in this face's form. One of the account rules (wrong password, locked …) is an invalid grant."""
    entry = refused.entry
    error, status = entry.oauth, entry.status
    if not error:
        about_account = entry.status in (401, 403, 404, 409, 422, 429, 499, 603)
        error, status = ("invalid_grant" if about_account else "invalid_request"), 400
    if entry is errors.APP_NOT_FOUND:
        error, status = "invalid_client", 401
    if entry is errors.BODY_TOO_LARGE:
        status = 413
    return _error(error, refused.message("en"), status, {})


def _error(error: str, text: str, status: int, more: Mapping[str, Any]) -> Response:
    headers = dict(_HEADERS)
    description = text.encode("ascii", "backslashreplace").decode()
    if error in ("invalid_token", "insufficient_scope"):
        headers["www-authenticate"] = f'Bearer error="{error}", error_description="{_quoted(description)}"'
    elif status == 401:
        headers["www-authenticate"] = 'Basic realm="genauth-mock"'
    return Response(orjson.dumps({"error": error, "error_description": description} | dict(more)), status, headers)


async def forced(_request: Request, wanted: Forced) -> Response:
    """The answer that a fault gives, in this face's form. What it carries is the answer, or stands in the error."""
    if wanted.is_success:
        return Response(orjson.dumps({} if wanted.data is None else wanted.data), wanted.http_status or 200, _HEADERS)
    status = wanted.http_status or (refusal(Refused(wanted.entry)).status_code if wanted.entry else 400)
    carried = wanted.data if isinstance(wanted.data, dict) else {}
    return _error(error_of(wanted), wanted.text("en"), status, {"code": wanted.code, **carried})


def error_of(wanted: Forced, otherwise: str = "invalid_request") -> str:
    """What OAuth calls the error of a fault, and how one is told that it has no name for."""
    if isinstance(wanted.code, str):
        return wanted.code
    return (wanted.entry.oauth if wanted.entry else "") or otherwise


def _quoted(text: str) -> str:
    return text.replace("\\", "").replace('"', "'")


def print_refusal(_request: Request, refused: Refused) -> Response:
    """A refusal in this face's form."""
    return refusal(refused)


def unrouted(request: Request, refused: Refused) -> Response:
    """Why no route takes a request: in this face's form, and as every face says it."""
    entry, lang = refused.entry, tenancy.lang_of(request)
    said = {"error": "invalid_request", "error_description": refused.message("en")}
    headers = {**_HEADERS, "x-mock-unimplemented": "true"} if entry is errors.NOT_IMPLEMENTED else _HEADERS
    body = {
        "code": entry.code,
        "message": refused.message(lang),
        "statusCode": entry.code,
        "apiCode": entry.code,
        **said,
    }
    return Response(orjson.dumps(body), entry.status, headers)


def code_of(body: bytes) -> str | None:
    """The error that an answer names, or the number where no route takes the request."""
    found = _ERROR.match(body) or _UNROUTED.match(body)
    return found[1].decode() if found else None


def _refuse(request: Request, fault: Exception) -> Response | None:
    if not isinstance(fault, Refused):
        return None
    note_remark(request, fault)
    return refusal(fault)


def note_remark(request: Request, refused: Refused) -> None:
    """Keeps for the journal what a rule remarks of the client."""
    if refused.remark:
        request.scope[tenancy.REMARK] = refused.remark


# The routes of a topic of this face: `router = Router()`.
Router = partial(routing.Router, Ladder(read, _refuse))
