"""Passkeys through the Android SDK's network layer."""

from __future__ import annotations

import pytest

from tests.authenticator import Authenticator
from tests.conftest import App
from tests.sdk.android_steps import registered
from tests.sdk.mobile.android_passkeys import APP_ORIGIN, PasskeyAndroid


@pytest.fixture
def android(server_url: str, app: App) -> PasskeyAndroid:
    """Android, started, which reaches the server by a name: an address can have no passkeys."""
    sdk = PasskeyAndroid(server_url.replace("127.0.0.1", "localhost"), app.app_id)
    sdk.init()
    return sdk


def finger(android: PasskeyAndroid) -> Authenticator:
    """A fingerprint that is bound to a new user."""
    registered(android)
    authenticator, asked = Authenticator(), android.bind_biometric_request()
    assert asked.code == 200
    options = asked.data["registrationOptions"]
    # What WebAuthNRegister.parseOptions cannot do without.
    selection = options["authenticatorSelection"]
    assert isinstance(selection["userVerification"], str) and isinstance(selection["residentKey"], str)
    assert selection["requireResidentKey"] is True and type(options["timeout"]) is int
    credential = authenticator.create(options, APP_ORIGIN)
    assert android.bind_biometric(asked.data["ticket"], credential).code == 200
    return authenticator


def test_a_fingerprint_is_bound_logs_in_and_is_unbound(android: PasskeyAndroid) -> None:
    authenticator = finger(android)
    assert android.user
    user_id, android.user = android.user.id, None
    asked = android.biometric_authentication_request()
    credential = authenticator.get(asked.data["authenticationOptions"], APP_ORIGIN)
    answer = android.biometric_authentication(asked.data["ticket"], credential)
    assert answer.code == 200
    me = android.finger_login(answer)
    assert me.code == 200 and me.data["sub"] == user_id
    listed = android.get_biometric_list()
    assert [each["credentialID"] for each in listed.data["list"]] == [authenticator.credential_id]
    assert android.check_biometric_bind([authenticator.credential_id]).code == 200
    assert android.un_bind_biometric(authenticator.credential_id).code == 200
    assert android.get_biometric_list().data["totalCount"] == 0


def test_the_app_offers_to_bind_at_422_and_forgets_its_key_at_431(android: PasskeyAndroid) -> None:
    authenticator = finger(android)
    android.un_bind_biometric(authenticator.credential_id)
    asked = android.biometric_authentication_request()
    options = asked.data["authenticationOptions"]
    removed = android.biometric_authentication(asked.data["ticket"], authenticator.get(options, APP_ORIGIN))
    assert removed.code == 431
    stranger = Authenticator(b"nobody")
    unknown = android.biometric_authentication(asked.data["ticket"], stranger.get(options, APP_ORIGIN))
    assert unknown.code == 422
