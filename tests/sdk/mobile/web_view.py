"""The web view in which an app shows the login pages: a browser without script that stops where the app takes over."""

from __future__ import annotations

from typing import Self
from urllib.parse import parse_qs, parse_qsl, urljoin, urlsplit

import httpx

from tests import forms


class WebView:
    """Opens a URL of the server, shows its pages, and tells what the page that belongs to the app was told."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self.browser = httpx.Client(base_url=server_url, trust_env=False)
        self.url = ""
        self.page = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.browser.close()

    def open(self, url: str) -> None:
        """Follows redirects as long as they stay on the server."""
        self._goes_on(self.browser.get(url), url)

    def submit(self, action: str, **typed: str) -> None:
        """Fills a form of the page that is shown, and sends it."""
        self._goes_on(self.browser.post(action, data=forms.fields(self.page, action) | typed), action)

    def login_page(self, account: str, password: str) -> None:
        """A person logs in at the login page."""
        assert self.path == "/login" and self.uuid, self.url
        self.submit("/login", account=account, password=password)

    def confirm_consent(self) -> None:
        """Agrees without the consent page, by the request that Android's web view sends of it."""
        assert self.path == "/authz" and self.uuid, self.url
        scopes = {"consent[acceptedScopes][]": ["openid", "profile"], "consent[rejectedScopes]": ""}
        path = f"/interaction/oidc/{self.uuid}/confirm"
        self._goes_on(self.browser.post(path, data=scopes), path)

    @property
    def path(self) -> str:
        """The path of what is shown."""
        return urlsplit(self.url).path

    @property
    def uuid(self) -> str:
        """What the page carries of the request that waits."""
        return parse_qs(urlsplit(self.url).query).get("uuid", [""])[0]

    @property
    def told(self) -> dict[str, str]:
        """What the app's own URL was told."""
        return dict(parse_qsl(urlsplit(self.url).query))

    def _goes_on(self, answer: httpx.Response, url: str) -> None:
        self.url, self.page = urljoin(self.server_url, url), answer.text
        while answer.is_redirect:
            self.url = urljoin(self.url, answer.headers["location"])
            if urlsplit(self.url).netloc != urlsplit(self.server_url).netloc:
                return
            answer = self.browser.get(self.url)
            self.page = answer.text
        assert answer.status_code == 200, answer.text
