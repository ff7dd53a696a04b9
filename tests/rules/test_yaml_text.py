"""YAML as the mock reads it: no short text stands for a long one, and nothing comes of it that JSON has not."""

from __future__ import annotations

from typing import Any

import pytest
from genauth_mock.kit import yaml_text
from genauth_mock.kit.yaml_text import BadText


def read(text: str) -> Any:
    return yaml_text.load(text)


def laughs(levels: int) -> str:
    """A text in which each name stands for ten of the one before."""
    first = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    return first + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, levels))


@pytest.mark.parametrize(
    "text",
    [
        laughs(9),
        laughs(60),
        "a: &a [1, *a]\n",
        "a: &a {b: {c: *a}}\n",
        "a: &a {k: 1}\nb: {" + ", ".join(["<<: *a"] * 101) + "}\n",
        "a: &a {" + ", ".join(f"k{n}: 1" for n in range(50)) + "}\nb: {<<: [" + ", ".join(["*a"] * 101) + "]}\n",
    ],
    ids=["laughs", "more laughs", "itself", "itself, deeper", "merged one by one", "merged too often"],
)
def test_aliases_that_stand_for_too_much_are_refused(text: str) -> None:
    with pytest.raises(BadText):
        read(text)


def test_merging_again_and_again_ends() -> None:
    text = "a0: &a0 {k0: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}], k{n}: 1}}\n" for n in range(1, 60))
    assert len(read(text)["a59"]) == 60


def test_aliases_that_people_write_are_read() -> None:
    text = (
        "base: &base {password: '111111', roles: [a]}\nusers:\n- {<<: *base, username: ci}\n- {<<: *base, roles: [b]}\n"
    )
    assert read(text)["users"] == [
        {"password": "111111", "roles": ["a"], "username": "ci"},
        {"password": "111111", "roles": ["b"]},
    ]


@pytest.mark.parametrize("text", ["12:30", "1:11:11", "190:20:30.15", "1" + ":11" * 5000, "2021-01-01", "1e3"])
def test_what_looks_like_a_time_is_text(text: str) -> None:
    assert read(f"a: {text}") == {"a": text}


@pytest.mark.parametrize("tag", ["int", "float"])
def test_numbers_to_the_base_of_60_are_refused_where_they_are_insisted_on(tag: str) -> None:
    with pytest.raises(BadText):
        read(f"a: !!{tag} 1{':11' * 5000}")


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", 1), ("-3", -3), ("1_000", 1000), ("0x1f", 31), ("0b11", 3), ("1.5", 1.5), (".5", 0.5), ("1.0e+3", 1000.0)],
)
def test_numbers_are_numbers(text: str, value: float) -> None:
    assert read(f"a: {text}") == {"a": value}


@pytest.mark.parametrize(
    "text", ["!!binary aGVsbG8=", "!!set {x, y}", "!!timestamp 2021-01-01", "!!omap [a: 1]", "!!pairs [a: 1]", "!x 1"]
)
def test_what_json_has_not_is_refused(text: str) -> None:
    with pytest.raises(BadText):
        read(f"a: {text}")
