"""Which SDK a request looks like, by the headers that each is known to send."""

import pytest
from genauth_mock.steering.clients.sdks import looks_like


@pytest.mark.parametrize(
    ("request_from", "version", "agent", "sdk"),
    [
        ("Guard-iOS@1.4.10", "1.4.10", "Mozilla/5.0 (iPhone)", "ios"),
        ("Guard-Android@1.5.8", "", "Mozilla/5.0 (Linux)", "android"),
        ("sdk-flutter", "1.1.11", "Dart/3.1 (dart:io)", "flutter"),
        ("sdk", "js:4.21.8", "node-fetch", "js"),
        ("sdk", "python:4.5.18", "python-requests/2.32", "python"),
        ("", "genauth-py-sdk:5.1.0", "", "python"),
        ("sdk-web", "5.1.21", "Mozilla/5.0", "web"),
        ("Guard@4.5.42", "4.5.42", "Mozilla/5.0", "guard"),
        ("", "", "app/1 CFNetwork/1410 Darwin/22", "ios"),
        ("", "", "okhttp/3.13.1", "android"),
        ("", "", "Dalvik/2.1.0 (Linux; U; Android 14)", "android"),
        ("", "", "Dart/3.1 (dart:io)", "flutter"),
        ("", "", "axios/1.7", "node"),
        ("", "", "curl/8.5.0", "curl"),
        ("", "", "Mozilla/5.0 (X11)", "browser"),
        ("", "", "", "other"),
    ],
)
def test_an_sdk_is_known_by_what_it_says(request_from: str, version: str, agent: str, sdk: str) -> None:
    assert looks_like(request_from, version, agent) == sdk
