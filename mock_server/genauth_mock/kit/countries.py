"""Countries: their codes (ISO 3166), the country codes of their phone numbers, and their names in four languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import orjson

from genauth_mock.kit.shipped import FIXTURES

_FLAG_OF_A = 0x1F1E6


@dataclass(frozen=True, slots=True)
class Country:
    """A country. `phone_country_code` is `+86`; `name` is by `zh-CN`, `en-US`, `zh-TW` and `ja-JP`."""

    alpha2: str
    alpha3: str
    phone_country_code: str
    name: dict[str, str]

    @property
    def flag(self) -> str:
        """The flag, as two letters of Unicode that are shown as one picture."""
        return "".join(chr(_FLAG_OF_A + ord(letter) - ord("A")) for letter in self.alpha2)


@cache
def every() -> tuple[Country, ...]:
    """Every country that has phone numbers, by its code of two letters."""
    found = orjson.loads((FIXTURES / "countries.json").read_bytes())["countries"]
    return tuple(Country(each["alpha2"], each["alpha3"], each["phoneCountryCode"], each["name"]) for each in found)
