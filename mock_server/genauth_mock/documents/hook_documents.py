"""The part of a pool document that says whom the pool tells of its events, and whom it asks."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from genauth_mock.documents import webhook_events
from genauth_mock.documents.field_types import Address, Document, HeaderText, Id, Line, Many
from genauth_mock.kit.echo import cut, nearest


def known_event(name: str) -> str:
    """The name of an event, or `*`. Raises ValueError, which tells the nearest."""
    known = (webhook_events.ALL, *webhook_events.EVENTS)
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near!r}?" if near else "'*' stands for all"
        raise ValueError(f"{cut(name)!r} is no event; {hint}")
    return name


class WebhookDocument(Document):
    """Where the pool's events are posted to, as JSON or as a form. `events` are GenAuth's names, `*` stands for all.

    `secret` is sent as the header `x-authing-webhook-secret`. A URL that does not lead to this very machine needs the
    server's option `--webhook-hosts`.
    """

    id: Id | None = None
    name: Line
    url: Address
    events: Many[Annotated[str, AfterValidator(known_event)]] = [webhook_events.ALL]
    content_type: Literal["json", "form"] = "json"
    secret: HeaderText | None = None
    enabled: bool = True


Scene = Literal[
    "PRE_REGISTER",
    "POST_REGISTER",
    "PRE_AUTHENTICATION",
    "POST_AUTHENTICATION",
    "PRE_OIDC_ID_TOKEN_ISSUED",
    "PRE_OIDC_ACCESS_TOKEN_ISSUED",
    "PRE_COMPLETE_USER_INFO",
    "PRE_MFA_VERIFY",
    "POST_MFA_VERIFY",
]


class PipelineDocument(Document):
    """A URL that is asked at one point (`scene`) of registering, logging in or giving tokens, and may refuse or change
    it. What does not answer within `timeoutMs` is passed over. For other machines see `--webhook-hosts`.
    """

    id: Id | None = None
    name: Line
    scene: Scene
    url: Address
    enabled: bool = True
    timeout_ms: Annotated[int, Field(ge=1, le=60_000)] = 3000
