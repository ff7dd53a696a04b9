"""Devices: whose tokens end with them, who is told, and who may not log in on them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jwt
import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.rules import admission, credentials, device_status, devices, session
from genauth_mock.rules.devices import LogoutType, Wanted
from genauth_mock.rules.identities import Identity
from genauth_mock.rules.oidc import grants, tokens
from genauth_mock.rules.oidc.clients import Credentials
from genauth_mock.rules.session import LoggedIn
from genauth_mock.store import images, sessions
from genauth_mock.store.devices import Device
from genauth_mock.store.events import Event

from tests.rules.conftest import CI, Pool, refused, user_called

SCOPE = "openid offline_access"
DAY_MS = 24 * 3600 * 1000


def on(ctx: Context, device_id: str | None) -> Context:
    """A call of a client that names a device."""
    return replace(ctx, device_id=device_id)


def logged_in(ctx: Context, device_id: str | None = None) -> LoggedIn:
    return session.open_session(on(ctx, device_id), user_called(ctx))


def a_device(ctx: Context, unique_id: str = "u1", **about: Any) -> Device:
    return devices.create(ctx, logged_in(ctx), unique_id, about)


def published(ctx: Context) -> list[dict[str, Any]]:
    """What subscribers were told, oldest first."""
    assert {each.code for each in images.rows_of(ctx.db, ctx.pool_id, Event)} <= {"authing.device.force-logout"}
    return [each.data[0] for each in images.rows_of(ctx.db, ctx.pool_id, Event)]


def jti(token: str | None) -> str:
    assert token is not None
    return str(jwt.decode(token, options={"verify_signature": False})["jti"])


def is_alive(ctx: Context, token: str | None) -> bool:
    return sessions.by_id(ctx.db, jti(token)) is not None


def nobody(ctx: Context) -> Credentials:
    """A client without a secret."""
    return Credentials(client_id=ctx.app.id, secret=None)


def test_of_each_session_that_ends_its_app_is_told(ctx: Context) -> None:
    device = a_device(ctx)
    (of_create,) = sessions.of_device(ctx.db, ctx.pool_id, device.user_id, "u1")
    phone = logged_in(ctx, "u1")
    given = grants.by_login_token(ctx, phone.token, SCOPE, confidential=False)
    devices.log_out(ctx, device)
    about = {"appId": ctx.app.id, "userId": device.user_id, "deviceId": "u1", "logoutType": 0}
    assert published(ctx) == [
        {"idTokenId": of_create.id, "accessTokenId": of_create.id, **about},
        {"idTokenId": phone.session_id, "accessTokenId": phone.session_id, **about},
        {"idTokenId": jti(given.id_token), "accessTokenId": jti(given.access_token), **about},
    ]
    devices.log_out(ctx, device)
    assert len(published(ctx)) == 3


def test_a_session_that_has_expired_ends_in_silence(ctx: Context) -> None:
    device = a_device(ctx)
    ctx.now += 15 * DAY_MS
    devices.log_out(ctx, device)
    assert published(ctx) == []


def test_the_newest_tokens_of_a_family_are_told(ctx: Context) -> None:
    device = a_device(ctx)
    granted = tokens.authorize(on(ctx, "u1"), user_called(ctx), SCOPE, ctx.now)
    old = tokens.token_set_of_new(ctx, granted, confidential=False)
    assert old.refresh_token is not None
    new = grants.by_refresh_token(ctx, nobody(ctx), old.refresh_token, None)
    devices.remove(ctx, device, LogoutType.PROFILE_UNBIND)
    told = published(ctx)[-1]
    assert (told["idTokenId"], told["accessTokenId"]) == (jti(new.id_token), jti(new.access_token))
    assert told["logoutType"] == 1
    assert not any(is_alive(ctx, each) for each in (old.id_token, new.id_token, new.access_token))


def test_the_tokens_of_a_login_go_with_it_to_the_device_of_which_it_tells(ctx: Context) -> None:
    phone = logged_in(ctx)
    given = grants.by_login_token(ctx, phone.token, SCOPE, confidential=False)
    device = devices.create(ctx, phone, "u1", {})
    devices.log_out(ctx, device)
    assert not is_alive(ctx, phone.token) and not is_alive(ctx, given.access_token)


def test_the_device_of_which_an_id_token_tells_has_its_whole_family(ctx: Context) -> None:
    granted = tokens.authorize(ctx, user_called(ctx), SCOPE, ctx.now)
    given = tokens.token_set_of_new(ctx, granted, confidential=False)
    device = devices.create(ctx, session.current(ctx, given.id_token), "u1", {})
    devices.log_out(ctx, device)
    assert not is_alive(ctx, given.access_token)
    with refused(errors.oauth.GRANT_INVALID):
        grants.by_refresh_token(ctx, nobody(ctx), str(given.refresh_token), None)


def test_a_client_that_refreshes_takes_the_family_to_its_device(ctx: Context) -> None:
    device = a_device(ctx)
    granted = tokens.authorize(ctx, user_called(ctx), SCOPE, ctx.now)
    given = tokens.token_set_of_new(ctx, granted, confidential=False)
    new = grants.by_refresh_token(on(ctx, "u1"), nobody(ctx), str(given.refresh_token), None)
    devices.log_out(ctx, device)
    assert not is_alive(ctx, new.access_token)


def test_what_is_on_no_device_or_another_lives_on(ctx: Context) -> None:
    device = a_device(ctx)
    others = [logged_in(ctx), logged_in(ctx, "u2"), logged_in(ctx, "U1")]
    devices.remove(ctx, device, LogoutType.DELETE_DEVICE_BY_USER)
    assert all(is_alive(ctx, each.token) for each in others)


def test_a_device_that_is_gone_is_not_removed_again_nor_changed(ctx: Context) -> None:
    device = a_device(ctx)
    devices.remove(ctx, device, LogoutType.DELETE_DEVICE_BY_USER)
    with refused(errors.DEVICE_NOT_FOUND):
        devices.remove(ctx, device, LogoutType.DELETE_DEVICE_BY_USER)
    with refused(errors.DEVICE_NOT_FOUND):
        devices.deactivate(ctx, device)
    with refused(errors.DEVICE_NOT_FOUND):
        devices.named(ctx, device.user_id, "u1")
    assert len(published(ctx)) == 1


def test_a_deactivated_device_lets_nobody_in_until_it_is_enabled(ctx: Context) -> None:
    device, user = a_device(ctx), user_called(ctx)
    other = logged_in(ctx)
    devices.deactivate(ctx, device)
    assert published(ctx)[0]["logoutType"] == 4 and "suspendEndTime" not in published(ctx)[0]
    with refused(errors.DEVICE_DISABLED):
        admission.admit(on(ctx, "u1"), user)
    with refused(errors.DEVICE_DISABLED):
        session.current(on(ctx, "u1"), other.token)
    with refused(errors.DEVICE_DISABLED):
        devices.create(ctx, other, "u1", {"name": "told anew"})
    admission.admit(on(ctx, "u2"), user)
    admission.admit(ctx, user)
    session.current(ctx, other.token)
    devices.enable(ctx, device)
    admission.admit(on(ctx, "u1"), user)
    assert devices.named(ctx, user.id, "u1").about == {}


def test_a_suspended_device_is_good_again_when_its_time_has_come(ctx: Context) -> None:
    device, user = a_device(ctx), user_called(ctx)
    until = ctx.now + DAY_MS
    devices.suspend(ctx, device, until)
    assert (published(ctx)[0]["logoutType"], published(ctx)[0]["suspendEndTime"]) == (2, until)
    ctx.now = until - 1
    with refused(errors.DEVICE_SUSPENDED):
        admission.admit(on(ctx, "u1"), user)
    ctx.now = until
    admission.admit(on(ctx, "u1"), user)
    assert device_status.status_of(devices.named(ctx, user.id, "u1"), ctx.now) == "activated"


def test_a_device_that_is_suspended_without_an_end_stays_so(ctx: Context) -> None:
    device, user = a_device(ctx), user_called(ctx)
    devices.suspend(ctx, device, None)
    ctx.now += 1000 * DAY_MS
    with refused(errors.DEVICE_SUSPENDED):
        admission.admit(on(ctx, "u1"), user)


def test_a_locked_device_is_told_only_to_who_has_shown_the_right_credentials(ctx: Context) -> None:
    devices.deactivate(ctx, a_device(ctx))
    with refused(errors.CREDENTIALS_WRONG):
        credentials.by_password(on(ctx, "u1"), Identity("account", "ci"), "wrong")


def test_one_persons_locked_device_is_not_another_persons(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI, {"username": "other"}])
    devices.deactivate(ctx, a_device(ctx))
    admission.admit(on(ctx, "u1"), user_called(ctx, "other"))


def test_a_login_at_a_locked_device_is_not_counted(ctx: Context) -> None:
    devices.deactivate(ctx, a_device(ctx))
    with refused(errors.DEVICE_DISABLED):
        admission.admit(on(ctx, "u1"), user_called(ctx))
    assert user_called(ctx).logins_count == 0


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["d2", "d1"]),
        (Wanted(os="ANDROID"), ["d1"]),
        (Wanted(os="Andr"), []),
        (Wanted(keyword="phone"), ["d2"]),
        (Wanted(keyword="D1"), ["d1"]),
        (Wanted(status="suspended"), ["d2"]),
        (Wanted(status="activated", os="iOS"), []),
    ],
)
def test_devices_are_found_by_status_system_and_a_word(ctx: Context, wanted: Wanted, found: list[str]) -> None:
    a_device(ctx, "d1", name="Pixel", os="Android")
    ctx.now += 1000
    devices.suspend(ctx, a_device(ctx, "d2", name="iPhone", os="iOS"), ctx.now + DAY_MS)
    page = devices.page(ctx, user_called(ctx).id, wanted, 1, 10)
    assert [each.device.device_unique_id for each in page] == found
