"""What a passkey does not do: see `test_passkeys.py`."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from tests.authenticator import (
    CI,
    ORIGIN,
    REGISTRATION,
    Authenticator,
    answer_of,
    asked,
    asked_of_user,
    encoded,
    logged_in_with_passkey,
    refused,
    show,
    use,
)
from tests.conftest import App

Later = Callable[[App, int], None]


@pytest.fixture
def app(app: App) -> App:
    """An app in a browser, at a port of localhost."""
    app.headers["origin"] = ORIGIN
    return app


def test_a_ticket_works_once(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    said = asked(app)
    credential = authenticator.get(said["authenticationOptions"])
    assert use(app, said["ticket"], credential)["statusCode"] == 200
    assert refused(use(app, said["ticket"], credential), 400, "ticket")
    made = asked(app, REGISTRATION)
    body = {"ticket": made["ticket"], "registrationCredential": Authenticator().create(made["registrationOptions"])}
    assert answer_of(app, "POST", REGISTRATION, body)["statusCode"] == 200
    assert refused(answer_of(app, "POST", REGISTRATION, body), 400, "ticket")


def test_a_ticket_lives_for_its_timeout_by_the_pools_clock(app: App, later: Later) -> None:
    _, authenticator = logged_in_with_passkey(app)
    app.control("PUT", "/clock", {"now": "2030-01-01T00:00:00.000Z", "frozen": True}, userPoolId=app.pool_id)
    said = asked(app)
    credential = authenticator.get(said["authenticationOptions"])
    app.control("PUT", "/clock", {"now": "2030-01-01T00:01:00.000Z", "frozen": True}, userPoolId=app.pool_id)
    assert said["authenticationOptions"]["timeout"] == 60_000
    assert refused(use(app, said["ticket"], credential), 400, "ticket")
    app.control("PUT", "/clock", {"now": "2030-01-01T00:00:59.999Z", "frozen": True}, userPoolId=app.pool_id)
    assert use(app, said["ticket"], credential)["statusCode"] == 200


def test_a_ticket_of_one_step_is_none_of_the_other(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    login, made = asked(app), asked(app, REGISTRATION)
    credential = authenticator.get(login["authenticationOptions"])
    assert refused(use(app, made["ticket"], credential), 400, "ticket")
    body = {"ticket": login["ticket"], "registrationCredential": Authenticator().create(made["registrationOptions"])}
    assert refused(answer_of(app, "POST", REGISTRATION, body), 400, "ticket")


def test_a_ticket_is_its_users_and_its_pools(app: App, http: httpx.Client) -> None:
    made, _ = asked_of_user(app), app.make_user(username="eve", password="111111")
    body = {"ticket": made["ticket"], "registrationCredential": Authenticator().create(made["registrationOptions"])}
    owner, app.token = app.token, None
    login = app.post("/api/v2/login/account", account="eve", password="111111")
    app.token = login["data"]["token"]
    assert refused(answer_of(app, "POST", REGISTRATION, body), 400, "ticket")
    other = App(http, headers={"origin": ORIGIN})
    other.logged_in_user(**CI)
    assert refused(answer_of(other, "POST", REGISTRATION, body), 400, "ticket")
    app.token = owner
    assert answer_of(app, "POST", REGISTRATION, body)["statusCode"] == 200


def test_another_challenge_is_not_answered(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    first, second = asked(app), asked(app)
    credential = authenticator.get(first["authenticationOptions"])
    assert refused(use(app, second["ticket"], credential), 400, "challenge")
    assert use(app, first["ticket"], credential)["statusCode"] == 200


@pytest.mark.parametrize("origin", ["http://localhost:3001", "https://evil.test", "http://localhost", "null", ""])
def test_another_origin_is_refused_with_those_that_are_accepted(app: App, origin: str) -> None:
    _, authenticator = logged_in_with_passkey(app)
    said = asked(app)
    answer = use(app, said["ticket"], authenticator.get(said["authenticationOptions"], origin))
    assert refused(answer, 400, "http://localhost:3000, https://localhost, android:apk-key-hash:…")
    made = asked(app, REGISTRATION)
    credential = Authenticator().create(made["registrationOptions"], origin)
    body = {"ticket": made["ticket"], "registrationCredential": credential}
    assert refused(answer_of(app, "POST", REGISTRATION, body), 400, "http://localhost:3000")


@pytest.mark.parametrize("origin", ["https://localhost", "android:apk-key-hash:pNiP5iKyQ8JwgGOaKA1zGPUPJIS"])
def test_apps_of_the_host_may_answer_too(app: App, origin: str) -> None:
    _, authenticator = logged_in_with_passkey(app)
    said = asked(app)
    assert use(app, said["ticket"], authenticator.get(said["authenticationOptions"], origin))["statusCode"] == 200


def tampered(text: str) -> str:
    """The same with another character in its middle."""
    middle = len(text) // 2
    return text[:middle] + ("A" if text[middle] != "A" else "B") + text[middle + 1 :]


def test_a_tampered_signature_is_refused(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    said = asked(app)
    credential = authenticator.get(said["authenticationOptions"])
    right = credential["response"]["signature"]
    credential["response"]["signature"] = tampered(right)
    assert refused(use(app, said["ticket"], credential), 400, "签名")
    # The flow goes on: the ticket is used up by the right answer alone.
    credential["response"]["signature"] = right
    assert use(app, said["ticket"], credential)["statusCode"] == 200


def test_another_keys_signature_is_refused(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    impostor = Authenticator(authenticator.user_handle)
    impostor.id = authenticator.id
    assert refused(show(app, impostor), 400, "签名")


def test_a_passkey_of_another_host_is_refused(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    said = asked(app)
    credential = authenticator.get({**said["authenticationOptions"], "rpId": "evil.test"})
    assert refused(use(app, said["ticket"], credential), 400, "localhost")


@pytest.mark.parametrize("counter", [0, 3, 4])
def test_a_counter_that_does_not_grow_is_refused(app: App, counter: int) -> None:
    _, authenticator = logged_in_with_passkey(app)
    authenticator.sign_count = 3
    assert show(app, authenticator)["statusCode"] == 200
    authenticator.sign_count = counter - 1
    assert refused(show(app, authenticator), 400, "计数器")
    authenticator.sign_count = 4
    assert show(app, authenticator)["statusCode"] == 200


def test_an_authenticator_that_counts_nothing_may_be_used_again(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    for _ in range(2):
        authenticator.sign_count = -1
        assert show(app, authenticator)["statusCode"] == 200


def test_a_passkey_that_nobody_has_is_not_bound(app: App) -> None:
    app.logged_in_user(**CI)
    assert show(app, Authenticator(b"nobody"))["statusCode"] == 422


def test_another_pools_passkey_is_not_bound(app: App, http: httpx.Client) -> None:
    _, authenticator = logged_in_with_passkey(app)
    other = App(http, headers={"origin": ORIGIN})
    other.logged_in_user(**CI)
    assert show(other, authenticator)["statusCode"] == 422
    assert show(app, authenticator)["statusCode"] == 200


def test_a_passkey_that_its_user_has_no_longer_was_removed(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    assert answer_of(app, "POST", f"/api/v3/webauthn/remove-credential/{authenticator.credential_id}", {})["data"] == {
        "success": True
    }
    assert show(app, authenticator)["statusCode"] == 431


def test_a_removed_users_passkey_is_not_bound(app: App) -> None:
    user, authenticator = logged_in_with_passkey(app)
    app.control("DELETE", f"/pools/{app.pool_id}/users/{user['id']}")
    assert show(app, authenticator)["statusCode"] == 422


def test_a_user_handle_may_be_encoded_twice_as_android_does(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    said = asked(app)
    credential = authenticator.get(said["authenticationOptions"])
    handle = credential["response"]["userHandle"]
    credential["response"]["userHandle"] = encoded(handle.encode())
    answer = use(app, said["ticket"], credential, authenticatorAttachment="platform")
    assert answer["statusCode"] == 200


def test_another_users_handle_is_refused(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    eve = app.make_user(username="eve")
    authenticator.user_handle = eve["id"].encode()
    assert refused(show(app, authenticator), 400, "userHandle")
    authenticator.user_handle = b""
    assert show(app, authenticator)["statusCode"] == 200


def test_a_credential_is_bound_once(app: App) -> None:
    _, authenticator = logged_in_with_passkey(app)
    said = asked(app, REGISTRATION)
    again = Authenticator()
    again.id = authenticator.id
    body = {"ticket": said["ticket"], "registrationCredential": again.create(said["registrationOptions"])}
    assert refused(answer_of(app, "POST", REGISTRATION, body), 409, "Passkey")
    assert show(app, authenticator)["statusCode"] == 200
