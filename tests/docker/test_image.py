"""The image, as far as one gets without a Docker engine: its steps are taken in fresh virtual environments."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "docker" / "Dockerfile"
COMPOSE = ROOT / "docker" / "compose.yaml"
BIN = Path(sys.executable).parent
SHIPPED = "/opt/genauth-mock"
USER_ID = 10001


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction of a Dockerfile, in its stage."""

    stage: int
    word: str
    rest: str


def steps() -> list[Step]:
    """The instructions of the Dockerfile, continued lines joined, comments left out."""
    lines = [line for line in DOCKERFILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found: list[Step] = []
    stage = -1
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            word, _, rest = line.partition(" ")
            stage += word == "FROM"
            found.append(Step(stage, word, rest.strip()))
    return found


def only(word: str, stage: int = 1) -> str:
    """What follows the only instruction of this name in a stage."""
    (rest,) = [each.rest for each in steps() if each.word == word and each.stage == stage]
    return rest


def health_check() -> list[str]:
    """The command of the health check."""
    command: list[str] = json.loads(only("HEALTHCHECK").partition("CMD ")[2])
    return command


def copied_from_repository() -> list[tuple[list[str], str]]:
    """Sources and destination of every COPY that takes files from the repository."""
    words = [shlex.split(each.rest) for each in steps() if each.word == "COPY" and "--from=" not in each.rest]
    return [(each[:-1], each[-1]) for each in words]


def test_everything_that_is_copied_is_there_and_not_ignored() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = {line[1:] for line in lines if line.startswith("!")}
    assert "*" in lines, "nothing but what is named reaches the engine"
    for sources, _ in copied_from_repository():
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(source == each or source.startswith(f"{each}/") for each in let_through), source
    assert {source for sources, _ in copied_from_repository() for source in sources} == let_through


def test_the_image_has_no_architecture_of_its_own_and_no_root() -> None:
    text = DOCKERFILE.read_text(encoding="utf-8").lower()
    instructions = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert not re.search(r"amd64|arm64|x86_64|aarch64|--platform", instructions)
    assert only("USER") == f"{USER_ID}:{USER_ID}"
    assert only("EXPOSE") == "8400"
    assert {each.rest.split()[0] for each in steps() if each.word == "FROM"} == {"python:3.13-slim"}
    assert "curl" not in instructions
    assert "wget" not in instructions


def test_the_compose_file_fits_its_schema_and_gives_no_rights_away() -> None:
    for schema, file in (
        ("vendor.compose-spec", COMPOSE),
        ("vendor.github-workflows", COMPOSE.parent / "ci-example.github.yml"),
    ):
        checked = subprocess.run(
            [BIN / "check-jsonschema", "--builtin-schema", schema, file],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert checked.returncode == 0, checked.stdout + checked.stderr
    compose = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "privileged" not in service
    genauth = compose["services"]["genauth"]
    assert [port.split(":")[0] for port in genauth["ports"]] == ["127.0.0.1"]
    assert (COMPOSE.parent / genauth["build"]["context"] / genauth["build"]["dockerfile"]).resolve() == DOCKERFILE


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty directory that users other than oneself can look into."""
    with tempfile.TemporaryDirectory(prefix="genauth-image-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


def shell(command: str, cwd: Path, path: Path) -> None:
    """Runs a RUN step; it must succeed."""
    environment = {**os.environ, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        ["sh", "-c", command], cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


def built(place: Path) -> Path:
    """Takes the steps of the builder stage; where what is shipped then lies."""
    source, shipped, python = place / "src", place / "shipped", place / "python"
    source.mkdir()
    # What `python` and `pip` are in the base image.
    subprocess.run([sys.executable, "-m", "venv", python], check=True, timeout=120)
    for each in steps():
        if each.stage == 0 and each.word == "COPY":
            *sources, target = shlex.split(each.rest)
            for name in sources:
                copy(ROOT / name, source, target)
        elif each.stage == 0 and each.word == "RUN":
            shell(each.rest.replace(SHIPPED, str(shipped)), source, python / "bin")
    return shipped


def copy(one: Path, work: Path, target: str) -> None:
    """Copies as COPY does: a directory's content into the target, a file into a target that ends with a slash."""
    if one.is_dir():
        shutil.copytree(one, work / target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc"))
    else:
        assert target.endswith("/"), "a file is copied into a directory"
        (work / target).mkdir(parents=True, exist_ok=True)
        shutil.copy(one, work / target)


def image_environment(shipped: Path) -> dict[str, str]:
    """The environment that the image gives to its process."""
    given = dict(word.split("=", 1) for word in shlex.split(only("ENV")))
    given["PATH"] = given["PATH"].replace(SHIPPED, str(shipped)).replace("$PATH", os.defpath)
    return given


def compose_environment(service: str) -> dict[str, str]:
    """What the compose file adds where its reader has set nothing: `${NAME:-default}` is the default."""
    given = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"][service]["environment"]
    return {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in given.items()}


def names_in(folder: Path) -> dict[str, int]:
    """Every file below a directory, with the time of its last change."""
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def as_image_user() -> dict[str, object]:
    """The image's user, where the tests may become it and Python is not in a home of one's own."""
    python = Path(sys.executable).resolve()
    open_to_all = all(parent.stat().st_mode & 0o001 for parent in python.parents)
    return {"user": USER_ID, "group": USER_ID, "extra_groups": []} if os.geteuid() == 0 and open_to_all else {}


def served_url(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Where the server says that it listens."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        said = re.search(r"genauth-mock listening on (http://\S+)", log.read_text(encoding="utf-8"))
        if said:
            return said[1]
        time.sleep(0.02)
    pytest.fail(f"the server did not come up:\n{log.read_text(encoding='utf-8')}")


def test_the_steps_of_the_image_give_a_server_that_writes_nothing_and_ends_when_told(place: Path) -> None:
    shipped = built(place)
    (wheel,) = (place / "src" / "dist").glob("genauth_mock-*.whl")
    check_wheel(wheel)
    assert not list(shipped.glob("lib/python3*/site-packages/pip")), "pip is not shipped"
    assert list(shipped.glob("lib/python3*/site-packages/genauth_mock/__pycache__/*.pyc")), (
        "bytecode is made beforehand"
    )

    data, log = place / "data", place / "log"
    data.mkdir(mode=0o555)
    before = names_in(shipped)
    environment = image_environment(shipped) | compose_environment("genauth")
    command: list[str] = json.loads(only("ENTRYPOINT")) + json.loads(only("CMD"))
    command[0] = str(shutil.which(command[0], path=environment["PATH"]))
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=data,
            env={**environment, "GENAUTH_MOCK_PORT": "0"},
            stdout=output,
            stderr=subprocess.STDOUT,
            **as_image_user(),  # type: ignore[call-overload]
        )
    try:
        url = served_url(log, process)
        check_service(url)
        port = url.rpartition(":")[2]
        checked = [str(shipped / "bin" / "python"), *health_check()[1:]]
        healthy = subprocess.run(
            checked, env={**environment, "GENAUTH_MOCK_PORT": port}, cwd=data, check=False, timeout=10
        )
        assert healthy.returncode == 0
        check_example_app(shipped, url)
        process.send_signal(signal.SIGTERM)
        assert process.wait(3) == 0
    finally:
        process.kill()
        process.wait()
    gone = subprocess.run(
        checked, env={**environment, "GENAUTH_MOCK_PORT": port}, cwd=data, check=False, timeout=10, capture_output=True
    )
    assert gone.returncode != 0
    assert "control-token" in log.read_text(encoding="utf-8"), "listening on 0.0.0.0 without a token is warned about"
    assert list(data.iterdir()) == []
    assert names_in(shipped) == before


def check_service(url: str) -> None:
    """What the server in the image must be able to do: its data, its keys and its libraries are there."""
    with httpx.Client(base_url=url, trust_env=False) as http:
        info = http.get("/_mock/info").json()
        app = {"x-authing-app-id": info["demo"]["appId"]}
        login = {"account": info["demo"]["username"], "password": info["demo"]["password"]}
        assert info["rsaPublicKey"]
        assert http.post("/api/v2/login/account", json=login, headers=app).json()["code"] == 200
        assert http.post("/api/v2/sms/send", json={"phone": "13800138000"}, headers=app).json()["code"] == 200
        assert http.get("/api/v2/security/captcha", headers=app).status_code == 200
        assert http.post("/api/v3/create-department", json={}, headers=app).status_code == 501
        assert http.get("/_mock/coverage").json()["totalCount"] > 0


def check_example_app(shipped: Path, url: str) -> None:
    """What the compose file's example service does is well with this server."""
    service = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]["app"]
    given = compose_environment("app")
    assert given["GENAUTH_MOCK_URL"] == f"http://genauth:{only('EXPOSE')}"
    done = subprocess.run(
        [shipped / "bin" / "genauth-mock", *service["command"]],
        env=image_environment(shipped) | given | {"GENAUTH_MOCK_URL": url},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def check_wheel(wheel: Path) -> None:
    """The wheel holds the data that is not code."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {
        "genauth_mock/py.typed",
        *(f"genauth_mock/keys/{path.name}" for path in (ROOT / "mock_server" / "genauth_mock" / "keys").iterdir()),
        *(
            f"genauth_mock/{path.relative_to(ROOT)}"
            for path in (ROOT / "fixtures").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        ),
        *(
            str(path.relative_to(ROOT / "mock_server"))
            for path in (ROOT / "mock_server" / "genauth_mock").rglob("*.py")
            if "__pycache__" not in path.parts
        ),
    }
    assert wanted <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith("tests/") for name in names)
