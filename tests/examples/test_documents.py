"""What the documents say of the repository is so."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from tests.examples.samples import ROOT


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    """The bare name in a requirement."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return found[0].lower()


def reasons(heading: str) -> list[str]:
    """The libraries in the table under a heading of the decision on libraries."""
    text = (ROOT / "docs" / "decisions" / "0002-libraries.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    return sorted(re.findall(r"^\| `([^`]+)` \| [^|]{5,} \| [^|]{5,} \|$", section, re.MULTILINE))


def test_every_dependency_has_its_reason() -> None:
    declared = project()
    extras = declared["project"]["optional-dependencies"].values()
    assert reasons("At run time") == sorted(name_of(each) for each in declared["project"]["dependencies"])
    assert reasons("As an extra") == sorted(name_of(each) for extra in extras for each in extra)
    assert reasons("For development") == sorted(name_of(each) for each in declared["dependency-groups"]["dev"])


def test_decisions_are_numbered_and_short() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in files] == [f"{n:04}" for n in range(1, len(files) + 1)]
    for n, path in enumerate(files, start=1):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {n}. "), path.name
        assert "**Context.**" in text, path.name
        assert "**Decision.**" in text, path.name
        assert n == 2 or len(text.splitlines()) <= 20, path.name


def test_every_invariant_names_an_enforcer_that_exists() -> None:
    text = (ROOT / "INVARIANTS.md").read_text(encoding="utf-8")
    contracts = {each["name"] for each in project()["tool"]["importlinter"]["contracts"]}
    banned = project()["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert lines
    for line in lines:
        assert ("Enforced by: " in line) != ("[not yet enforced]" in line), line
        assert set(re.findall(r'import-linter contract "([^"]+)"', line)) <= contracts, line
        for path, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line):
            assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{test} is not there"
        if "TID251" in line:
            named = re.findall(r"`([a-z_.]+)`", line.partition("TID251")[2])
            assert named, line
            assert all(each in banned for each in named), line


def test_the_readmes_name_every_command_of_the_makefile_that_they_use() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "INVARIANTS.md"):
        used = set(re.findall(r"`?make ([a-z]+)\b(?! sure)", (ROOT / name).read_text(encoding="utf-8")))
        assert {each for each in used if f"`make {each}" in (ROOT / name).read_text(encoding="utf-8")} <= targets, name
