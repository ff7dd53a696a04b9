"""What an app is to be pointed at: this server, and an application of it."""

from __future__ import annotations

from genauth_mock.context import Mock
from genauth_mock.steering.clients.snippets import UNKNOWN_SECRET, Target
from genauth_mock.steering.pools import demo, pools
from genauth_mock.store import applications, user_pools
from genauth_mock.store.applications import Application
from genauth_mock.store.database import Connection


def target(db: Connection, mock: Mock, url: str, app_id: str | None) -> Target | None:
    """The application of this id, else the demo pool's, else the first pool's, else one that is still to come.

    None for an application that is unknown where unknown ones are refused.
    """
    takes_any_app = mock.settings.unknown_apps == "create"
    known = _known(db, mock, app_id)
    if known is not None:
        return of_application(mock, url, known)
    if app_id is not None and not takes_any_app:
        return None
    # An unknown pool is made as an unknown app is, so the app's id will do for both.
    name = app_id or ("my-app" if takes_any_app else "YOUR_APP_ID")
    pool_id = name if takes_any_app else "YOUR_USER_POOL_ID"
    key = mock.transport_key
    return Target(url, key.public_base64, key.public_pem, name, pool_id, UNKNOWN_SECRET, takes_any_app)


def of_server(db: Connection, mock: Mock, url: str, user_pool_id: str | None) -> Target:
    """This server and the first application of a pool, if there is one, else what `target` takes."""
    pool = user_pools.by_id(db, user_pool_id) if user_pool_id else None
    app = applications.first_of(db, pool.id) if pool else None
    chosen = of_application(mock, url, app) if app else target(db, mock, url, None)
    assert chosen is not None, "where no application is named, none is refused"
    return chosen


def of_application(mock: Mock, url: str, app: Application) -> Target:
    """This server and one of its applications."""
    key, takes_any_app = mock.transport_key, mock.settings.unknown_apps == "create"
    pool_id = user_pools.public_id(app.user_pool_id)
    return Target(url, key.public_base64, key.public_pem, app.id, pool_id, app.secret, takes_any_app)


def _known(db: Connection, mock: Mock, app_id: str | None) -> Application | None:
    if app_id is not None:
        found = pools.of_app(db, app_id)
        return found[1] if found else None
    if demo.described(db, mock) is not None:
        return applications.by_id(db, demo.APP_ID)
    first = user_pools.oldest(db)
    return applications.first_of(db, first.id) if first else None
