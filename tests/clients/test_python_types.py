"""The types of the Python client: what is wrong with a call is found before it runs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import genauth_mock
import genauth_mock_client
import pytest

from tests.examples.samples import ROOT

TYPES = Path(__file__).parent / "python_types"
PACKAGE = ROOT / "clients" / "python" / "src" / "genauth_mock_client"


def wrong_lines(cache: Path, *arguments: str | Path) -> tuple[set[int], str]:
    """The lines in which mypy finds something wrong, and what it says."""
    command = [sys.executable, "-m", "mypy", "--config-file=", "--strict", "--cache-dir", cache, *arguments]
    done = subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    return {int(line) for line in re.findall(r"\.py:(\d+): error", done.stdout)}, done.stdout + done.stderr


@pytest.mark.parametrize("version", ["3.10", "3.13"])
def test_a_type_checker_finds_what_is_wrong_and_nothing_else(version: str, tmp_path: Path) -> None:
    wrong = TYPES / "wrong.py"
    marked = {n for n, line in enumerate(wrong.read_text().splitlines(), 1) if line.endswith("# wrong")}
    found, said = wrong_lines(tmp_path, "--python-version", version, wrong)
    assert found == marked, said
    found, said = wrong_lines(tmp_path, "--python-version", version, TYPES / "right.py")
    assert found == set() and "Success" in said, said


def test_the_package_itself_is_right_by_the_oldest_python(tmp_path: Path) -> None:
    found, said = wrong_lines(tmp_path, "--python-version", "3.10", PACKAGE)
    assert found == set() and "Success" in said, said


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("*.py")), ids=lambda file: file.name)
def test_every_file_can_be_read_by_the_oldest_python(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 10))
    # What a later typing has stands in annotations alone, which nobody evaluates.
    at_run_time = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "typing"]
    named = {alias.name for node in at_run_time for alias in node.names}
    assert not named & {"Self", "Unpack", "Required", "NotRequired", "assert_never", "LiteralString", "override"}
    assert "from __future__ import annotations" in file.read_text() or file.name == "__init__.py"


def test_its_version_is_the_mocks() -> None:
    assert genauth_mock_client.__version__ == genauth_mock.__version__
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'"genauth-mock-client=={genauth_mock.__version__}"' in text
