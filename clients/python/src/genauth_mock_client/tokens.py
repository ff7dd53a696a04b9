"""Tokens of a user pool's users: without a login, and told apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth

TokenKind = Literal["token", "id_token", "access_token", "refresh_token"]


class Tokens:
    """Mints tokens, as good as those of a login or bad in one way, and tells them apart."""

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def mint(
        self,
        user_id: str,
        kind: TokenKind = "token",
        *,
        ttl_seconds: int | None = None,
        not_before_seconds: int | None = None,
        audience: str | None = None,
        claims: Mapping[str, Any] | None = None,
        alg: Literal["none"] | None = None,
        bad_signature: bool | Literal["altered"] = False,
        app_id: str | None = None,
    ) -> str:
        """A token of a user: REST v2's (`token`), or one of OpenID Connect. What is left out is as a login has it.

        `ttl_seconds` of 0 or less makes one that has expired, `not_before_seconds` one that is not yet valid,
        `bad_signature` one by an unknown key (`"altered"`: by the right one, and then altered), `alg="none"` one that
        is not signed. `claims` go over the token's own, under the names that they have in the token; `claims["scope"]`
        is what an access or refresh token may do. `app_id` is another application of the pool than its first.

        Raises GenAuthError, which names the field that does not apply to this kind.
        """
        given: dict[str, Any] = {
            "userPoolId": self._pool.user_pool_id,
            "userId": user_id,
            "kind": kind,
            "ttlSeconds": ttl_seconds,
            "notBeforeSeconds": not_before_seconds,
            "audience": audience,
            "claims": None if claims is None else dict(claims),
            "alg": alg,
            "badSignature": bad_signature or None,
            "appId": app_id,
        }
        body = {name: value for name, value in given.items() if value is not None}
        return str(self._pool.server.call("POST", "/tokens", body)["token"])

    def inspect(self, token: str) -> dict[str, Any]:
        """What a token says (`claims`, `header`), what it is (`kind`, `signature`, `expiresAt`, `username`), whether
        this pool would take it now (`alive`), and a sentence that says why (`verdict`).

        Raises GenAuthError for what is no token.
        """
        __tracebackhide__ = True
        body = {"token": token, "userPoolId": self._pool.user_pool_id}
        return dict(self._pool.server.call("POST", "/tokens/inspect", body))
