"""The pools of a seed file: made at the start, and brought to what the file says once it has changed."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from genauth_mock.context import Mock
from genauth_mock.documents.field_types import BadDocument, dumped
from genauth_mock.documents.pool_document import PoolDocument
from genauth_mock.steering.pools import exporting, pools
from genauth_mock.steering.pools.pinning import DEFAULT_NAMESPACE
from genauth_mock.steering.pools.seed_files import Seed, seeds_in
from genauth_mock.store import applications, user_pools
from genauth_mock.store.database import Connection
from genauth_mock.store.user_pools import UserPool, public_id

New = TypeVar("New")
Old = TypeVar("Old")
Keys = tuple[Callable[[int, New], Hashable], Callable[[int, Old], Hashable]]

log = logging.getLogger(__name__)

# What a part of a document is known by when it comes again, and what it keeps then if it is left out.
_KNOWN_BY: dict[str, tuple[tuple[str, ...], ...]] = {
    "applications": (("id",), ("name",)),
    "namespaces": (("code",),),
    "roles": (("namespace", "code"),),
    "orgs": (("name",),),
    "children": (("name",),),
    "connections": (("type",),),
    "webhooks": (("name",),),
    "pipelines": (("name",),),
    "users": (("username",), ("email",), ("phone",), ("externalId",)),
}
_INSIDE = {"orgs": ("children",), "children": ("children",)}
_DEFAULTS = {"namespace": DEFAULT_NAMESPACE}
_KEPT = ("id", "secret", "rootNodeId", "createdAt", "rootNodeCreatedAt")
_KEPT_OF_POOL = ("userPoolId", "userPoolSecret", "createdAt")


@dataclass(frozen=True, slots=True)
class SeededPool:
    """A pool of a seed file: what the file said, and `made`, the whole of it with what was made for it at first."""

    document: PoolDocument
    made: dict[str, Any]

    @property
    def pool_id(self) -> str:
        """The pool's id."""
        return str(self.made["userPoolId"])


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A seed file as it was read, and the pools that it then had. `stamp` changes with the file."""

    path: Path
    stamp: tuple[int, ...] | None
    pools: tuple[SeededPool, ...]


def stamp_of(path: Path) -> tuple[int, ...] | None:
    """What changes whenever a file is written; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def plant(db: Connection, mock: Mock, path: Path, others: Iterable[SeedFile] = ()) -> SeedFile:
    """Makes the pools of a file, except those that the database has kept since an earlier start. Raises BadSeedFile.

    `others` are the files that were planted before: what they have is none of this file's.
    """
    stamp = stamp_of(path)
    planted: list[SeededPool] = []
    taken = {each.pool_id for file in others for each in file.pools}
    for seed in seeds_in(path):
        with seed.named():
            pool_id = _there(db, seed.document, taken)
            if pool_id:
                log.info("user pool %s is there already and stays as it is", pool_id)
            else:
                pool_id = pools.create(db, mock, seed.document)[0].public_id
        taken.add(pool_id)
        planted.append(_seeded(db, mock, seed, pool_id))
    return SeedFile(path, stamp, tuple(planted))


def _there(db: Connection, document: PoolDocument, taken: Collection[str]) -> str | None:
    """The pool of a document that the database has kept: by its id, else by an application's, else by its exact name.

    `taken` are pools that other documents have got. Raises BadDocument where several could be meant.
    """
    if document.user_pool_id:
        return document.user_pool_id if user_pools.by_id(db, document.user_pool_id) else None
    app_ids = [each for each in (document.app_id, *(app.id for app in document.applications)) if each]
    apps = filter(None, (applications.by_id(db, each) for each in app_ids))
    field = "appId" if document.app_id else "applications" if app_ids else "name"
    found = list(dict.fromkeys(pool_id for each in apps if (pool_id := public_id(each.user_pool_id)) not in taken))
    if not found and document.name:
        field = "name"
        found = [each for each in user_pools.ids_named(db, document.name) if each not in taken]
    if len(found) > 1:
        raise BadDocument(field, f"several user pools could be meant: {', '.join(found)}; say which by userPoolId")
    return found[0] if found else None


def replant(db: Connection, mock: Mock, file: SeedFile, elsewhere: frozenset[str]) -> SeedFile:
    """Brings the pools of a file that has changed to what it says now; pools that it says the same of stay untouched.

    `elsewhere` are the ids of other files' pools. Raises BadSeedFile, and then nothing may be kept of it.
    """
    stamp, seeds = stamp_of(file.path), seeds_in(file.path)
    before = _pairs([each.document for each in seeds], file.pools, _POOL_KEYS)
    _find_new(db, seeds, before, elsewhere | {each.pool_id for each in file.pools})
    gone = [each for each in file.pools if each not in before and each.pool_id not in elsewhere]
    changed = {
        n: old
        for n, (seed, old) in enumerate(zip(seeds, before, strict=True))
        if old is None or old.document != seed.document or user_pools.by_id(db, old.pool_id) is None
    }
    # All that goes, goes first: an application may have moved from one pool of the file to another.
    for each in gone:
        _with_pool(db, mock, each.pool_id, pools.remove)
    for each in filter(None, changed.values()):
        _with_pool(db, mock, each.pool_id, pools.empty)
    now = list(before)
    for n, old in changed.items():
        with seeds[n].named():
            document = _carried(seeds[n].document, old.made) if old else seeds[n].document
            made, _ = pools.add_or_replace(db, mock, pools.prepared(mock, document))
        now[n] = _seeded(db, mock, seeds[n], made.public_id)
    new = sum(old is None for old in changed.values())
    log.info("%s: %d made, %d changed, %d removed", file.path, new, len(changed) - new, len(gone))
    return SeedFile(file.path, stamp, tuple(filter(None, now)))


def _find_new(db: Connection, seeds: Sequence[Seed], before: list[SeededPool | None], taken: Collection[str]) -> None:
    """Finds what documents that have come to the file have in the database already, as the next start would."""
    for n, seed in enumerate(seeds):
        if before[n] is None:
            with seed.named():
                pool_id = _there(db, seed.document, taken)
            if pool_id:
                before[n] = SeededPool(PoolDocument(), exporting.document_now(db, pool_id))


def _with_pool(db: Connection, mock: Mock, pool_id: str, work: Callable[[Connection, Mock, UserPool], None]) -> None:
    pool = user_pools.by_id(db, pool_id)
    if pool is not None:
        work(db, mock, pool)


def _seeded(db: Connection, mock: Mock, seed: Seed, pool_id: str) -> SeededPool:
    # Only who watches asks for more than the id.
    made = exporting.document_now(db, pool_id) if mock.settings.watch else {"userPoolId": pool_id}
    return SeededPool(seed.document, made)


def _pairs(new: Sequence[New], old: Sequence[Old], keys: Sequence[Keys[New, Old]]) -> list[Old | None]:
    """For each new thing the old one that it was: the first, by the first key that both have and nobody else has taken.

    A key is told by a thing and its place; None is no key.
    """
    found: list[Old | None] = [None] * len(new)
    left = dict(enumerate(old))
    for key_of_new, key_of_old in keys:
        places: defaultdict[Hashable, list[int]] = defaultdict(list)
        for m in reversed(left):
            places[key_of_old(m, left[m])].append(m)
        for n, each in enumerate(new):
            key = key_of_new(n, each) if found[n] is None else None
            if key is not None and places[key]:
                found[n] = left.pop(places[key].pop())
    return found


def _unless_id_is_given(key: Callable[[int, PoolDocument], Hashable]) -> Callable[[int, PoolDocument], Hashable]:
    return lambda n, document: key(n, document) if document.user_pool_id is None else None


def _first_application(_: int, document: PoolDocument) -> str | None:
    return document.app_id or next((each.id for each in document.applications), None)


_POOL_KEYS: Sequence[Keys[PoolDocument, SeededPool]] = (
    (lambda _, document: document.user_pool_id, lambda _, pool: pool.pool_id),
    (_unless_id_is_given(_first_application), lambda _, pool: pool.made["applications"][0]["id"]),
    (_unless_id_is_given(lambda _, document: document.name), lambda _, pool: pool.document.name),
    (_unless_id_is_given(lambda n, _: n), lambda m, _: m),
)


def _carried(document: PoolDocument, made: dict[str, Any]) -> PoolDocument:
    """The document with the ids, secrets and times of creation that were made where it left them out before."""
    said = dumped(document)
    _keep(said, made, _KEPT_OF_POOL)
    said["applications"] = [dict(each) for each in said.get("applications") or [{}]]
    for short, long in (("appId", "id"), ("appSecret", "secret")):
        if said.get(short) is not None:
            said["applications"][0][long] = said[short]
    _carry(said, made)
    return PoolDocument.model_validate(said)


def _carry(said: dict[str, Any], made: dict[str, Any], lists: Iterable[str] = _KNOWN_BY) -> None:
    for name in lists:
        keys: list[Keys[dict[str, Any], dict[str, Any]]] = [(_key(each), _key(each)) for each in _KNOWN_BY[name]]
        if name == "applications":
            # One that is called otherwise now is the one that was at its place.
            keys.append((lambda n, part: None if "id" in part else n, lambda m, _: m))
        parts = said.get(name) or ()
        for part, before in zip(parts, _pairs(parts, made.get(name, ()), keys), strict=True):
            if before is not None:
                _keep(part, before, _KEPT)
                # What a user has under `roles` and `orgs` are only names.
                _carry(part, before, _INSIDE.get(name, ()))


def _key(names: tuple[str, ...]) -> Callable[[int, dict[str, Any]], Hashable]:
    """What a part of a document is known by, without regard to case; None where it has not all of it."""

    def key(_: int, part: dict[str, Any]) -> Hashable:
        values = [part.get(name, _DEFAULTS.get(name)) for name in names]
        return None if None in values else tuple(str(each).lower() for each in values)

    return key


def _keep(said: dict[str, Any], before: dict[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys:
        if said.get(key) is None and key in before:
            said[key] = before[key]
