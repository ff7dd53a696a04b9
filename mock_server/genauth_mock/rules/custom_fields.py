"""Custom data: which values a user's own keys may have. Documented: getCustomUserData, setCustomUserData."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.documents.field_types import CONTROL_CHARACTER
from genauth_mock.errors import Refused
from genauth_mock.kit import clock
from genauth_mock.rules import webhooks
from genauth_mock.store import custom_fields, users
from genauth_mock.store.custom_fields import CustomField

# orjson writes 254 levels, and an answer puts some around a value.
_DEEPEST = 200


def fits(value: object, data_type: str) -> bool:
    """Whether a value has a custom field's type. A DATETIME is ISO 8601 text, or milliseconds since 1970.

    An OBJECT nested too deeply to be written again is none.
    """
    match data_type:
        case "STRING":
            return isinstance(value, str)
        case "NUMBER":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "BOOLEAN":
            return isinstance(value, bool)
        case "OBJECT":
            return isinstance(value, dict | list) and _is_shallow(value)
        case _:
            return _is_time(value)


def has_control_character(value: object) -> bool:
    """Whether a text, or one inside an object, holds a control character other than those that shape text."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if CONTROL_CHARACTER.search(each):
                return True
        elif isinstance(each, dict):
            waiting += [*each.keys(), *each.values()]
        elif isinstance(each, list):
            waiting += each
    return False


def _is_shallow(value: object) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return True
    return False


def _is_time(value: object) -> bool:
    if isinstance(value, str):
        try:
            clock.parse_iso(value)
        except (ValueError, OverflowError):
            return False
        return True
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**14


def defined(ctx: Context) -> Sequence[CustomField]:
    """The pool's custom fields."""
    return custom_fields.of_pool(ctx.db, ctx.pool_id)


def of_user(ctx: Context, user: users.User) -> Sequence[tuple[CustomField, Any]]:
    """The custom fields for which a user has a value, with the values."""
    defined = custom_fields.of_pool(ctx.db, ctx.pool_id)
    return [(each, user.custom_data[each.key]) for each in defined if each.key in user.custom_data]


def set_values(ctx: Context, user: users.User, values: Mapping[str, Any], *, refuse_undefined: bool) -> users.User:
    """Sets a user's custom data and gives the user as he or she is then; null takes a value away.

    A value of the wrong type refuses the whole call (400, by name). An undefined key is left out, or refused where
    the face's clients expect that.
    """
    types = {each.key: each.data_type for each in custom_fields.of_pool(ctx.db, ctx.pool_id)}
    for key, value in values.items():
        if key in types and value is not None and not fits(value, types[key]):
            raise Refused(errors.UDF_WRONG_TYPE, field=key, type=types[key])
        if key in types and has_control_character(value):
            raise Refused(errors.CONTROL_CHARACTERS, field=key)
        if key not in types and refuse_undefined:
            raise Refused(errors.UDF_UNDEFINED, field=key)
    return _set(ctx, user, {key: value for key, value in values.items() if key in types})


def _set(ctx: Context, user: users.User, values: Mapping[str, Any]) -> users.User:
    custom_data = {key: value for key, value in {**user.custom_data, **values}.items() if value is not None}
    users.change(ctx.db, ctx.pool_id, user.id, {"custom_data": custom_data, "updated_at": ctx.now})
    changed = users.reloaded(ctx.db, user)
    tell_changed(ctx, changed, user.custom_data)
    return changed


def set_fitting(ctx: Context, user: users.User, values: Mapping[str, Any]) -> users.User:
    """Sets those values of a user's custom data that are defined and of the right type, and no other."""
    types = {each.key: each.data_type for each in custom_fields.of_pool(ctx.db, ctx.pool_id)}
    fitting = {
        key: value
        for key, value in values.items()
        if key in types and (value is None or (fits(value, types[key]) and not has_control_character(value)))
    }
    return _set(ctx, user, fitting) if fitting else user


def tell_changed(ctx: Context, user: users.User, before: Mapping[str, Any]) -> None:
    """Tells webhooks of each value of a user's custom data that is another than before."""
    for field in custom_fields.of_pool(ctx.db, ctx.pool_id) if ctx.pool.webhook_events else ():
        value = user.custom_data.get(field.key)
        if value != before.get(field.key):
            webhooks.happened(ctx, "user:udv-changed", user=user, field=field, value=value)
