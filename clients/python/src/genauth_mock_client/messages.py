"""A message of the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from typing_extensions import Self

Channel = Literal["email", "sms"]
State = Literal["good", "used", "expired"]


@dataclass(frozen=True, slots=True)
class Message:
    """A mail or SMS in the outbox. Times are ISO 8601.

    `state` is what its code was worth when this was read, by the pool's clock.
    """

    id: str
    user_pool_id: str
    channel: str
    to: str
    scene: str
    code: str | None
    body: str
    created_at: str
    expires_at: str
    used_at: str | None
    state: State
    subject: str | None = None
    phone_country_code: str | None = None

    @classmethod
    def of(cls, printed: Mapping[str, Any]) -> Self:
        """The message that the control API prints so."""
        return cls(
            id=printed["id"],
            user_pool_id=printed["userPoolId"],
            channel=printed["channel"],
            to=printed["to"],
            scene=printed["scene"],
            code=printed["code"],
            body=printed["body"],
            created_at=printed["createdAt"],
            expires_at=printed["expiresAt"],
            used_at=printed["usedAt"],
            state=printed["state"],
            subject=printed.get("subject"),
            phone_country_code=printed.get("phoneCountryCode"),
        )


After = str | datetime | Message


def moment(after: After | None) -> str | None:
    """What the control API takes for `after`: a message's id, or a time with its offset."""
    if isinstance(after, Message):
        return after.id
    # A naive time is the writer's own, as everywhere in Python; the server would take it for UTC.
    return after.astimezone().isoformat() if isinstance(after, datetime) else after
