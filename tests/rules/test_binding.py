"""Phone and e-mail of who is logged in: bound, changed and taken away."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Entry
from genauth_mock.kit.addresses import Address, Phone
from genauth_mock.rules import binding
from genauth_mock.store.users import User

from tests.rules.conftest import MAIL, PHONE, Pool, change, code_to, refused, user_called


@dataclass(frozen=True)
class Case:
    kind: binding.Kind
    address: Address
    other: Address
    taken: Entry
    unchanged: Entry
    none_bound: Entry
    old_not_verified: Entry

    def of(self, user: User) -> tuple[str | None, bool]:
        """The user's address of this kind, and whether it is verified."""
        phone, email = (user.phone, user.phone_verified), (user.email, user.email_verified)
        return phone if self.kind is binding.PHONE else email


CASES = [
    Case(
        binding.PHONE, Address.of_phone(Phone("+86", PHONE)), Address.of_phone(Phone("+86", "13900139000")),
        errors.BOUND_BY_OTHER_PHONE, errors.PHONE_UNCHANGED, errors.NO_PHONE_BOUND, errors.OLD_PHONE_NOT_VERIFIED,
    ),
    Case(
        binding.MAIL, Address.of_email(MAIL), Address.of_email("new@x.test"),
        errors.BOUND_BY_OTHER_EMAIL, errors.EMAIL_UNCHANGED, errors.NO_EMAIL_BOUND, errors.OLD_EMAIL_NOT_VERIFIED,
    ),
]  # fmt: skip
both = pytest.mark.parametrize("case", CASES, ids=["phone", "email"])
BARE = {"username": "ci", "password": "111111"}
NEIGHBOUR = {"username": "neighbour", "email": MAIL, "phone": PHONE}


@both
class TestBinding:
    def test_a_code_binds_an_address_verified_and_once(self, a_pool: Pool, case: Case) -> None:
        ctx = a_pool(users=[BARE])
        code = code_to(ctx, case.address)
        bound = binding.bind(ctx, user_called(ctx), case.address, code)
        assert case.of(bound) == (case.address.recipient, True)
        with refused(errors.PASSCODE_WRONG):
            binding.bind(ctx, bound, case.address, code)

    @pytest.mark.parametrize(
        ("code", "entry"),
        [("", errors.PASSCODE_EMPTY), (None, errors.PASSCODE_EMPTY), ("no", errors.PASSCODE_WRONG)],
    )
    def test_an_empty_code_is_told_apart_from_a_wrong_one(
        self, a_pool: Pool, case: Case, code: str | None, entry: Entry
    ) -> None:
        ctx = a_pool(users=[BARE])
        code_to(ctx, case.address)
        with refused(entry):
            binding.bind(ctx, user_called(ctx), case.address, code)
        assert case.of(user_called(ctx)) == (None, False)

    def test_an_address_of_another_user_is_refused_and_keeps_its_code(self, a_pool: Pool, case: Case) -> None:
        ctx = a_pool(users=[BARE, NEIGHBOUR])
        code = code_to(ctx, case.address)
        for _ in range(2):
            with refused(case.taken):
                binding.bind(ctx, user_called(ctx), case.address, code)
        binding.bind(ctx, user_called(ctx, "neighbour"), case.address, code)

    def test_one_that_another_call_binds_meanwhile_is_refused_too(
        self, a_pool: Pool, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ctx = a_pool(users=[BARE, NEIGHBOUR])
        code = code_to(ctx, case.address)
        monkeypatch.setattr(binding, "_check_free", lambda *_: None)
        with refused(case.taken):
            binding.bind(ctx, user_called(ctx), case.address, code)


@both
class TestUnbinding:
    @pytest.mark.parametrize(
        "left",
        [BARE, {"username": "ci", "email": MAIL, "phone": PHONE}],
        ids=["user name with password", "the other address"],
    )
    def test_an_address_is_taken_away_where_another_way_to_log_in_is_left(
        self, a_pool: Pool, case: Case, left: dict[str, str]
    ) -> None:
        column = case.kind.column
        ctx = a_pool(users=[{column: case.address.recipient, f"{column}Verified": True} | left])
        assert case.of(binding.unbind(ctx, user_called(ctx), case.kind)) == (None, False)

    @pytest.mark.parametrize("left", [{}, {"password_hash": "x"}, {"username": "ci"}], ids=str)
    def test_the_last_way_to_log_in_is_not(self, a_pool: Pool, case: Case, left: dict[str, str]) -> None:
        ctx = a_pool(users=[{"username": "ci", case.kind.column: case.address.recipient}])
        user = change(ctx, user_called(ctx), **{"username": None} | left)
        with refused(errors.NO_OTHER_LOGIN_METHOD):
            binding.unbind(ctx, user, case.kind)

    def test_where_there_is_none_that_is_told(self, a_pool: Pool, case: Case) -> None:
        ctx = a_pool(users=[BARE])
        with refused(case.none_bound):
            binding.unbind(ctx, user_called(ctx), case.kind)


@both
class TestUpdating:
    @pytest.fixture
    def ctx(self, a_pool: Pool, case: Case) -> Context:
        """A call of a user who has an address, beside one who has another."""
        other = {"username": "neighbour", case.kind.column: "13700137000" if case.kind is binding.PHONE else "n@x.test"}
        return a_pool(users=[BARE | {case.kind.column: case.address.recipient}, other])

    def neighbours(self, case: Case) -> Address:
        return (
            Address.of_phone(Phone("+86", "13700137000"))
            if case.kind is binding.PHONE
            else Address.of_email("n@x.test")
        )

    def test_codes_to_both_addresses_change_it(self, ctx: Context, case: Case) -> None:
        code, old_code = code_to(ctx, case.other), code_to(ctx, case.address)
        changed = binding.update(ctx, user_called(ctx), case.other, code, case.address, old_code)
        assert case.of(changed) == (case.other.recipient, True)
        for address, used in ((case.other, code), (case.address, old_code)):
            with refused(errors.PASSCODE_WRONG):
                binding.bind(ctx, changed, address, used)

    def test_without_a_code_to_the_old_one_it_is_not_verified(self, ctx: Context, case: Case) -> None:
        code, old_code = code_to(ctx, case.other), code_to(ctx, case.address)
        user = user_called(ctx)
        for old, its_code in ((None, None), (case.address, ""), (case.address, None), (case.other, old_code)):
            with refused(case.old_not_verified):
                binding.update(ctx, user, case.other, code, old, its_code)
        binding.update(ctx, user, case.other, code, case.address, old_code)

    @pytest.mark.parametrize(("code", "old_code"), [("no", None), ("", None), (None, None), (None, "no")])
    def test_a_wrong_code_to_either_is_refused_and_keeps_the_other(
        self, ctx: Context, case: Case, code: str | None, old_code: str | None
    ) -> None:
        good, old_good = code_to(ctx, case.other), code_to(ctx, case.address)
        user, new = user_called(ctx), good if old_code else code
        with refused(errors.PASSCODE_WRONG):
            binding.update(ctx, user, case.other, new, case.address, old_code or old_good)
        binding.update(ctx, user, case.other, good, case.address, old_good)

    def test_the_same_address_and_another_users_are_refused(self, ctx: Context, case: Case) -> None:
        with refused(case.unchanged):
            binding.update(ctx, user_called(ctx), case.address, code_to(ctx, case.address), None, None)
        theirs = self.neighbours(case)
        with refused(case.taken):
            binding.update(ctx, user_called(ctx), theirs, code_to(ctx, theirs), None, None)

    def test_who_has_none_needs_one_code(self, a_pool: Pool, case: Case) -> None:
        ctx = a_pool(users=[BARE])
        changed = binding.update(ctx, user_called(ctx), case.other, code_to(ctx, case.other), None, None)
        assert case.of(changed) == (case.other.recipient, True)
