"""What a message repeats of what somebody has sent: so much of it that it is known again, and no more."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 200


def cut(text: str, longest: int = LONGEST) -> str:
    """The text; of a long one the beginning."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def nearest(name: str, known: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The known name that is most like one, None where none is. To compare long ones would take long."""
    if len(name) > LONGEST:
        return None
    found = get_close_matches(name, [each for each in known if len(each) <= LONGEST], 1, cutoff)
    return found[0] if found else None
