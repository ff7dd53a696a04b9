"""What the iOS SDK can send beside the page's functions."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk.conftest import code_for
from tests.sdk.mobile.ios import Ios
from tests.sdk.mobile.wire import Outcome


def test_feedback_is_taken_without_a_login(app: App, ios: Ios) -> None:
    assert ios.feed_back("13800000000", 0, "text").code == 200
    (noted,) = app.control("GET", "/requests", userPoolId=app.pool_id, operation="feedBack")["list"]
    assert noted["requestBody"]["phone"] == "13800000000"


def test_an_account_is_looked_for_and_a_password_weighed(app: App, ios: Ios) -> None:
    app.make_user(username="tony", email="tony@x.test")
    assert ios.check_account("email", "tony@x.test").data == {"data": True}
    assert ios.check_account("username", "nobody").data == {"data": False}
    app.settings(passwordStrength=2)
    assert (ios.check_password("abc123").code, ios.check_password("abc").code) == (200, 2029)


def test_a_login_code_comes_by_the_other_path_too(app: App, ios: Ios) -> None:
    app.make_user(email="tony@x.test")
    assert ios.send_login_email("tony@x.test", "LOGIN_VERIFY_CODE") == Outcome(200, "发送成功")
    assert ios.steps() == ["POST /api/v2/email/send-email {email, scene}"]
    assert ios.login_by_email("tony@x.test", code_for(app, "tony@x.test")).code == 200
    assert ios.send_login_email("1024.cn", "LOGIN_VERIFY_CODE").code == 1020017
