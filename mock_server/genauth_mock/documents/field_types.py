"""What a field of a document may hold, and what all documents have in common."""

from __future__ import annotations

import binascii
import re
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field, StringConstraints
from pydantic.alias_generators import to_camel

from genauth_mock.kit import authenticators, clock, json_values, urls

T = TypeVar("T")

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]

LONGEST_TEXT = 4096
LONGEST_USERNAME = 128
LONGEST_DEVICE_ID = 256
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# What a text of several lines may not hold either.
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def without_control_characters(text: str) -> str:
    """The text, if it holds nothing below a blank, no DEL and no C1 control character. Raises ValueError."""
    if has_control_characters(text):
        raise ValueError("control characters are not allowed")
    return text


def has_control_characters(text: str) -> bool:
    """Whether a text holds something below a blank, DEL, or a C1 control character."""
    return _CONTROL.search(text) is not None


def without_unprintable_characters(text: str) -> str:
    """The text, which may have several lines, if it holds no other control character. Raises ValueError."""
    if CONTROL_CHARACTER.search(text):
        raise ValueError("control characters are not allowed")
    return text


def _time(text: str) -> str:
    try:
        at = clock.parse_iso(text)
    except (ValueError, OverflowError):
        raise ValueError("it must be an ISO 8601 time, 2021-05-31T02:31:35.372Z") from None
    if not clock.FIRST_MS <= at <= clock.LAST_MS:
        raise ValueError("it must be a time between 1900 and 9000")
    return text


def _origin(text: str) -> str:
    origin = urls.read_origin(text)
    if origin is None:
        raise ValueError("it must be an origin, without a path: https://shop.example or http://10.0.2.2:3000")
    return origin.origin


def _address(text: str) -> str:
    url = urls.read(text)
    if url is None or not url.is_web or url.port == 0 or "#" in text or not text.isascii():
        raise ValueError("it must be a URL of http or https, without a fragment: http://localhost:3000/hook")
    return text


def base32(text: str) -> str:
    """A secret in base32, as one-time passwords take it. Raises ValueError."""
    secret = text.replace(" ", "").rstrip("=").upper()
    # No number of bytes takes 1, 3 or 6 more letters than a multiple of eight.
    if not re.fullmatch(r"[A-Z2-7]{8,256}", secret) or len(secret) % 8 in (1, 3, 6):
        raise ValueError("it must be base32, at least 8 of A-Z 2-7, of a length that stands for whole bytes")
    return secret


def base64_text(text: str) -> str:
    """Bytes in base64. Raises ValueError."""
    try:
        binascii.a2b_base64(text.encode(), strict_mode=True)
    except (binascii.Error, ValueError):
        raise ValueError("it must be base64") from None
    return text


def _base64url(text: str) -> str:
    data = authenticators.decoded(text)
    if not data:
        raise ValueError("it must be base64url")
    return authenticators.encoded(data)


Line = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(without_control_characters)]
Base64Url = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_base64url)]
Origin = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_origin)]
# Where the mock itself asks.
Address = Annotated[str, StringConstraints(max_length=2048), AfterValidator(_address)]
# What goes into a header as it is.
HeaderText = Annotated[str, StringConstraints(max_length=LONGEST_TEXT, pattern=r"^[\x21-\x7e]*$")]
Username = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_USERNAME), AfterValidator(without_control_characters)
]
DeviceId = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST_DEVICE_ID), AfterValidator(without_control_characters)
]
Lines = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(without_unprintable_characters)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=512), AfterValidator(without_control_characters)]
Time = Annotated[str, AfterValidator(_time)]
# A time that is this far off can still be printed and signed.
Lifetime = Annotated[int, Field(ge=1, le=1_000_000_000)]
Count = Annotated[int, Field(ge=0, le=2_000_000_000)]
# What JSON and every database take.
Whole = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]
# Of a list in which much is wrong, the first is told: to word a million findings takes a quarter of a minute.
Many = Annotated[list[T], FailFast()]
Json = Annotated[Any, AfterValidator(json_values.checked)]
Object = Annotated[dict[str, Any], AfterValidator(json_values.checked)]


class BadDocument(Exception):
    """A pool document cannot be used: `field` says where (`users[2].email`), `message` what is wrong and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field, self.message = field, message


class Document(BaseModel):
    """What all parts of a pool document have in common."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", frozen=True, strict=True, validate_by_name=False
    )


def dumped(document: Document) -> dict[str, Any]:
    """What a document says, and nothing that it leaves out, in the keys of its file."""
    return document.model_dump(by_alias=True, exclude_unset=True)
