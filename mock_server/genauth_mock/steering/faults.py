"""Faults: which request is struck, and by what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Any

from genauth_mock import errors
from genauth_mock.errors import Entry, Face
from genauth_mock.kit.ids import chance
from genauth_mock.store import faults
from genauth_mock.store.database import Connection
from genauth_mock.store.faults import Fault


@dataclass(frozen=True, slots=True)
class Facts:
    """What a fault looks at in a request, asked for only by faults that need it.

    `operation` gives all names of the operation that is called, GenAuth's and the SDKs'; none for an unknown one.
    """

    method: str
    path: str
    operation: Callable[[], Collection[str]]
    pool: Callable[[Connection], str | None]
    fields: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Forced:
    """The answer that a fault gives. `entry` is the catalogue's, where its code or name is one of it.

    `data` is what the fault itself has the answer carry, None for nothing. `is_named` is whether the fault asks for the
    entry by its name; then each face gives its own number and text.
    """

    code: int | str
    message: str | None
    http_status: int | None
    headers: Mapping[str, str]
    data: Any
    entry: Entry | None
    is_named: bool = False
    face: Face | None = None

    def in_face(self, face: Face) -> Forced:
        """The answer as that face gives it."""
        if self.entry is None or not self.is_named:
            return self
        return replace(self, code=self.entry.in_face(face).code, face=face)

    def text(self, lang: str) -> str:
        """What the answer says: the fault's own words, else the catalogue's."""
        if self.message is not None:
            return self.message
        if self.is_success:
            return "请求成功" if lang == "zh" else "Success"
        if self.entry is None:
            return f"forced error {self.code}"
        refused = errors.Refused(self.entry)
        refused.values = {name: name for name in errors.holes(self.entry.in_face(self.face))} | _IN_HOLES[lang == "en"]
        return refused.message(lang, self.face)

    @property
    def is_success(self) -> bool:
        """Whether it is no error, but what an operation is to answer."""
        return isinstance(self.code, int) and 200 <= self.code < 300

    @property
    def in_envelope(self) -> Mapping[str, Any]:
        """`data`, or what SDKs read from such an answer and fail without; nothing for most."""
        data = self.data
        if data is None and isinstance(self.code, int):
            data = _DATA.get(self.code)
        return {} if data is None else {"data": data}


# What stands in the catalogue's texts where a refusal says what it was about; a hole's own name for any other.
_IN_HOLES = (
    {"detail": "由故障强制返回", "hint": ""},
    {"detail": "forced by a fault", "hint": ""},
)


# What SDKs read from these answers, and fail without.
_DATA: dict[int, dict[str, Any]] = {
    1635: {"mfaToken": "forced-mfa-token"},
    1636: {"mfaToken": "forced-mfa-token", "applicationMfa": [{"mfaPolicy": "OTP", "status": 1, "sort": 0}]},
    1639: {"token": "forced-first-login-token"},
    1640: {"key": "forced-key", "methods": [], "accounts": []},
    1641: {"key": "forced-key", "methods": [], "accounts": []},
    2058: {"token": "forced-reset-token"},
    2921: {"key": "forced-key", "methods": [], "accounts": []},
}


def strike(db: Connection, known: Sequence[Fault], facts: Facts) -> Fault | None:
    """The first fault, oldest first, that strikes a request; it is counted."""
    for fault in known:
        if fault.times and fault.hits >= fault.times:
            continue
        if not _is_for(db, fault, facts):
            continue
        seen = faults.see(db, fault.id)
        if seen is None or seen.seen <= seen.skip:
            continue
        if seen.probability < 1 and chance(seen.rand_seed, seen.seen) >= seen.probability:
            continue
        if faults.hit(db, fault.id):
            return fault
    return None


def _is_for(db: Connection, fault: Fault, facts: Facts) -> bool:
    if fault.method is not None and fault.method != facts.method:
        return False
    if fault.path is not None and not fnmatchcase(facts.path, fault.path):
        return False
    if fault.operation is not None and fault.operation not in facts.operation():
        return False
    if fault.user_pool_id is not None and fault.user_pool_id != facts.pool(db):
        return False
    if not fault.match:
        return True
    fields = facts.fields()
    return all(_same(fields.get(name), value) for name, value in fault.match.items())


def _same(given: Any, wanted: Any) -> bool:
    return given == wanted or (given is not None and not isinstance(given, dict | list) and str(given) == str(wanted))


def forced(fault: Fault) -> Forced | None:
    """The answer that a fault gives, None where it gives none."""
    error = fault.error
    if not error:
        return None
    code: int | str = error["httpStatus"] if error.get("code") is None else error["code"]
    entry = named(code)
    is_named = entry is not None and isinstance(code, str)
    if entry is not None and is_named:
        code = entry.code
    headers = error.get("headers") or {}
    return Forced(code, error.get("message"), error.get("httpStatus"), headers, error.get("data"), entry, is_named)


def named(code: int | str) -> Entry | None:
    """The catalogue's entry of a number, a name, or an error of OAuth."""
    if isinstance(code, int):
        return next(iter(errors.by_code(code)), None)
    by_name = errors.CATALOGUE.get(code.upper())
    return by_name or _of_oauth(code)


def _of_oauth(error: str) -> Entry | None:
    """The entry of an error of OAuth; of several the one that is called so, else the one with words of its own."""
    plain = errors.CATALOGUE.get(f"OAUTH_{error.upper()}")
    if plain is not None:
        return plain
    found = [each for each in errors.CATALOGUE.values() if each.oauth == error]
    return next((each for each in found if "{detail}" in each.en), found[0] if found else None)
