"""The settings of a user pool, with their defaults."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Any, Literal

import orjson
from pydantic import Field, StringConstraints

from genauth_mock.documents.field_types import (
    Document,
    Lifetime,
    Line,
    Many,
)

MfaPolicy = Literal["SMS", "EMAIL", "OTP", "FACE"]


class VerificationCode(Document):
    """How passcodes are made. `sceneBound` and `latestOnly` turn off two guesses about which code counts."""

    length: int = Field(4, ge=4, le=8)
    fixed: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,8}$")] | None = None
    ttl_seconds: Lifetime = 300
    max_attempts: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    scene_bound: bool = False
    latest_only: bool = False


class Tokens(Document):
    """Lifetimes and algorithms of tokens."""

    token_ttl_seconds: Lifetime = 1_209_600
    id_token_alg: Literal["HS256", "RS256"] = "HS256"  # noqa: S105 - an algorithm
    id_token_ttl_seconds: Lifetime = 1_209_600
    access_token_ttl_seconds: Lifetime = 1_209_600
    refresh_token_ttl_seconds: Lifetime = 2_592_000
    rotate_refresh_tokens: bool = True


class Mfa(Document):
    """Which second factors a login needs."""

    policies: Many[MfaPolicy] = []


class Lockout(Document):
    """When wrong passwords lock a user: after so many in a row, for so many seconds. Without `attempts` never."""

    attempts: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    seconds: Lifetime = 300


class Oidc(Document):
    """How OpenID Connect and the login page behave.

    `consent`: whether a login asks the user to agree; applications of the pool are first-party.
    `autoLogin`: the account (user name, e-mail or phone) that is logged in without a page.
    `redirects`: which redirect URIs are taken: the application's own, also any on loopback, or any of http and https,
    whose pages then count as the application's own. What a browser runs (`javascript:`, `data:` …) is refused even so.
    `endSessionRevokesTokens`: whether `/oidc/session/end` also ends the tokens that were given in the session.
    `showCodes`: whether the login page shows the code that it has just sent.
    """

    consent: Literal["never", "ask"] = "never"
    auto_login: Line | None = None
    redirects: Literal["registered", "loopback", "any"] = "registered"
    end_session_revokes_tokens: bool = False
    show_codes: bool = True


class PoolSettings(Document):
    """What a user pool does differently from the default.

    `language`: of mails and SMS; `client` is English where the client asks for it (`x-authing-lang`), else Chinese.
    `journalSize`: how many requests its journal holds.
    """

    limits: Literal["off", "documented"] = "off"
    verification_code: VerificationCode = VerificationCode()
    tokens: Tokens = Tokens()
    password_strength: int = Field(0, ge=0, le=3)
    register_disabled: bool = False
    email_verified_required: bool = False
    lockout: Lockout = Lockout()
    mfa: Mfa = Mfa()
    oidc: Oidc = Oidc()
    language: Literal["zh", "en", "client"] = "client"
    strict: bool = False
    journal_size: Annotated[int, Field(ge=0, le=100_000)] = 1000


@lru_cache(maxsize=512)
def _settings_of(text: bytes) -> PoolSettings:
    return PoolSettings.model_validate_json(text)


def settings_of(stored: dict[str, Any]) -> PoolSettings:
    """A pool's settings, from what its row holds."""
    return _settings_of(orjson.dumps(stored))
