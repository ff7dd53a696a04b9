"""The only user of python-jose: signing and checking tokens. Algorithms are always named, keys constructed once.

The library is imported with the first token: it brings cryptography along, which costs a start 60 ms and 10 MB.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from jose.backends.base import Key

LONGEST = 16_384


_HS256_HEADER = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').rstrip(b"=")


@lru_cache(maxsize=1024)
def _hmac_key(secret: str) -> Key:
    # The library's own class: the one over cryptography, which it would choose, takes four times as long.
    from jose.backends.native import HMACKey

    return HMACKey(secret, "HS256")


def sign_hs256(claims: Mapping[str, Any], secret: str) -> str:
    """A JWT signed with an application's secret; the claims keep their order."""
    signed = _HS256_HEADER + b"." + base64.urlsafe_b64encode(orjson.dumps(claims)).rstrip(b"=")
    signature = base64.urlsafe_b64encode(_hmac_key(secret).sign(signed)).rstrip(b"=")
    return (signed + b"." + signature).decode()


def claims_signed_hs256(token: str, secret: str) -> dict[str, Any] | None:
    """The claims of a token whose header says HS256 and whose signature is by this secret; None for any other."""
    from jose import jws
    from jose.exceptions import JOSEError

    if len(token) > LONGEST:
        return None
    try:
        claims = orjson.loads(jws.verify(token, _hmac_key(secret), ["HS256"]))
    except (JOSEError, ValueError):
        return None
    return claims if isinstance(claims, dict) else None


def unverified_claims(token: str) -> dict[str, Any] | None:
    """What a token says of itself, not to be trusted; None where it is no JWT."""
    from jose import jws
    from jose.exceptions import JOSEError

    if token.count(".") != 2 or len(token) > LONGEST:
        return None
    try:
        claims = orjson.loads(jws.get_unverified_claims(token))
    except (JOSEError, ValueError):
        return None
    return claims if isinstance(claims, dict) else None
