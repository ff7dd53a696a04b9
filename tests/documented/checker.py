"""Compares a printed answer with its documented fields, for every face."""

from __future__ import annotations

from typing import Any

from genauth_mock.routes.edge import documented_fields
from genauth_mock.routes.edge.documented_fields import Deviation


def differences(face: str, operation: str, answer: Any) -> set[str]:
    """How a printed success differs from its documented fields, as `data.users[].email: missing`.

    What an array holds is told once, whichever elements have it. Raises LookupError where no answer is documented.
    """
    fields = documented_fields.fields_of(face, operation)
    if fields is None or fields.answer is None:
        raise LookupError(f"no source tells what {operation} of {face} answers")
    return {_told(each) for each in documented_fields.deviations(fields, fields.answer, answer)}


def _told(deviation: Deviation) -> str:
    place = "".join("[]" if isinstance(step, int) else f".{step}" for step in deviation.place).removeprefix(".")
    match deviation.kind:
        case "missing" | "unknown":
            how: str = deviation.kind
        case "type" | "null":
            how = f"{deviation.actual}, documented as {deviation.documented}"
        case "enum":
            how = "not one of the documented values"
        case "limits":
            how = "outside the documented limits"
        case "depth":
            how = "too deep to be looked at"
    return f"{place or 'answer'}: {how}"
