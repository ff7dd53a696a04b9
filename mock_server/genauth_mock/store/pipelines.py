"""Pipelines: whom a pool asks while a user registers or logs in."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from genauth_mock.store.database import Connection, Row
from genauth_mock.store.query import lookup


class Pipeline(Row, table=True):
    """A URL that is asked at one point of registering or logging in; `scene` says at which."""

    __tablename__ = "pipelines"
    __table_args__ = (sa.UniqueConstraint("user_pool_id", "id"),)

    user_pool_id: str
    id: str
    name: str
    scene: str
    url: str
    enabled: bool = True
    timeout_ms: int = 3000


_OF_SCENE = lookup(Pipeline, "user_pool_id", "scene")


def of_scene(db: Connection, user_pool_id: str, scene: str) -> Sequence[Pipeline]:
    """The pipelines of a scene that are to be asked, in the order of the pool's document."""
    return [each for each in _OF_SCENE.all(db, user_pool_id=user_pool_id, scene=scene) if each.enabled]


def scenes_of(pipelines: Collection[Pipeline]) -> str:
    """At which points somebody wants to be asked, as the pool's row says it: names with blanks between."""
    return " ".join(dict.fromkeys(each.scene for each in pipelines if each.enabled))
