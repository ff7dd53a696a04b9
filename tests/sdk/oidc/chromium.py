"""The site of the applications that are opened in a browser, and what a user does there."""

from __future__ import annotations

import itertools
import json
import mimetypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Browser, Page, Playwright

from tests.browser.chromium import launched
from tests.sdk import packages

# The vendor's SDKs take no port in a domain. Under `localhost` a page may use cryptography without https, and the
# application's pages are of the same site as the mock, so its cookie also comes in a frame.
_MOCK_HOST, _SITE_HOST = "genauth.localhost", "app.genauth.localhost"
MOCK = f"http://{_MOCK_HOST}"

_PATIENCE_MS = 10_000
# A library that gets no answer may wait for ever.
_WITHIN = f"""(promise => Promise.race([promise, new Promise((_, reject) =>
    setTimeout(() => reject(new Error("no answer within {_PATIENCE_MS} ms")), {_PATIENCE_MS}))]))"""

_PAGES = packages.JS / "pages"
_MODULES = packages.JS / "node_modules"


class Site:
    """The applications' web server: under `/<page>/<application>/…` a page of `js/pages`, with its `settings.js`."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.settings: dict[str, dict[str, Any]] = {}
        self._numbers = itertools.count()

    def home(self, page: str) -> str:
        """The URL of a new application."""
        return f"http://127.0.0.1:{self.port}/{page}/{next(self._numbers)}"

    def home_by_name(self, page: str) -> str:
        """The URL of a new application of the same site as `MOCK`."""
        return f"http://{_SITE_HOST}/{page}/{next(self._numbers)}"

    def add(self, home: str, settings: dict[str, Any]) -> None:
        """Opens an application to the public."""
        self.settings[urlsplit(home).path] = settings

    def file(self, path: str) -> tuple[str, bytes] | None:
        """Type and content of what stands at a path."""
        parts = path.removeprefix("/").split("/")
        if parts[0] == "node_modules":
            return mimetypes.guess_type(path)[0] or "", (_MODULES / "/".join(parts[1:])).read_bytes()
        settings = self.settings.get("/" + "/".join(parts[:2]))
        if settings is None:
            return None
        if parts[2] == "settings.js":
            return "text/javascript", f"const settings = {json.dumps(settings)}".encode()
        return "text/html", (_PAGES / f"{parts[0]}.html").read_bytes()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        kind, content = cast("_Server", self.server).site.file(urlsplit(self.path).path) or ("", b"")
        self.send_response(200 if kind else 404)
        self.send_header("content-type", kind or "text/plain")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        pass


@contextmanager
def serving() -> Iterator[Site]:
    """The site, on a free port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.site = Site(server.server_port)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.site
        server.shutdown()
        thread.join()


@contextmanager
def running(playwright: Playwright, mock_url: str, site: Site) -> Iterator[Browser]:
    """Chromium, which reaches the mock and the site also by name, without a port. Raises MissingError."""
    names = ((_MOCK_HOST, urlsplit(mock_url).port), (_SITE_HOST, site.port))
    rules = ", ".join(f"MAP {name}:80 127.0.0.1:{port}" for name, port in names)
    with launched(playwright, f"--host-resolver-rules={rules}") as browser:
        yield browser


class Window:
    """An application's page, in a browser without a past. `app` is what the page calls the library's object."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home

    def open(self, path: str = "/") -> None:
        """Opens a page of the application."""
        self.page.goto(self.home + path)

    def query(self) -> dict[str, str]:
        """What the URL of the page says behind its `?`."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    def call(self, method: str, *arguments: Any) -> Any:
        """What a call of the library gives."""
        return self.page.evaluate(f"([method, args]) => {_WITHIN}(app[method](...args))", [method, list(arguments)])

    def value(self, expression: str) -> Any:
        """What an expression in the page gives."""
        return self.page.evaluate(f"{_WITHIN}({expression})")

    def refusal(self, method: str, *arguments: Any) -> str:
        """The `error` with which a call of the library is refused."""
        script = f"{_WITHIN}(app[method](...args)).then(() => '', fault => fault.error ?? fault.message)"
        return str(self.page.evaluate(f"([method, args]) => {script}", [method, list(arguments)]))

    def leave_by(self, method: str, *arguments: Any) -> None:
        """A call of the library that leads to another page, as far as that."""
        with self.page.expect_navigation():
            self.page.evaluate("([method, args]) => { app[method](...args) }", [method, list(arguments)])

    def log_in(self) -> None:
        """The user types into the login page, and comes back to the application."""
        type_in(self.page)
        self.page.wait_for_url(f"{self.home}/**")

    @contextmanager
    def call_in_popup(self, method: str, *arguments: Any) -> Iterator[tuple[Page, Callable[[], Any]]]:
        """A call of the library that opens a window: this, which must close by itself, and what the call gives."""
        with self.page.expect_popup() as opened:
            # A refusal is asked for later, and is no complaint until then.
            script = (
                "const promise = Promise.resolve(app[method](...args)); promise.catch(() => {}); return { promise }"
            )
            begun = self.page.evaluate_handle(f"([method, args]) => {{ {script} }}", [method, list(arguments)])
        with opened.value.expect_event("close"):
            yield opened.value, lambda: begun.evaluate(f"({{ promise }}) => {_WITHIN}(promise)")


def type_in(page: Page) -> None:
    """The user `ci` types into a login page, and presses Enter."""
    page.fill("#account", "ci")
    page.fill("#password", "111111")
    page.press("#password", "Enter")


@contextmanager
def window(browser: Browser, home: str, state: Any = None) -> Iterator[Window]:
    """A window of an application, with this storage state or without a past; in the end no page in it may have
    complained.
    """
    complaints: list[str] = []
    with browser.new_context(locale="en-US", storage_state=state) as context:
        context.set_default_timeout(_PATIENCE_MS)
        context.on("weberror", lambda each: complaints.append(str(each.error)))
        context.on("console", lambda each: complaints.append(each.text) if each.type == "error" else None)
        yield Window(context.new_page(), home)
    assert complaints == []
