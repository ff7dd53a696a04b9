"""The pool of a test: what its mark `genauth_pool` says."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from genauth_mock_client.errors import GenAuthError

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth
    from genauth_mock_client.server import Server

MARK = "genauth_pool"
MARK_HELP = (
    f"{MARK}(document): make the pool of the fixture genauth of a pool document, a dict, or a YAML or JSON file "
    "(relative to the test's file, else to the root directory)"
)
_LOOK_EVERY_SECONDS = 0.1
# How long the test of another worker may have a pool of the same id.
_TAKEN_SECONDS = 60
_LONGEST_NAME = 200


def made_for(test: pytest.Item, server: Server, *, with_others: bool) -> GenAuth:
    """A new pool for a test. `with_others`: other workers use the server too, and so an id that is taken is waited for.

    Fails the test, and says why.
    """
    document, whence = _document_of(test)
    tries = int(_TAKEN_SECONDS / _LOOK_EVERY_SECONDS) if with_others else 1
    while True:
        try:
            return server.create_pool(document)
        except GenAuthError as fault:
            tries -= 1
            is_taken = _is_taken(fault)
            if not is_taken or not tries:
                advice = f"\n{_advice(server)}" if is_taken else ""
                raise pytest.fail.Exception(f"{whence}: {fault}{advice}", pytrace=False) from None
        # Counted, since a test may have stopped the time.
        time.sleep(_LOOK_EVERY_SECONDS)


def _document_of(test: pytest.Item) -> tuple[Mapping[str, Any] | str, str]:
    """What the pool is to be made of, and where that is said."""
    name = {"name": test.name[:_LONGEST_NAME]}
    mark = test.get_closest_marker(MARK)
    if mark is None:
        return name, "the pool of the fixture genauth"
    given = mark.args[0] if len(mark.args) == 1 and not mark.kwargs else None
    if isinstance(given, Mapping):
        return {**name, **given}, f"the mark {MARK}"
    if isinstance(given, str | Path):
        file = _file_of(test, Path(given))
        return file.read_text(encoding="utf-8"), str(file)
    pytest.fail(f"the mark {MARK} takes one thing: a pool document as a dict, or the name of its file", pytrace=False)


def _file_of(test: pytest.Item, name: Path) -> Path:
    folders = (test.path.parent, test.config.rootpath)
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    places = " nor in ".join(dict.fromkeys(map(str, folders)))
    pytest.fail(f"the mark {MARK} names {str(name)!r}, a file that is not in {places}", pytrace=False)


def _is_taken(fault: GenAuthError) -> bool:
    """Whether an id of the document is that of something that is there already."""
    return "of another user pool" in fault.message or (fault.field == "userPoolId" and "already" in fault.message)


def _advice(server: Server) -> str:
    return (
        f"An id that the document fixes is in use at {server.base_url}: by another run of tests there, or left by one "
        "that was killed. Leave userPoolId and appId out, and each test gets ids of its own (genauth.user_pool_id, "
        "genauth.app_id); or let the run have a server of its own, without --genauth-url and GENAUTH_MOCK_URL."
    )
