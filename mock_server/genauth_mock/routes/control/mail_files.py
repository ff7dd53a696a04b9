"""A mail as a file that a mail program opens (.eml). Documented: RFC 5322."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from genauth_mock.store.messages import Message

CONTENT_TYPE = "message/rfc822"

# A mock has no address of its own; nobody can have this one (RFC 2606).
_SENDER = "no-reply@genauth-mock.invalid"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def eml(row: Message) -> bytes:
    """A mail in the form of RFC 5322. What a request has said stands in it as text, and never begins a header."""
    from email.message import EmailMessage  # noqa: PLC0415 - slow, and hardly anybody asks for it
    from email.policy import SMTPUTF8  # noqa: PLC0415 - as above
    from email.utils import format_datetime  # noqa: PLC0415 - as above

    mail = EmailMessage(policy=SMTPUTF8)
    mail["From"] = _SENDER
    mail["To"] = _one_line(row.recipient)
    mail["Subject"] = _one_line(row.subject or "")
    mail["Date"] = format_datetime(datetime.fromtimestamp(row.created_at // 1000, UTC))
    mail["Message-ID"] = f"<{row.id}@genauth-mock.invalid>"
    mail.set_content(row.body, subtype="html")
    return mail.as_bytes()


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text)
