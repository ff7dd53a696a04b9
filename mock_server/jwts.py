"""The only user of python-jose: signing and checking tokens. Algorithms are always named, keys constructed once.

The library is imported with the first token: it brings cryptography along, which costs a start 60 ms and 10 MB.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from jose.backends.base import Key

LONGEST = 16_384


@lru_cache(maxsize=1024)
def _hmac_key(secret: str) -> Key:
    from jose import jwk

    return jwk.construct(secret, "HS256")


def sign_hs256(claims: Mapping[str, Any], secret: str) -> str:
    """A JWT signed with an application's secret; the claims keep their order."""
    from jose import jws

    return str(jws.sign(orjson.dumps(claims), _hmac_key(secret), algorithm="HS256"))


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
