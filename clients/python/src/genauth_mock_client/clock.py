"""The clock of a user pool."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from genauth_mock_client.messages import moment

if TYPE_CHECKING:
    from genauth_mock_client.pool import GenAuth


class Clock:
    """A pool's clock: codes, tokens, resend windows, lock-outs, TOTP and all timestamps follow it.

    Every call answers what the clock shows then, as a time in UTC.
    """

    def __init__(self, pool: GenAuth) -> None:
        self._pool = pool

    def now(self) -> datetime:
        """What the clock shows."""
        return _shown(self._pool.server.call("GET", "/clock", userPoolId=self._pool.user_pool_id))

    def advance(self, seconds: float | timedelta) -> datetime:
        """Moves it on; back, where that is negative."""
        step = seconds.total_seconds() if isinstance(seconds, timedelta) else seconds
        wanted = {"userPoolId": self._pool.user_pool_id, "seconds": step}
        return _shown(self._pool.server.call("POST", "/clock/advance", wanted))

    def set(self, now: str | datetime) -> datetime:
        """Sets it to a time (ISO 8601, or a `datetime`); it goes on from there, unless it stands still."""
        return self._put({"now": moment(now)})

    def freeze(self, now: str | datetime | None = None) -> datetime:
        """Stops it, at a time or where it is."""
        return self._put({"frozen": True} if now is None else {"frozen": True, "now": moment(now)})

    def unfreeze(self) -> datetime:
        """Lets it go on from where it stands."""
        return self._put({"frozen": False})

    def reset(self) -> datetime:
        """Brings it back to the wall clock's time."""
        return self._put({"frozen": False, "offsetSeconds": 0})

    def _put(self, change: dict[str, Any]) -> datetime:
        return _shown(self._pool.server.call("PUT", "/clock", change, userPoolId=self._pool.user_pool_id))


def _shown(printed: dict[str, Any]) -> datetime:
    # Python 3.10 does not know Z.
    return datetime.fromisoformat(printed["now"].replace("Z", "+00:00"))
