"""`/_mock/database`: whether all of the database is well."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.routes.control.api import ControlRoute
from genauth_mock.routes.control.face import answer
from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.threads import in_thread
from genauth_mock.store import schema
from genauth_mock.store.database import is_in_memory

_SMALL = 100_000

router = APIRouter(route_class=ControlRoute)


@router.get("/_mock/database")
async def examine_database(request: Request) -> Response:
    """`engine`, `version` of the tables, `sizeBytes` of an SQLite file, and `damage`, a sentence for each.

    All of a file is read, also what a start leaves out as it is too large. One in memory is not looked at.
    """
    mock = tenancy.mock_of(request)
    size = None if is_in_memory(mock.settings.database) else schema.size_of(mock.engine)
    wrong = await _damage_of(mock.settings.database, size) if size else []
    if size is None and not is_in_memory(mock.settings.database):
        wrong = schema.damage(mock.engine)
    found = {"engine": mock.engine.dialect.name, "version": schema.VERSION, "sizeBytes": size, "damage": wrong}
    return answer(found)


async def _damage_of(database: str, size: int) -> list[str]:
    # What is smaller is read sooner than a thread could begin.
    return schema.damage_of(database) if size < _SMALL else await in_thread(schema.damage_of, database)
