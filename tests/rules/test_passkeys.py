"""Passkeys without HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.kit import authenticators, urls
from genauth_mock.kit.authenticators import Assertion, Attestation
from genauth_mock.routes.v3 import passkey_shapes
from genauth_mock.rules import passkeys
from genauth_mock.rules.passkeys import Asked
from genauth_mock.store import belongings, users
from genauth_mock.store import passkeys as rows
from genauth_mock.store.passkeys import Passkey, PasskeyChallenge
from genauth_mock.store.users import User

from tests.authenticator import ORIGIN, Authenticator, decoded
from tests.rules.conftest import Pool, refused, user_called


def party(ctx: Context, origin: str = ORIGIN) -> passkeys.RelyingParty:
    return passkeys.relying_party(ctx, urls.read_origin(origin))


def bound(ctx: Context, user: User) -> tuple[Passkey, Authenticator]:
    """A user's passkey, and the authenticator that has made it."""
    authenticator, wanted = Authenticator(), passkeys.begin_registration(ctx, user, party(ctx))
    said = authenticator.create(passkey_shapes.creation_options(wanted))
    made = _attestation(said)
    return passkeys.register(ctx, user, wanted.asked.ticket, made, "face", ["usb", "usb", "nfc"]), authenticator


def _attestation(said: dict[str, Any]) -> Attestation:
    response = {name: decoded(text) for name, text in said["response"].items()}
    return Attestation(decoded(said["id"]), response["clientDataJSON"], response["attestationObject"])


def asserted(asked: Asked, authenticator: Authenticator) -> Assertion:
    said = authenticator.get(passkey_shapes.request_options(asked))
    response = {name: decoded(text) for name, text in said["response"].items()}
    return Assertion(
        decoded(said["id"]), response["clientDataJSON"], response["authenticatorData"], response["signature"]
    )


def test_a_passkey_is_bound_and_says_who_its_user_is(ctx: Context) -> None:
    user = user_called(ctx)
    passkey, authenticator = bound(ctx, user)
    assert (passkey.user_id, passkey.counter, passkey.transports) == (user.id, 0, ["usb", "nfc"])
    asked = passkeys.begin_authentication(ctx, party(ctx))
    assert passkeys.authenticate(ctx, asked.ticket, asserted(asked, authenticator), b"").id == user.id
    (used,) = rows.of_user(ctx.db, ctx.pool_id, user.id)
    assert (used.counter, used.last_used_at) == (1, ctx.now)


def test_of_two_calls_with_one_ticket_one_wins(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    _, authenticator = bound(ctx, user_called(ctx))
    asked = passkeys.begin_authentication(ctx, party(ctx))
    said = asserted(asked, authenticator)
    seen = rows.challenge_of(ctx.db, ctx.pool_id, asked.ticket)
    passkeys.authenticate(ctx, asked.ticket, said, b"")
    # What the slower one has read before the faster one has written.
    monkeypatch.setattr(rows, "challenge_of", lambda *_: seen)
    authenticator.sign_count = 7
    with refused(errors.PASSKEY_TICKET_OVER):
        passkeys.authenticate(ctx, asked.ticket, asserted(asked, authenticator), b"")


def test_of_two_calls_with_one_counter_one_wins(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    passkey, authenticator = bound(ctx, user_called(ctx))
    first, second = (passkeys.begin_authentication(ctx, party(ctx)) for _ in range(2))
    seen = rows.by_credential(ctx.db, ctx.pool_id, passkey.credential_id)
    passkeys.authenticate(ctx, first.ticket, asserted(first, authenticator), b"")
    authenticator.sign_count = 0
    monkeypatch.setattr(rows, "by_credential", lambda *_: seen)
    with refused(errors.PASSKEY_COUNTER_BACK):
        passkeys.authenticate(ctx, second.ticket, asserted(second, authenticator), b"")


def test_of_two_calls_that_bind_one_credential_one_wins(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    user = user_called(ctx)
    wanted = passkeys.begin_registration(ctx, user, party(ctx))
    said = _attestation(Authenticator().create(passkey_shapes.creation_options(wanted)))
    asked = rows.challenge_of(ctx.db, ctx.pool_id, wanted.asked.ticket)
    assert asked is not None
    passkeys.register(ctx, user, wanted.asked.ticket, said, "face", [])
    fields = {name: getattr(asked, name) for name in PasskeyChallenge.model_fields if name != "seq"}
    rows.add_challenge(ctx.db, PasskeyChallenge(**fields))
    monkeypatch.setattr(rows, "by_credential", lambda *_: None)
    with refused(errors.PASSKEY_TAKEN):
        passkeys.register(ctx, user, wanted.asked.ticket, said, "face", [])


def test_a_credential_that_says_another_id_than_its_authenticator_is_refused(ctx: Context) -> None:
    user = user_called(ctx)
    wanted = passkeys.begin_registration(ctx, user, party(ctx))
    said = _attestation(Authenticator().create(passkey_shapes.creation_options(wanted)))
    with refused(errors.PASSKEY_UNREADABLE):
        passkeys.register(ctx, user, wanted.asked.ticket, replace(said, credential_id=b"x"), "face", [])


def test_what_a_removed_user_was_asked_goes_too(ctx: Context) -> None:
    user = user_called(ctx)
    wanted = passkeys.begin_registration(ctx, user, party(ctx))
    users.remove(ctx.db, ctx.pool_id, user.id)
    belongings.remove(ctx.db, ctx.pool_id, user.id)
    assert rows.challenge_of(ctx.db, ctx.pool_id, wanted.asked.ticket) is None


@pytest.mark.parametrize(
    ("origin", "base_url", "rp_id", "first"),
    [
        ("http://localhost:3000", "http://127.0.0.1:1", "localhost", "http://localhost:3000"),
        ("http://shop.localhost", "http://127.0.0.1:1", "shop.localhost", "http://shop.localhost"),
        ("capacitor://localhost", "http://127.0.0.1:1", "localhost", "capacitor://localhost"),
        ("https://shop.example", "http://localhost:1", "shop.example", "https://shop.example"),
        ("https://evil.test", "http://localhost:1", "localhost", "http://localhost:1"),
        ("null", "https://auth.test", "auth.test", "https://auth.test"),
        ("", "http://AUTH.test.:80", "auth.test", "http://auth.test."),
    ],
)
def test_the_relying_party_is_the_origins_host_if_the_application_knows_it(
    a_pool: Pool, origin: str, base_url: str, rp_id: str, first: str
) -> None:
    ctx = replace(a_pool(applications=[{"allowedOrigins": ["https://shop.example"]}]), base_url=base_url)
    found = party(ctx, origin)
    assert (found.id, found.origins[0]) == (rp_id, first) and f"https://{rp_id}" in found.origins


@pytest.mark.parametrize(
    ("origin", "base_url"),
    [
        ("http://127.0.0.1:3000", "http://localhost:1"),
        ("http://[::1]", "http://localhost:1"),
        ("", "http://10.0.2.2:8400"),
        ("", "http://[fe80::1]:8400"),
        ("", "http://no host"),
    ],
)
def test_no_passkey_belongs_to_an_address(ctx: Context, origin: str, base_url: str) -> None:
    with refused(errors.PASSKEY_NEEDS_HOST_NAME) as raised:
        party(replace(ctx, base_url=base_url), origin)
    assert "localhost" in raised.value.message("en") and "localhost" in raised.value.message("zh")


@pytest.mark.parametrize(
    ("text", "data"),
    [("", b""), ("AA", b"\0"), ("AA==", b"\0"), ("-_8", b"\xfb\xff"), ("+/8=", b"\xfb\xff"), ("AB", b"\0"),
     ("A", None), ("A A", None), ("AA\n", None), ("ä", None), ("AA=A", None), ("*", None)],
)  # fmt: skip
def test_base64url_is_read_strictly_but_for_padding_and_the_older_letters(text: str, data: bytes | None) -> None:
    assert authenticators.decoded(text) == data
