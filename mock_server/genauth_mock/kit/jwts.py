"""The only user of python-jose: signing and checking tokens. Algorithms are always named, keys constructed once.

The library is imported with the first token: it brings cryptography along, which costs a start 60 ms and 10 MB.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import orjson

if TYPE_CHECKING:
    from jose.backends.base import Key

LONGEST = 16_384
# orjson reads more levels than it writes.
_MANY_LEVELS = 200

Signature = Literal["valid", "unknown key", "altered", "none"]

_SIGNING_KEY: Final = Path(__file__).parent.parent / "keys" / "signing-dev.pem"
_HS256_HEADER = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=")
_HS256_START = _HS256_HEADER.decode() + "."


@lru_cache(maxsize=1024)
def _hmac_key(secret: str) -> Key:
    # The library's own class: the one over cryptography, which it would choose, takes four times as long.
    from jose.backends.native import HMACKey

    return HMACKey(secret, "HS256")


class _RsaKey:
    """A key that signs RS256."""

    def __init__(self, pem: bytes) -> None:
        from jose.backends.cryptography_backend import CryptographyRSAKey

        key: Any = CryptographyRSAKey(pem, "RS256")
        self.private: Key = key
        self.public: Key = key.public_key()
        public = self.public.to_dict()
        numbers = {name: _text(public[name]) for name in ("e", "kty", "n")}
        # RFC 7638: members in this order, no blanks. So the kid is the same as long as the key is.
        self.kid = base64url(hashlib.sha256(orjson.dumps(numbers)).digest())
        self.header = _encoded({"alg": "RS256", "typ": "JWT", "kid": self.kid})
        self.jwk = {**numbers, "alg": "RS256", "use": "sig", "kid": self.kid}


@cache
def _rsa_key() -> _RsaKey:
    """The server's signing key. Parsing its PEM takes 40 ms, so it is done once, with the first RS256 token."""
    return _RsaKey(_SIGNING_KEY.read_bytes())


@cache
def _strange_key() -> _RsaKey:
    """A key that nobody knows, for tokens that must be refused. Making it takes 100 ms."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return _RsaKey(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()))


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def base64url(value: bytes) -> str:
    """Base64 for URLs, without the padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _encoded(value: Mapping[str, Any]) -> bytes:
    return base64.urlsafe_b64encode(orjson.dumps(value)).rstrip(b"=")


def half_hash(value: str) -> str:
    """`at_hash` and `c_hash`: the left half of a token's or code's SHA-256. OpenID Connect Core 3.1.3.6."""
    return base64url(hashlib.sha256(value.encode()).digest()[:16])


def jwks() -> dict[str, Any]:
    """The public signing key as a JSON Web Key Set; RSA alone, with its `kid`."""
    return {"keys": [_rsa_key().jwk]}


def sign_hs256(claims: Mapping[str, Any], secret: str) -> str:
    """A JWT signed with an application's secret; the claims keep their order."""
    return _signed(_HS256_HEADER, claims, _hmac_key(secret))


def sign_rs256(claims: Mapping[str, Any]) -> str:
    """A JWT signed with the server's key; the claims keep their order."""
    key = _rsa_key()
    return _signed(key.header, claims, key.private)


def sign_rs256_as_a_stranger(claims: Mapping[str, Any]) -> str:
    """A JWT signed with a key that is not the server's, under that key's own `kid`."""
    key = _strange_key()
    return _signed(key.header, claims, key.private)


def unsigned(claims: Mapping[str, Any]) -> str:
    """A JWT that says `alg: none`. RFC 7519 6."""
    return (_encoded({"alg": "none", "typ": "JWT"}) + b"." + _encoded(claims) + b".").decode()


def altered(token: str) -> str:
    """The token with another signature of the same length."""
    start, _, signature = token.rpartition(".")
    old = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    return f"{start}.{base64url(old[:-1] + bytes([old[-1] ^ 1]))}"


def _signed(header: bytes, claims: Mapping[str, Any], key: Key) -> str:
    signed = header + b"." + _encoded(claims)
    signature = base64.urlsafe_b64encode(key.sign(signed)).rstrip(b"=")
    return (signed + b"." + signature).decode()


def claims_signed(token: str, secret: str) -> dict[str, Any] | None:
    """The claims of a token that is signed as its header says: by this secret (HS256), or by the server's key (RS256).

    None for any other, one that says `none` included.
    """
    match algorithm_of(token):
        case "HS256":
            return _verified(token, _hmac_key(secret), "HS256")
        case "RS256":
            return _verified(token, _rsa_key().public, "RS256")
        case _:
            return None


def _verified(token: str, key: Key, algorithm: str) -> dict[str, Any] | None:
    from jose import jws
    from jose.exceptions import JOSEError

    try:
        return _object(jws.verify(token, key, [algorithm]))
    except JOSEError:
        return None


def algorithm_of(token: str) -> str | None:
    """Which algorithm a token's header names; None where it is no JWT, or its `kid` is another server's."""
    if token.startswith(_HS256_START) and token.count(".") == 2 and len(token) <= LONGEST:
        return "HS256"
    header = unverified_header(token)
    if header is None or header.get("kid") not in (None, _rsa_key().kid):
        return None
    return cast("str | None", header.get("alg"))


def signature_of(token: str, secrets: Sequence[str]) -> Signature:
    """What a token's signature is: made by one of these secrets (HS256) or by the server's key (RS256), by another key,
    changed since, or not there.

    By an HS256 signature alone nobody can tell a strange secret from other claims; it is `altered` where most of it is
    as it should be, else by an `unknown key`.
    """
    header = unverified_header(token) or {}
    if header.get("alg") == "none" or token.endswith("."):
        return "none"
    match algorithm_of(token):
        case "HS256":
            if any(claims_signed(token, each) is not None for each in secrets):
                return "valid"
            return "altered" if any(_is_nearly_signed(token, each) for each in secrets) else "unknown key"
        case "RS256":
            if _verified(token, _rsa_key().public, "RS256") is not None:
                return "valid"
            return "altered" if header.get("kid") else "unknown key"
        case _:
            return "unknown key"


def _is_nearly_signed(token: str, secret: str) -> bool:
    start, _, signature = token.rpartition(".")
    right = base64.urlsafe_b64encode(_hmac_key(secret).sign(start.encode())).rstrip(b"=").decode()
    return sum(mine == theirs for mine, theirs in zip(right, signature, strict=False)) > len(right) * 3 // 4


def unverified_header(token: str) -> dict[str, Any] | None:
    """A token's header, not to be trusted; None where it is no JWT."""
    if token.count(".") != 2 or len(token) > LONGEST:
        return None
    first = token.partition(".")[0]
    try:
        return _object(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except ValueError:
        return None


def _object(text: bytes) -> dict[str, Any] | None:
    """The JSON object in a text; None where it is none, or one that nobody could print again."""
    try:
        value = orjson.loads(text)
        if text.count(b"[") + text.count(b"{") > _MANY_LEVELS:
            orjson.dumps([[[value]]])
    except (ValueError, TypeError):
        return None
    return value if isinstance(value, dict) else None


def unverified_claims(token: str) -> dict[str, Any] | None:
    """What a token says of itself, not to be trusted; None where it is no JWT."""
    from jose import jws
    from jose.exceptions import JOSEError

    if token.count(".") != 2 or len(token) > LONGEST:
        return None
    try:
        return _object(jws.get_unverified_claims(token))
    except (JOSEError, ValueError):
        return None
