"""What the Android journeys share: the steps' names in the measured tables, and getting a user to work with."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_json import UserInfo
from tests.sdk.mobile.wire import Outcome

U = "POST /api/v2/udvs/get {targetType, targetId} [H3]"
ME = "GET /api/v2/users/me [H4]"
LOGIN = "POST /api/v2/login/account {account, password, autoRegister} [H2]"
SEND_EMAIL = "POST /api/v2/email/send {email, scene} [H2]"
SEND_SMS = "POST /api/v2/sms/send {phone} [H2]"


def user_of(outcome: Outcome) -> UserInfo:
    assert outcome.code == 200, outcome
    assert isinstance(outcome.data, UserInfo) and outcome.data.has_token and outcome.data.id
    return outcome.data


def registered(android: Android, username: str = "tony") -> UserInfo:
    user = user_of(android.register_by_user_name(username, "old-strong"))
    android.wire.take()
    return user


def registered_by_email_code(app: App, android: Android, email: str) -> UserInfo:
    assert android.send_email(email, "VERIFY_CODE").code == 200
    user = user_of(android.register_by_email_code(email, code_for(app, email)))
    android.wire.take()
    return user


def sms_code(app: App, android: Android, phone: str) -> str:
    assert android.send_sms(phone).code == 200
    return code_for(app, phone)
