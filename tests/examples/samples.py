"""Reads the fenced samples out of the documentation.

An HTML comment right above a fence says what the sample is, and so how it is tested; readers never see it:

    <!-- sample: shell -->            bash; all of a page run one after the other as one script, against a new server
    <!-- sample: output -->           what the shell samples above it print; `…` stands for anything
    <!-- sample: python -->           a script, run against a new server
    <!-- sample: javascript -->       the same with Node.js
    <!-- sample: pytest -->           a test file, run with pytest in a directory of its own
    <!-- sample: vitest -->           a test file, run with the JavaScript client installed (tests/clients)
    <!-- sample: jest -->             the same
    <!-- sample: playwright -->       the same, in a browser
    <!-- sample: playwright-token -->  the same, with a server that has a control token
    <!-- sample: vitest-setup -->     a file for `globalSetup`, which starts the server itself
    <!-- sample: playwright-config -->  a configuration, which starts the server itself
    <!-- sample: junit -->            a test file in Kotlin, run with JUnit 5 (tests/clients)
    <!-- sample: seed -->             a seed file
    <!-- sample: compose -->          a compose file
    <!-- sample: workflow -->         a GitHub workflow
    <!-- sample: gitlab -->           a pipeline of GitLab
    <!-- sample: prints COMMAND -->   word for word what `genauth-mock COMMAND` prints
    <!-- not run: REASON -->          shown only
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
README, README_ZH = ROOT / "README.md", ROOT / "README.zh-CN.md"
GUIDES = tuple(sorted((ROOT / "docs" / "guides").glob("*.md")))
# Each page and its Chinese sister, which holds the same samples. Of guides the English ones are run: what is the
# same to the letter need not run twice.
TRANSLATIONS = {README: README_ZH, **{page: page.parent / "zh" / page.name for page in GUIDES}}
JS_CLIENT = ROOT / "clients" / "js" / "README.md"
PYTHON_CLIENT = ROOT / "clients" / "python" / "README.md"
PAGES = (README, README_ZH, *GUIDES, JS_CLIENT, PYTHON_CLIENT)
ALL_PAGES = (*PAGES, *(page for page in TRANSLATIONS.values() if page not in PAGES))
WRITTEN_URL = "http://127.0.0.1:8400"

_FENCE = re.compile(
    r"(?:^[ ]*<!-- (?P<mark>(?:sample|not run): [^\n]*?) -->\n)?"
    r"^(?P<indent>[ ]*)```(?P<language>[a-z]*)[^\n]*\n(?P<text>.*?)^(?P=indent)```[ ]*$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A fenced block. `kind` is empty where no comment says what it is."""

    page: Path
    line: int
    language: str
    kind: str
    argument: str
    text: str

    @property
    def name(self) -> str:
        """Where it stands."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def samples_of(page: Path) -> list[Sample]:
    """All fenced blocks of a page, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in _FENCE.finditer(text):
        mark, _, rest = (match["mark"] or "").partition(": ")
        kind, _, argument = ("not run", "", rest) if mark == "not run" else rest.partition(" ")
        indent = match["indent"]
        body = "".join(line.removeprefix(indent) for line in match["text"].splitlines(keepends=True))
        line = text.count("\n", 0, match.start()) + 1
        found.append(Sample(page, line, match["language"], kind, argument.strip(), body))
    return found


def samples(*kinds: str, pages: Sequence[Path] = PAGES) -> list[Sample]:
    """The samples of these kinds on the pages that are run."""
    return [each for page in pages for each in samples_of(page) if each.kind in kinds]
