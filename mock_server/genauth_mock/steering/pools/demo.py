"""The demo pool: the vendor's page made real, its sample answers included."""

from __future__ import annotations

from typing import Any

from genauth_mock.context import Mock
from genauth_mock.kit.shipped import FIXTURES
from genauth_mock.steering.pools import pools
from genauth_mock.steering.pools.seed_files import seeds_in
from genauth_mock.store import applications, user_pools
from genauth_mock.store.database import Connection

USER_POOL_ID = "60caaf41da89f1954875cee1"
APP_ID = "61ae0c9807451d6f30226bd4"
USERNAME, PASSWORD = "ci", "111111"


def plant(db: Connection, mock: Mock) -> None:
    """Makes the demo pool, unless the database has it already, or a seed has its id or its application's."""
    if user_pools.by_id(db, USER_POOL_ID) is None and applications.by_id(db, APP_ID) is None:
        pools.create(db, mock, seeds_in(FIXTURES / "pools" / "demo.yaml")[0].document)


def described(db: Connection, mock: Mock) -> dict[str, Any] | None:
    """What one needs to log in to the demo pool; None where there is none."""
    app = applications.by_id(db, APP_ID) if mock.settings.demo else None
    if app is None or user_pools.public_id(app.user_pool_id) != USER_POOL_ID:
        return None
    return {
        "userPoolId": USER_POOL_ID,
        "appId": APP_ID,
        "appSecret": app.secret,
        "username": USERNAME,
        "password": PASSWORD,
    }
