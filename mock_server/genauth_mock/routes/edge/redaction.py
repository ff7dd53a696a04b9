"""What the journal leaves out of requests and answers: passwords, tokens, codes and keys, by the names they have.

Only what was parsed can be looked through by name; what was not is told by its length. Everything here takes time in
proportion to what it is given.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote_plus

import orjson

HIDDEN = "<redacted>"
# What stands in the place of what was left out: such places are not searched.
LEFT_OUT = re.compile(r"<redacted>|<\d+ (?:bytes|characters)[^<>]*>|<GraphQL [^<>]*>|<nested deeper>")
DEEPEST = 100
_DEEPER = "<nested deeper>"
# A text inside a text (JSON as a string, an address in an address) counts for so many levels.
_TEXT_LEVELS = 20
# Only the end of a name is looked at: newPassword, refresh_token, appSecret, user[phoneCode], X-Api-Key.
_LONGEST_NAME = 64

_SECRET = re.compile(
    r"(passw(or)?d|pwd|passphrase|passwordhash|code|codechallenge|token|secret|assertion|ticket|otp|authorization|cookie"
    r"|verifier|idtokenhint|credential|samlresponse|(api|access|private|secret|signing|auth|subscription)key"
    r"|qrcode(uri|dataurl)|uuid|jti|sid|session(id|key)|(encryption|aes|master)key|密码|密碼|口令|验证码|驗證碼|令牌|密钥|密鑰)s?"
    # A second time, or in another form: passwordConfirm, tokenValue, privateKeyPem.
    r"(again|confirm(ation|ed)?|repeat(ed)?|value|string|input|text|pem|raw)?$"
    r"|^(new|old)?(pass|pw|psw|pin|mima|yzm)$|^(jwt|bearer|signature|authentication)$|^x(auth|session|key|jwt|pass)$"
)
_NOT_SECRET = re.compile(
    r"(country|status|error|namespace|postal|zip|node|role|app|org|group|api|business|resource|parent|tenant)codes?"
    r"(value|string|text)?$"
)
# An object that holds the secret is called so: passwordPayload, passCodePayload.
_HOLDER = re.compile(r"payload$")
_NO_PART_OF_A_NAME = re.compile(r"[\W\d_]+")
# A text without any of these holds nothing that has a name, and no token.
_SUSPECT = re.compile(r'[=:：{\[<%"]|eyJ|bearer|basic|/interaction/', re.IGNORECASE)
_WORDS = re.compile(r"[\w.-]+")
_GAP = re.compile(r"[ +%]")
_CREDENTIALS = re.compile(r"\b(bearer|basic)([ +]|%20)([^\s\"',;&]{6,})", re.IGNORECASE)
_INTERACTION = re.compile(r"(/interaction/oidc/)[^/?#\s\"]+")
_USER_OF_URL = re.compile(r"://[^/?#\s@]*@")
_WORD = re.compile(r"\S+")
_TAG = re.compile(r"<([\w.:-]{1,64})[\s>/]")
_SEPARATOR = re.compile(r"([?&#;])")
_SPACE_OR_QUOTE = re.compile(r"[\s\"']")
_LAST_WORD = re.compile(r"([\w%.\[\]-]{1,64})[\s\"'\\]*$")
# Texts that the mock itself words: a colon in them says nothing of a secret.
_MESSAGES = frozenset({"message", "msg", "error_description"})
_NAMES_OF_FIELDS = ("key", "name", "field")
# What the key of an identity that waits for its owner stands beside, and beside which nothing else is called a key.
_BESIDE_BINDING_KEY = ("action", "methods")
_WITH_BINDING_KEY = frozenset({"key", "account", "accountId", "password", "phone", "phoneCountryCode", "email", "code"})


def is_secret(name: str) -> bool:
    """Whether what stands under a name is a secret."""
    return _is_secret(name[-_LONGEST_NAME:])


@lru_cache(maxsize=4096)
def _is_secret(name: str) -> bool:
    bare = _NO_PART_OF_A_NAME.sub("", name.lower())
    return bool(_SECRET.search(bare)) and not _NOT_SECRET.search(bare)


@lru_cache(maxsize=4096)
def _is_holder(name: str) -> bool:
    return _is_secret(_HOLDER.sub("", _NO_PART_OF_A_NAME.sub("", name.lower())))


def _holds_secret(name: str) -> bool:
    """Whether an object that holds a secret has this name: where no object stands there, it may be the secret."""
    return _is_holder(name[-_LONGEST_NAME:])


def hidden(value: Any, name: str = "", *, is_answer: bool = False, level: int = 0) -> Any:
    """A JSON value without its secrets. `name` is what it stands under; `is_answer` is whether it is the mock's own."""
    is_nothing = value is None or isinstance(value, bool) or value in ("", [], {})
    if is_nothing or is_secret(name) or (not isinstance(value, dict | list) and _holds_secret(name)):
        return value if is_nothing else HIDDEN
    if isinstance(value, str):
        return text(value, level=level, is_message=is_answer and name in _MESSAGES)
    if not isinstance(value, dict | list):
        return value
    if level >= DEEPEST:
        return _DEEPER
    if isinstance(value, dict):
        return _object(value, is_answer=is_answer, level=level + 1)
    return [hidden(each, name, is_answer=is_answer, level=level + 1) for each in value]


def _object(value: dict[str, Any], *, is_answer: bool, level: int) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    # A code that is a number is a business code, where it stands beside the mock's message.
    is_business_code = is_answer and ("message" in value or "error" in value) and isinstance(value.get("code"), int)
    # A field that is told as its name and its value.
    is_field = any(is_secret(named) for each in _NAMES_OF_FIELDS if isinstance(named := value.get(each), str))
    has_binding_key = "key" in value and (
        any(each in value for each in _BESIDE_BINDING_KEY) or value.keys() <= _WITH_BINDING_KEY
    )
    for key, each in value.items():
        if is_business_code and key == "code":
            shown[key] = each
        elif (has_binding_key and key == "key") or (is_field and key in ("value", "values")):
            shown[key] = HIDDEN
        else:
            shown[text(key, level=level)] = hidden(each, key, is_answer=is_answer, level=level)
    return shown


def text(value: str, *, level: int = 0, is_message: bool = False) -> str:
    """A text without its secrets: JSON, fields and addresses in it are looked through, tokens go.

    One that names a secret and is none of these is told by its length, unless it `is_message` of the mock's own.
    """
    if not _SUSPECT.search(value):
        return value
    if level >= DEEPEST:
        return _characters(value)
    begin = value.lstrip()[:1]
    if begin in ("{", "[", '"') and (seen := _without_json(value, level)) is not None:
        return seen
    shown = _without_tokens(value, is_message=is_message)
    has_fields = not _SPACE_OR_QUOTE.search(shown)
    if has_fields:
        shown = _without_fields(shown, level)
    elif is_message:
        # What it says again of a request, such as its path.
        shown = _WORD.sub(lambda found: _of_request(found[0], level + _TEXT_LEVELS), shown)
    is_told = (
        (begin == "<" and any(is_secret(each) for each in _TAG.findall(value)))
        or (not is_message and _names_a_secret(shown if has_fields else shown.replace("=", ":")))
        or (
            "%" in shown
            and (plain := unquote_plus(shown)) != shown
            and text(plain, level=level + _TEXT_LEVELS) != plain
        )
    )
    return _characters(value) if is_told else shown


def _of_request(word: str, level: int) -> str:
    return text(word, level=level) if "/" in word or "=" in word else word


def _without_json(value: str, level: int) -> str | None:
    """A text that is JSON; None for any other."""
    try:
        inner = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    seen = hidden(inner, level=level + _TEXT_LEVELS)
    return value if seen == inner else orjson.dumps(seen).decode()


def length(size: int, kind: str = "bytes") -> str:
    """What stands in the place of something that is told by its length alone."""
    return f"<{size} {kind}>"


def _characters(value: str) -> str:
    return length(len(value), "characters")


def _without_tokens(value: str, *, is_message: bool) -> str:
    if "eyJ" in value:
        value = _WORDS.sub(lambda found: _without_jwt(found[0]), value)
    if not is_message and _GAP.search(value):
        value = _CREDENTIALS.sub(rf"\1\2{HIDDEN}", value)
    if "@" in value:
        value = _USER_OF_URL.sub(f"://{HIDDEN}@", value)
    return _INTERACTION.sub(rf"\1{HIDDEN}", value) if "/interaction/" in value else value


def _without_jwt(word: str) -> str:
    begin = 0
    for part in word.split(".")[:-1]:
        found = part.find("eyJ")
        if 0 <= found <= len(part) - 9:
            return word[: begin + found] + HIDDEN
        begin += len(part) + 1
    return word


def _without_fields(value: str, level: int) -> str:
    """A query, a form, an address, a cookie: `name=value` between separators."""
    if "=" not in value:
        return value
    parts = _SEPARATOR.split(value)
    for n in range(0, len(parts), 2):
        name, mark, rest = parts[n].partition("=")
        if not rest:
            continue
        if is_secret(plain_name := unquote_plus(name)) or _holds_secret(plain_name):
            parts[n] = f"{name}{mark}{HIDDEN}"
        elif _SUSPECT.search(rest):
            plain = unquote_plus(rest)
            seen = text(plain, level=level + _TEXT_LEVELS)
            if seen != plain:
                parts[n] = f"{name}{mark}{quote(seen, safe='<>') if plain != rest else seen}"
    return "".join(parts)


def _names_a_secret(value: str) -> bool:
    """Whether the word before a colon is a secret's name: GraphQL, YAML, broken JSON."""
    for piece in value.replace("：", ":").split(":")[:-1]:
        word = _LAST_WORD.search(piece[-2 * _LONGEST_NAME :]) if piece else None
        if word and is_secret(unquote_plus(word[1])):
            return True
    return False
