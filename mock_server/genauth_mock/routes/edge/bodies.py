"""Request bodies: how every face reads JSON, and how a wrong one is told in plain words."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from functools import cache
from typing import Annotated, Any, ClassVar

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator
from pydantic.alias_generators import to_camel
from starlette.requests import ClientDisconnect, Request

from genauth_mock import errors
from genauth_mock.documents.field_types import LONGEST_TEXT, without_control_characters
from genauth_mock.errors import Refused
from genauth_mock.kit import json_values, problems

# What was read of a request, for whoever has to tell others of it.
BODY = "genauth_mock.body"
LARGEST_BODY = 1024 * 1024
_LARGEST_DRAINED = 64 * 1024 * 1024

Chunks = AsyncGenerator[bytes, None]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(without_control_characters)]
Required = Annotated[Text, StringConstraints(min_length=1)]


class Body(BaseModel):
    """A request body. Keys are camelCase; what the model does not know is kept aside, for a pool that is strict."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow", validate_by_name=False)

    # SDKs write null for what an app leaves out. Where null means something (clear this field), a body says False.
    null_is_nothing: ClassVar[bool] = True

    @model_validator(mode="before")
    @classmethod
    def _as_on_the_wire(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if cls.null_is_nothing and None in value.values():
            value = {key: each for key, each in value.items() if each is not None}
        # pydantic would keep a key `given_name` beside `givenName`, as if it were the field.
        if not cls._own_names().isdisjoint(value):
            return {key: each for key, each in value.items() if key not in cls._own_names()}
        return value

    @classmethod
    @cache
    def _own_names(cls) -> frozenset[str]:
        """What the fields are called here and not on the wire."""
        return frozenset(name for name, field in cls.model_fields.items() if field.alias != name)

    def unknown_field(self) -> str | None:
        """The first key that the model does not know."""
        return next(iter(self.model_extra or ()), None)


async def read(request: Request, limit: int = LARGEST_BODY) -> bytes:
    """The body, which may be asked for twice: a face looks into it, then its route. Refuses 413 above the limit, after
    having read on, so that the client gets to see the answer.
    """
    known: bytes | None = request.scope.get(BODY)
    if known is not None and len(known) <= limit:
        return known
    chunks, size, more = [], 0, True
    while more and size <= max(limit, _LARGEST_DRAINED):
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(chunk)
        if size <= limit:
            chunks.append(chunk)
    if size > limit:
        raise Refused(errors.BODY_TOO_LARGE)
    body = request.scope[BODY] = b"".join(chunks)
    return body


def parse_json(body: bytes, lang: str = "en") -> Any:
    """The JSON in a body; nothing at all is an empty object. Refuses 400."""
    if not body.strip():
        return {}
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        found = _unfit_in(body)
        if found is None or found[1]:
            raise Refused(errors.BODY_NOT_JSON) from fault
        detail = "it holds half of a surrogate pair" if lang == "en" else "含有不成对的代理字符"
        raise Refused(errors.INVALID_PARAMETER, field=found[0] or "body", detail=detail) from fault
    # Only an escape can say it: a zero byte itself is no JSON.
    if b"\\u0000" in body and (found := json_values.place_of_unfit(value)):
        raise Refused(errors.CONTROL_CHARACTERS, field=found[0] or "body")
    return value


def _unfit_in(body: bytes) -> tuple[str, bool] | None:
    """Where a body that is JSON otherwise holds a lone surrogate, which no UTF-8 can carry, see `json_values`."""
    if b"\\ud" not in body and b"\\uD" not in body:
        return None
    try:
        return json_values.place_of_unfit(json.loads(body.decode()))
    except (ValueError, RecursionError):
        return None


def json_in_text(text: str, field: str, lang: str) -> Any:
    """The JSON in a text that stands in a field. Refuses 400, which names the field."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        detail = "it is not the text of a JSON value" if lang == "en" else "不是合法的 JSON 文本"
        raise Refused(errors.INVALID_PARAMETER, field=field, detail=detail) from fault
    if found := json_values.place_of_unfit(value):
        raise Refused(errors.CONTROL_CHARACTERS, field=f"{field}.{found[0]}".removesuffix("."))
    return value


async def json_object(request: Request, lang: str, limit: int = LARGEST_BODY) -> dict[str, Any]:
    """The JSON object in the body, whatever its Content-Type says. Refuses 400 for what is none, 413."""
    value = parse_json(await read(request, limit), lang)
    if not isinstance(value, dict):
        raise Refused(errors.BODY_NOT_OBJECT)
    return value


def as_refusal(error: dict[str, Any], lang: str) -> Refused:
    """One of pydantic's findings as a refusal 400."""
    field, detail = problems.finding(error, lang)
    return Refused(errors.INVALID_PARAMETER, field=field, detail=detail)
