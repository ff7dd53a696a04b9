"""What control calls name: a pool by its id, its name or an application's id; users, applications."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from genauth_mock.context import Context, context_of
from genauth_mock.routes.control import shapes
from genauth_mock.routes.control.face import ControlError
from genauth_mock.routes.edge import tenancy
from genauth_mock.steering.pools import pools
from genauth_mock.store import applications, user_pools, users
from genauth_mock.store.applications import Application
from genauth_mock.store.database import Connection, transaction
from genauth_mock.store.user_pools import UserPool
from genauth_mock.store.users import User

_POOL_ID = b"userPoolId="


def pool_named(db: Connection, name: str) -> UserPool:
    """The pool that is named by its id, its name, or the id of one of its applications. Refuses 404, and 400 for a name
    that fits several.
    """
    pool = _pool_meant(db, name)
    if pool is None:
        raise no_pool(name)
    return pool


def no_pool(name: str) -> ControlError:
    """What answers for a pool that is not there."""
    return ControlError(404, "not_found", f"there is no user pool {name!r}", "userPoolId")


def _pool_meant(db: Connection, name: str) -> UserPool | None:
    """The pool of this id, else the one that is called so or has such an application."""
    pool = user_pools.by_id(db, name)
    if pool is not None:
        # An id is exact: what another pool is called must not make it doubtful.
        return pool
    fitting = user_pools.called(db, name)
    if len(fitting) > 1:
        listed = ", ".join(f"{each.public_id} ({each.name!r})" for each in fitting[:10])
        message = f"{name!r} fits {len(fitting)} user pools, by name or application: {listed}; give one's id"
        raise ControlError(400, "ambiguous", message, "userPoolId")
    return fitting[0] if fitting else None


def with_pools_id(request: Request) -> None:
    """Puts the pool's id where a path or query names it otherwise; what names none stays as it is. Refuses 400."""
    in_path = request.path_params.get("user_pool_id")
    in_query = _POOL_ID in request.scope["query_string"]
    if in_path is None and not in_query:
        return
    with transaction(tenancy.mock_of(request).engine) as db:
        if in_path is not None and (pool := _pool_meant(db, in_path)):
            request.path_params["user_pool_id"] = pool.public_id
        if in_query:
            pairs = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
            meant = {
                value: pool.public_id
                for name, value in pairs
                if name == "userPoolId" and (pool := _pool_meant(db, value))
            }
            if any(name != pool_id for name, pool_id in meant.items()):
                told = [(name, meant.get(value, value) if name == "userPoolId" else value) for name, value in pairs]
                request.scope["query_string"] = urlencode(told).encode()


def printed_pool(db: Connection, name: str) -> dict[str, Any]:
    """A pool as it is now, with its first application. Refuses as `pool_named`."""
    found = pools.with_first_application(db, pool_named(db, name).public_id)
    if found is None:
        raise no_pool(name)
    return shapes.pool(*found)


def context_named(request: Request, db: Connection, name: str, app_id: str | None = None) -> Context:
    """The context of a control call to a pool, by one of its applications or the first. Refuses 404, 400."""
    pool = pool_named(db, name)
    app = app_named(db, pool, app_id)
    return context_of(db, tenancy.mock_of(request), pool, app, base_url=tenancy.base_url_of(request))


def user_named(db: Connection, user_pool_id: str, user_id: str, field: str = "id") -> User:
    """The user of this id in a pool; `field` is what named him or her. Refuses 404."""
    row = users.by_id(db, user_pool_id, user_id)
    if row is None:
        raise ControlError(404, "not_found", f"there is no user {user_id!r} in this pool", field)
    return row


def app_named(db: Connection, pool: UserPool, app_id: str | None) -> Application:
    """The application of this id in a pool, or the pool's first. Refuses 404."""
    app = applications.by_id(db, app_id) if app_id is not None else applications.first_of(db, pool.id)
    if app is None or app.user_pool_id != pool.id:
        raise ControlError(404, "not_found", f"there is no application {app_id!r} in this pool", "appId")
    return app
