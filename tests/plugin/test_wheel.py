"""The package as its users get it: the wheel and pytest in a virtual environment of their own, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples.samples import README, ROOT, samples_of

_UV = str(Path(sys.executable).parent / "uv")


def run(*command: str | Path, folder: Path = ROOT) -> str:
    """What a command prints; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "PYTHON"))}
    done = subprocess.run(
        [*map(str, command)], cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel and pytest."""
    folder = tmp_path_factory.mktemp("wheel")
    run(_UV, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    run(_UV, "venv", "--quiet", "--python", sys.executable, folder / "venv")
    python = folder / "venv" / "bin" / "python"
    run(_UV, "pip", "install", "--quiet", "--python", python, wheel, "pytest")
    return python


def test_the_readmes_sample_passes_where_only_the_wheel_and_pytest_are(python: Path, tmp_path: Path) -> None:
    (sample,) = (each for each in samples_of(README) if each.kind == "pytest")
    (tmp_path / "test_sample.py").write_text(sample.text)
    assert "2 passed" in run(python, "-m", "pytest", "-q", "-W", "error", folder=tmp_path)


def test_the_commands_are_there(python: Path) -> None:
    assert "genauth-mock, version" in run(python.parent / "genauth-mock", "--version")
    assert "Run the mock." in run(python.parent / "genauth-mock", "--help")


def test_the_console_comes_with_it(python: Path, tmp_path: Path) -> None:
    console = ROOT / "mock_server" / "genauth_mock" / "console"
    ours = sorted(path.relative_to(console).as_posix() for path in console.rglob("*") if path.is_file())
    ask = "from genauth_mock.routes.control import ui; print(*sorted(ui._shipped()), sep='\\n')"
    assert run(python, "-c", ask, folder=tmp_path).split() == ours
