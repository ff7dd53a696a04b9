"""Published SDKs, installed where the tests run and never copied into the repository."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

_HERE = Path(__file__).parent
JS = _HERE / "js"
_REQUIREMENTS = _HERE / "python" / "requirements.txt"
_INSTALL_SECONDS = 180
_JOURNEY_SECONDS = 60


class MissingError(Exception):
    """An SDK cannot be installed; the text says how to make it possible."""


def give_up(missing: MissingError) -> NoReturn:
    """Skips the test, but fails it in CI: there nothing is skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(str(missing))
    pytest.skip(str(missing))


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Keeps other test processes out, as long as it lasts."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def install(commands: Sequence[Sequence[str]], folder: Path, advice: str) -> None:
    """Runs commands that fetch packages. Raises MissingError, with the advice and what they said."""
    for command in commands:
        try:
            done = _run(command, folder, _INSTALL_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise MissingError(f"{advice}: {fault}") from fault
        if done.returncode:
            raise MissingError(f"{advice}: `{' '.join(command)}` said\n{done.stdout}{done.stderr}")


def is_installed(stamp: Path, wanted: str) -> bool:
    """Whether what a stamp stands for has been installed."""
    return stamp.is_file() and stamp.read_text() == wanted


def node_and_npm() -> tuple[str, str]:
    """The paths of Node.js and npm. Raises MissingError."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if not found or not npm:
        raise MissingError("npm packages need node and npm: install Node.js 20 (on Debian: apt install nodejs npm)")
    return found, npm


def npm_ci(npm: str, folder: Path) -> None:
    """Installs what the package-lock.json of a folder names. Raises MissingError."""
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    install([command], folder, f"`npm ci` in {folder} did not work; is a package registry in reach?")


def node(cache: Path) -> str:
    """Node, with what package-lock.json names installed in tests/sdk/js/node_modules. Raises MissingError."""
    found, npm = node_and_npm()
    modules = JS / "node_modules"
    stamp = modules / ".installed"
    wanted = hashlib.sha256((JS / "package-lock.json").read_bytes()).hexdigest()
    if not is_installed(stamp, wanted):
        # Not inside node_modules, which `npm ci` empties.
        with one_at_a_time(cache / "lock"):
            if not is_installed(stamp, wanted):
                npm_ci(npm, JS)
                stamp.write_text(wanted)
    return found


def python(cache: Path) -> str:
    """A Python with what python/requirements.txt names, in a virtual environment. Raises MissingError."""
    wanted = hashlib.sha256(_REQUIREMENTS.read_bytes() + sys.version.encode()).hexdigest()
    folder = cache / wanted[:12]
    stamp, executable = folder / ".installed", folder / "bin" / "python"
    if not is_installed(stamp, wanted):
        with one_at_a_time(cache / "lock"):
            if not is_installed(stamp, wanted):
                uv = str(Path(sys.executable).parent / "uv")
                pip = [uv, "pip", "install", "--quiet", "--python", str(executable), "-r", str(_REQUIREMENTS)]
                venv = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)]
                advice = "the PyPI SDK cannot be installed (uv comes with `make setup`); is a package index in reach?"
                install([venv, pip], cache, advice)
                stamp.write_text(wanted)
    return str(executable)


def run(command: Sequence[str], folder: Path, *, stdin: Any = None) -> Any:
    """Runs a journey, which prints one JSON document, and may read one. No proxy stands between it and the server."""
    given = None if stdin is None else json.dumps(stdin)
    direct = {"NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
    done = _run(command, folder, _JOURNEY_SECONDS, given, **direct)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def _run(
    command: Sequence[str], folder: Path, seconds: float, stdin: str | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        input=stdin,
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=seconds,
        env=os.environ | variables,
    )
