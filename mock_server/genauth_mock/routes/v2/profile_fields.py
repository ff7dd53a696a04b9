"""The fields of a user that its owner may change. Documented: updateProfile names 25 of them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, StringConstraints

from genauth_mock.documents.field_types import CONTROL_CHARACTER, LONGEST_TEXT, Username
from genauth_mock.routes.edge.bodies import Body


def _without_control_characters(text: str) -> str:
    if CONTROL_CHARACTER.search(text):
        raise ValueError("control characters are not allowed")
    return text


# An address or a biography may have more than one line.
_Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_without_control_characters)] | None


class ProfileFields(Body):
    """The documented fields, none of them needed. Others (phone, email, password …) are left out.

    Null clears a field, but not the user name, by which its owner may log in.
    """

    null_is_nothing = False

    username: Username | None = None
    nickname: _Text = None
    company: _Text = None
    photo: _Text = None
    browser: _Text = None
    device: _Text = None
    name: _Text = None
    given_name: _Text = None
    family_name: _Text = None
    middle_name: _Text = None
    profile: _Text = None
    preferred_username: _Text = None
    website: _Text = None
    gender: Literal["M", "F", "U"] | None = None
    birthdate: _Text = None
    zoneinfo: _Text = None
    locale: _Text = None
    address: _Text = None
    street_address: _Text = None
    locality: _Text = None
    region: _Text = None
    postal_code: _Text = None
    city: _Text = None
    province: _Text = None
    country: _Text = None

    def changes(self) -> dict[str, Any]:
        """The columns that are to change. The gender's nothing is U."""
        given = self.model_dump(include=self.model_fields_set & set(type(self).model_fields))
        if "gender" in given:
            given["gender"] = given["gender"] or "U"
        if given.get("username", "") is None:
            del given["username"]
        return given

    @classmethod
    def column(cls, key: str) -> str | None:
        """The column behind a key as clients write it, user name aside."""
        return next(
            (name for name, field in cls.model_fields.items() if field.alias == key and name != "username"), None
        )
