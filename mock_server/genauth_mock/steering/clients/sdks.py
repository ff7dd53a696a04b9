"""Which SDK a request comes from, by what it says of itself."""

from __future__ import annotations

import re

# By what `x-authing-request-from` and `x-authing-sdk-version` hold, then by the User-Agent; the first that fits.
_BY_NAME = (
    (re.compile(r"(?i)guard-ios"), "ios"),
    (re.compile(r"(?i)guard-android"), "android"),
    (re.compile(r"(?i)flutter"), "flutter"),
    (re.compile(r"(?i)\bpython|-py-"), "python"),
    (re.compile(r"(?i)\bnode"), "node"),
    (re.compile(r"(?i)sdk-web"), "web"),
    (re.compile(r"(?i)\bguard@"), "guard"),
    (re.compile(r"(?i)\bjs:"), "js"),
)
_BY_AGENT = (
    (re.compile(r"^Dart/"), "flutter"),
    (re.compile(r"CFNetwork/|Darwin/"), "ios"),
    (re.compile(r"^okhttp/|^Dalvik/"), "android"),
    (re.compile(r"(?i)python|^authlib"), "python"),
    (re.compile(r"(?i)^axios/|^node|^undici"), "node"),
    (re.compile(r"^curl/"), "curl"),
    (re.compile(r"^Mozilla/"), "browser"),
)


def looks_like(request_from: str, sdk_version: str, user_agent: str) -> str:
    """`ios`, `android`, `flutter`, `js`, `node`, `python`, `web`, `guard`, `browser`, `curl` or `other`."""
    said = f"{request_from} {sdk_version}"
    by_name = next((sdk for pattern, sdk in _BY_NAME if pattern.search(said)), None)
    return by_name or next((sdk for pattern, sdk in _BY_AGENT if pattern.search(user_agent)), "other")
