"""User pools: how one is made, found by what a request names, brought back, and removed."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from genauth_mock import errors
from genauth_mock.context import Mock
from genauth_mock.documents.field_types import BadDocument
from genauth_mock.documents.pool_document import ApplicationDocument, PoolDocument
from genauth_mock.documents.pool_settings import Oidc, PoolSettings
from genauth_mock.errors import Refused
from genauth_mock.kit import clock
from genauth_mock.steering.pools import pinning, replacing, seeding
from genauth_mock.steering.pools.importing import already_there
from genauth_mock.steering.pools.replacing import Disturbed, Replacement
from genauth_mock.steering.pools.snapshots import GONE_AT_RESET
from genauth_mock.store import applications, images, user_pools
from genauth_mock.store.applications import Application
from genauth_mock.store.database import (
    Connection,
    Taken,
    memory,
    undo,
)
from genauth_mock.store.images import KNOWN_TO_ALL, Image
from genauth_mock.store.snapshots import MADE_FROM
from genauth_mock.store.user_pools import UserPool

log = logging.getLogger(__name__)

# Another process may put a pool in the place of one between two looks; hardly so often.
_MOST_LOOKS = 20
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_id(text: str) -> bool:
    """Whether a text can be the id of a pool or an application."""
    return _ID.fullmatch(text) is not None


def prepared(mock: Mock, document: PoolDocument) -> Image:
    """All rows of the pool that a document describes. Needs no database. Raises BadDocument."""
    return seeding.planted(pinning.pinned(document, mock.ids, clock.wall_ms()), mock.settings)


def create(db: Connection, mock: Mock, document: PoolDocument) -> tuple[UserPool, Application]:
    """Makes a user pool and all that the document holds. Raises BadDocument, and then nothing is made."""
    image = prepared(mock, document)
    if user_pools.by_id(db, image.user_pool_id):
        raise already_there(image.user_pool_id)
    return add_or_replace(db, mock, image)


def add_or_replace(db: Connection, mock: Mock, image: Image) -> tuple[UserPool, Application]:
    """Makes a user pool of what was prepared, in the place of one of that id. Raises BadDocument, and then nothing may
    be kept of it.
    """
    try:
        new = Replacement.begin(db, image.user_pool_id)
    except Disturbed as fault:
        raise BadDocument("userPoolId", str(fault)) from None
    known, rest = image.parted(KNOWN_TO_ALL)
    new.write(db, rest)
    new.keep(db, image)
    pool = new.finish(db, mock, known, gone=GONE_AT_RESET)
    new.name(db, MADE_FROM, clock.wall_ms())
    made = with_first_application(db, pool.public_id)
    assert made is not None, "a pool that was just made is there"
    return made


def remove(db: Connection, mock: Mock, pool: UserPool) -> None:
    """Removes a pool with all that is in it."""
    replacing.remove(db, mock, pool)


def empty(db: Connection, mock: Mock, pool: UserPool) -> None:
    """Takes all that is in a pool away but its snapshots, for another content: a pool has an application."""
    mock.journal.forget(db, pool.public_id)
    images.clear(db, pool.public_id, of=GONE_AT_RESET)
    images.clear(db, pool.id)


def change(db: Connection, pool: UserPool, name: str | None, settings: Mapping[str, Any] | None) -> None:
    """Changes a pool's name, and those of its settings that are given."""
    changes: dict[str, Any] = {}
    if name is not None:
        changes["name"] = name
    if settings is not None:
        changes["settings"] = merged(pool.settings, settings)
    user_pools.change(db, pool.id, changes)


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """One JSON object over another, objects inside them likewise."""
    both = dict(old)
    for key, value in new.items():
        before = both.get(key)
        both[key] = merged(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
    return both


def with_first_application(db: Connection, public_id: str) -> tuple[UserPool, Application] | None:
    """A pool as it is now, and its first application; None where the pool is gone."""
    for _ in range(_MOST_LOOKS):
        pool = user_pools.by_id(db, public_id)
        if pool is None:
            return None
        app = applications.first_of(db, pool.id)
        if app is not None:
            return pool, app
    raise RuntimeError(f"user pool {public_id} has no application")


def find(db: Connection, mock: Mock, app_id: str | None, user_pool_id: str | None) -> tuple[UserPool, Application]:
    """The pool and application that a request names. The app id wins where the two disagree.

    With `unknown_apps: create`, unknown ids are made: an app id beside a known pool becomes its application, else a
    pool of its own. Refuses 400 for what can be no id, 2101 where nothing is named, 2011 or 2224 for unknown ids
    otherwise.
    """
    for name, value in (("x-authing-app-id", app_id), ("x-authing-userpool-id", user_pool_id)):
        if value and not is_id(value):
            raise Refused(errors.INVALID_PARAMETER, field=name, detail="1-64 of A-Z a-z 0-9 _ -")
    known = of_app(db, app_id) if app_id else None
    if known:
        return known
    if not app_id and not user_pool_id:
        raise Refused(errors.APP_ID_MISSING)
    known = _of_pool(db, user_pool_id)
    if known and not app_id:
        return known
    if mock.settings.unknown_apps == "reject":
        raise Refused(errors.APP_NOT_FOUND if app_id else errors.POOL_NOT_FOUND)
    try:
        return _made_for(db, mock, app_id or None, user_pool_id or None, known[0] if known else None)
    except (Taken, BadDocument):
        # Another worker has just made it, for another request of the same app.
        undo(db)
        made = of_app(db, app_id) if app_id else _of_pool(db, user_pool_id)
        if made is None:
            raise Refused(errors.APP_NOT_FOUND if app_id else errors.POOL_NOT_FOUND) from None
        return made


def _of_pool(db: Connection, user_pool_id: str | None) -> tuple[UserPool, Application] | None:
    pool = user_pools.by_id(db, user_pool_id) if user_pool_id else None
    app = applications.first_of(db, pool.id) if pool else None
    return (pool, app) if pool and app else None


def of_app(db: Connection, app_id: str) -> tuple[UserPool, Application] | None:
    """The application of this id with its pool; None where it is unknown, or can be none."""
    # Every call asks this, so it is remembered where the database is ours alone.
    remembered = memory(db)
    known = remembered.apps.get(app_id) if remembered is not None else None
    if known is not None:
        return known
    app = applications.by_id(db, app_id) if is_id(app_id) else None
    pool = user_pools.of_rows(db, app.user_pool_id) if app else None
    if app is None or pool is None:
        return None
    if remembered is not None:
        remembered.apps[app_id] = pool, app
    return pool, app


def _made_for(
    db: Connection, mock: Mock, app_id: str | None, user_pool_id: str | None, pool: UserPool | None
) -> tuple[UserPool, Application]:
    # An id that is exported must be one that a document may hold.
    application = ApplicationDocument(id=app_id)
    if pool is None:
        log.info(
            "made a user pool for the unknown %s", f"app id {app_id}" if app_id else f"user pool id {user_pool_id}"
        )
        settings = PoolSettings(oidc=Oidc(redirects="loopback"))
        # By the name that the developer has chosen, he finds it again.
        name = app_id or user_pool_id
        return create(
            db, mock, PoolDocument(userPoolId=user_pool_id, name=name, settings=settings, applications=[application])
        )
    log.info("made application %s of user pool %s, as a request named both", app_id, pool.public_id)
    pinned = pinning.pinned(
        PoolDocument(userPoolId=pool.public_id, applications=[application]), mock.ids, clock.wall_ms()
    )
    made = Image(pool.public_id)
    seeding.add_applications(made, pinned.applications)
    images.insert(db, made.under(pool.id))
    app = applications.by_id(db, str(app_id))
    assert app is not None, "an application that was just made is there"
    return pool, app
