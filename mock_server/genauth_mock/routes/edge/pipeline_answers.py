"""What a pipeline may answer. Documented: Pipeline guide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import ValidationError

from genauth_mock.documents.user_document import UserProfile
from genauth_mock.kit import json_values, problems
from genauth_mock.kit.posting import Reply
from genauth_mock.rules.pipelines import Answer


class UnusableError(Exception):
    """What was answered cannot be used, and why."""


def read(reply: Reply) -> Answer:
    """What a pipeline has answered. Raises UnusableError. What it says of a user besides the profile is passed over."""
    if not 200 <= reply.status < 300:
        raise UnusableError(f"it answered HTTP {reply.status}")
    try:
        said = orjson.loads(reply.body) if reply.body.strip() else {}
    except orjson.JSONDecodeError:
        raise UnusableError("its answer is no JSON, or longer than 64 kB") from None
    if not isinstance(said, dict):
        raise UnusableError("its answer is no JSON object")
    try:
        json_values.checked(said)
    except ValueError as fault:
        raise UnusableError(f"its answer cannot be used: {fault}") from None
    error = said.get("error")
    if not isinstance(error, str | None):
        raise UnusableError("error must be a text")
    user = _object(said, "user")
    return Answer(error or None, _profile(user), _object(user, "customData"), _object(said, "claims"))


def _object(said: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = said.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UnusableError(f"{name} must be an object")
    return value


def _profile(user: Mapping[str, Any]) -> dict[str, Any]:
    known = {str(each.alias) for each in UserProfile.model_fields.values()}
    try:
        profile = UserProfile.model_validate({name: value for name, value in user.items() if name in known})
    except ValidationError as fault:
        name, message = problems.first(UserProfile, fault)
        raise UnusableError(f"user.{name}: {message}") from None
    return profile.model_dump(exclude_unset=True)
