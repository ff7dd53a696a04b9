"""The Makefile: what is typed behind `make run` reaches the server."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def would_run(*arguments: str, **variables: str) -> str:
    """The command by which `make run` would serve."""
    if shutil.which("make") is None:
        pytest.skip("make is not installed (on Debian: apt install make)")
    # The tests may themselves be run by make, which would tell this one so.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    said = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", "run", *arguments],
        cwd=ROOT, env={**kept, **variables}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return said.stdout.splitlines()[-1]


def test_options_that_are_typed_are_taken() -> None:
    assert "--port '9000'" in would_run("PORT=9000")
    assert "--host '0.0.0.0'" in would_run("HOST=0.0.0.0")
    assert "--seed 'my shop.yaml'" in would_run("SEED=my shop.yaml")
    assert "--limits documented" in would_run("ARGS=--limits documented")


def test_what_only_stands_in_the_environment_is_none() -> None:
    assert "9000" not in would_run(PORT="9000")
