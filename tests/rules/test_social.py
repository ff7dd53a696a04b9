"""Whose an identity at a provider is, without HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.kit.addresses import Address
from genauth_mock.rules import session
from genauth_mock.rules.connections import identity_binding, linking, providers, social
from genauth_mock.rules.connections.providers import Person
from genauth_mock.store import user_identities
from genauth_mock.store.users import User

from tests.rules.conftest import CI, MAIL, PHONE, Pool, change, code_to, refused, user_called, users_of

WEI: dict[str, Any] = {"openid": "wei", "nickname": "Wei"}


def a_connection(*profiles: dict[str, Any], **more: Any) -> dict[str, Any]:
    people = [{"code": f"c{n}", "accessToken": f"t{n}", "profile": each} for n, each in enumerate(profiles)]
    return {"type": "wechat:mobile", "id": "conn", "identities": people, **more}


@pytest.fixture
def wechat(a_pool: Pool) -> Context:
    """A pool with WeChat, which knows Wei and somebody with the addresses of CI, and with the user CI."""
    known = a_connection(WEI, {"openid": "ci", "email": MAIL}, {"openid": "both", "email": "x@x.test", "phone": PHONE})
    other = {"username": "other", "email": "x@x.test"}
    return a_pool(connections=[known, {"type": "github", "id": "git"}], users=[CI, other])


def person(ctx: Context, code: str = "c0") -> Person:
    return providers.by_code(providers.find(ctx, "conn"), code)


def openids(ctx: Context, user: User) -> list[str]:
    return [each.openid for each in user_identities.of_user(ctx.db, ctx.pool_id, user.id)]


@pytest.mark.parametrize(
    ("name", "types", "found"),
    [
        *(("conn", (), "conn"), ("wechat-mobile", (), "conn"), ("conn", ("wechat:mobile",), "conn")),
        *((None, ("github", "wechat:mobile"), "conn"), ("conn", ("wechat:pc",), "conn"), ("", ("github",), "git")),
        *(("conn", ("github",), None), (None, ("wechat:pc",), None), ("x", (), None), (None, (), None)),
    ],
)
def test_a_connection_is_found_by_its_name_or_by_its_type(
    wechat: Context, name: str | None, types: tuple[str, ...], found: str | None
) -> None:
    if found:
        assert providers.find(wechat, name, types).id == found
    else:
        with refused(errors.CONNECTION_NOT_FOUND):
            providers.find(wechat, name, types)


def test_a_code_is_no_token_and_what_is_nobodys_is_refused(wechat: Context) -> None:
    connection = providers.find(wechat, "conn")
    assert providers.by_token(connection, "t0") == providers.chosen(connection, "wei") == person(wechat)
    for ask in (providers.by_code, providers.by_token, providers.chosen):
        for secret in ("x", ""):
            with refused(errors.IDENTITY_NOT_PROVED):
                ask(connection, secret)
    with refused(errors.IDENTITY_NOT_PROVED):
        providers.by_code(connection, "t0")


def test_somebody_unknown_becomes_a_user_once(wechat: Context) -> None:
    user = social.log_in(wechat, person(wechat))
    assert (user.nickname, user.register_source, user.openid) == ("Wei", ["social:wechat:mobile"], "wei")
    assert social.log_in(wechat, person(wechat), asks=True).id == user.id and users_of(wechat) == 3


def test_whose_address_the_provider_tells_gets_the_identity(wechat: Context) -> None:
    user = social.log_in(wechat, person(wechat, "c1"))
    assert user.username == "ci" and openids(wechat, user) == ["ci"] and users_of(wechat) == 2


def test_two_owners_of_the_addresses_are_asked_about(wechat: Context) -> None:
    with refused(errors.BIND_CHOSEN_ACCOUNT) as told:
        social.log_in(wechat, person(wechat, "c2"))
    data = told.value.data or {}
    accounts: Any = data["accounts"]
    assert [each["username"] for each in accounts] == ["ci", "other"]
    key = str(data["key"])
    with refused(errors.BIND_CHOSEN_ACCOUNT):
        identity_binding.create(wechat, key)
    with refused(errors.USER_NOT_FOUND):
        identity_binding.by_choice(wechat, key, "nobody")
    assert identity_binding.by_choice(wechat, key, accounts[1]["id"]).username == "other"
    with refused(errors.BINDING_KEY_INVALID):
        identity_binding.by_choice(wechat, key, accounts[1]["id"])


def _key(ctx: Context) -> str:
    with refused(errors.BIND_OR_CREATE_ACCOUNT) as told:
        social.log_in(ctx, person(ctx), asks=True)
    return str((told.value.data or {})["key"])


def test_a_question_is_answered_by_a_password_a_code_or_a_new_user(wechat: Context) -> None:
    ci = user_called(wechat)
    for n in range(3):
        key = _key(wechat)
        if n == 0:
            with refused(errors.CREDENTIALS_WRONG):
                identity_binding.by_password(wechat, key, "ci", "wrong")
            bound = identity_binding.by_password(wechat, key, "ci", "111111")
        elif n == 1:
            address = Address.of_email(MAIL)
            bound = identity_binding.by_code(wechat, key, address, code_to(wechat, address))
        else:
            bound = identity_binding.create(wechat, key)
        assert openids(wechat, bound) == ["wei"] and (bound.id == ci.id) == (n < 2)
        user_identities.forget(wechat.db, wechat.pool_id, bound.id)


def test_a_bind_only_connection_makes_nobody(a_pool: Pool) -> None:
    known = a_connection(WEI, bindOnly=True)
    ctx = a_pool(connections=[known], users=[CI])
    with refused(errors.BIND_EXISTING_ACCOUNT) as told:
        social.log_in(ctx, person(ctx))
    with refused(errors.BIND_EXISTING_ACCOUNT):
        identity_binding.create(ctx, str((told.value.data or {})["key"]))
    assert users_of(ctx) == 1


def test_a_locked_user_and_one_who_must_choose_a_password_get_no_identity(wechat: Context) -> None:
    key = _key(wechat)
    ci = change(wechat, user_called(wechat), blocked=True)
    with refused(errors.USER_LOCKED):
        identity_binding.by_password(wechat, key, "ci", "111111")
    change(wechat, ci, blocked=False, reset_password_on_first_login=True)
    with refused(errors.FIRST_LOGIN_RESET):
        identity_binding.by_password(wechat, key, "ci", "111111")
    assert openids(wechat, ci) == []
    change(wechat, ci, reset_password_on_first_login=False)
    assert openids(wechat, identity_binding.by_password(wechat, key, "ci", "111111")) == ["wei"]


def test_another_pools_key_and_one_whose_time_is_over_are_refused(wechat: Context, a_pool: Pool) -> None:
    key = _key(wechat)
    with refused(errors.BINDING_KEY_INVALID):
        identity_binding.create(a_pool(), key)
    wechat.now += 600_000
    with refused(errors.BINDING_KEY_INVALID):
        identity_binding.create(wechat, key)


def test_identities_move_from_one_user_to_another(wechat: Context) -> None:
    primary, wei = user_called(wechat), social.log_in(wechat, person(wechat))
    tokens = [session.open_session(wechat, each).token for each in (primary, wei)]
    assert linking.link(wechat, *tokens).user.id == primary.id
    assert openids(wechat, primary) == ["wei"] and openids(wechat, wei) == []
    with refused(errors.OAUTH_READ_FAILED):
        linking.link(wechat, *tokens)
    with refused(errors.OAUTH_ACCOUNT_TAKEN):
        linking.link(wechat, tokens[0], tokens[0])
    with refused(errors.LINK_TOKEN_INVALID):
        linking.link(wechat, tokens[0], "x")
    social.bound(wechat, person(wechat, "c1"), wei)
    with refused(errors.OAUTH_ALREADY_BOUND):
        linking.link(wechat, *tokens)


def test_the_last_way_to_log_in_is_not_taken_away(wechat: Context) -> None:
    wei = social.log_in(wechat, person(wechat))
    with refused(errors.ONLY_LOGIN_METHOD):
        linking.unlink(wechat, wei, "wechat")
    with refused(errors.OAUTH_NOT_BOUND):
        linking.unlink(wechat, wei, "github")
    linking.unlink(wechat, change(wechat, wei, email="wei@x.test"), "wechat:mobile")
    assert openids(wechat, wei) == []
