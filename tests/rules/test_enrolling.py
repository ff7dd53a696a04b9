"""Binding second factors: logged in, and on the way in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.kit.addresses import Address, Phone
from genauth_mock.rules import session, tickets, uploads
from genauth_mock.rules.mfa import enrolling, factors, mfa_tokens, second_step, totp
from genauth_mock.rules.mfa.mfa_tokens import Holder
from genauth_mock.store import passcodes, users
from genauth_mock.store import uploads as stored_uploads

from tests.rules.conftest import CI, MAIL, Pool, refused, user_called

SECRET = "JAPDSOAZLV4BG3RA"
PNG = b"\x89PNG\r\n\x1a\n"
PHONE, EMAIL = Address.of_phone(Phone("+86", "13900139000")), Address.of_email("safe@x.test")


def asking(*policies: str) -> dict[str, Any]:
    return {"settings": {"mfa": {"policies": list(policies)}}}


def logged_in(ctx: Context) -> Holder:
    who = session.open_session(ctx, user_called(ctx))
    return mfa_tokens.holder(ctx, who.token)


def half_in(ctx: Context) -> Holder:
    data = second_step.required(ctx, user_called(ctx)).data or {}
    holder = mfa_tokens.holder(ctx, str(data["mfaToken"]))
    assert holder.is_half_in
    return holder


def code_of(ctx: Context, secret: str) -> str:
    return totp.code_at(secret, ctx.now // 30_000)


def passcode_to(ctx: Context, address: Address) -> str:
    """The code that an address got last."""
    return passcodes.unused(ctx.db, ctx.pool_id, address.key)[0].code


def upload(ctx: Context, content: bytes, name: str = "") -> str:
    return uploads.add(ctx.db, ctx.mock, "photos", PNG + content, name).key


def test_who_is_neither_logged_in_nor_on_the_way_in_is_nobody(ctx: Context) -> None:
    for token in (None, "", "x", "a.b.c"):
        with refused(errors.MFA_TOKEN_NEEDED):
            mfa_tokens.holder(ctx, token)
        with refused(errors.NOT_LOGGED_IN):
            mfa_tokens.holder(ctx, token, errors.NOT_LOGGED_IN)


def test_who_is_locked_binds_nothing(ctx: Context) -> None:
    who = session.open_session(ctx, user_called(ctx))
    users.change(ctx.db, ctx.pool_id, who.user.id, {"blocked": True})
    with refused(errors.USER_LOCKED):
        mfa_tokens.holder(ctx, who.token)


@pytest.mark.parametrize("change", [{"blocked": True}, {"status": "Suspended"}])
def test_who_is_locked_on_the_way_in_binds_nothing(a_pool: Pool, change: dict[str, Any]) -> None:
    ctx = a_pool(users=[CI], **asking("OTP"))
    data = second_step.required(ctx, user_called(ctx)).data or {}
    users.change(ctx.db, ctx.pool_id, user_called(ctx).id, change)
    with refused(errors.USER_LOCKED):
        mfa_tokens.holder(ctx, str(data["mfaToken"]))


@pytest.mark.parametrize("come", [logged_in, half_in])
def test_a_secret_counts_once_it_is_confirmed(a_pool: Pool, come: Any) -> None:
    ctx = a_pool(users=[CI], name="Acme", **asking("OTP"))
    holder = come(ctx)
    assert enrolling.authenticator(ctx, holder) is None
    made = enrolling.associate(ctx, holder)
    assert len(made.secret) == 32 and made.uri.startswith(f"otpauth://totp/Acme:ci?secret={made.secret}&")
    pending = enrolling.authenticator(ctx, come(ctx))
    assert pending and (pending.is_enabled, pending.secret) == (False, made.secret)
    assert user_called(ctx).mfa == {}
    for wrong in ("000000x", code_of(ctx, SECRET)):
        with refused(errors.TOTP_WRONG_AT_CONFIRM):
            enrolling.confirm(ctx, holder, wrong)
    with refused(errors.TOTP_MISSING):
        enrolling.confirm(ctx, holder, " ")
    enrolling.confirm(ctx, holder, code_of(ctx, made.secret))
    user = user_called(ctx)
    assert user.mfa == {"totpSecret": made.secret, "recoveryCode": made.recovery_code} and user.mfa_state == {}


def test_the_code_that_has_confirmed_still_passes_the_login_and_then_no_more(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], **asking("OTP"))
    data = second_step.required(ctx, user_called(ctx)).data or {}
    token = str(data["mfaToken"])
    made = enrolling.associate(ctx, mfa_tokens.holder(ctx, token))
    shown = code_of(ctx, made.secret)
    enrolling.confirm(ctx, mfa_tokens.holder(ctx, token), shown)
    assert second_step.by_totp(ctx, token, shown).username == "ci"
    data = second_step.required(ctx, user_called(ctx)).data or {}
    with refused(errors.TOTP_WRONG):
        second_step.by_totp(ctx, str(data["mfaToken"]), shown)


def test_a_new_secret_takes_the_place_of_one_that_was_not_confirmed(ctx: Context) -> None:
    holder = logged_in(ctx)
    first, second = enrolling.associate(ctx, holder), enrolling.associate(ctx, holder)
    assert first.secret != second.secret and first.recovery_code != second.recovery_code
    with refused(errors.TOTP_WRONG_AT_CONFIRM):
        enrolling.confirm(ctx, holder, code_of(ctx, first.secret))
    enrolling.confirm(ctx, holder, code_of(ctx, second.secret))


def test_nothing_is_confirmed_that_was_not_begun_or_was_confirmed_before(ctx: Context) -> None:
    holder = logged_in(ctx)
    with refused(errors.TOTP_WRONG_AT_CONFIRM):
        enrolling.confirm(ctx, holder, "123456")
    made = enrolling.associate(ctx, holder)
    enrolling.confirm(ctx, holder, code_of(ctx, made.secret))
    with refused(errors.TOTP_WRONG_AT_CONFIRM):
        enrolling.confirm(ctx, holder, code_of(ctx, made.secret))


def test_who_is_logged_in_may_bind_another_secret_and_the_old_one_counts_until_then(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | {"mfa": {"totpSecret": SECRET}}])
    holder = logged_in(ctx)
    made = enrolling.associate(ctx, holder)
    assert user_called(ctx).mfa["totpSecret"] == SECRET
    enrolling.confirm(ctx, holder, code_of(ctx, made.secret))
    assert user_called(ctx).mfa["totpSecret"] == made.secret


def test_whoever_knows_the_password_cannot_bind_past_a_factor_that_is_bound(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | {"mfa": {"totpSecret": SECRET, "recoveryCode": "8477", "face": "ci", "phone": "4155550123",
                                      "phoneCountryCode": "+1"}}], **asking("SMS", "OTP", "FACE"))  # fmt: skip
    holder = half_in(ctx)
    with refused(errors.FACTOR_BOUND_ALREADY):
        enrolling.associate(ctx, holder)
    with refused(errors.FACTOR_BOUND_ALREADY):
        enrolling.request(ctx, holder, "SMS", PHONE)
    with refused(errors.FACE_ALREADY_BOUND):
        enrolling.bind_face(ctx, holder, upload(ctx, b"a"), upload(ctx, b"a"))
    told = enrolling.authenticator(ctx, holder)
    assert told and (told.is_enabled, told.secret, told.recovery_code) == (True, "", "")
    told = enrolling.authenticator(ctx, logged_in(ctx))
    assert told and (told.secret, told.recovery_code) == (SECRET, "8477")


@pytest.mark.parametrize(
    ("bound", "has"),
    [
        ({"totpSecret": SECRET}, "OTP"),
        ({"phone": "13900139000", "phoneCountryCode": "+86"}, "SMS"),
        ({"face": "ci"}, "FACE"),
    ],
)
def test_whoever_knows_the_password_cannot_bind_beside_a_factor_that_is_bound(
    a_pool: Pool, bound: dict[str, str], has: str
) -> None:
    ctx = a_pool(users=[CI | {"mfa": bound}], **asking("SMS", "EMAIL", "OTP", "FACE"))
    holder = half_in(ctx)

    def refuses(act: Callable[[], object]) -> None:
        with refused(errors.FACTOR_BOUND_ALREADY) as refusal:
            act()
        assert refusal.value.values["factor"] == has

    refuses(lambda: enrolling.associate(ctx, holder))
    refuses(lambda: enrolling.request(ctx, holder, "EMAIL", EMAIL))
    if has != "FACE":
        refuses(lambda: enrolling.bind_face(ctx, holder, upload(ctx, b"a"), upload(ctx, b"a")))
        refuses(lambda: enrolling.request(ctx, holder, "FACE", None))
    assert user_called(ctx).mfa == bound


def test_whoever_knows_the_password_cannot_bind_what_the_login_does_not_ask_for(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], **asking("SMS"))
    holder = half_in(ctx)
    with refused(errors.FACTOR_NOT_ASKED):
        enrolling.associate(ctx, holder)
    with refused(errors.FACTOR_NOT_ASKED):
        enrolling.confirm(ctx, holder, "123456")
    with refused(errors.FACTOR_NOT_ASKED):
        enrolling.bind_face(ctx, holder, upload(ctx, b"a"), upload(ctx, b"a"))
    for factor in ("OTP", "EMAIL", "FACE"):
        with refused(errors.FACTOR_NOT_ASKED):
            enrolling.request(ctx, holder, factor, EMAIL)


def test_a_face_is_the_very_picture_or_one_whose_file_is_called_so(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], **asking("FACE"))
    holder = half_in(ctx)
    with refused(errors.FACE_PHOTO_MISSING):
        enrolling.bind_face(ctx, holder, upload(ctx, b"a"), "photos/none.png")
    with refused(errors.FACE_PHOTO_MISSING):
        enrolling.bind_face(ctx, holder, "", "")
    enrolling.bind_face(ctx, holder, upload(ctx, b"a"), upload(ctx, b"b"))
    with refused(errors.MFA_TOKEN_NEEDED):
        mfa_tokens.use_up(ctx, holder)
    data = second_step.required(ctx, user_called(ctx)).data or {}
    token = str(data["mfaToken"])
    for wrong in (upload(ctx, b"c"), "https://x.test/ann.png"):
        with refused(errors.FACE_WRONG):
            second_step.by_face(ctx, token, wrong)
    for missing in ("", "photos/none.png", "nothing"):
        with refused(errors.FACE_COMPARE_PHOTO_MISSING):
            second_step.by_face(ctx, token, missing)
    assert second_step.by_face(ctx, token, f"http://x.test/files/{upload(ctx, b'b')}").username == "ci"


@pytest.mark.parametrize(("name", "passes"), [("ann-2.png", True), ("ANN.png", False), ("", False)])
def test_a_face_that_was_seeded_is_told_by_what_the_file_is_called(a_pool: Pool, name: str, passes: bool) -> None:
    ctx = a_pool(users=[CI | {"mfa": {"face": "ann"}}], **asking("FACE"))
    data = second_step.required(ctx, user_called(ctx)).data or {}
    key = upload(ctx, b"a", name)
    if passes:
        assert second_step.by_face(ctx, str(data["mfaToken"]), key).username == "ci"
    else:
        with refused(errors.FACE_WRONG):
            second_step.by_face(ctx, str(data["mfaToken"]), key)


def test_a_picture_elsewhere_is_known_by_its_address(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI], **asking("FACE"))
    enrolling.bind_face(ctx, half_in(ctx), "http://x.test/a.jpg", "http://x.test/b.jpg")
    data = second_step.required(ctx, user_called(ctx)).data or {}
    with refused(errors.FACE_WRONG):
        second_step.by_face(ctx, str(data["mfaToken"]), "http://y.test/a.jpg")
    assert second_step.by_face(ctx, str(data["mfaToken"]), "http://x.test/b.jpg").username == "ci"


def test_a_picture_of_another_pool_shows_nobody(a_pool: Pool) -> None:
    ctx, other = a_pool(users=[CI], **asking("FACE")), a_pool()
    key = upload(ctx, b"theirs")
    stored_uploads.give_to_pool(ctx.db, key, other.pool_id)
    with refused(errors.FACE_PHOTO_MISSING):
        enrolling.bind_face(ctx, half_in(ctx), key, key)


@pytest.mark.parametrize(
    ("factor", "address", "bound"),
    [("SMS", PHONE, {"phone": "13900139000", "phoneCountryCode": "+86"}), ("EMAIL", EMAIL, {"email": "safe@x.test"})],
)
@pytest.mark.parametrize("come", [logged_in, half_in])
def test_an_address_is_bound_by_the_code_that_it_got_within_a_minute(
    a_pool: Pool, factor: str, address: Address, bound: dict[str, str], come: Any
) -> None:
    ctx = a_pool(users=[CI], **asking("SMS", "EMAIL"))
    holder = come(ctx)
    with refused(errors.INVALID_PARAMETER):
        enrolling.request(ctx, holder, factor, None)
    token = enrolling.request(ctx, holder, factor, address).token
    sent = passcode_to(ctx, address)
    with refused(errors.PASSCODE_WRONG):
        enrolling.enroll(ctx, holder, factor, token, "x", "")
    ctx.now += 59_000
    enrolling.enroll(ctx, holder, factor, token, sent, "")
    assert user_called(ctx).mfa == bound
    assert [each.factor for each in factors.enrolled(ctx, user_called(ctx))] == [factor]


def test_one_time_passwords_and_faces_are_enrolled_by_a_token_too(ctx: Context) -> None:
    holder = logged_in(ctx)
    otp = enrolling.request(ctx, holder, "OTP", None)
    assert otp.association is not None
    with refused(errors.TOTP_WRONG_AT_CONFIRM):
        enrolling.enroll(ctx, holder, "OTP", otp.token, "000000x", "")
    enrolling.enroll(ctx, holder, "OTP", otp.token, code_of(ctx, otp.association.secret), "")
    face = enrolling.request(ctx, holder, "FACE", None)
    assert face.association is None
    with refused(errors.FACE_PHOTO_MISSING):
        enrolling.enroll(ctx, holder, "FACE", face.token, "", "")
    enrolling.enroll(ctx, holder, "FACE", face.token, "", upload(ctx, b"a"))
    assert factors.bound(user_called(ctx)) == ["OTP", "FACE"]
    assert factors.to_enroll(ctx, user_called(ctx)) == ["SMS", "EMAIL"]
    ctx.app.mfa["policies"] = ["EMAIL", "OTP"]
    assert factors.to_enroll(ctx, user_called(ctx)) == ["EMAIL"]
    with refused(errors.FACE_ALREADY_BOUND):
        enrolling.request(ctx, holder, "FACE", None)


def test_an_enrollment_token_is_for_its_factor_its_user_and_its_minute_and_works_once(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI, {"username": "n", "password": "111111"}])
    holder = logged_in(ctx)
    neighbour = mfa_tokens.holder(ctx, session.open_session(ctx, user_called(ctx, "n")).token)
    token = enrolling.request(ctx, holder, "SMS", PHONE).token
    sent, now = passcode_to(ctx, PHONE), ctx.now
    tickets.give(ctx, "first-login-reset", holder.user, now + 1000, token="t")
    for who, factor, shown in (
        (neighbour, "SMS", token),
        (holder, "EMAIL", token),
        (holder, "OTP", token),
        (holder, "SMS", ""),
        (holder, "SMS", "t"),
    ):
        with refused(errors.ENROLLMENT_TOKEN_INVALID):
            enrolling.enroll(ctx, who, factor, shown, sent, "")
    ctx.now = now + 60_000
    with refused(errors.ENROLLMENT_TOKEN_INVALID):
        enrolling.enroll(ctx, holder, "SMS", token, sent, "")
    ctx.now = now
    enrolling.enroll(ctx, holder, "SMS", token, sent, "")
    with refused(errors.ENROLLMENT_TOKEN_INVALID):
        enrolling.enroll(ctx, holder, "SMS", token, sent, "")


def test_another_users_address_is_not_enrolled_even_if_it_became_that_meanwhile(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI, {"username": "n", "email": "n@x.test"}])
    holder = logged_in(ctx)
    with refused(errors.BOUND_BY_OTHER_EMAIL):
        enrolling.request(ctx, holder, "EMAIL", Address.of_email("n@x.test"))
    token = enrolling.request(ctx, holder, "SMS", PHONE).token
    users.change(ctx.db, ctx.pool_id, user_called(ctx, "n").id, {"phone": PHONE.recipient, "phone_country_code": "+86"})
    with refused(errors.BOUND_BY_OTHER_PHONE):
        enrolling.enroll(ctx, holder, "SMS", token, passcode_to(ctx, PHONE), "")
    assert user_called(ctx).mfa == {}


def test_who_is_logged_in_may_bind_another_address_in_the_place_of_one(a_pool: Pool) -> None:
    ctx = a_pool(users=[CI | {"mfa": {"email": MAIL}}])
    holder = logged_in(ctx)
    token = enrolling.request(ctx, holder, "EMAIL", EMAIL).token
    enrolling.enroll(ctx, holder, "EMAIL", token, passcode_to(ctx, EMAIL), "")
    assert user_called(ctx).mfa == {"email": "safe@x.test"}


def test_a_factor_has_an_id_and_goes_by_it(a_pool: Pool) -> None:
    mfa_of_both = {"mfa": {"totpSecret": SECRET, "recoveryCode": "8477", "email": MAIL}}
    ctx = a_pool(users=[CI | mfa_of_both, {"username": "n"} | mfa_of_both])
    user, neighbour = user_called(ctx), user_called(ctx, "n")
    otp, email = factors.enrolled(ctx, user)
    assert (otp.factor, otp.address, email.factor, email.address) == ("OTP", None, "EMAIL", Address.of_email(MAIL))
    assert factors.named(ctx, user, email.id) == email
    for unknown in (factors.enrolled(ctx, neighbour)[0].id, "", "x" * 4096):
        with refused(errors.FACTOR_NOT_FOUND):
            factors.named(ctx, user, unknown)
    enrolling.associate(ctx, logged_in(ctx))
    factors.unbind(ctx, user, "OTP")
    user = user_called(ctx)
    assert user.mfa == {"email": MAIL} and user.mfa_state == {}
    with refused(errors.FACTOR_NOT_FOUND):
        factors.named(ctx, user, otp.id)
    factors.unbind(ctx, user, "OTP")
    assert len(factors.enrolled(ctx, user_called(ctx, "n"))) == 2
