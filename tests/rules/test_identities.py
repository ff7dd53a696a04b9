"""Who is meant by a name or an address, and whether it is taken."""

from __future__ import annotations

import pytest
from genauth_mock.rules import identities, register
from genauth_mock.rules.identities import Identity

from tests.rules.conftest import Pool

USER = {"username": "ci", "email": "a+b@x.test", "phone": "13800138000", "externalId": "x-1"}
ABROAD = {"username": "abroad", "phone": "5551234567", "phoneCountryCode": "+1"}


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        *(({"username": "ci"}, True), ({"username": "CI"}, False), ({"username": "nobody"}, False)),
        *(({"email": "A+B@X.test"}, True), ({"email": "b@x.test"}, False), ({"email": "x"}, False)),
        *(({"phone": "13800138000"}, True), ({"phone": "+8613800138000"}, True), ({"phone": "1"}, False)),
        *(({"phone": "13800138000", "country_code": "86"}, True), ({"phone": "13900139000"}, False)),
        *(({"phone": "5551234567"}, False), ({"phone": "5551234567", "country_code": "+1"}, True)),
        *(({"external_id": "x-1"}, True), ({"external_id": "x-2"}, False), ({}, False)),
        ({"phone": "13900139000", "username": "ci"}, False),
    ],
    ids=str,
)
def test_the_first_of_what_is_given_is_taken_or_not(a_pool: Pool, asked: dict[str, str], taken: bool) -> None:
    ctx = a_pool(users=[USER, ABROAD])
    assert identities.is_taken(ctx, **asked) is taken
    assert identities.is_taken(a_pool(), **asked) is False


def test_a_number_of_two_countries_is_the_one_at_home_where_nothing_says_which(a_pool: Pool) -> None:
    ctx = a_pool(users=[ABROAD, {"username": "at home", "phone": "5551234567"}])
    for country_code, username in ((None, "at home"), ("+86", "at home"), ("+1", "abroad")):
        user = identities.find(ctx, Identity("phone", "5551234567", country_code))
        assert user is not None and user.username == username


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        *(("email", "A+B@x.test", "ci"), ("phone", "13800138000", "ci"), ("username", "ci", "ci")),
        *(("email", "ci", None), ("phone", "ci", None), ("username", "13800138000", None)),
        *(("company", "Steel", "Steel"), ("company", "Iron", None)),
    ],
)
def test_a_user_is_found_by_a_field_that_one_can_register_by(
    a_pool: Pool, field: str, value: str, found: str | None
) -> None:
    ctx = a_pool(users=[USER])
    register.by_field(ctx, "company", "company", "Steel", "111111")
    user = identities.of_field(ctx, field, value)
    assert (user.username if user else None) == found


@pytest.mark.parametrize(
    ("identity", "found"),
    [
        (Identity("account", "ci"), "ci"),
        (Identity("account", "5551234567"), "abroad"),
        (Identity("account", "+15551234567"), "abroad"),
        (Identity("phone", "555-123-4567", "1"), "abroad"),
        (Identity("phone", "ci"), None),
        (Identity("phone", "ci", "+86"), None),
        (Identity("email", "ci"), None),
        (Identity("username", "13800138000"), None),
    ],
    ids=str,
)
def test_of_a_kind_that_is_named_only_that_kind_is_meant(a_pool: Pool, identity: Identity, found: str | None) -> None:
    user = identities.find(a_pool(users=[USER, ABROAD]), identity)
    assert (user.username if user else None) == found
