"""By which names the server is taken for itself. A page by another name may have been made to lead here."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import httpx
import pytest
from genauth_mock.routes.edge import visitors
from genauth_mock.routes.oidc.pages import PageRouter
from genauth_mock.routes.v2 import connection_pages
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.routes.built import ROUTES

PUBLIC = ("https://mock.shop.example", "http://codespace-8400.app.github.dev:8400/base")
GUARDED = (
    "/_mock/outbox",
    "/_mock/ui/",
    "/_mock/health",
    "/login?app_id=a",
    "/login/forgot?app_id=a",
    "/register?app_id=a",
)
GUARDED_TOO = (
    "/oidc/auth?client_id=a",
    "/oauth/auth?client_id=a",
    "/oidc/device",
    "/login/done",
    "/connections/social/x?app_id=a",
    "/connections/oidc/init?app_id=a",
    "/interaction/oidc/x/login",
)


@pytest.fixture(scope="module")
def everywhere() -> Iterator[httpx.Client]:
    """A server that listens on every address, without a token, as in the container image."""
    with (
        ThreadedServer(Settings(port=0, host="0.0.0.0", public_url=PUBLIC)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        yield client


FOREIGN = [
    "evil.example",
    "EVIL.com:8400",
    "evil.com.",
    "localhost.evil.com",
    "127.0.0.1.evil.com",
    "user@localhost",
    "127.1",
]


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", [*GUARDED, *GUARDED_TOO])
def test_a_public_name_is_refused_wherever_the_server_listens(everywhere: httpx.Client, path: str, host: str) -> None:
    refused = everywhere.get(path, headers={"host": host})
    assert refused.status_code == 403
    assert "--public-url" in refused.text


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST:8400", "localhost.", "[::1]:8400", "10.0.2.2:8400", "192.168.1.7", "genauth:8400"),
        *("host.docker.internal", "my.test", "box.lan", "mock.ns.svc", "mock.ns.svc.cluster.local", "a.localhost:1"),
        *("mock.shop.example", "Mock.Shop.Example:443", "codespace-8400.app.github.dev"),
    ],
)
def test_addresses_private_names_and_public_urls_are_taken(everywhere: httpx.Client, host: str) -> None:
    for path in ("/_mock/outbox", "/_mock/ui/", "/login?app_id=a", "/oidc/device"):
        assert everywhere.get(path, headers={"host": host}).status_code == 200


def test_what_a_proxy_forwards_is_not_believed(everywhere: httpx.Client) -> None:
    for path in ("/_mock/outbox", "/login?app_id=a"):
        evil = {"host": "evil.com", "x-forwarded-host": "localhost"}
        assert everywhere.get(path, headers=evil).status_code == 403
        proxied = {"host": "genauth:8400", "x-forwarded-host": "id.company.com"}
        assert everywhere.get(path, headers=proxied).status_code == 200


def test_one_wrong_host_of_two_is_enough(everywhere: httpx.Client) -> None:
    for hosts in (("localhost", "evil.com"), ("evil.com", "localhost")):
        with socket.create_connection((everywhere.base_url.host, everywhere.base_url.port or 0), 5) as raw:
            lines = "".join(f"Host: {each}\r\n" for each in hosts)
            raw.sendall(f"GET /_mock/outbox HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
            assert raw.makefile("rb").readline().split()[1] in (b"400", b"403")


def test_a_request_without_a_host_comes_from_no_browser_and_is_taken(everywhere: httpx.Client) -> None:
    with socket.create_connection((everywhere.base_url.host, everywhere.base_url.port or 0), 5) as raw:
        raw.sendall(b"GET /_mock/health HTTP/1.0\r\n\r\n")
        assert raw.makefile("rb").readline().split()[1] == b"200"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v2/applications/a/public-config",
        "/oidc/.well-known/openid-configuration",
        "/cas/session",
        "/oidc/session/end",
    ],
)
def test_the_other_paths_answer_under_any_name(everywhere: httpx.Client, path: str) -> None:
    assert everywhere.get(path, headers={"host": "evil.com"}).status_code == 200


def test_the_public_url_of_the_requests_host_shapes_the_answer_else_the_first(everywhere: httpx.Client) -> None:
    for host, issuer in (
        ("localhost", PUBLIC[0]),
        ("mock.shop.example", PUBLIC[0]),
        ("codespace-8400.app.github.dev:8400", PUBLIC[1]),
    ):
        answer = everywhere.get("/oidc/.well-known/openid-configuration", headers={"host": host}).json()
        assert answer["issuer"] == f"{issuer}/oidc"
    forwarded = {"host": "genauth", "x-forwarded-host": "codespace-8400.app.github.dev:8400"}
    answer = everywhere.get("/oidc/.well-known/openid-configuration", headers=forwarded).json()
    assert answer["issuer"] == f"{PUBLIC[1]}/oidc"


def test_a_form_of_a_public_urls_page_is_taken_behind_a_proxy_that_changes_the_host(everywhere: httpx.Client) -> None:
    form = {"app_id": "a", "account": "nobody", "password": "x"}
    for origin, status in (
        (PUBLIC[0], 200),
        ("http://codespace-8400.app.github.dev:8400", 200),
        ("https://evil.com", 403),
    ):
        headers = {"host": "genauth:8400", "origin": origin}
        assert everywhere.post("/login", data=form, headers=headers).status_code == status


@pytest.mark.parametrize("scheme", ["javascript", "ftp", "http://evil.com/?", ""])
def test_a_forwarded_scheme_that_is_none_shapes_nothing(http: httpx.Client, scheme: str) -> None:
    info = http.get("/_mock/info", headers={"x-forwarded-proto": scheme}).json()
    assert info["consoleUrl"].startswith("http://127.0.0.1:")
    info = http.get("/_mock/info", headers={"x-forwarded-host": "a\\@b"}).json()
    assert info["consoleUrl"].startswith("http://127.0.0.1:")


def test_a_script_or_picture_of_another_site_loads_nothing_of_the_control_api(http: httpx.Client) -> None:
    loaded = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}
    assert http.get("/_mock/outbox", headers=loaded).status_code == 403
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert http.get("/_mock/ui/", headers=followed).status_code == 200
    own = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "style"}
    assert http.get("/_mock/ui/", headers=own).status_code == 200


def test_every_page_is_known_as_one_and_nothing_else_is() -> None:
    ladders = (PageRouter().ladder, connection_pages.PageRouter().ladder)
    for route in ROUTES:
        assert visitors.is_page(route.path) is (route.ladder in ladders), route.path
