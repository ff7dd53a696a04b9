"""Codes that are sent: to which address, how often, and what one is good for."""

from __future__ import annotations

from typing import Any

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.kit.addresses import Address, Phone
from genauth_mock.rules import passcodes
from genauth_mock.store import messages
from genauth_mock.store.messages import Wanted

from tests.rules.conftest import MAIL, PHONE, Pool, code_to, refused

MAILBOX = Address.of_email(MAIL)
MOBILE = Address.of_phone(Phone("+86", PHONE))


@pytest.mark.parametrize("text", ["1", "a@", "@x.test", "a b@x.test", "a@b@x.test", "x" * 250 + "@x.test", ""])
def test_what_is_no_mail_address_is_refused_with_the_meaning_that_the_call_has_for_it(text: str) -> None:
    with refused(errors.EMAIL_INVALID):
        passcodes.email_address(text)
    with refused(errors.EMAIL_ADDRESS_INVALID):
        passcodes.email_address(text, errors.EMAIL_ADDRESS_INVALID)


@pytest.mark.parametrize(
    ("text", "country_code"),
    [
        *(("1", None), ("", None), ("1380013800", None), ("12345678901", None), ("13800138000x1", None)),
        *(("1-800-FLOWERS", None), ("\uff113800138000", None), (PHONE, "+1x"), (PHONE, "null"), ("abc", "+1")),
    ],
)
def test_what_is_no_number_is_refused(text: str, country_code: str | None) -> None:
    with refused(errors.PHONE_INVALID):
        passcodes.phone_address(text, country_code)


class TestSending:
    def test_a_code_goes_once_a_minute_to_an_address_for_a_scene(self, a_pool: Pool) -> None:
        ctx = a_pool(settings={"limits": "documented"})
        for address in (MAILBOX, MOBILE):
            code_to(ctx, address)
            with refused(errors.SENT_TOO_OFTEN):
                code_to(ctx, address)
            code_to(ctx, address, "RESET_PASSWORD")
        code_to(ctx, Address.of_email("other@x.test"))
        code_to(ctx, Address.of_phone(Phone("+1", PHONE)))
        ctx.now += 59_999
        with refused(errors.SENT_TOO_OFTEN):
            code_to(ctx, MAILBOX)
        ctx.now += 1
        code_to(ctx, MAILBOX)

    def test_without_limits_as_often_as_one_likes(self, ctx: Context) -> None:
        assert [len(code_to(ctx, MAILBOX)) for _ in range(5)] == [4] * 5

    @pytest.mark.parametrize(("setting", "code_form"), [({"length": 6}, (6, None)), ({"fixed": "24680"}, (5, "24680"))])
    def test_the_pools_settings_decide_length_and_code(
        self, a_pool: Pool, setting: dict[str, Any], code_form: tuple[int, str | None]
    ) -> None:
        code = code_to(a_pool(settings={"verificationCode": setting}), MAILBOX)
        assert len(code) == code_form[0] and code == (code_form[1] or code)

    @pytest.mark.parametrize(
        ("address", "code"),
        [(Address.of_email("me+code5678@x.test"), "5678"), (Address.of_phone(Phone("+86", "19900014321")), "4321")],
        ids=["email", "phone"],
    )
    def test_a_test_identitys_code_is_fixed_and_must_be_sent(self, ctx: Context, address: Address, code: str) -> None:
        with refused(errors.PASSCODE_WRONG):
            passcodes.check(ctx, address, code)
        assert code_to(ctx, address) == code
        passcodes.use_up(ctx, passcodes.check(ctx, address, code))
        with refused(errors.PASSCODE_WRONG):
            passcodes.check(ctx, address, code)


class TestChecking:
    @pytest.mark.parametrize("wrong", ["no", "", None])
    def test_a_wrong_or_missing_code_is_refused(self, ctx: Context, wrong: str | None) -> None:
        code_to(ctx, MAILBOX)
        with refused(errors.PASSCODE_WRONG):
            passcodes.check(ctx, MAILBOX, wrong)

    def test_blanks_around_it_do_not_matter(self, ctx: Context) -> None:
        assert passcodes.check(ctx, MAILBOX, f" {code_to(ctx, MAILBOX)} ").address == MAIL

    def test_one_that_has_expired_is_told_apart_from_a_wrong_one(self, ctx: Context) -> None:
        code = code_to(ctx, MAILBOX)
        ctx.now += 299_999
        passcodes.check(ctx, MAILBOX, code)
        ctx.now += 1
        with refused(errors.PASSCODE_EXPIRED):
            passcodes.check(ctx, MAILBOX, code)
        with refused(errors.PASSCODE_WRONG):
            passcodes.check(ctx, MAILBOX, "no")

    def test_one_to_another_address_or_of_another_pool_is_a_wrong_one(self, a_pool: Pool) -> None:
        ctx = a_pool(settings={"verificationCode": {"length": 8}})
        code = code_to(ctx, MAILBOX)
        for where, address in ((ctx, MOBILE), (ctx, Address.of_email("other@x.test")), (a_pool(), MAILBOX)):
            with refused(errors.PASSCODE_WRONG):
                passcodes.check(where, address, code)

    def test_the_country_code_is_a_part_of_the_address(self, ctx: Context) -> None:
        abroad = Address.of_phone(Phone("+1", "5551234567"))
        code = code_to(ctx, abroad)
        assert passcodes.check(ctx, abroad, code).address == "+15551234567"
        with refused(errors.PASSCODE_WRONG):
            passcodes.check(ctx, Address.of_phone(Phone("+44", "5551234567")), code)

    def test_an_earlier_code_still_counts_unless_the_pool_says_otherwise(self, a_pool: Pool) -> None:
        for setting, is_good in (({"length": 8}, True), ({"length": 8, "latestOnly": True}, False)):
            ctx = a_pool(settings={"verificationCode": setting})
            earlier, latest = code_to(ctx, MAILBOX), code_to(ctx, MAILBOX)
            passcodes.check(ctx, MAILBOX, latest)
            if is_good:
                passcodes.check(ctx, MAILBOX, earlier)
            else:
                with refused(errors.PASSCODE_WRONG):
                    passcodes.check(ctx, MAILBOX, earlier)

    def test_a_code_counts_for_any_scene_unless_the_pool_says_otherwise(self, a_pool: Pool) -> None:
        ctx = a_pool()
        passcodes.check(ctx, MAILBOX, code_to(ctx, MAILBOX, "RESET_PASSWORD"), ("VERIFY_CODE",))
        ctx = a_pool(settings={"verificationCode": {"sceneBound": True}})
        code = code_to(ctx, MAILBOX, "RESET_PASSWORD")
        with refused(errors.PASSCODE_WRONG):
            passcodes.check(ctx, MAILBOX, code, ("VERIFY_CODE",))
        passcodes.check(ctx, MAILBOX, code, ("VERIFY_CODE", "RESET_PASSWORD"))

    def test_too_many_wrong_tries_kill_all_codes_of_the_address_where_the_pool_says_so(self, a_pool: Pool) -> None:
        ctx = a_pool(settings={"verificationCode": {"maxAttempts": 2, "length": 8}})
        codes, other = [code_to(ctx, MAILBOX), code_to(ctx, MAILBOX)], code_to(ctx, MOBILE)
        for _ in range(2):
            passcodes.check(ctx, MAILBOX, codes[0])
            with refused(errors.PASSCODE_WRONG):
                passcodes.check(ctx, MAILBOX, "no")
        for code in codes:
            with refused(errors.PASSCODE_WRONG):
                passcodes.check(ctx, MAILBOX, code)
        passcodes.check(ctx, MOBILE, other)
        passcodes.check(ctx, MAILBOX, code_to(ctx, MAILBOX))

    def test_wrong_tries_kill_nothing_elsewhere(self, ctx: Context) -> None:
        code = code_to(ctx, MAILBOX)
        for _ in range(50):
            with refused(errors.PASSCODE_WRONG):
                passcodes.check(ctx, MAILBOX, "no")
        passcodes.check(ctx, MAILBOX, code)

    def test_two_calls_that_have_checked_the_same_code_have_one_winner(self, ctx: Context) -> None:
        code = code_to(ctx, MAILBOX)
        first, second = (passcodes.check(ctx, MAILBOX, code) for _ in range(2))
        passcodes.use_up(ctx, first)
        with refused(errors.PASSCODE_WRONG):
            passcodes.use_up(ctx, second)

    def test_a_used_code_is_marked_in_the_outbox(self, ctx: Context) -> None:
        code = code_to(ctx, MAILBOX)
        ctx.now += 5
        passcodes.use_up(ctx, passcodes.check(ctx, MAILBOX, code))
        (message,), _ = messages.page(ctx.db, Wanted(user_pool_id=ctx.public_pool_id), 0, 10)
        assert message.used_at == ctx.now
