"""The only user of Faker: people who do not exist. It is imported with the first of them, which takes 70 ms.

A person depends on nothing but locale, seed and Faker's version: neither on the day nor on who was made before.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from datetime import date, timedelta
from functools import cache
from typing import Any

from genauth_mock.kit import addresses
from genauth_mock.kit.echo import cut, nearest

DEFAULT_LOCALE = "zh_CN"

# Reserved by RFC 2606, so that no mail can ever reach anybody.
_DOMAINS = ("example.com", "example.net", "example.org", "mail.test")
_FAMILY_NAME_FIRST = ("zh", "ja", "ko", "hu", "vi")
_WITHOUT_BLANKS = ("zh", "ja")
# Of the locales that name no country, or none that has telephones.
_COUNTRIES = {"AA": "SA", "QC": "CA", "de": "DE", "en": "US", "es": "ES", "la": "IT", "sw": "TZ", "th": "TH"}
_ZONES = {"CN": "Asia/Shanghai", "TW": "Asia/Taipei", "JP": "Asia/Tokyo", "KR": "Asia/Seoul"}
_REGIONS = ("state", "prefecture", "administrative_unit", "region")
# Faker knows provinces and cities, and not which lies where.
_CHINESE_CITIES = (
    "北京市北京市 天津市天津市 上海市上海市 重庆市重庆市 河北省石家庄市 山西省太原市 辽宁省沈阳市 辽宁省大连市 "
    "吉林省长春市 黑龙江省哈尔滨市 江苏省南京市 江苏省苏州市 浙江省杭州市 浙江省宁波市 安徽省合肥市 福建省福州市 "
    "福建省厦门市 江西省南昌市 山东省济南市 山东省青岛市 河南省郑州市 湖北省武汉市 湖南省长沙市 广东省广州市 "
    "广东省深圳市 海南省海口市 四川省成都市 贵州省贵阳市 云南省昆明市 陕西省西安市 甘肃省兰州市 青海省西宁市"
)
_OLDEST, _DAYS = date(1950, 1, 1), 20_800  # to the end of 2006
_MOST_TRIES = 100


class UnknownLocale(Exception):
    """Faker has no such locale; the text says which is nearest."""


def locale_named(text: str) -> str:
    """The locale as Faker writes it, for `zh_CN`, `zh-CN` or `zh-cn`. Raises UnknownLocale."""
    from faker.config import AVAILABLE_LOCALES  # noqa: PLC0415 - slow, see above

    known = {each.lower(): each for each in AVAILABLE_LOCALES}
    wanted = text.lower().replace("-", "_")
    if wanted not in known:
        near = nearest(wanted, sorted(known), 0.55)
        hint = f"did you mean {known[near]!r}?" if near else "take zh_CN, en_US, ja_JP or one of a hundred others"
        raise UnknownLocale(f"{cut(text)!r} is no locale of Faker; {hint}")
    return known[wanted]


@cache
def _faker(locale: str) -> Any:
    """Faker's generator for a locale; not typed, since what it can do depends on the locale."""
    from faker import Factory  # noqa: PLC0415 - slow, see above

    with warnings.catch_warnings():
        # A locale that Faker would rather see under another name is one all the same.
        warnings.simplefilter("ignore")
        # To weigh names by how frequent they are takes 15 µs a person in Chinese, and 200 in English.
        return Factory.create(locale, use_weighting=locale.startswith("zh"))


def person(locale: str, seed: str, number: int) -> dict[str, Any]:
    """Columns of a user, made up: names, e-mail, phone, birthday, company, address. `number` ends the user name.

    Of an address, each part is real or looks so, and no more.
    """
    fake = _faker(locale)
    fake.seed_instance(seed)
    language, _, territory = locale.partition("_")
    country = _COUNTRIES.get(territory or language, territory)
    is_woman = fake.random.random() < 0.5
    given = fake.first_name_female() if is_woman else fake.first_name_male()
    family = fake.last_name_female() if is_woman else fake.last_name_male()
    names = (family, given) if language in _FAMILY_NAME_FIRST else (given, family)
    username = f"{_letters(f'{given}.{family}') or _letters(fake.user_name()) or 'user'}{number}"
    phone = _phone(fake, country)
    return {
        "username": username,
        "email": f"{username}@{fake.random.choice(_DOMAINS)}",
        "email_verified": True,
        "phone": phone.number if phone else None,
        "phone_country_code": phone.country_code if phone else None,
        "phone_verified": phone is not None,
        "nickname": given,
        "name": ("" if language in _WITHOUT_BLANKS else " ").join(names),
        "given_name": given,
        "family_name": family,
        "gender": "F" if is_woman else "M",
        "birthdate": (_OLDEST + timedelta(days=fake.random.randrange(_DAYS))).isoformat(),
        "zoneinfo": _ZONES.get(country),
        "locale": locale.replace("_", "-"),
        "company": fake.company(),
        **_home(fake, language, country),
    }


def _letters(name: str) -> str:
    """A name in the letters of an e-mail address; empty where it has others."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(each))
    kept = re.sub(r"[^a-z.]", "", plain).strip(".")
    return kept if plain.isascii() and len(kept) > 1 else ""


def _phone(fake: Any, country: str) -> addresses.Phone | None:
    """A valid mobile number of that country, which is no test identity's."""
    for tried in range(_MOST_TRIES):
        if country == "CN":
            phone = addresses.phone(fake.phone_number())
        else:
            # Small countries have few numbers, all of which begin alike.
            free = 7 - tried // 20
            phone = addresses.mobile(country, f"{fake.random.randrange(10**free):0{free}d}")
        if phone and not addresses.test_passcode(phone.number):
            return phone
    return None


def _home(fake: Any, language: str, country: str) -> dict[str, str]:
    district, region = "", next((str(getattr(fake, each)()) for each in _REGIONS if hasattr(fake, each)), "")
    if country == "CN":
        region, city = re.findall(r".+?[省市]", fake.random.choice(_CHINESE_CITIES.split()))
        # Faker's own streets end in letters.
        district, street = f"{fake.district()}区", f"{fake.street_name()}{fake.random.randrange(1, 400)}号"
    elif country == "JP":
        city, street = fake.city(), f"{fake.town()}{fake.chome()}{fake.ban()}{fake.gou()}"
    else:
        city, street = fake.city(), fake.street_address()
    parts = list(dict.fromkeys((region, city, district + street)))
    whole = "".join(parts) if language in _WITHOUT_BLANKS else ", ".join(reversed([each for each in parts if each]))
    code = str(fake.postcode())
    return {
        "address": whole,
        "formatted": f"{whole} {code}",
        "street_address": f"{district}{street}",
        "locality": city,
        "region": region or city,
        "postal_code": code,
        "city": city,
        "province": region or city,
        "country": country,
    }
