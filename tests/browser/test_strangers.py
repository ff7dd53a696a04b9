"""A page of another site in the developer's own browser, which is the judge here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from playwright.sync_api import Browser, Page, Playwright

from tests.browser import chromium
from tests.sdk import packages

EVIL, SHOP = "http://evil.com", "http://shop.com"


class _Sites(ThreadingHTTPServer):
    """Both sites: every path is an empty page, and what is posted is kept."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posted: list[tuple[str, dict[str, list[str]]]] = []


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>a site</title><link rel=icon href=data:,><body></body>")

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        cast("_Sites", self.server).posted.append((self.headers["host"], form))
        self.do_GET()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        pass


@contextmanager
def _serving() -> Iterator[_Sites]:
    with _Sites() as sites:
        thread = threading.Thread(target=sites.serve_forever)
        thread.start()
        yield sites
        sites.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def sites() -> Iterator[_Sites]:
    with _serving() as running:
        yield running


@pytest.fixture(scope="module")
def mock(sites: _Sites) -> Iterator[str]:
    """A server of this file's own, which listens on every address as in the container image."""
    with ThreadedServer(Settings(port=0, host="0.0.0.0")) as server:
        yield server.base_url


@pytest.fixture(scope="module")
def outside(playwright: Playwright, sites: _Sites, mock: str) -> Iterator[Browser]:
    """A browser in which evil.com and shop.com are sites, and rebound.com has been made to lead to the mock."""
    names = [f"MAP {urlsplit(each).hostname}:80 127.0.0.1:{sites.server_port}" for each in (EVIL, SHOP)]
    rules = ", ".join([*names, f"MAP rebound.com:80 127.0.0.1:{urlsplit(mock).port}", "MAP *.com ~NOTFOUND"])
    # A browser of today also asks its user before a public site may reach this machine; not all do.
    features = "LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessSendPreflights"
    try:
        with chromium.launched(
            playwright, f"--host-resolver-rules={rules}", f"--disable-features={features}"
        ) as launched:
            yield launched
    except packages.MissingError as missing:
        packages.give_up(missing)


Open = Callable[[str], Page]


@pytest.fixture
def opened(outside: Browser) -> Iterator[Open]:
    """Opens a page of a site, in a browser without a past."""
    with outside.new_context(locale="en-US") as context:
        context.set_default_timeout(10_000)

        def open_page(url: str) -> Page:
            page = context.new_page()
            page.goto(url)
            return page

        yield open_page


@pytest.fixture
def app_id(mock: str) -> str:
    """An application of a pool with the user `ci`, which is registered at shop.com."""
    document = {
        "settings": {"oidc": {"redirects": "loopback"}},
        "applications": [{"redirectUris": [f"{SHOP}/cb"]}],
        "users": [{"username": "ci", "password": "111111", "email": "ci@x.test"}],
    }
    return str(httpx.post(f"{mock}/_mock/pools", json=document, trust_env=False).json()["appId"])


def _pools(mock: str) -> int:
    return int(httpx.get(f"{mock}/_mock/pools", trust_env=False).json()["totalCount"])


def _request(mock: str, app_id: str, **more: str) -> str:
    query = {"client_id": app_id, "response_type": "code", "scope": "openid", "prompt": "none", "login_hint": "ci"}
    return f"{mock}/oidc/auth?{urlencode(query | more, quote_via=quote)}"


# Frames a URL, and tells what came of it: the messages, once it has loaded and had time to run.
FRAME = """url => new Promise(done => {
  const heard = []
  addEventListener('message', each => heard.push({ origin: each.origin, data: each.data }))
  const frame = document.createElement('iframe')
  frame.style.display = 'none'
  frame.onload = () => setTimeout(() => done(heard), 500)
  frame.src = url
  document.body.append(frame)
})"""
READ = """async ([url, options]) => {
  try { const answer = await fetch(url, options); return [answer.status, await answer.text()] }
  catch (fault) { return ['nothing', String(fault)] }
}"""
SUBMIT = """([url, fields]) => {
  const form = document.createElement('form')
  form.method = 'post'
  form.action = url
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement('input')
    input.name = name
    input.value = value
    form.append(input)
  }
  document.body.append(form)
  form.submit()
}"""


@pytest.mark.parametrize("mode", ["form_post", "web_message", "query", "fragment"])
def test_a_hidden_frame_with_script_for_a_redirect_does_nothing(
    opened: Open, mock: str, app_id: str, mode: str
) -> None:
    script = "parent.postMessage('ran', '*');fetch('/_mock/pools', {method: 'POST', body: '{}'})"
    uri = f"javascript://localhost/%0A{quote(script)}"
    before = _pools(mock)
    page = opened(EVIL)
    assert page.evaluate(FRAME, _request(mock, app_id, redirect_uri=uri, response_mode=mode)) == []
    assert _pools(mock) == before


@pytest.mark.parametrize("mode", ["form_post", "web_message"])
def test_a_code_goes_to_nobody_whom_only_the_browser_reads_in_the_redirect(
    opened: Open, sites: _Sites, mock: str, app_id: str, mode: str
) -> None:
    page = opened(EVIL)
    uri = "http://evil.com\\@127.0.0.1/cb"
    assert page.evaluate(FRAME, _request(mock, app_id, redirect_uri=uri, response_mode=mode)) == []
    assert [host for host, _ in sites.posted if host == "evil.com"] == []


def test_a_foreign_page_reads_nothing(opened: Open, mock: str, app_id: str) -> None:
    page = opened(EVIL)
    form: dict[str, Any] = {"method": "POST", "body": f"app_id={app_id}&tab=email-code&step=send&address=ci@x.test"}
    form |= {"headers": {"content-type": "application/x-www-form-urlencoded"}}
    asked: list[tuple[str, dict[str, Any]]] = [
        (f"{mock}/login?app_id={app_id}", {}),
        (f"{mock}/login?app_id={app_id}", {"credentials": "include"}),
        (f"{mock}/login/code", form),
        (_request(mock, app_id, redirect_uri="http://localhost/", response_mode="web_message"), {}),
        (f"{mock}/_mock/outbox", {"mode": "no-cors"}),
    ]
    for url, options in asked:
        status, text = page.evaluate(READ, [url, options])
        assert (status in ("nothing", 0)) and "ci@x.test" not in text, url
    # Refused by the mock itself, not by the browser alone.
    assert page.evaluate(READ, [f"{mock}/_mock/outbox", {}])[0] == 403


@pytest.mark.parametrize("door", ["EventSource", "WebSocket"])
def test_a_foreign_page_hears_nothing_of_a_stream(opened: Open, mock: str, door: str) -> None:
    url = f"{mock}/_mock/outbox/stream"
    script = """([door, url]) => new Promise(done => {
      const opened = door === 'WebSocket' ? new WebSocket(url.replace('http', 'ws')) : new EventSource(url)
      opened.onopen = () => done('open')
      opened.onerror = () => done('refused')
    })"""
    assert opened(EVIL).evaluate(script, [door, url]) == "refused"
    if door == "EventSource":
        assert opened(mock).evaluate(script, [door, url]) == "open"


LISTEN = """([url]) => new Promise(done => {
  const socket = new WebSocket(url)
  socket.onopen = () => socket.send('Heartbeat')
  socket.onmessage = (event) => done(event.data)
  socket.onerror = () => done('refused')
})"""


def test_a_foreign_page_subscribes_to_no_event_with_whatever_token(opened: Open, mock: str, app_id: str) -> None:
    login = {"account": "ci", "password": "111111"}
    told = httpx.post(f"{mock}/api/v2/login/account", json=login, headers={"x-authing-app-id": app_id}, trust_env=False)
    query = urlencode({"code": "authing.user.updated", "token": told.json()["data"]["token"]})
    url = f"{mock.replace('http', 'ws')}/events/v1/authentication/sub?{query}"
    assert opened(EVIL).evaluate(LISTEN, [url]) == "refused"
    heard: list[str] = []
    with ThreadPoolExecutor(1) as publisher:
        publishing = publisher.submit(_publish_until, mock, app_id, heard)
        heard.append(opened(SHOP).evaluate(LISTEN, [url]))
        publishing.result()
    assert heard == ['{"n":1}']


def _publish_until(mock: str, app_id: str, heard: list[str]) -> None:
    event = {"userPoolId": app_id, "event": "authing.user.updated", "data": {"n": 1}}
    while not heard:
        httpx.post(f"{mock}/_mock/events", json=event, trust_env=False)


def test_a_known_page_reads_the_login_page(opened: Open, mock: str, app_id: str) -> None:
    status, text = opened(SHOP).evaluate(READ, [f"{mock}/login?app_id={app_id}", {"credentials": "include"}])
    assert status == 200 and "ci@x.test" in text


def test_a_foreign_form_is_refused_and_a_known_one_is_taken(opened: Open, mock: str, app_id: str) -> None:
    fields = {"app_id": app_id, "account": "ci", "password": "111111"}
    for site, heading in ((EVIL, "This login cannot continue"), (SHOP, "You are logged in")):
        page = opened(site)
        with page.expect_navigation(url=f"{mock}/**"):
            page.evaluate(SUBMIT, [f"{mock}/login", fields])
        page.wait_for_load_state()
        assert page.get_by_role("heading").first.inner_text() == heading, page.content()


def test_a_sandboxed_frame_is_nobody(opened: Open, mock: str, app_id: str) -> None:
    """Its origin is `null`, as that of a page from a file is."""
    page = opened(SHOP)
    page.set_content('<iframe sandbox="allow-scripts allow-forms" srcdoc="<body></body>"></iframe>')
    frame = page.frames[1]
    for path in ("/_mock/outbox", "/_mock/pools"):
        assert frame.evaluate(READ, [f"{mock}{path}", {}])[0] == 403
    assert frame.evaluate(READ, [f"{mock}/login?app_id={app_id}", {}])[0] == "nothing"
    frame.evaluate(SUBMIT, [f"{mock}/login", {"app_id": app_id, "account": "ci", "password": "111111"}])
    page.wait_for_timeout(500)
    sent = httpx.get(f"{mock}/_mock/requests", params={"path": "/login", "method": "POST"}, trust_env=False).json()
    assert sent["list"][0]["status"] == 403


def test_a_name_that_was_made_to_lead_here_is_no_way_in(opened: Open) -> None:
    page = opened("http://rebound.com/_mock/ui/")
    assert "--public-url" in page.content()
    for path in ("/_mock/outbox", "/login?app_id=a", "/oidc/device"):
        assert page.evaluate(READ, [path, {}])[0] == 403


def test_neither_the_login_page_nor_the_console_can_be_framed(opened: Open, mock: str, app_id: str) -> None:
    page = opened(EVIL)
    for path in (f"/login?app_id={app_id}", "/_mock/ui/", f"/register?app_id={app_id}"):
        page.evaluate(FRAME, f"{mock}{path}")
        assert page.frames[-1].url.startswith("chrome-error:")


def test_a_message_reaches_the_page_of_the_redirect_and_no_other(opened: Open, mock: str, app_id: str) -> None:
    url = _request(mock, app_id, redirect_uri=f"{SHOP}/cb", response_mode="web_message", state="</script>\"'<b>")
    (heard,) = opened(SHOP).evaluate(FRAME, url)
    assert heard["origin"] == mock
    assert heard["data"]["response"]["code"] and heard["data"]["response"]["state"] == "</script>\"'<b>"
    (refused,) = opened(SHOP).evaluate(FRAME, url.replace("login_hint=ci", "login_hint=nobody"))
    assert refused["data"]["response"]["error"] == "login_required"
    assert opened(EVIL).evaluate(FRAME, url) == []


def test_a_form_brings_the_code_under_its_policy(opened: Open, sites: _Sites, mock: str, app_id: str) -> None:
    state = "</script>\"'<b>&amp;"
    page = opened(_request(mock, app_id, redirect_uri=f"{SHOP}/cb", response_mode="form_post", state=state))
    page.wait_for_url(f"{SHOP}/cb")
    host, form = sites.posted[-1]
    assert host == "shop.com" and form["state"] == [state] and form["code"]
