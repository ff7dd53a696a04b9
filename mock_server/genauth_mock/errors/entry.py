"""What an entry of the error catalogue is, how a rule raises it, and the catalogue itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypedDict

from genauth_mock.kit.echo import LONGEST, cut

Source = Literal["page", "recorded", "docs", "client", "guess"]
Face = Literal["v2", "graphql", "v3", "oidc"]

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# Mostly the mock's own words, which may list what there is; and a URI, which is compared to its end.
_OWN_WORDS = ("detail", "known", "hint", "key_url", "uri")
_LONGEST_DETAIL = 2000
# Numbers below it are classes of answers, which API v3 says by `statusCode` alone.
_FIRST_API_CODE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How one face tells a refusal.

    `code` is the number that REST v2 and GraphQL call `code`.
    `status` is the `statusCode` of API v3 and REST v2, chosen by its class where no source gives one; what is refused
    by OAuth is told with it as HTTP status. `http` is the HTTP status of the other faces.
    `zh` and `en` are the wire message, with `{placeholders}` in a few.
    `source` says where text and number come from: `page` the vendor's page on core authentication, `recorded` a real
    answer, `docs` another page (descriptions reworded to messages), `client` an official client, `guess` this mock.
    """

    code: int
    zh: str
    en: str
    status: int
    http: int
    source: Source

    @property
    def api_code(self) -> int | None:
        """The `apiCode` of API v3, None for a class of answers, which has none."""
        return self.code if self.code >= _FIRST_API_CODE else None

    def text(self, lang: str) -> str:
        """The message in that language, placeholders not yet filled in."""
        return self.en if lang == "en" else self.zh


class Difference(TypedDict, total=False):
    """What one face says otherwise."""

    code: int
    zh: str
    en: str
    status: int
    http: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Said):
    """One documented refusal, as all faces tell it that `by_face` does not name.

    `oauth` is the `error` of OAuth 2.0 (RFC 6749, OpenID Connect Core 3.1.2.6), for what is refused by that protocol.
    """

    name: str
    oauth: str
    by_face: Mapping[Face, Said] = field(compare=False)

    def in_face(self, face: Face | None) -> Said:
        """How that face tells it; None for the entry's own words."""
        said: Said = self
        return said if face is None else self.by_face.get(face, said)


class Refused(Exception):
    """A rule says no. Raised anew each time, `raise Refused(errors.USER_EXISTS)`; the face that was asked words it.

    `field` is the request field at fault and fills `{field}`; `data` is what the answer carries (the token of 1639);
    `values` fill the other placeholders of the entry's text; `remark` is what the journal notes of the client.
    """

    def __init__(
        self,
        entry: Entry,
        *,
        field: str | None = None,
        data: dict[str, object] | None = None,
        remark: str | None = None,
        **values: str,
    ) -> None:
        super().__init__(entry)
        self.entry = entry
        self.field = field
        self.data = data
        self.remark = remark
        self.values: dict[str, str] = values if field is None else {"field": field, **values}

    def message(self, lang: str, face: Face | None = None) -> str:
        """The text of that face with the values in it. A value is put in as it is, never read for placeholders."""

        def value(hole: re.Match[str]) -> str:
            return cut(str(self.values.get(hole[1]) or "-"), _LONGEST_DETAIL if hole[1] in _OWN_WORDS else LONGEST)

        return _PLACEHOLDER.sub(value, self.entry.in_face(face).text(lang))

    def __str__(self) -> str:
        return f"{self.entry.name} ({self.entry.code}): {self.message('en')}"


CATALOGUE: dict[str, Entry] = {}


def register(
    name: str,
    code: int,
    zh: str,
    en: str,
    status: int,
    source: Source,
    oauth: str = "",
    *,
    http: int = 200,
    by_face: Mapping[Face, Difference] | None = None,
) -> Entry:
    """Make an entry and put it into the catalogue; `by_face` says only what differs."""
    if name in CATALOGUE:
        raise ValueError(f"two errors are named {name}")
    faces: dict[Face, Said] = {}
    if by_face:
        said = Said(code=code, zh=zh, en=en, status=status, http=http, source=source)
        faces = {face: replace(said, **difference) for face, difference in by_face.items()}
    CATALOGUE[name] = entry = Entry(
        code=code, zh=zh, en=en, status=status, http=http, source=source, name=name, oauth=oauth, by_face=faces
    )
    return entry


def holes(said: Said) -> tuple[str, ...]:
    """The placeholders of a text."""
    return tuple(_PLACEHOLDER.findall(said.en))


def by_code(code: int) -> list[Entry]:
    """All meanings of one number: first those that have it everywhere, then those that have it in one face."""
    everywhere = [entry for entry in CATALOGUE.values() if entry.code == code]
    somewhere = [
        entry
        for entry in CATALOGUE.values()
        if entry.code != code and any(said.code == code for said in entry.by_face.values())
    ]
    return everywhere + somewhere
