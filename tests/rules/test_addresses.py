import phonenumbers
import pytest
from email_validator import validate_email
from genauth_mock.kit import addresses
from genauth_mock.kit.addresses import Phone
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Me@Gmail.com", "me@gmail.com"),
        (" me@gmail.com ", "me@gmail.com"),
        ("root@localhost", "root@localhost"),
        ("a@b.test", "a@b.test"),
        ("a@b.local", "a@b.local"),
        ("name+code1234@example.test", "name+code1234@example.test"),
        ("用户@例子.中国", "用户@例子.中国"),
    ],
)
def test_an_address_is_stored_in_lower_case(typed: str, stored: str) -> None:
    assert addresses.email(typed) == stored


@given(text=st.from_regex(addresses._PLAIN_EMAIL, fullmatch=True))
def test_a_plain_address_is_stored_as_the_library_would_have_it(text: str) -> None:
    checked = validate_email(text + ".com", check_deliverability=False)
    assert addresses.email(text) == checked.normalized.removesuffix(".com").lower()


@pytest.mark.parametrize(
    "typed", ["", "1", "1024.cn", "a@", "@b.test", "a@b@c", "a b@c.test", "a@b..c", "a" * 300 + "@b.co"]
)
def test_what_has_not_the_form_of_an_address_is_none(typed: str) -> None:
    assert addresses.email(typed) is None


@pytest.mark.parametrize(
    ("typed", "country_code", "phone"),
    [
        ("13800138000", None, Phone("+86", "13800138000")),
        ("13800138000", "86", Phone("+86", "13800138000")),
        ("+8613800138000", None, Phone("+86", "13800138000")),
        ("138 0013-8000", "+86", Phone("+86", "13800138000")),
        ("5551234567", "+1", Phone("+1", "5551234567")),
        ("+15551234567", "+86", Phone("+1", "5551234567")),
        ("19900011234", None, Phone("+86", "19900011234")),
        ("2161234567", "+86", Phone("+86", "2161234567")),
    ],
)
def test_a_number_is_the_same_however_it_is_typed(typed: str, country_code: str | None, phone: Phone) -> None:
    found = addresses.phone(typed, country_code)
    assert found == phone


@pytest.mark.parametrize(
    "typed", ["", "12", "abc", "1380013800x", "13800138000;ext=1", "12345678901", "+", "٠١٢٣٤٥٦٧٨٩"]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert addresses.phone(typed) is None


def test_numbers_known_without_the_library_are_valid_to_the_library() -> None:
    for prefix in range(100, 200):
        number = f"{prefix}00138000"
        parsed = phonenumbers.parse(f"+86{number}")
        assert (addresses.phone(number) is not None) == phonenumbers.is_valid_number(parsed), number


def test_a_test_identity_has_its_code_in_its_address() -> None:
    assert addresses.test_passcode("name+code1234@example.test") == "1234"
    assert addresses.test_passcode("19900014321") == "4321"
    assert addresses.test_passcode("13800138000") is None
    assert addresses.test_passcode("name@example.test") is None
