"""The packages as their users get them: wheels and pytest in a virtual environment of their own, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples.samples import PYTHON_CLIENT, README, ROOT, samples_of

_UV = str(Path(sys.executable).parent / "uv")


def run(*command: str | Path, folder: Path = ROOT, **variables: str) -> str:
    """What a command prints; it must succeed."""
    done = ended(*command, folder=folder, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ended(*command: str | Path, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command, run to its end in a plain environment."""
    others = ("PYTEST_", "PYTHON", "GENAUTH_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    return subprocess.run(
        [*map(str, command)],
        cwd=folder,
        env=environment | variables,
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The wheels of the client and of the server."""
    folder = tmp_path_factory.mktemp("wheels")
    for source in (ROOT / "clients" / "python", ROOT):
        run(_UV, "build", "--quiet", "--wheel", "--out-dir", folder, source)
    (client,), (server,) = folder.glob("genauth_mock_client-*.whl"), folder.glob("genauth_mock-*.whl")
    return client, server


def environment_of(folder: Path, *packages: str | Path) -> Path:
    """A Python with these packages."""
    run(_UV, "venv", "--quiet", "--python", sys.executable, folder / "venv")
    python = folder / "venv" / "bin" / "python"
    run(_UV, "pip", "install", "--quiet", "--python", python, *packages)
    return python


@pytest.fixture(scope="module")
def python(wheels: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with both wheels, pytest, and httpx, which is the app of the README's sample."""
    return environment_of(tmp_path_factory.mktemp("both"), *wheels, "pytest", "httpx")


@pytest.fixture(scope="module")
def client_alone(wheels: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the client's wheel and pytest; and with trio, under which some apps are tested."""
    return environment_of(tmp_path_factory.mktemp("client"), wheels[0], "pytest", "pytest-xdist", "trio")


def write_client_sample(folder: Path) -> None:
    (sample,) = (each for each in samples_of(PYTHON_CLIENT) if each.kind == "pytest")
    (folder / "test_sample.py").write_text(sample.text)


def test_the_samples_pass_where_only_the_wheels_are(python: Path, tmp_path: Path) -> None:
    write_client_sample(tmp_path)
    (sample,) = (each for each in samples_of(README) if each.kind == "pytest")
    (tmp_path / "test_readme.py").write_text(sample.text)
    assert "4 passed" in run(python, "-m", "pytest", "-q", "-W", "error", folder=tmp_path)


def test_the_commands_are_there(python: Path) -> None:
    assert "genauth-mock, version" in run(python.parent / "genauth-mock", "--version")
    assert "Run the mock." in run(python.parent / "genauth-mock", "--help")


def test_the_console_comes_with_it(python: Path, tmp_path: Path) -> None:
    console = ROOT / "mock_server" / "genauth_mock" / "console"
    ours = sorted(path.relative_to(console).as_posix() for path in console.rglob("*") if path.is_file())
    ask = "from genauth_mock.routes.control import ui; print(*sorted(ui._shipped()), sep='\\n')"
    assert run(python, "-c", ask, folder=tmp_path).split() == ours


def test_the_client_brings_nothing_and_is_typed(client_alone: Path, tmp_path: Path) -> None:
    ask = "from importlib.metadata import requires; print(requires('genauth-mock-client'))"
    assert run(client_alone, "-c", ask, folder=tmp_path).strip() == "None"
    ask = "from importlib.resources import files; print(files('genauth_mock_client').joinpath('py.typed').is_file())"
    assert run(client_alone, "-c", ask, folder=tmp_path).strip() == "True"


def test_the_client_alone_uses_the_command_in_a_process_of_its_own(
    client_alone: Path, python: Path, tmp_path: Path
) -> None:
    write_client_sample(tmp_path)
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    assert "2 passed" in run(client_alone, "-m", "pytest", "-q", folder=tmp_path, PATH=path, TMPDIR=str(tmp_path))
    assert list(tmp_path.glob("genauth-mock-*.log")) == [], "a log that tells of nothing goes"


def test_uvx_is_asked_for_the_version_of_the_client(client_alone: Path, python: Path, tmp_path: Path) -> None:
    write_client_sample(tmp_path)
    uvx = tmp_path / "bin" / "uvx"
    uvx.parent.mkdir()
    # What it would load, it is given here.
    uvx.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked\nshift\n{python.parent}/genauth-mock "$@"\n')
    uvx.chmod(0o755)
    path = f"{uvx.parent}{os.pathsep}/usr/bin{os.pathsep}/bin"
    assert "2 passed" in run(client_alone, "-m", "pytest", "-q", "--genauth-uvx", folder=tmp_path, PATH=path)
    version = run(client_alone, "-c", "import genauth_mock_client as c; print(c.__version__)", folder=tmp_path).strip()
    assert (tmp_path / "asked").read_text().split() == [f"genauth-mock@{version}", "serve", "--port", "0"]


def test_where_there_is_no_server_the_ways_to_one_are_named(client_alone: Path, tmp_path: Path) -> None:
    write_client_sample(tmp_path)
    without = {"PATH": "/usr/bin:/bin"}
    done = ended(client_alone, "-m", "pytest", "-q", folder=tmp_path, **without)
    for way in ("pip install genauth-mock ", "uv tool install genauth-mock", "--genauth-uvx", "--genauth-url URL"):
        assert way in done.stdout, done.stdout
    assert "Traceback" not in done.stdout
    done = ended(client_alone, "-m", "pytest", "-q", "--genauth-uvx", folder=tmp_path, **without)
    assert "--genauth-uvx needs uvx" in done.stdout
    done = ended(client_alone, "-m", "pytest", "-n", "2", "--genauth-shared", folder=tmp_path, **without)
    assert "there is no genauth-mock to test with" in done.stderr, done.stdout + done.stderr


def test_a_command_that_does_not_serve_is_shown_with_what_it_said(client_alone: Path, tmp_path: Path) -> None:
    write_client_sample(tmp_path)
    command = tmp_path / "bin" / "genauth-mock"
    command.parent.mkdir()
    command.write_text("#!/bin/sh\necho no room left\nexit 3\n")
    command.chmod(0o755)
    path = f"{command.parent}{os.pathsep}/usr/bin{os.pathsep}/bin"
    done = ended(client_alone, "-m", "pytest", "-q", folder=tmp_path, PATH=path)
    assert "did not start a server" in done.stdout and "no room left" in done.stdout


TRIO = """
import trio
from genauth_mock_client import GenAuthError, NothingCame

import pytest


def test_calls_are_awaited_under_trio(genauth_async):
    async def run():
        await genauth_async.users.create(username="ann")
        assert [each["username"] for each in await genauth_async.users.list()] == ["ann"]
        async with genauth_async.faults.add("loginByAccount", error=2005) as fault:
            assert await fault.hits() == 0
        with pytest.raises(GenAuthError):
            await genauth_async.users.get("nobody")
        # Others go on, and who is given up keeps nobody waiting.
        began = trio.current_time()
        with trio.move_on_after(0.5):
            await genauth_async.outbox.wait("ann@example.test", timeout=30)
        assert trio.current_time() - began < 10

    trio.run(run)
"""


def test_asynchronous_calls_run_under_trio(client_alone: Path, tmp_path: Path, server_url: str) -> None:
    (tmp_path / "test_trio.py").write_text(TRIO)
    done = run(client_alone, "-m", "pytest", "-q", folder=tmp_path, GENAUTH_MOCK_URL=server_url)
    assert "1 passed" in done
