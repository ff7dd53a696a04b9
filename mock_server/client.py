"""A client of the control API, `/_mock/…`: what tests written in Python, and the command line, steer the mock with.

Keyword arguments are written as Python writes them (`reset_password_on_first_login=True`); what comes back is as the
control API prints it, except messages, which are objects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import quote

import httpx

Channel = Literal["email", "sms"]

_LONGEST_ANSWER_SECONDS = 30
# Its keys belong to the test, not to the mock.
_KEPT_AS_IT_IS = ("customData",)


class GenAuthError(Exception):
    """The control API said no. `status` is HTTP's; `code`, `field` and the text are the server's own."""

    def __init__(self, message: str, status: int = 0, code: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.message, self.status, self.code, self.field = message, status, code, field


class Unreachable(GenAuthError):
    """Nothing answered, or something that is no genauth-mock did."""


class NothingCame(AssertionError):
    """The message that was waited for did not come; `arrived` holds the newest of what did, newest first."""

    def __init__(self, message: str, arrived: list[Message]) -> None:
        super().__init__(message)
        self.arrived = arrived


@dataclass(frozen=True, slots=True)
class Message:
    """A mail or SMS in the outbox. Times are ISO 8601; `used_at` is None while its code is good."""

    id: str
    user_pool_id: str
    channel: str
    to: str
    scene: str
    code: str | None
    body: str
    created_at: str
    expires_at: str
    used_at: str | None
    subject: str | None = None
    phone_country_code: str | None = None

    @classmethod
    def of(cls, printed: Mapping[str, Any]) -> Self:
        """The message that the control API prints so."""
        return cls(
            id=printed["id"],
            user_pool_id=printed["userPoolId"],
            channel=printed["channel"],
            to=printed["to"],
            scene=printed["scene"],
            code=printed["code"],
            body=printed["body"],
            created_at=printed["createdAt"],
            expires_at=printed["expiresAt"],
            used_at=printed["usedAt"],
            subject=printed.get("subject"),
            phone_country_code=printed.get("phoneCountryCode"),
        )


After = str | datetime | Message


def camel_keys(value: Any) -> Any:
    """The same value with the keys of all its objects in camelCase; what is in `customData` stays as it is."""
    if isinstance(value, Mapping):
        named = {_camel(str(key)): each for key, each in value.items()}
        return {key: each if key in _KEPT_AS_IT_IS else camel_keys(each) for key, each in named.items()}
    if isinstance(value, list | tuple):
        return [camel_keys(each) for each in value]
    return value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(each[:1].upper() + each[1:] for each in rest)


def _moment(after: After | None) -> str | None:
    if isinstance(after, Message):
        return after.id
    # A naive time is the writer's own, as everywhere in Python; the server would take it for UTC.
    return after.astimezone().isoformat() if isinstance(after, datetime) else after


class Server:
    """A running server. Use it as a context manager, or `close` it."""

    def __init__(self, base_url: str, control_token: str | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        self._http = httpx.Client(
            base_url=self.base_url,
            headers={"authorization": f"Bearer {control_token}"} if control_token else None,
            timeout=_LONGEST_ANSWER_SECONDS,
            # A proxy would be asked for 127.0.0.1, and would look at its own.
            trust_env=False,
        )

    def call(self, method: str, path: str, body: Any = None, *, patience: float = 0, **query: Any) -> Any:
        """One control call, `path` without `/_mock`; what it answers, None for an empty answer.

        Queries that are None are left out; `patience` is how many seconds the server may take longer than usual.
        Raises GenAuthError, Unreachable.
        """
        __tracebackhide__ = True
        try:
            response = self._http.request(
                method,
                f"/_mock{path}",
                json=body,
                params={name: value for name, value in query.items() if value is not None},
                timeout=_LONGEST_ANSWER_SECONDS + patience,
            )
        except httpx.HTTPError as fault:
            raise Unreachable(f"nothing answers at {self.base_url}: {fault}") from fault
        return self._answer(response)

    def _answer(self, response: httpx.Response) -> Any:
        __tracebackhide__ = True
        if response.status_code == 204:
            return None
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if response.is_success and isinstance(answer, dict):
            return answer
        error = answer.get("error") if isinstance(answer, dict) else None
        if not isinstance(error, dict):
            what = f"what answers at {self.base_url} is no genauth-mock (HTTP {response.status_code})"
            raise Unreachable(what, response.status_code)
        if response.status_code == 408:
            raise NothingCame(error["message"], [Message.of(each) for each in answer["list"]])
        raise GenAuthError(error["message"], response.status_code, error["code"], error.get("field"))

    def health(self) -> dict[str, Any]:
        """`status` and `version`. Needs no control token."""
        return dict(self.call("GET", "/health"))

    def info(self) -> dict[str, Any]:
        """Version, public key, demo pool."""
        return dict(self.call("GET", "/info"))

    def create_pool(self, document: Mapping[str, Any] | None = None, **fields: Any) -> GenAuth:
        """A new user pool, from a pool document (keys as in a seed file) and from fields (`name="shop"`)."""
        return GenAuth(self, self.call("POST", "/pools", {**(document or {}), **camel_keys(fields)}))

    def pool(self, user_pool_id: str) -> GenAuth:
        """A user pool that is there already."""
        return GenAuth(self, self.call("GET", f"/pools/{quote(user_pool_id, safe='')}"))

    def pools(self, page: int = 1, limit: int = 100) -> list[dict[str, Any]]:
        """User pools, newest first."""
        return list(self.call("GET", "/pools", page=page, limit=limit)["list"])

    def close(self) -> None:
        """Closes the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


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
        self._public_key: str | None = None

    def __repr__(self) -> str:
        return f"<GenAuth pool {self.user_pool_id} app {self.app_id} at {self.base_url}>"

    @property
    def public_key(self) -> str:
        """The key with which SDKs encrypt passwords: one line of base64 (SubjectPublicKeyInfo)."""
        if self._public_key is None:
            self._public_key = str(self.server.info()["rsaPublicKey"])
        return self._public_key

    @property
    def path(self) -> str:
        """The pool's path in the control API."""
        return f"/pools/{self.user_pool_id}"

    def settings(self, **settings: Any) -> dict[str, Any]:
        """Changes the settings that are given (`verification_code={"fixed": "1234"}`), and answers all of them."""
        return dict(self.server.call("PATCH", self.path, {"settings": camel_keys(settings)})["settings"])

    def reset(self) -> None:
        """Brings the pool back to what it was made from: users, codes, tokens, outbox and settings."""
        self.server.call("POST", f"{self.path}/reset")

    def delete(self) -> None:
        """Removes the pool with all that is in it."""
        self.server.call("DELETE", self.path)


class Outbox:
    """Every mail and SMS that a pool has sent."""

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def wait_code(
        self,
        to: str,
        channel: Channel | None = None,
        scene: str | None = None,
        after: After | None = None,
        timeout: float = 10,
    ) -> str:
        """The code in the newest unused message to an address, at once or as soon as it is sent.

        Raises NothingCame, an AssertionError, with what did arrive, when `timeout` seconds are up.
        """
        __tracebackhide__ = True
        message = self.wait(to, channel, scene, after, timeout)
        if message.code is None:
            raise NothingCame(f"the message to {to} holds no code: {message.body}", [message])
        return message.code

    def wait(
        self,
        to: str | None = None,
        channel: Channel | None = None,
        scene: str | None = None,
        after: After | None = None,
        timeout: float = 10,
    ) -> Message:
        """The newest unused message that fits, at once or as soon as it is sent. `after` is a message or a time.

        Raises NothingCame, an AssertionError, with what did arrive, when `timeout` seconds are up.
        """
        __tracebackhide__ = True
        query = self._query(to, channel, scene, after)
        # httpx has to wait longer than the server does, or the server's own words are lost.
        found = self._pool.server.call("GET", "/outbox/wait", patience=timeout, **query, timeout=timeout)
        return Message.of(found)

    def list(
        self,
        to: str | None = None,
        channel: Channel | None = None,
        scene: str | None = None,
        after: After | None = None,
        limit: int = 100,
    ) -> list[Message]:
        """The messages that fit, newest first, used ones included."""
        found = self._pool.server.call("GET", "/outbox", **self._query(to, channel, scene, after), limit=limit)
        return [Message.of(each) for each in found["list"]]

    def clear(self, to: str | None = None) -> None:
        """Takes messages out of the outbox, all or those to an address. Their codes stay good."""
        self._pool.server.call("DELETE", "/outbox", userPoolId=self._pool.user_pool_id, to=to)

    def _query(self, to: str | None, channel: Channel | None, scene: str | None, after: After | None) -> dict[str, Any]:
        return {
            "userPoolId": self._pool.user_pool_id,
            "to": to,
            "channel": channel,
            "scene": scene,
            "after": _moment(after),
        }


class Users:
    """The users of a pool, past all rules for end users. They come back as the control API prints them."""

    def __init__(self, pool: GenAuth) -> None:
        self._server, self._path = pool.server, f"{pool.path}/users"

    def create(self, **fields: Any) -> dict[str, Any]:
        """A new user: `create(username="ci", password="111111", email="ci@example.test")`."""
        return dict(self._server.call("POST", self._path, camel_keys(fields)))

    def list(self, page: int = 1, limit: int = 100) -> list[dict[str, Any]]:
        """Users, newest first."""
        return list(self._server.call("GET", self._path, page=page, limit=limit)["list"])

    def get(self, user_id: str) -> dict[str, Any]:
        """One user."""
        return dict(self._server.call("GET", self._of(user_id)))

    def update(self, user_id: str, **fields: Any) -> dict[str, Any]:
        """Changes the fields that are given; `custom_data` is merged, lists are replaced."""
        return dict(self._server.call("PATCH", self._of(user_id), camel_keys(fields)))

    def delete(self, user_id: str) -> None:
        """Removes a user, with all his or her sessions."""
        self._server.call("DELETE", self._of(user_id))

    def _of(self, user_id: str) -> str:
        return f"{self._path}/{quote(user_id, safe='')}"
