"""Password hashes as other systems make them: bcrypt, argon2, pbkdf2-sha256 and scrypt, in their usual forms.

The only user of argon2 and bcrypt. What checks a hash is loaded with the first of its kind.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

FORMS = "bcrypt ($2b$…), argon2 ($argon2id$…), pbkdf2-sha256 ($pbkdf2-sha256$…, pbkdf2_sha256$…) or scrypt ($scrypt$…)"
# Everybody waits while one is checked: about a quarter of a second, and 128 MB.
_BCRYPT_ROUNDS = 12
_ARGON2_KIB, _ARGON2_WORK = 131_072, 524_288
_PBKDF2_ROUNDS = 1_500_000
_SCRYPT_WORK = 1_048_576
# bcrypt looks at no more.
_BCRYPT_BYTES = 72

_B64 = r"[A-Za-z0-9+/]{2,512}={0,2}"
_AB64 = r"[A-Za-z0-9./]{2,512}"
_BCRYPT = r"(?P<hash>\$2[aby]\$(?P<rounds>\d\d)\$[./A-Za-z0-9]{53})"


@dataclass(frozen=True, slots=True)
class _Hash:
    """A hash that was read. `excess` is what makes it too costly to be checked, None where nothing does."""

    matches: Callable[[bytes], bool]
    excess: str | None


def flaw(text: str) -> str | None:
    """What is wrong with a password hash, None where passwords can be checked against it."""
    found = _read(text)
    return f"it must be a hash of {FORMS}" if found is None else found.excess


@lru_cache(maxsize=1024)
def matches(password: str, text: str) -> bool:
    """True if the plain password is the one behind the hash, which has no flaw.

    It is remembered, since most of these hashes are made to be slow; a test pool's passwords guard nothing.
    """
    found = _read(text)
    return found is not None and found.excess is None and found.matches(password.encode())


def _read(text: str) -> _Hash | None:
    for pattern, reader in _READERS:
        found = pattern.fullmatch(text)
        if found is not None:
            try:
                return reader(found.groupdict())
            except (ValueError, binascii.Error):
                return None
    return None


def _too_much(what: str, is_too_much: bool) -> str | None:
    return f"to check it would take too long: at most {what}" if is_too_much else None


def _unpadded(text: str) -> bytes:
    """Bytes in base64, with or without padding, the letter `.` for `+` where a hash has it so."""
    bare = text.rstrip("=").replace(".", "+")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def _digest(raw: bytes) -> bytes:
    # A longer one would cost as many times as much.
    if not 16 <= len(raw) <= 64:
        raise ValueError
    return raw


def _bcrypt(parts: dict[str, str]) -> _Hash:
    return _bcrypt_of(parts, lambda password: password)


def _bcrypt_sha256(parts: dict[str, str]) -> _Hash:
    # As Django does it.
    return _bcrypt_of(parts, lambda password: hashlib.sha256(password).hexdigest().encode())


def _bcrypt_of(parts: dict[str, str], prepared: Callable[[bytes], bytes]) -> _Hash:
    text, rounds = parts["hash"].encode(), int(parts["rounds"])
    if rounds < 4:
        raise ValueError

    def matches(password: bytes) -> bool:
        import bcrypt

        shown = prepared(password)[:_BCRYPT_BYTES]
        return b"\0" not in shown and bcrypt.checkpw(shown, text)

    return _Hash(matches, _too_much(f"a cost of {_BCRYPT_ROUNDS}", rounds > _BCRYPT_ROUNDS))


def _argon2(parts: dict[str, str]) -> _Hash:
    memory, turns, lanes = (int(parts[name]) for name in ("m", "t", "p"))
    salt, digest = _unpadded(parts["salt"]), _unpadded(parts["digest"])
    if turns < 1 or not 1 <= lanes <= 64 or memory < 8 * lanes or len(salt) < 8 or not 4 <= len(digest) <= 512:
        raise ValueError
    text, kind = parts["hash"].encode(), parts["kind"]

    def matches(password: bytes) -> bool:
        from argon2.exceptions import Argon2Error
        from argon2.low_level import Type, verify_secret

        try:
            return verify_secret(text, password, {"i": Type.I, "d": Type.D, "id": Type.ID}[kind])
        except Argon2Error:
            return False

    too_much = memory > _ARGON2_KIB or memory * turns > _ARGON2_WORK
    return _Hash(matches, _too_much(f"m={_ARGON2_KIB}, and m times t {_ARGON2_WORK}", too_much))


def _pbkdf2(rounds: int, salt: bytes, digest: bytes) -> _Hash:
    if rounds < 1:
        raise ValueError

    def matches(password: bytes) -> bool:
        return hmac.compare_digest(hashlib.pbkdf2_hmac("sha256", password, salt, rounds, len(digest)), digest)

    return _Hash(matches, _too_much(f"{_PBKDF2_ROUNDS} iterations", rounds > _PBKDF2_ROUNDS))


def _scrypt(n: int, r: int, p: int, salt: bytes, digest: bytes) -> _Hash:
    if n < 2 or n & (n - 1) or r < 1 or p < 1:
        raise ValueError
    room = 128 * r * (n + p + 2)

    def matches(password: bytes) -> bool:
        made = hashlib.scrypt(password, salt=salt, n=n, r=r, p=p, maxmem=room, dklen=len(digest))
        return hmac.compare_digest(made, digest)

    return _Hash(matches, _too_much(f"n times r times p {_SCRYPT_WORK}", n * r * p > _SCRYPT_WORK))


def _scrypt_phc(parts: dict[str, str]) -> _Hash:
    exponent = int(parts["ln"])
    # Two to the power of 99 would be no number to go on with.
    n = 2 ** min(exponent, 40)
    return _scrypt(n, int(parts["r"]), int(parts["p"]), _unpadded(parts["salt"]), _digest(_unpadded(parts["digest"])))


def _scrypt_text(parts: dict[str, str], digest: bytes) -> _Hash:
    return _scrypt(int(parts["n"]), int(parts["r"]), int(parts["p"]), parts["salt"].encode(), _digest(digest))


_READERS: tuple[tuple[re.Pattern[str], Callable[[dict[str, str]], _Hash]], ...] = tuple(
    (re.compile(pattern), reader)
    for pattern, reader in (
        (rf"(?:bcrypt\$)?{_BCRYPT}", _bcrypt),
        (rf"bcrypt_sha256\${_BCRYPT}", _bcrypt_sha256),
        (
            (
                r"(?:argon2)?(?P<hash>\$argon2(?P<kind>id|i|d)\$(?:v=(?:16|19)\$)?m=(?P<m>\d{1,10}),t=(?P<t>\d{1,10})"
                rf",p=(?P<p>\d{{1,10}})\$(?P<salt>{_B64})\$(?P<digest>{_B64}))"
            ),
            _argon2,
        ),
        # passlib
        (
            rf"\$pbkdf2-sha256\$(?P<rounds>\d{{1,10}})\$(?P<salt>{_AB64})\$(?P<digest>{_AB64})",
            lambda parts: _pbkdf2(int(parts["rounds"]), _unpadded(parts["salt"]), _digest(_unpadded(parts["digest"]))),
        ),
        # Django
        (
            rf"pbkdf2_sha256\$(?P<rounds>\d{{1,10}})\$(?P<salt>[^$]{{1,512}})\$(?P<digest>{_B64})",
            lambda parts: _pbkdf2(int(parts["rounds"]), parts["salt"].encode(), _digest(_unpadded(parts["digest"]))),
        ),
        # Werkzeug
        (
            r"pbkdf2:sha256:(?P<rounds>\d{1,10})\$(?P<salt>[^$]{1,512})\$(?P<digest>[0-9a-f]{32,128})",
            lambda parts: _pbkdf2(
                int(parts["rounds"]), parts["salt"].encode(), _digest(bytes.fromhex(parts["digest"]))
            ),
        ),
        (
            rf"\$scrypt\$ln=(?P<ln>\d{{1,2}}),r=(?P<r>\d{{1,6}}),p=(?P<p>\d{{1,6}})\$(?P<salt>{_B64})\$(?P<digest>{_B64})",
            _scrypt_phc,
        ),
        # Django
        (
            rf"scrypt\$(?P<n>\d{{1,10}})\$(?P<salt>[^$]{{1,512}})\$(?P<r>\d{{1,6}})\$(?P<p>\d{{1,6}})\$(?P<digest>{_B64})",
            lambda parts: _scrypt_text(parts, _unpadded(parts["digest"])),
        ),
        # Werkzeug
        (
            r"scrypt:(?P<n>\d{1,10}):(?P<r>\d{1,6}):(?P<p>\d{1,6})\$(?P<salt>[^$]{1,512})\$(?P<digest>[0-9a-f]{32,128})",
            lambda parts: _scrypt_text(parts, bytes.fromhex(parts["digest"])),
        ),
    )
)
