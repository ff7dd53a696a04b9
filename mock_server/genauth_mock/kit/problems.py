"""What pydantic finds wrong, in plain words: which field, and what it takes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from genauth_mock.kit.echo import cut, nearest

# What pydantic finds wrong, in both languages. `{limit}` comes from the finding's own context.
_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("缺少此参数", "it is missing"),
    "string_type": ("必须是字符串", "it must be a string"),
    "bool_type": ("必须是布尔值", "it must be true or false"),
    "bool_parsing": ("必须是布尔值", "it must be true or false"),
    "int_type": ("必须是整数", "it must be a whole number"),
    "int_parsing_size": ("数值过大", "the number is too large"),
    "int_parsing": ("必须是整数", "it must be a whole number"),
    "int_from_float": ("必须是整数", "it must be a whole number"),
    "list_type": ("必须是数组", "it must be an array"),
    "dict_type": ("必须是对象", "it must be an object"),
    "model_attributes_type": ("必须是对象", "it must be an object"),
    "model_type": ("必须是对象", "it must be an object"),
    "string_too_long": ("长度不能超过 {max_length} 个字符", "it may have at most {max_length} characters"),
    "string_too_short": ("不能为空", "it must not be empty"),
    "string_pattern_mismatch": ("格式必须是 {pattern}", "it must be of the form {pattern}"),
    "too_short": ("不能为空", "it must not be empty"),
    "too_long": ("长度不能超过 {max_length}", "it may have at most {max_length}"),
    "greater_than_equal": ("不能小于 {ge}", "it must be at least {ge}"),
    "less_than_equal": ("不能大于 {le}", "it must be at most {le}"),
    "literal_error": ("只能是 {expected}", "it must be {expected}"),
    "float_type": ("必须是数字", "it must be a number"),
    "float_parsing": ("必须是数字", "it must be a number"),
    "finite_number": ("必须是有限的数字", "it must be a finite number"),
    "enum": ("只能是 {expected}", "it must be {expected}"),
}
# pydantic words all or none, and takes 30 µs for each.
_MOST_WORDED = 1000
# What our own validators say.
_CHINESE = {"control characters are not allowed": "不能含有控制字符"}


def finding(error: dict[str, Any], lang: str, known: tuple[str, ...] = ()) -> tuple[str, str]:
    """The field and the words for one of pydantic's findings; `known` are the keys that an unknown one may mean."""
    field = cut(place(tuple(part for part in error["loc"] if part not in ("body", "query", "path")))) or "body"
    if error["type"] == "extra_forbidden":
        near = nearest(str(error["loc"][-1]), known)
        hint = f"; did you mean {near!r}?" if near else ""
        return field, f"unknown field{hint}"
    if error["type"] == "value_error":
        said = str(error["ctx"]["error"])
        return field, said if lang == "en" else _CHINESE.get(said, said)
    words = _WORDS.get(error["type"])
    if words is None:
        return field, cut(str(error["msg"]))
    if error["type"] == "string_type" and isinstance(error.get("input"), int) and not isinstance(error["input"], bool):
        words = (words[0] + "（YAML 中请加引号）", words[1] + "; in YAML, put it in quotes")
    return field, words[1 if lang == "en" else 0].format_map(error.get("ctx", {}))


def place(loc: tuple[int | str, ...]) -> str:
    """Where something is, as a path: `users[2].email`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in loc).removeprefix(".")


def first(model: type[BaseModel], fault: ValidationError) -> tuple[str, str]:
    """The field and the words for the first thing that is wrong, with the nearest known name for an unknown one."""
    if fault.error_count() > _MOST_WORDED:
        return "body", f"{fault.error_count()} fields are wrong, more than can be told"
    found: dict[str, Any] = dict(fault.errors()[0])
    return finding(found, "en", _names_at(model, tuple(found["loc"])))


def _names_at(model: type[BaseModel], loc: tuple[Any, ...]) -> tuple[str, ...]:
    """The keys that are known where an error was found."""
    schema = TypeAdapter(model).json_schema()
    place = schema
    for step in loc[:-1]:
        place = _resolved(schema, place)
        place = place.get("items", {}) if isinstance(step, int) else place.get("properties", {}).get(step, place)
    return tuple(_resolved(schema, place).get("properties", ()))


def _resolved(schema: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    for option in place.get("anyOf", ()):
        if "$ref" in option or "properties" in option or "items" in option:
            place = option
    while "$ref" in place:
        place = schema["$defs"][place["$ref"].rsplit("/", 1)[1]]
    return place
