"""The users of a user pool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mock_server.client.keys import camel_keys

if TYPE_CHECKING:
    from mock_server.client.pool import GenAuth


class Users:
    """The users of a pool, past all rules for end users. They come back as the control API prints them."""

    def __init__(self, pool: GenAuth) -> None:
        self._server, self._path = pool.server, f"{pool.path}/users"

    def create(self, /, **fields: Any) -> dict[str, Any]:
        """A new user: `create(username="ci", password="111111", email="ci@example.test")`."""
        return dict(self._server.call("POST", self._path, camel_keys(fields)))

    def list(self, page: int = 1, limit: int = 100) -> list[dict[str, Any]]:
        """Users, newest first."""
        return list(self._server.call("GET", self._path, page=page, limit=limit)["list"])

    def get(self, user_id: str) -> dict[str, Any]:
        """One user."""
        return dict(self._server.call("GET", self._of(user_id)))

    def update(self, /, user_id: str, **fields: Any) -> dict[str, Any]:
        """Changes the fields that are given; `custom_data` is merged, lists are replaced."""
        return dict(self._server.call("PATCH", self._of(user_id), camel_keys(fields)))

    def delete(self, user_id: str) -> None:
        """Removes a user, with all his or her sessions."""
        self._server.call("DELETE", self._of(user_id))

    def _of(self, user_id: str) -> str:
        return f"{self._path}/{quote(user_id, safe='')}"
