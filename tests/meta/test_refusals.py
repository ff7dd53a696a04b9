"""What is said to be refused is what the source refuses; how that is read: `docs/refusals.py`."""

from __future__ import annotations

import re

import orjson
import pytest
import refusals
from genauth_mock import errors
from genauth_mock.app import FACES
from genauth_mock.kit.shipped import FIXTURES
from genauth_mock.routes.edge.face import Faces

READ = refusals.of_package()
# Rules whose docstring names other numbers than they refuse: what is missing, and what is not refused. It may only
# shrink.
KNOWN: dict[str, tuple[set[str], set[str]]] = {
    "rules.binding.unbind": ({"1320004"}, set()),
    "rules.login.admit": ({"2004"}, set()),
    "rules.login.by_account": ({"400", "500", "2003", "2029", "2031", "2032", "2042", "2100"}, set()),
    "rules.login.by_carrier": ({"1636", "1639", "2004", "2005", "2026", "2031", "2100"}, set()),
    "rules.login.by_code": ({"1639", "2005", "2031", "2100"}, set()),
    "rules.login.by_directory": ({"1636", "1639", "2004", "2005", "2026", "2031", "2100"}, set()),
    "rules.login.by_email_code": ({"1636", "1639", "2005", "2031", "2100"}, set()),
    "rules.login.by_phone_code": ({"1636", "1639", "2005", "2031", "2100"}, set()),
    "rules.oidc.grants.by_password": ({"1636", "1639", "2004", "2005", "2042", "2057", "2333"}, {"invalid_grant"}),
    "rules.password.reset": ({"2032"}, set()),
    "rules.password.reset_by_email": ({"2032"}, set()),
    "rules.password.reset_by_first_login_token": ({"2032"}, set()),
    "rules.password.reset_by_phone": ({"2032"}, set()),
    "rules.password.update": ({"2032"}, set()),
    "rules.register.by_account": ({"500", "2003", "2026", "2029", "2031", "2032", "2100"}, set()),
    "rules.register.by_email": ({"2032"}, set()),
    "rules.register.by_email_code": ({"2029", "2032"}, set()),
    "rules.register.by_extended_field": ({"2026", "2029", "2031", "2032", "2100"}, set()),
    "rules.register.by_passcode": ({"2032"}, set()),
    "rules.register.by_phone": ({"2032"}, set()),
    "rules.register.by_phone_code": ({"2029", "2032"}, set()),
    "rules.register.by_username": ({"2032"}, set()),
    "rules.register.of_carrier": ({"2100"}, set()),
    "rules.register.of_directory": ({"2100"}, set()),
}
# Routes whose docstring names numbers, which `fixtures/documented/refusals.json` has. It may only shrink.
WITH_NUMBERS: set[str] = {
    "routes.v2.login.login_by_account",
    "routes.v2.login.login_by_ad",
    "routes.v2.login.login_by_email",
    "routes.v2.login.login_by_ldap",
    "routes.v2.login.login_by_phone_code",
    "routes.v2.password.reset_password_by_email",
    "routes.v2.password.reset_password_by_phone",
    "routes.v2.password.update_password",
    "routes.v2.register.register_by_email",
    "routes.v2.register.register_by_email_code",
    "routes.v2.register.register_by_phone_code",
    "routes.v2.register.register_by_user_name",
    "routes.v2.users.bind_email",
    "routes.v2.users.bind_phone",
    "routes.v2.users.check_password",
    "routes.v2.users.get_current_user",
    "routes.v2.users.get_security_level",
    "routes.v2.users.list_applications",
    "routes.v2.users.list_authorized_resources",
    "routes.v2.users.list_orgs",
    "routes.v2.users.list_orgs_of_current_user",
    "routes.v2.users.list_roles",
    "routes.v2.users.unbind_email",
    "routes.v2.users.unbind_phone",
    "routes.v2.users.update_email",
    "routes.v2.users.update_id_token",
    "routes.v2.users.update_phone",
    "routes.v2.users.update_profile",
}


def told(docstring: str) -> set[str]:
    """Numbers, and errors of OAuth, in the sentences that begin with "Refuses"; with what other rules refuse, where
    they say so.
    """
    sentences = re.findall(r"\bRefuses .*?(?:\.(?=\s|$)|\Z)", docstring, re.DOTALL)
    words = {
        word for sentence in sentences for word in re.findall(r"\b(?:[45]\d\d|\d{4,7}|[a-z]+_[a-z_]+)\b", sentence)
    }
    oauth = {entry.oauth for entry in errors.CATALOGUE.values() if entry.oauth}
    return {word for word in words if word.isdigit() or word in oauth}


def also_of(module: str, docstring: str) -> set[str]:
    """The rules whose refusals a docstring includes by name: "and what `admit` refuses"."""
    names = re.findall(r"what `([\w.]+)` refuses", docstring)
    local = {f"{module}.{name}" for name in names}
    return {each for each in local | {f"rules.{name}" for name in names} if each in READ.names.definitions}


def called(entry_name: str) -> str:
    entry = errors.CATALOGUE[entry_name]
    return entry.oauth if entry_name.startswith("OAUTH_") and entry.oauth else str(entry.code)


def differing() -> dict[str, tuple[set[str], set[str]]]:
    found = {}
    for name, docstring in READ.public_rules():
        if not told(docstring):
            continue
        refused = {called(each) for each in READ.by(name)}
        by_others = {
            called(each) for other in also_of(READ.names.module_of(name), docstring) for each in READ.by(other)
        }
        missing, too_many = refused - told(docstring) - by_others, told(docstring) - refused
        if missing or too_many:
            found[name] = (missing, too_many)
    return found


def test_a_rule_names_exactly_what_it_refuses() -> None:
    assert differing() == KNOWN


def test_the_docstring_of_a_route_names_no_numbers() -> None:
    numbers = {str(entry.code) for entry in errors.CATALOGUE.values() if entry.code >= 1000}
    found = {
        route.function
        for route in READ.routes()
        if numbers & set(re.findall(r"\d+", re.sub(r"RFC \d+", "", route.docstring)))
    }
    assert found == WITH_NUMBERS


def test_every_route_is_listed_with_what_it_refuses() -> None:
    listed = orjson.loads((FIXTURES / "documented" / "refusals.json").read_bytes())
    assert listed == refusals.of_routes()
    known = {call for calls in listed.values() for call in calls if call != refusals.EVERY_CALL}
    faces = tuple(face for face in FACES if face.name in ("v2", "oidc"))
    built = {f"{each.method} {each.path.replace(':path}', '}')}" for each in Faces(faces).routes()}
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
    assert READ.by(f"rules.{rule}") == refused


def of_call(call: str) -> list[str]:
    return refusals.of_routes()["v2"][call]


def test_an_error_that_is_given_stands_for_the_default() -> None:
    assert "EMAIL_ADDRESS_INVALID" in of_call("POST /api/v2/email/send")
    assert "EMAIL_INVALID" not in of_call("POST /api/v2/email/send")


def test_what_is_behind_a_parameter_that_is_plainly_false_is_not_listed() -> None:
    assert READ.by("rules.custom_fields.set_values") >= {"UDF_UNDEFINED", "UDF_WRONG_TYPE"}
    assert "UDF_UNDEFINED" not in of_call("POST /api/v2/udfs/values")


def test_what_is_kept_from_going_on_is_not_listed() -> None:
    assert "USER_EXISTS" in of_call("POST /api/v2/register/email")
    assert "REGISTER_DISABLED" in of_call("POST /api/v2/login/account")
    assert "USER_EXISTS" not in of_call("POST /api/v2/login/account")
    # The form of the login page shows what its action refuses, and not what drawing the form refuses.
    assert "MFA_TOKEN_NEEDED" in refusals.of_routes()["oidc"]["POST /login/mfa"]
    assert "PASSCODE_WRONG" not in refusals.of_routes()["oidc"]["POST /login/mfa"]
