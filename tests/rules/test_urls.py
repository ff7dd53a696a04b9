"""The one reader of URLs."""

from __future__ import annotations

import pytest
from genauth_mock.kit import hosts, urls
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "text",
    [
        "http://evil.example\\@127.0.0.1/cb",
        "http://127.0.0.1\\.evil.example/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1:80@evil.example/",
        "http://127.0.0.1 /",
        " http://127.0.0.1/",
        "http://127.0.0.1/\t",
        "java\nscript:alert(1)",
        "http:///evil.example/",
        "http:/127.0.0.1/",
        "http:127.0.0.1",
        "https://%6cocalhost/",
        "http://localhost%00.evil.example/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://[::1/",
        "http://[::1%25lo]/",
        "http://[localhost]/",
        "http://localhost:99999/",
        "http://localhost:8a/",
        "http://\uff4cocalhost/",
        "http://",
        "//localhost/",
        "/localhost",
        "",
        ":",
        "cn.guard://user@host/cb",
        "capacitor://localhost@evil.example",
    ],
)
def test_what_two_readers_understand_differently_is_no_url(text: str) -> None:
    assert urls.read(text) is None


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("http://127.0.0.1:3000/callback", "http://127.0.0.1:3000"),
        ("HTTP://LocalHost:80/x?y=http://z#w", "http://localhost"),
        ("https://app.localhost:443", "https://app.localhost"),
        ("http://[0:0::1]:9000/cb", "http://[::1]:9000"),
        ("capacitor://localhost/cb", "capacitor://localhost"),
        ("tauri://localhost", "tauri://localhost"),
        ("http://localhost./cb", "http://localhost."),
    ],
)
def test_what_leads_to_this_machine(text: str, origin: str) -> None:
    url = urls.read(text)
    assert url is not None
    assert url.is_loopback
    assert url.origin == origin


@pytest.mark.parametrize(
    "text",
    [
        "javascript://localhost/%0Aalert(1)",
        "data://localhost/",
        "file://localhost/etc/passwd",
        "cn.guard://localhost",
        "ftp://localhost/",
        "capacitor://localhost:1",
        "capacitor://evil.example",
        "http://localhost.evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://0.0.0.0/",
        "http://[::ffff:1.2.3.4]/",
    ],
)
def test_what_does_not(text: str) -> None:
    assert not urls.is_loopback(text)


@pytest.mark.parametrize("text", ["JavaScript:alert(1)", "data:text/html,x", "vbscript:x", "blob:http://localhost/1"])
def test_what_a_browser_would_run_is_active(text: str) -> None:
    url = urls.read(text)
    assert url is not None
    assert url.is_active


@pytest.mark.parametrize(
    "text", ["null", "http://a.test/", "http://a.test?", "file://", "http://a.test, http://b.test", ""]
)
def test_what_is_no_origin(text: str) -> None:
    assert urls.read_origin(text) is None


@pytest.mark.parametrize(
    ("host", "is_public"),
    [
        *(("evil.example", True), ("EVIL.com", True), ("evil.com.", True), ("evil.com:8400", True)),
        *(("localhost", False), ("localhost.", False), ("genauth:8400", False), ("[::1]:8400", False)),
        *(("10.0.2.2", False), ("host.docker.internal", False), ("a.ns.svc", False), ("a.ns.svc.cluster.local", False)),
    ],
)
def test_a_public_name_is_one_that_anybody_may_have(host: str, is_public: bool) -> None:
    url = urls.read_host(host)
    assert url is not None
    assert hosts.is_public_name(url.host) is is_public


@pytest.mark.parametrize(
    "host", ["[::1", "user@localhost", "localhost/evil", "local host", "localhost:x", "a,b", "127.1"]
)
def test_what_is_no_host(host: str) -> None:
    assert urls.read_host(host) is None


@given(st.text())
def test_any_text_is_read_or_not_and_nothing_breaks(text: str) -> None:
    for url in (urls.read(text), urls.read_host(text), urls.read_origin(text), urls.read(f"http://{text}/")):
        assert url is None or url.origin == "" or urls.read_origin(url.origin) is not None


@pytest.mark.parametrize("text", ["http://.localhost/cb", "http://a..localhost/cb", "http://..localhost/cb"])
def test_a_host_with_a_part_that_is_empty_is_none(text: str) -> None:
    assert urls.read(text) is None
