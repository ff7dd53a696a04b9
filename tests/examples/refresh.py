"""Writes what commands print into the documentation anew: `python -m tests.examples.refresh`."""

from __future__ import annotations

import re

from click.testing import CliRunner
from genauth_mock.cli import main

from tests.examples.samples import ALL_PAGES, WRITTEN_URL

_PRINTED = re.compile(r"(<!-- sample: prints ([^\n]+?) -->\n```[a-z]+\n).*?^```$", re.MULTILINE | re.DOTALL)


def printed(command: str, url: str) -> str:
    """What a command prints, as if its server were on the usual port."""
    result = CliRunner(env={"LC_ALL": "C"}).invoke(main, [*command.split(), "--url", url])
    assert result.exit_code == 0, result.output
    return re.sub(rf"\b{url.rpartition(':')[2]}\b", WRITTEN_URL.rpartition(":")[2], result.stdout)


if __name__ == "__main__":
    for page in ALL_PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(
            _PRINTED.sub(lambda found: f"{found[1]}{printed(found[2], WRITTEN_URL).strip()}\n```", text),
            encoding="utf-8",
        )
