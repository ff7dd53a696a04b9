"""Users who are logged in without a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth

LoginForm = Literal["storage-state", "cookie", "token", "json"]
LoginSdk = Literal[
    "authing-js-sdk", "@authing/web", "@authing/guard", "oidc-client-ts", "ios", "android", "flutter"
]  # fmt: skip


def log_in(
    pool: GenAuth, user: str, form: LoginForm, *, origin: str | None, sdk: LoginSdk | None, app_id: str | None
) -> dict[str, Any]:
    """What a login answers, see `GenAuth.login`."""
    given = {
        "userPoolId": pool.user_pool_id,
        "user": user,
        "as": form,
        "origin": origin,
        "sdk": sdk,
        "appId": app_id,
    }
    return dict(pool.server.call("POST", "/login", {name: each for name, each in given.items() if each is not None}))
