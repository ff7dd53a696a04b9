"""The users of a user pool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from genauth_mock_client.keys import camel_keys

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from genauth_mock_client.documents import UserFields
    from genauth_mock_client.pool import GenAuth

# A user's id, or a user as the control API prints one.
Whom = str | Mapping[str, Any]


def named(user: Whom | None, account: str | None) -> dict[str, str]:
    """How a call names a user: by id, or by an account."""
    user_id = user if user is None or isinstance(user, str) else str(user["id"])
    return {name: said for name, said in {"userId": user_id, "account": account}.items() if said is not None}


class Users:
    """The users of a pool, past all rules for end users. They come back as the control API prints them."""

    def __init__(self, pool: GenAuth) -> None:
        self._server, self._path = pool.server, f"{pool.path}/users"

    def create(self, /, **fields: Unpack[UserFields]) -> dict[str, Any]:
        """A new user: `create(username="ci", password="111111", email="ci@example.test")`."""
        return dict(self._server.call("POST", self._path, camel_keys(fields)))

    def generate(
        self, count: int, *, locale: str | None = None, rand_seed: int | None = None, password: str | None = None
    ) -> list[dict[str, Any]]:
        """Users who look real, Chinese unless another `locale` of Faker is given (`en_US`): all of them, or none.

        With `rand_seed` they are the same in every pool, and the same seed again goes on where it ended. They log in by
        codes, unless `password` gives them all one. Of more than a thousand, the first thousand come back.
        """
        body = {"count": count, "locale": locale, "randSeed": rand_seed, "password": password}
        given = {name: value for name, value in body.items() if value is not None}
        return list(self._server.call("POST", f"{self._path}/generate", given, patience=count / 100)["list"])

    def totp(self, user: Whom) -> str:
        """The one-time password of a user's second factor that is right now, by the pool's clock.

        Raises GenAuthError for a user without one; `update(user, mfa={"totp_secret": …})` gives one.
        """
        return str(self._server.call("GET", f"{self._of(user)}/totp")["code"])

    def sessions(self, user: Whom) -> list[dict[str, Any]]:
        """The tokens that a user has, newest first: `id`, `kind`, `appId`, `createdAt`, `expiresAt`, `expired` …"""
        return list(self._server.call("GET", f"{self._of(user)}/sessions", limit=10_000)["list"])

    def end_session(self, user: Whom, session_id: str) -> None:
        """Ends one of them; a refresh token with all that came from its authorization. Raises GenAuthError."""
        self._server.call("DELETE", f"{self._of(user)}/sessions/{quote(session_id, safe='')}")

    def end_sessions(self, user: Whom) -> None:
        """Ends all of a user's sessions: whoever is logged in as this user is so no longer, wherever it is."""
        self._server.call("DELETE", f"{self._of(user)}/sessions")

    def list(self, page: int = 1, limit: int = 100, search: str | None = None) -> list[dict[str, Any]]:
        """Users, newest first; those in whose id, names, e-mail, phone or external id `search` stands."""
        return list(self._server.call("GET", self._path, page=page, limit=limit, search=search)["list"])

    def get(self, user: Whom) -> dict[str, Any]:
        """One user."""
        return dict(self._server.call("GET", self._of(user)))

    def update(self, user: Whom, /, **fields: Unpack[UserFields]) -> dict[str, Any]:
        """Changes the fields that are given; `custom_data` is merged, lists are replaced."""
        return dict(self._server.call("PATCH", self._of(user), camel_keys(fields)))

    def delete(self, user: Whom) -> None:
        """Removes a user, with all his or her sessions."""
        self._server.call("DELETE", self._of(user))

    def _of(self, user: Whom) -> str:
        return f"{self._path}/{quote(user if isinstance(user, str) else str(user['id']), safe='')}"
