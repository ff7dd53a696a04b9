"""A server in a process of its own, for tests in whose environment the server's package is not installed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Self

_LOOK_EVERY_SECONDS = 0.05
_START_SECONDS = 60
# uvx may have to load all of it.
_UVX_START_SECONDS = 600
_LISTENING = re.compile(r"genauth-mock listening on (\S+)")
_WAYS = """\
there is no genauth-mock to test with. Any of these gives one:
  pip install genauth-mock             in this environment: it runs in the process of the tests
  uv tool install genauth-mock         the command genauth-mock, on the PATH: it runs in a process of its own
  pytest --genauth-uvx                 the same by uvx, which comes with uv
  pytest --genauth-url URL             one that runs already, anywhere; or GENAUTH_MOCK_URL in the environment"""


class NoServer(Exception):
    """There is no server to start, or it did not start. The text says what to do."""


def is_installed() -> bool:
    """Whether the server's package is there, so that it can run in a thread."""
    return importlib.util.find_spec("genauth_mock") is not None


class ServerProcess:
    """A server that listens on a free port of this machine, from `start` to `stop`.

    `log` is the file in which all is that it prints. It is kept where it tells of a failure.
    """

    def __init__(self, uvx: str | None = None) -> None:
        """`uvx` is a version: `uvx` is to load and run it, unless this environment has one. Raises NoServer."""
        self._command = _command(uvx)
        self._start_seconds = _UVX_START_SECONDS if uvx else _START_SECONDS
        self._process: subprocess.Popen[bytes] | None = None
        self.base_url = ""
        with tempfile.NamedTemporaryFile(prefix="genauth-mock-", suffix=".log", delete=False) as file:
            self.log = Path(file.name)

    def start(self) -> Self:
        """Starts it, and waits until it accepts connections. Raises NoServer."""
        # As in a thread of the tests, it is what it is whatever the environment sets for others.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GENAUTH_MOCK_")}
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the command is this file's own
                [*self._command, "serve", "--port", "0"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                # So that uvx and what it runs end together.
                start_new_session=True,
            )
        # Counted, since a test may have stopped the time.
        for _ in range(int(self._start_seconds / _LOOK_EVERY_SECONDS)):
            said = self.log.read_text(encoding="utf-8", errors="replace")
            if found := _LISTENING.search(said):
                self.base_url = found[1]
                return self
            if self._process.poll() is not None:
                break
            time.sleep(_LOOK_EVERY_SECONDS)
        self.stop()
        raise NoServer(f"`{' '.join(self._command)} serve` did not start a server:\n{said.strip()}")

    def stop(self) -> None:
        """Ends it."""
        if self._process is None:
            return
        _end(self._process)
        self._process = None
        if "Traceback" not in self.log.read_text(encoding="utf-8", errors="replace"):
            self.log.unlink()


def _command(uvx: str | None) -> Sequence[str]:
    if is_installed():
        # Without the folder of the tests, in which anything may have any name.
        return (sys.executable, "-P", "-m", "genauth_mock")
    if uvx:
        found = shutil.which("uvx")
        if found is None:
            raise NoServer("--genauth-uvx needs uvx, which comes with uv: https://docs.astral.sh/uv/")
        return (found, f"genauth-mock@{uvx}")
    found = shutil.which("genauth-mock")
    if found is None:
        raise NoServer(_WAYS)
    return (found,)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        _tell(process)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _tell(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.terminate()
    else:
        os.killpg(process.pid, signal.SIGTERM)
