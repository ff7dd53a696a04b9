"""What is said to be refused is what the source refuses; how that is read: `docs/refusals.py`."""

from __future__ import annotations

import re

import orjson
import pytest
import refusals
from genauth_mock import errors
from genauth_mock.app import FACES
from genauth_mock.kit.shipped import FIXTURES
from genauth_mock.routes import graphql
from genauth_mock.routes.edge.face import Faces


def source() -> refusals.Refusals:
    """The source, read once, and for these tests alone."""
    return refusals.of_package()


def told(docstring: str) -> set[str]:
    """Numbers, and errors of OAuth, in the sentences that begin with "Refuses"; with what other rules refuse, where
    they say so.
    """
    sentences = re.findall(r"\bRefuses .*?(?:\.(?=\s|$)|\Z)", docstring, re.DOTALL)
    words = {
        word for sentence in sentences for word in re.findall(r"\b(?:[456]\d\d|\d{4,7}|[a-z]+_[a-z_]+)\b", sentence)
    }
    oauth = {entry.oauth for entry in errors.CATALOGUE.values() if entry.oauth}
    return {word for word in words if word.isdigit() or word in oauth}


def also_of(module: str, docstring: str) -> set[str]:
    """The rules whose refusals a docstring includes by name: "and what `admit` refuses"."""
    names = re.findall(r"what `([\w.]+)` refuses", docstring)
    local = {f"{module}.{name}" for name in names}
    return {each for each in local | {f"rules.{name}" for name in names} if each in source().names.definitions}


def called(entry_name: str) -> str:
    entry = errors.CATALOGUE[entry_name]
    return entry.oauth if entry_name.startswith("OAUTH_") and entry.oauth else str(entry.code)


def differing() -> dict[str, tuple[set[str], set[str]]]:
    """Rules whose docstring names other numbers than they refuse: what is missing, and what is not refused."""
    found = {}
    for name, docstring in source().public_rules():
        if not told(docstring):
            continue
        refused = {called(each) for each in source().by(name)}
        by_others = {
            called(each) for other in also_of(source().names.module_of(name), docstring) for each in source().by(other)
        }
        missing, too_many = refused - told(docstring) - by_others, told(docstring) - refused
        if missing or too_many:
            found[name] = (missing, too_many)
    return found


def test_a_rule_names_exactly_what_it_refuses() -> None:
    assert differing() == {}


def test_the_docstring_of_a_route_names_no_numbers() -> None:
    numbers = {str(entry.code) for entry in errors.CATALOGUE.values() if entry.code >= 1000}
    found = {
        route.function
        for route in source().routes()
        if numbers & set(re.findall(r"\d+", re.sub(r"RFC \d+", "", route.docstring)))
    }
    assert found == set(), "they stand in fixtures/documented/refusals.json"


def test_every_route_is_listed_with_what_it_refuses() -> None:
    listed = orjson.loads((FIXTURES / "documented" / "refusals.json").read_bytes())
    assert listed == refusals.of_routes()
    known = {call for calls in listed.values() for call in calls if call != refusals.EVERY_CALL}
    faces = tuple(face for face in FACES if face.is_noted)
    built = {f"{each.method} {each.path.replace(':path}', '}')}" for each in Faces(faces).routes()}
    built |= {f"{method} {path}" for method, path in graphql.FACE.built()}
    assert known == built


@pytest.mark.parametrize(
    ("rule", "refused"),
    [
        ("limits.check_resend", {"SENT_TOO_OFTEN"}),
        # One of a tuple in which the rule looks up.
        (
            "register.check_password",
            {"PASSWORD_MISSING", "PASSWORD_TOO_WEAK_1", "PASSWORD_TOO_WEAK_2", "PASSWORD_TOO_WEAK_3"},
        ),
        # What a dataclass holds, and what a rule of another file refuses.
        (
            "binding.bind",
            {"BOUND_BY_OTHER_EMAIL", "BOUND_BY_OTHER_PHONE", "PASSCODE_EMPTY", "PASSCODE_EXPIRED", "PASSCODE_WRONG"},
        ),
        # A default, and nothing else.
        ("passcodes.email_address", {"EMAIL_INVALID"}),
    ],
)
def test_what_a_rule_refuses_is_read_from_its_source(rule: str, refused: set[str]) -> None:
    assert source().by(f"rules.{rule}") == refused


def of_call(call: str) -> list[str]:
    return refusals.of_routes()["v2"][call]


def test_an_error_that_is_given_stands_for_the_default() -> None:
    assert "EMAIL_ADDRESS_INVALID" in of_call("POST /api/v2/email/send")
    assert "EMAIL_INVALID" not in of_call("POST /api/v2/email/send")


def test_what_is_behind_a_parameter_that_is_plainly_false_is_not_listed() -> None:
    assert source().by("rules.custom_fields.set_values") >= {"UDF_UNDEFINED", "UDF_WRONG_TYPE"}
    assert "UDF_UNDEFINED" not in of_call("POST /api/v2/udfs/values")


def test_what_is_kept_from_going_on_is_not_listed() -> None:
    assert "USER_EXISTS" in of_call("POST /api/v2/register/email")
    assert "REGISTER_DISABLED" in of_call("POST /api/v2/login/account")
    assert "USER_EXISTS" not in of_call("POST /api/v2/login/account")
    # The form of the login page shows what its action refuses, and not what drawing the form refuses.
    assert "MFA_TOKEN_NEEDED" in refusals.of_routes()["oidc"]["POST /login/mfa"]
    assert "PASSCODE_WRONG" not in refusals.of_routes()["oidc"]["POST /login/mfa"]
