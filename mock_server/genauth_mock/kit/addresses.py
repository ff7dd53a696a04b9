"""What is an e-mail address, what is a phone number, and where a code goes. As loose as testers need: reserved names
and fictitious numbers abroad are addresses too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HOME_COUNTRY_CODE = "+86"
SMS, EMAIL = "sms", "email"
_LONGEST_EMAIL = 254
_HARMLESS = ".com"
# Most addresses are of this form and their own stored form: known without the library, which takes 60 µs for each.
_PLAIN_EMAIL = re.compile(r"[a-z0-9]{1,30}(?:[._+-][a-z0-9]{1,30})?@(?:[a-z0-9]{1,30}\.){1,3}[a-z]{2,12}")
_PHONE_FORM = re.compile(r"\+?[0-9]{2,20}")
_COUNTRY_CODE_FORM = re.compile(r"\+[0-9]{1,4}")
# Most of China's mobile numbers, all of them valid: known without the library, whose import costs 60 ms and 6 MB.
_HOME_MOBILE = re.compile(r"1(?:[38][0-9]|[59][0-35-9])[0-9]{8}")
_TEST_EMAIL = re.compile(r"\+code([0-9]{4,8})@")
_TEST_PHONE = re.compile(r"1990001([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number: its country code (`+86`) and the number without it (`13800138000`)."""

    country_code: str
    number: str


@dataclass(frozen=True, slots=True)
class Address:
    """Where a code goes, by which `channel` (`SMS`, `EMAIL`): an e-mail address, or a phone number with its country
    code. `typed` is the number as given.
    """

    channel: str
    recipient: str
    country_code: str | None = None
    typed: str | None = None

    @classmethod
    def of_email(cls, email: str) -> Address:
        """An e-mail address, given as it is stored."""
        return cls(EMAIL, email)

    @classmethod
    def of_phone(cls, phone: Phone, typed: str | None = None) -> Address:
        """A phone number."""
        return cls(SMS, phone.number, phone.country_code, typed)

    @property
    def key(self) -> str:
        """The address under which its codes are stored."""
        return f"{self.country_code or ''}{self.recipient}"


def email(text: str) -> str | None:
    """The address in the form in which it is stored (lower case), or None if it has not the form of one."""
    if _PLAIN_EMAIL.fullmatch(text):
        return text
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - 50 ms that many runs never need

    if len(text) > _LONGEST_EMAIL:
        return None
    try:
        # The library refuses reserved names and names without a dot; below a harmless domain only the form counts.
        checked = validate_email(text.strip() + _HARMLESS, check_deliverability=False)
    except EmailNotValidError:
        return None
    return checked.normalized.removesuffix(_HARMLESS).lower()


def with_plus(text: str) -> str:
    """What a URL's query said, with a plus sign for each blank that an address cannot have: nobody had escaped it."""
    if "@" in text:
        return text.strip().replace(" ", "+")
    digits = text.strip()
    return f"+{digits}" if text.startswith(" ") and digits.isdigit() else text


def bare_phone(text: str) -> str:
    """A number as typed, without blanks and hyphens."""
    return text.replace(" ", "").replace("-", "")


def _bare_country_code(text: str | None) -> str:
    """`+86` for `+86`, `86`, `0086`, and for nothing."""
    digits = bare_phone(text or "").removeprefix("+").removeprefix("00")
    return f"+{digits}" if digits else HOME_COUNTRY_CODE


def phone(text: str, country_code: str | None = None) -> Phone | None:
    """The number behind what was typed, or None if it is none. Without a country code it is Chinese.

    +86 must be a valid number, elsewhere a possible one is enough: testers use fictitious numbers.
    """
    typed, country = bare_phone(text), _bare_country_code(country_code)
    if country == HOME_COUNTRY_CODE and _HOME_MOBILE.fullmatch(typed.removeprefix(HOME_COUNTRY_CODE)):
        return Phone(HOME_COUNTRY_CODE, typed.removeprefix(HOME_COUNTRY_CODE))
    import phonenumbers  # noqa: PLC0415 - slow, see above

    if not _PHONE_FORM.fullmatch(typed) or not _COUNTRY_CODE_FORM.fullmatch(country):
        return None
    if not typed.startswith("+"):
        typed = country + typed
    try:
        parsed = phonenumbers.parse(typed)
    except phonenumbers.NumberParseException:
        return None
    home = parsed.country_code == 86
    if not (phonenumbers.is_valid_number(parsed) if home else phonenumbers.is_possible_number(parsed)):
        return None
    return Phone(f"+{parsed.country_code}", phonenumbers.national_significant_number(parsed))


def mobile(country: str, digits: str) -> Phone | None:
    """The mobile number of a country (`US`) that ends with as many of these digits as are free there; None where there
    is no such number.
    """
    import phonenumbers  # noqa: PLC0415 - slow, see above

    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        return None
    national = phonenumbers.national_significant_number(example)
    kept = max(len(national) - len(digits), 2)
    found = phone(national[:kept] + digits[: len(national) - kept], f"+{example.country_code}")
    valid = found and phonenumbers.is_valid_number(phonenumbers.parse(found.country_code + found.number))
    return found if valid else None


def number_to_look_up(text: str) -> str | None:
    """The number without country code behind what may be a phone number, without judging whether it exists."""
    typed = bare_phone(text)
    if not _PHONE_FORM.fullmatch(typed):
        return None
    if not typed.startswith("+"):
        return typed
    if typed.startswith(HOME_COUNTRY_CODE):
        return typed[len(HOME_COUNTRY_CODE) :]
    known = phone(typed)
    return known.number if known else None


def test_passcode(address: str) -> str | None:
    """The fixed code of a test identity: `1234` for `name+code1234@…`, `CCCC` for the phone number `1990001CCCC`."""
    found = _TEST_EMAIL.search(address) or _TEST_PHONE.fullmatch(address)
    return found.group(1) if found else None
