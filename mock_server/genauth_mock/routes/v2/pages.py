"""Which page of a list a client of REST v2 may ask for."""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.errors import Refused

# A database counts rows in 64 bits.
_LAST_PAGE = 1_000_000
_LONGEST = 1000


def check(page: int, limit: int) -> None:
    """Refuses what is no page, by name."""
    for field, value, last in (("page", page, _LAST_PAGE), ("limit", limit, _LONGEST)):
        if not 1 <= value <= last:
            raise Refused(errors.INVALID_PARAMETER, field=field, detail=f"1 … {last}")
