"""How pipelines are asked: outside of every transaction, in a thread, before the call is run once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request

from genauth_mock import errors
from genauth_mock.context import Retraced
from genauth_mock.errors import Refused
from genauth_mock.kit.posting import NoReplyError
from genauth_mock.routes.edge import pipeline_answers, redaction, tenancy
from genauth_mock.routes.edge.bodies import BODY
from genauth_mock.routes.edge.pipeline_answers import UnusableError
from genauth_mock.routes.edge.posting import post
from genauth_mock.routes.edge.queries import has_too_many_fields
from genauth_mock.rules.pipelines import Answer, Asking

# Who changes what a call is about whenever he or she is asked, would be asked for ever.
_MOST_DETOURS = 10
_HEADERS = {"content-type": "application/json", "user-agent": "authing-pipeline"}


async def ask(request: Request, asking: Asking) -> None:
    """Asks a pipeline; the call can be run again then. One that cannot be used is passed over, which the journal
    remarks. Refuses 603 where the call goes another way each time.
    """
    retraced: Retraced = request.scope[tenancy.RETRACED]
    pipeline = asking.pipeline
    if retraced.detours > _MOST_DETOURS:
        why = (
            f"{pipeline.name}: whenever it is asked, somebody changes what the call is about, so there is no end to it"
        )
        request.scope[tenancy.REMARK] = f"pipeline_failed {why}"
        raise Refused(errors.PIPELINE_REFUSED, detail=f"pipeline {why}")
    told = {"user": asking.user, "context": _context(request, asking.about)}
    try:
        seconds = pipeline.timeout_ms / 1000
        reply = await post(tenancy.mock_of(request), pipeline.url, orjson.dumps(told), _HEADERS, seconds)
        answer = pipeline_answers.read(reply)
    except (NoReplyError, UnusableError) as fault:
        request.scope[tenancy.REMARK] = f"pipeline_failed {pipeline.name}: {fault}"
        answer = Answer()
    retraced.answers.append((asking.key, answer))
    retraced.go_back()


def _context(request: Request, about: Mapping[str, Any]) -> dict[str, Any]:
    """What a call is. Documented: context object. What the client has sent as `context` stands beside it."""
    query, body = request.scope["query_string"].decode("latin-1"), request.scope.get(BODY, b"")
    fields = _fields(body)
    client = request.scope.get("client")
    return {
        **_given(fields),
        **about,
        "request": {
            "ip": client[0] if client else "",
            "geo": {},
            "body": redaction.hidden(fields),
            "query": redaction.hidden(dict(parse_qsl(query, keep_blank_values=True))),
        },
    }


def _fields(body: bytes) -> dict[str, Any]:
    if body.lstrip()[:1] == b"{":
        try:
            said: dict[str, Any] = orjson.loads(body)
        except orjson.JSONDecodeError:
            return {}
        return said
    if has_too_many_fields(body):
        return {}
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _given(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The `context` of an app's own, an object or one in a text."""
    options = fields.get("options")
    given = fields.get("context") or (options.get("context") if isinstance(options, dict) else None)
    if isinstance(given, str):
        try:
            given = orjson.loads(given)
        except orjson.JSONDecodeError:
            return {}
    return redaction.hidden(given) if isinstance(given, dict) else {}
