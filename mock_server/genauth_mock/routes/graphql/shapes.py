"""How GraphQL prints what it gives. A field that is not asked for costs nothing but its place here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import orjson

from genauth_mock.kit import clock
from genauth_mock.rules.connections import providers
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store.custom_fields import CustomField
from genauth_mock.store.user_identities import UserIdentity
from genauth_mock.store.user_pools import public_id
from genauth_mock.store.users import arn

_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TIMES = ("lastLogin", "signedUp", "createdAt", "updatedAt")
# What the mock does not keep of a user, or does not tell.
_NOTHING = ("password", "oauth", "mainDepartmentId", "mainDepartmentCode", "expiredAt", "directManagement")


@cache
def _columns() -> dict[str, str]:
    """The fields of a user that are columns, by their names in the schema."""
    from graphql import GraphQLObjectType  # noqa: PLC0415 - GraphQL's library, for whoever speaks it

    from genauth_mock.routes.graphql.schema import schema  # noqa: PLC0415 - as above

    of = schema().type_map["User"]
    assert isinstance(of, GraphQLObjectType), "the SDL has it"
    made = {"arn", "userPoolId", "token", "tokenExpiredAt", "isDeleted", "identities", "customData", "newlyCreated"}
    return {name: _WORDS.sub("_", name).lower() for name in of.fields if name not in {*made, *_TIMES, *_NOTHING}}


def user(who: LoggedIn, custom: Sequence[tuple[CustomField, Any]], has: Sequence[UserIdentity]) -> dict[str, Any]:
    """A user who is logged in, with the token that SDKs take over."""
    row = who.user
    pool_id = public_id(row.user_pool_id)
    return {
        **{name: getattr(row, column) for name, column in _columns().items()},
        **{name: _time(getattr(row, _WORDS.sub("_", name).lower())) for name in _TIMES},
        "arn": arn(row),
        "userPoolId": pool_id,
        "token": who.token,
        "tokenExpiredAt": _time(who.expires_at),
        "isDeleted": False,
        "identities": [_identity(each) for each in has],
        "customData": [_custom(field, value) for field, value in custom],
        # Recorded nowhere: whether this very login has made the user is a guess by the count of logins.
        "newlyCreated": row.logins_count == 1,
    }


def _identity(row: UserIdentity) -> dict[str, Any]:
    """An identity at a provider."""
    return {
        "openid": row.openid,
        "userIdInIdp": row.openid,
        "userInfoInIdp": orjson.dumps(row.profile).decode(),
        "userId": row.user_id,
        "connectionId": row.connection_id,
        "isSocial": not providers.is_enterprise(row.connection_type),
        "provider": providers.provider_of(row.connection_type),
        "userPoolId": public_id(row.user_pool_id),
        "type": providers.subject_name(row.profile) or "openid",
        "extIdpId": row.connection_id,
    }


def _time(at_ms: int | None) -> str | None:
    """A time as it was recorded here: without milliseconds, and with its offset."""
    return None if at_ms is None else f"{clock.iso(at_ms)[:19]}+00:00"


def _custom(field: CustomField, value: Any) -> dict[str, Any]:
    """A custom field's value; all but texts are written as JSON, which SDKs read again by the type."""
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return {"key": field.key, "value": text, "label": field.label, "dataType": field.data_type}
