"""Projects of users: the JavaScript client as `npm pack` packs it, beside the tools that run and check tests."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.sdk import packages

CLIENT = Path(__file__).parents[2] / "clients" / "js"
_TOOLS = Path(__file__).parent / "js"
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Project:
    """A folder in which `genauth-mock-client` and the tools are found."""

    folder: Path
    tools: Path

    def run(self, tool: str, *arguments: str, **variables: str) -> str:
        """Runs a tool, which must succeed, with no proxy between it and the server; what it printed."""
        return run([str(self.tools / ".bin" / tool), *arguments], self.folder, **variables)


def run(command: Sequence[str], folder: Path, **variables: str) -> str:
    """Runs a command, which must succeed, with no proxy between it and the server; what it printed."""
    without = {"NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost", "NO_COLOR": "1"}
    # Runners of tests of which one is inside the other mix up their reports.
    kept = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NODE_TEST_CONTEXT")}
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
        env=kept | without | variables,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@contextmanager
def project(cache: Path) -> Iterator[Project]:
    """A new project. Raises MissingError where npm cannot install what it needs."""
    tools = _installed_tools(cache)
    user = _installed_client(cache)
    with tempfile.TemporaryDirectory(dir=user, prefix="project-") as folder:
        yield Project(Path(folder), tools)


def _installed_tools(cache: Path) -> Path:
    _, npm = packages.node_and_npm()
    stamp = cache / ".installed"
    wanted = hashlib.sha256((_TOOLS / "package-lock.json").read_bytes()).hexdigest()
    if not packages.is_installed(stamp, wanted):
        with packages.one_at_a_time(cache / "lock"):
            if not packages.is_installed(stamp, wanted):
                for name in ("package.json", "package-lock.json"):
                    (cache / name).write_bytes((_TOOLS / name).read_bytes())
                packages.npm_ci(npm, cache)
                stamp.write_text(wanted)
    return cache / "node_modules"


def _installed_client(cache: Path) -> Path:
    """The folder of a user whose only dependency is the client as it is now."""
    _, npm = packages.node_and_npm()
    files = sorted(path for path in CLIENT.rglob("*") if path.is_file())
    wanted = hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()
    user = cache / f"user-{wanted[:12]}"
    stamp = user / ".installed"
    if not packages.is_installed(stamp, wanted):
        with packages.one_at_a_time(cache / "lock"):
            if not packages.is_installed(stamp, wanted):
                user.mkdir(exist_ok=True)
                (user / "package.json").write_text('{"private": true}')
                pack = [npm, "pack", str(CLIENT), "--loglevel=error", f"--pack-destination={user}"]
                add = [npm, "install", "--offline", "--no-audit", "--no-fund", "--loglevel=error"]
                advice = "the JavaScript client cannot be packed and installed"
                packages.install([pack], user, advice)
                packages.install([[*add, str(next(user.glob("*.tgz")))]], user, advice)
                stamp.write_text(wanted)
    return user
