"""Everything else that the Android SDK can send of the service itself, request for request as measured."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk.android_steps import U, registered, user_of
from tests.sdk.mobile.android import Android
from tests.sdk.mobile.wire import PNG


def test_feedback_is_taken(app: App, android: Android) -> None:
    registered(android)
    assert android.feedback("13800000000", 1, "text", ["http://x/1.png"]).code == 200
    assert android.steps() == ["POST /api/v2/feedback {appId, phone, type, description, images} [H3]"]
    (noted,) = app.control("GET", "/requests", userPoolId=app.pool_id, operation="feedBack")["list"]
    assert noted["requestBody"]["description"] == "text"


def test_user_pools_and_related_applications_are_objects(android: Android) -> None:
    registered(android)
    pools, detail, others = (
        android.get_user_polls(),
        android.get_user_poll_detail(),
        android.get_collaboration_user_polls(),
    )
    related = android.get_related_client_apps()
    assert [each.code for each in (pools, detail, others, related)] == [200] * 4
    assert pools.data["list"] == [detail.data] and others.data["list"] == related.data["list"] == []
    assert android.steps() == [
        "GET /api/v2/userpools?page=1&limit=10 [H4]",
        "GET /api/v2/userpools/detail [H4]",
        "GET /api/v2/userpools/cooperated [H4]",
        f"GET /api/v2/applications/{android.app_id}/related-client-apps [H4]",
    ]


def test_the_current_user_of_api_v3_keeps_id_and_token(android: Android) -> None:
    before = registered(android)
    user = user_of(android.get_current_user_v3())
    assert android.steps() == ["GET /api/v3/get-user?withIdentities=true [H4]", U]
    assert (user.id, user.username, user.has_token) == (before.id, before.username, True)


def test_a_password_is_weighed_and_an_account_looked_for(app: App, android: Android) -> None:
    app.make_user(username="tony", email="a+b@x.test")
    app.settings(passwordStrength=2)
    assert (android.check_password("abc123").code, android.check_password("abc").code) == (200, 2029)
    check = "GET /api/v2/users/password/check?password="
    assert [each.split("=")[0] + "=" for each in android.steps()] == [check, check]
    assert android.check_account("username", "tony").data == {"result": True}
    assert android.check_account("email", "nobody@x.test").data == {"result": False}
    assert android.steps() == [
        "GET /api/v2/users/is-user-exists?username=tony [H6]",
        "GET /api/v2/users/is-user-exists?email=nobody@x.test [H6]",
    ]


def test_a_face_is_uploaded_without_any_header_of_the_sdks(app: App, android: Android) -> None:
    registered(android)
    kept = android.upload_face_image(PNG)
    assert android.steps() == ["POST /api/v2/upload?folder=photos&private=true [H5]"]
    assert kept.code == 200 and kept.data
    assert android.upload_face_image(b"no picture").code == 10009
