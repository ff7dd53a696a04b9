"""One user pool of a running server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from genauth_mock_client.captchas import Captchas
from genauth_mock_client.clock import Clock
from genauth_mock_client.devices import Devices
from genauth_mock_client.events import Events
from genauth_mock_client.faults import Faults
from genauth_mock_client.keys import camel_keys
from genauth_mock_client.logins import LoginForm, LoginSdk, log_in
from genauth_mock_client.outbox import Outbox
from genauth_mock_client.passkeys import Passkeys
from genauth_mock_client.pushes import Pushes
from genauth_mock_client.qrcodes import QrCodes
from genauth_mock_client.requests import Requests
from genauth_mock_client.tokens import Tokens
from genauth_mock_client.users import Users
from genauth_mock_client.webhooks import Webhooks

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from genauth_mock_client.documents import PoolSettingsFields
    from genauth_mock_client.server import Server


class GenAuth:
    """One user pool of a running server, and the keys an app needs to speak to it."""

    def __init__(self, server: Server, printed: Mapping[str, Any]) -> None:
        self.server = server
        self.base_url = server.base_url
        self.user_pool_id: str = printed["userPoolId"]
        self.user_pool_secret: str = printed["userPoolSecret"]
        self.app_id: str = printed["appId"]
        self.app_secret: str = printed["appSecret"]
        self.name: str = printed["name"]
        self.outbox = Outbox(self)
        self.users = Users(self)
        self.devices = Devices(self)
        self.faults = Faults(self)
        self.clock = Clock(self)
        self.events = Events(self)
        self.requests = Requests(self)
        self.tokens = Tokens(self)
        self.passkeys = Passkeys(self)
        self.qrcodes = QrCodes(self)
        self.pushes = Pushes(self)
        self.captchas = Captchas(self)
        self.webhooks = Webhooks(self)

    def __repr__(self) -> str:
        return f"<GenAuth pool {self.user_pool_id} app {self.app_id} at {self.base_url}>"

    @property
    def public_key(self) -> str:
        """The key with which SDKs encrypt passwords: one line of base64 (SubjectPublicKeyInfo)."""
        return self.server.public_key

    @property
    def path(self) -> str:
        """The pool's path in the control API."""
        return f"/pools/{self.user_pool_id}"

    def settings(self, /, **settings: Unpack[PoolSettingsFields]) -> dict[str, Any]:
        """Changes the settings that are given (`verification_code={"fixed": "1234"}`), and answers all of them."""
        return dict(self.server.call("PATCH", self.path, {"settings": camel_keys(settings)})["settings"])

    def login(
        self,
        user: str,
        as_: LoginForm = "storage-state",
        *,
        origin: str | None = None,
        sdk: LoginSdk | None = None,
        app_id: str | None = None,
    ) -> dict[str, Any]:
        """Logs a user in without a page and gives what a test puts where the app will look. `user` is an id, a user
        name, an e-mail address or a phone number. No second factor is asked for; each call is a session of its own.

        `"storage-state"` is a document that Playwright's `storage_state` takes as it is: the mock's session cookie, and
        for an `sdk` of a browser what it keeps in the localStorage of the app's `origin`. `"cookie"` is the cookie
        alone, `"token"` holds a token of REST v2, `"json"` the user and all tokens.

        Raises GenAuthError for who is unknown or locked, and names what is allowed.
        """
        __tracebackhide__ = True
        return log_in(self, user, as_, origin=origin, sdk=sdk, app_id=app_id)

    def reset(self) -> None:
        """Brings the pool back to what it was made from: users, codes, tokens, outbox, faults, journal, clock."""
        self.server.call("POST", f"{self.path}/reset")

    def snapshot(self, name: str) -> None:
        """Keeps the pool as it is now under a name: users, tokens, codes, outbox, settings, clock."""
        self.server.call("PUT", f"/snapshots/{quote(name, safe='')}", userPoolId=self.user_pool_id)

    def restore(self, name: str) -> None:
        """Brings the pool back to a state that was kept. Raises GenAuthError, which names those that there are."""
        __tracebackhide__ = True
        self.server.call("POST", f"/snapshots/{quote(name, safe='')}/restore", userPoolId=self.user_pool_id)

    def export(self) -> dict[str, Any]:
        """The whole pool as one pool document; `Server.import_pool` makes it again, there or elsewhere."""
        return dict(self.server.call("GET", f"{self.path}/export"))

    def delete(self) -> None:
        """Removes the pool with all that is in it."""
        self.server.call("DELETE", self.path)
