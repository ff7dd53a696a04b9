"""Passkeys through the iOS SDK's network layer, which hands the whole answer to the app, with code 200."""

from __future__ import annotations

from typing import Any

import pytest

from tests.authenticator import Authenticator
from tests.conftest import App
from tests.sdk.mobile.ios_passkeys import APP_ORIGIN, PasskeyIos
from tests.sdk.mobile.wire import Outcome


@pytest.fixture
def ios(server_url: str, app: App, rsa_key: str) -> PasskeyIos:
    """iOS, started, which reaches the server by a name: an address can have no passkeys."""
    sdk = PasskeyIos(server_url.replace("127.0.0.1", "localhost"), app.app_id, rsa_key)
    sdk.start()
    return sdk


def data_of(outcome: Outcome) -> Any:
    assert outcome.code == 200 and outcome.data["statusCode"] == 200, outcome
    return outcome.data["data"]


def test_a_face_is_bound_logs_in_and_is_unbound(ios: PasskeyIos) -> None:
    ios.register_by_user_name("tony", "old-strong")
    authenticator, asked = Authenticator(), data_of(ios.get_webauthn_registration_param())
    credential = authenticator.create(asked["registrationOptions"], APP_ORIGIN)
    assert data_of(ios.webauthn_registration(asked["ticket"], credential, "face")) == {"verified": True}
    mine = [authenticator.credential_id]
    assert [each["credentialID"] for each in data_of(ios.check_webauthn_vaild_credentitals(mine, "face"))] == mine
    assert data_of(ios.check_webauthn_vaild_credentitals(mine, "fingerprint")) == []
    login = data_of(ios.get_webauthn_authentication_param())
    said = authenticator.get(login["authenticationOptions"], APP_ORIGIN)
    tokens = data_of(ios.webauthn_authentication(login["ticket"], said))["tokenSet"]
    assert tokens["id_token"] and tokens["access_token"] and tokens["refresh_token"]
    assert data_of(ios.webauthn_authenticator_device("face"))["totalCount"] == 1
    assert data_of(ios.webauthn_remove_credential(authenticator.credential_id)) == {"success": True}
    assert data_of(ios.webauthn_authenticator_device("face"))["totalCount"] == 0
