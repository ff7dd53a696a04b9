"""What the iOS SDK can send beside the page's functions."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk.mobile.ios import Ios


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
