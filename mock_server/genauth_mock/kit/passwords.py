"""The only user of passlib, and of the key with which clients encrypt passwords on their way here.

cryptography and gmpy2 are imported with the first key: they cost a start 60 ms and 10 MB.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import binascii
import re
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from passlib.hash import pbkdf2_sha256

from genauth_mock.kit import foreign_hashes

if TYPE_CHECKING:
    import gmpy2
    from cryptography.hazmat.primitives.asymmetric import rsa

_KEYS: Final = Path(__file__).parent.parent / "keys"

# A test pool's passwords guard nothing: one round is 7 µs of a login, the library's own 29,000 would be 6,700.
_hasher = pbkdf2_sha256.using(rounds=1)
# How the hashes made here begin.
_OWN = "$pbkdf2-sha256$1$"

_LETTER = re.compile(r"[A-Za-z]")
_DIGIT = re.compile(r"[0-9]")
_SYMBOL = re.compile(r"[^A-Za-z0-9\s]")
_SHORTEST = 6
# Two of them together happen once in 65,536 logins.
_DROPPED_BYTES = 3


def hashed(password: str) -> str:
    """The hash that is stored for a plain password."""
    return str(_hasher.hash(password))


def flaw_of_hash(text: str) -> str | None:
    """What is wrong with a hash that a pool document carries, None for a good one; see `foreign_hashes`."""
    return None if text.startswith(_OWN) and _hasher.identify(text) else foreign_hashes.flaw(text)


def matches(password: str, password_hash: str) -> bool:
    """True if the plain password is the one behind the hash."""
    if password_hash.startswith(_OWN):
        return bool(_hasher.verify(password, password_hash))
    return foreign_hashes.matches(password, password_hash)


def security_level(password: str) -> int:
    """1 low, 2 medium, 3 high. Documented: password strength (two of letters, digits and symbols, or all three)."""
    if len(password) < _SHORTEST:
        return 1
    kinds = sum(bool(kind.search(password)) for kind in (_LETTER, _DIGIT, _SYMBOL))
    return max(1, kinds)


def is_strong_enough(password: str, strength: int) -> bool:
    """Whether a password meets a pool's `passwordStrength`: 0 any, 1 six characters, 2 two kinds, 3 all three kinds."""
    if not password:
        return False
    if strength == 0:
        return True
    return len(password) >= _SHORTEST and security_level(password) >= strength


@cache
def packaged_key() -> TransportKey:
    """The key pair that ships with the package, so that an app's configuration survives restarts."""
    return TransportKey(_KEYS / "transport-dev.pem", _KEYS / "transport-dev.pub.pem")


class KeyFileError(Exception):
    """The key file cannot be used; the text says why and what it should hold."""


class Undecryptable(Exception):
    """A ciphertext that was not made with this server's public key."""


class TransportKey:
    """The RSA key pair whose public half the SDKs use to encrypt passwords (PKCS#1 v1.5, base64)."""

    def __init__(self, private: Path, public: Path | None = None) -> None:
        self._private_file, self._public_file = private, public

    @classmethod
    def from_file(cls, path: Path) -> TransportKey:
        """The key pair of a private key in PEM form. Raises KeyFileError."""
        key = cls(path)
        _ = key.private
        return key

    @cached_property
    def private(self) -> rsa.RSAPrivateKey:
        """The private half. Raises KeyFileError."""
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa

        path = self._private_file
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except OSError as fault:
            raise KeyFileError(f"cannot read {path}: {fault.strerror}") from fault
        except (ValueError, TypeError) as fault:
            raise KeyFileError(f"{path} holds no unencrypted RSA private key in PEM form") from fault
        if not isinstance(key, rsa.RSAPrivateKey) or not 1024 <= key.key_size <= 4096:
            raise KeyFileError(f"{path} must hold an RSA private key of 1024 to 4096 bits")
        return key

    @cached_property
    def public_pem(self) -> str:
        """The public half as PEM, as web SDKs take it."""
        if self._public_file:
            return self._public_file.read_text()
        from cryptography.hazmat.primitives import serialization

        public = self.private.public_key()
        return public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()

    @property
    def public_base64(self) -> str:
        """The public half as one line of base64 (DER, SubjectPublicKeyInfo), as mobile SDKs take it."""
        return "".join(line for line in self.public_pem.splitlines() if not line.startswith("-----"))

    def password(self, sent: str) -> str:
        """The plain password behind what a client sent, which may be plain itself.

        Base64 of exactly the key's size is a ciphertext, anything else a plain password. Raises Undecryptable.
        The JavaScript SDK drops leading zero bytes: what is a little shorter is a ciphertext if it decrypts.
        """
        size = self._size
        if not size - _DROPPED_BYTES <= len(sent) * 3 // 4 <= size + 2:
            return sent
        try:
            ciphertext = binascii.a2b_base64(sent, strict_mode=True)
        except (binascii.Error, ValueError):
            return sent
        if not size - _DROPPED_BYTES <= len(ciphertext) <= size:
            return sent
        plain = self._unpadded(ciphertext.rjust(size, b"\0"))
        if plain is None and len(ciphertext) < size:
            return sent
        if plain is None:
            raise Undecryptable
        try:
            return plain.decode()
        except UnicodeDecodeError as fault:
            raise Undecryptable from fault

    @cached_property
    def _size(self) -> int:
        return self.private.key_size // 8

    @cached_property
    def _crt(self) -> tuple[gmpy2.mpz, ...]:
        import gmpy2

        numbers = self.private.private_numbers()
        return tuple(
            gmpy2.mpz(n)
            for n in (numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp, numbers.public_numbers.n)
        )

    def _unpadded(self, ciphertext: bytes) -> bytes | None:
        """What the PKCS#1 v1.5 padding encloses, or None where the padding is wrong.

        OpenSSL 3.2 and later answers a wrong padding with random bytes, by design, and no Python library lets one
        turn that off; but a test must learn that its SDK has the wrong key. So the padding is looked at here.
        """
        import gmpy2

        p, q, dp, dq, q_inverse, n = self._crt
        c = gmpy2.mpz(int.from_bytes(ciphertext))
        if c >= n:
            return None
        m1, m2 = gmpy2.powmod(c, dp, p), gmpy2.powmod(c, dq, q)
        block = int(m2 + (q_inverse * (m1 - m2) % p) * q).to_bytes(len(ciphertext))
        end = block.find(0, 2)
        if block[:2] != b"\x00\x02" or end < 10:
            return None
        return block[end + 1 :]
