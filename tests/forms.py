"""The forms of a page, as a browser without script reads and sends them."""

from __future__ import annotations

from html.parser import HTMLParser

# Where a form is sent, and its fields.
Form = tuple[str, dict[str, str]]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((said.get("action", ""), {}))
        elif tag == "input" and self.forms and "name" in said:
            self.forms[-1][1][said["name"]] = said.get("value", "")


def forms(page: str) -> list[Form]:
    """All forms of a page."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def fields(page: str, action: str) -> dict[str, str]:
    """The fields of the form that is sent there."""
    return next(fields for to, fields in forms(page) if to == action)
