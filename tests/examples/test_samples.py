"""Every sample of the documentation does what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import yaml
from click.testing import CliRunner
from genauth_mock.cli import main
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from genauth_mock.steering.pools.seed_files import seeds_in

from tests.examples.refresh import printed
from tests.examples.samples import (
    ALL_PAGES,
    PAGES,
    README,
    README_ZH,
    ROOT,
    TRANSLATIONS,
    WRITTEN_URL,
    Sample,
    samples,
    samples_of,
)

KINDS = {
    "shell": {"bash"},
    "output": {"text", "json"},
    "python": {"python"},
    "javascript": {"javascript"},
    "pytest": {"python"},
    "vitest": {"javascript"},
    "jest": {"javascript"},
    "playwright": {"javascript"},
    "playwright-token": {"javascript"},
    "vitest-setup": {"javascript"},
    "playwright-config": {"javascript"},
    "junit": {"kotlin"},
    "seed": {"yaml"},
    "compose": {"yaml"},
    "workflow": {"yaml"},
    "gitlab": {"yaml"},
    "prints": {"swift", "java", "kotlin", "dart", "javascript", "python", "text"},
}
RUNNABLE = {"bash", "python", "javascript", "yaml"}
MARKED = RUNNABLE | {"swift", "java", "kotlin", "dart"}
BIN = Path(sys.executable).parent


@pytest.fixture
def url() -> Iterator[str]:
    """A server of one's own: two pages may use the same address."""
    with ThreadedServer(Settings(port=0)) as server:
        yield server.base_url


def environment(url: str) -> dict[str, str]:
    """The environment of a reader who has set the package up, and whose server is at `url`."""
    of_others = ("_proxy", "genauth_mock_url")
    kept = {key: value for key, value in os.environ.items() if not key.lower().endswith(of_others)}
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    server = {"GENAUTH_MOCK_URL": url} if url else {}
    return {**kept, **server, "PATH": path, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}


def run(arguments: list[str], url: str, cwd: Path) -> str:
    """Runs a command, which must succeed, beside a server at `url`, or beside none; what it printed."""
    done = subprocess.run(
        arguments, cwd=cwd, env=environment(url), capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def for_server(text: str, url: str) -> str:
    """A sample, spoken to this server instead of the one on the usual port."""
    return text.replace(WRITTEN_URL, url).replace(WRITTEN_URL.removeprefix("http://"), url.removeprefix("http://"))


def needed(program: str) -> str:
    """The path of a program that is not part of the package."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


def as_parameters(*kinds: str) -> list[object]:
    return [pytest.param(each, id=each.name) for each in samples(*kinds)]


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_block_of_code_says_how_it_is_tested(page: Path) -> None:
    for each in samples_of(page):
        if each.kind == "not run":
            assert each.argument, f"{each.name} gives no reason for not being run"
        elif each.kind or each.language in MARKED:
            assert each.language in KINDS.get(each.kind, ()), (
                f"{each.name} has no fitting `<!-- sample: … -->` above it"
            )


@pytest.mark.parametrize(("page", "translation"), TRANSLATIONS.items(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_and_its_translation_hold_the_same_samples(page: Path, translation: Path) -> None:
    english, chinese = samples_of(page), samples_of(translation)
    # A reason for not being run is prose.
    assert [(each.kind, each.kind == "not run" or each.argument, each.language) for each in english] == [
        (each.kind, each.kind == "not run" or each.argument.removesuffix(" --lang zh"), each.language)
        for each in chinese
    ]
    for one, other in zip(english, chinese, strict=True):
        if other.argument.endswith(" --lang zh"):
            continue  # what it prints is compared with the page below
        assert without_comments(one) == without_comments(other), f"{one.name} and {other.name} differ"


@pytest.mark.parametrize(("page", "translation"), TRANSLATIONS.items(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_and_its_translation_have_the_same_parts_and_lead_to_each_other(page: Path, translation: Path) -> None:
    english, chinese = page.read_text(encoding="utf-8"), translation.read_text(encoding="utf-8")
    outline = re.compile(r"^(#+ |\|)", re.MULTILINE)
    assert outline.findall(english) == outline.findall(chinese)
    assert f"]({os.path.relpath(translation, page.parent)})" in english
    assert f"]({os.path.relpath(page, translation.parent)})" in chinese


def without_comments(sample: Sample) -> str:
    """The code alone: comments are in the page's language. What a command prints is the same to the letter."""
    if sample.kind == "prints":
        return sample.text
    mark = "#" if sample.language in ("bash", "python", "yaml", "text") else "//"
    return "\n".join(
        code for line in sample.text.splitlines() if (code := re.sub(rf"(^|\s+){mark}\s.*$", "", line).rstrip())
    )


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(each.kind == "shell" for each in samples_of(page))],
    ids=lambda page: page.name,
)
def test_the_commands_of_a_page_work_and_print_what_it_shows(page: Path, url: str, tmp_path: Path) -> None:
    bash = needed("bash")
    needed("curl")
    mark = "--- end of sample ---"
    script = ["set -euo pipefail"]
    expected: list[tuple[Sample, Sample | None]] = []
    for each in samples_of(page):
        if each.kind == "shell":
            script += [for_server(each.text, url), f"echo; echo '{mark}'"]
            expected.append((each, None))
        elif each.kind == "output":
            expected[-1] = (expected[-1][0], each)
    outputs = run([bash, "-c", "\n".join(script)], url, tmp_path).split(f"\n{mark}\n")
    for (shell, output), got in zip(expected, outputs, strict=False):
        if output is not None:
            wanted = ".*?".join(re.escape(part) for part in for_server(output.text, url).strip().split("…"))
            assert re.fullmatch(wanted, got.strip(), re.DOTALL), f"{shell.name} prints\n{got}\nand not\n{output.text}"


@pytest.mark.parametrize("sample", as_parameters("python"))
def test_a_script_runs(sample: Sample, url: str, tmp_path: Path) -> None:
    script = tmp_path / "sample.py"
    script.write_text(for_server(sample.text, url), encoding="utf-8")
    run([sys.executable, "-W", "error", str(script)], url, tmp_path)


@pytest.mark.parametrize("sample", as_parameters("javascript"))
def test_a_script_of_node_runs(sample: Sample, url: str, tmp_path: Path) -> None:
    script = tmp_path / "sample.mjs"
    script.write_text(for_server(sample.text, url), encoding="utf-8")
    run([needed("node"), str(script)], url, tmp_path)


@pytest.mark.parametrize("sample", as_parameters("pytest"))
def test_a_test_file_passes(sample: Sample, url: str, tmp_path: Path) -> None:
    file = tmp_path / "test_sample.py"
    file.write_text(sample.text, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", file.name]
    said = run(command, "", tmp_path)
    tests = len(re.findall(r"^(?:async )?def test_", sample.text, re.MULTILINE))
    assert f"{tests} passed" in said
    assert f"{tests} passed" in run(command, url, tmp_path), "against a running server"


@pytest.mark.parametrize("sample", as_parameters("seed"))
def test_users_of_a_seed_file_can_log_in(sample: Sample, tmp_path: Path) -> None:
    file = tmp_path / (sample.argument or "seed.yaml")
    file.write_text(sample.text, encoding="utf-8")
    documents = [each.document for each in seeds_in(file)]
    with ThreadedServer(Settings(port=0, seed=(file,))) as server, httpx.Client(trust_env=False) as http:
        for document in documents:
            app_id = document.app_id or document.applications[0].id
            assert app_id, "a sample names its app, else its reader cannot use it"
            for user in document.users:
                if user.password:
                    body = {"account": user.username or user.email or user.phone, "password": user.password}
                    answer = http.post(
                        f"{server.base_url}/api/v2/login/account", json=body, headers={"x-authing-app-id": app_id}
                    ).json()
                    expected = 1639 if user.reset_password_on_first_login else 2005 if user.blocked else 200
                    assert answer["code"] == expected, answer


@pytest.mark.parametrize(
    ("schema", "sample"),
    [
        pytest.param(f"vendor.{schema}", each, id=each.name)
        for kind, schema in (
            ("compose", "compose-spec"),
            ("workflow", "github-workflows"),
            ("gitlab", "gitlab-ci"),
        )
        for each in samples(kind)
    ],
)
def test_a_yaml_file_fits_its_schema(schema: str, sample: Sample, tmp_path: Path) -> None:
    file = tmp_path / "sample.yaml"
    file.write_text(sample.text, encoding="utf-8")
    run([str(BIN / "check-jsonschema"), "--builtin-schema", schema, str(file)], "", tmp_path)


@pytest.mark.parametrize("sample", as_parameters("compose"))
def test_a_compose_sample_starts_the_service_of_docker_compose_yaml(sample: Sample) -> None:
    own = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text(encoding="utf-8"))["services"]["genauth"]
    shown = yaml.safe_load(sample.text)["services"]["genauth"]
    assert shown["image"] == own["image"]
    assert shown["read_only"]
    assert all(port.startswith("127.0.0.1:") and port.endswith(":8400") for port in shown["ports"])


@pytest.mark.parametrize("sample", [pytest.param(each, id=each.name) for each in samples("prints", pages=ALL_PAGES)])
def test_configuration_on_a_page_is_what_the_command_prints(sample: Sample, url: str) -> None:
    hint = "`python -m tests.examples.refresh` writes it anew"
    assert sample.text.strip() == printed(sample.argument, url).strip(), hint


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_on_a_page_exist(page: Path) -> None:
    scripts = [each.text for each in samples_of(page) if each.language == "bash"]
    inline = re.findall(r"`([^`\n]*genauth-mock [^`\n]*)`", page.read_text(encoding="utf-8"))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for text in (*scripts, *inline):
        assert set(re.findall(r"\bmake ([a-z-]+)", text)) <= targets
        for command, rest in re.findall(r"genauth-mock (serve|outbox|pool|user|sdk|doctor)\b([^|)\n#]*)", text):
            words = [word for word in rest.split() if re.fullmatch(r"[a-z]+", word)]
            group = [command, words[0]] if command in ("pool", "user") and words else [command]
            shown = CliRunner().invoke(main, [*group, "--help"])
            assert shown.exit_code == 0, f"{page.name}: there is no `genauth-mock {' '.join(group)}`"
            for option in re.findall(r"(--[a-z-]+)", rest):
                assert option in shown.output, f"{page.name}: `genauth-mock {' '.join(group)}` has no {option}"


@pytest.mark.parametrize(
    "sample", [each for each in samples("not run") if each.language == "bash"], ids=lambda each: each.name
)
def test_commands_that_are_only_shown_are_bash(sample: Sample, tmp_path: Path) -> None:
    run([needed("bash"), "-n", "-c", sample.text], "", tmp_path)


def test_every_page_is_written_for_the_usual_port() -> None:
    for page in ALL_PAGES:
        urls = set(
            re.findall(r"https?://(?:127\.0\.0\.1|localhost|10\.0\.2\.2)(?::\d+)?", page.read_text(encoding="utf-8"))
        )
        # 3000 is the port of the reader's own app.
        assert all(url.endswith((":8400", ":3000")) for url in urls), (page, urls)


def test_links_between_pages_lead_somewhere() -> None:
    generated = {"SUPPORTED.md", "errors.md"}
    for page in (*ALL_PAGES, *ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            path = (page.parent / target).resolve()
            assert path.exists() or path.name in generated, f"{page.name} links to {target}, which is not there"


def test_the_demo_users_of_the_readmes_are_those_of_the_demo_pool() -> None:
    demo = seeds_in(ROOT / "fixtures" / "pools" / "demo.yaml")[0].document
    for page in (README, README_ZH):
        rows = re.findall(r"^\| `([^`]+)` \| (?:`([^`]+)`|–) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
        users = [(user.username or user.email or user.phone, user.password or "") for user in demo.users]
        assert rows == users, page.name


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("account", {"account": "ci", "password": "111111"}, 200),
        ("account", {"account": "full@example.test", "password": "Full-1234"}, 200),
        ("account", {"account": "13800138000", "password": "Full-1234"}, 200),
        ("account", {"account": "newcomer", "password": "111111"}, 1639),
        ("account", {"account": "locked", "password": "111111"}, 2005),
        ("account", {"account": "nopassword@example.test", "password": "111111"}, 2333),
        ("account", {"account": "tester+code1234@example.test", "password": "111111"}, 200),
        ("phone-code", {"phone": "19900011234", "code": "1234"}, 200),
        ("email-code", {"email": "tester+code1234@example.test", "code": "1234"}, 200),
        ("ad", {"username": "aduser", "password": "111111"}, 200),
        ("ldap", {"username": "aduser", "password": "111111"}, 200),
    ],
)
def test_the_demo_users_are_as_the_readmes_tell(path: str, body: dict[str, str], code: int, url: str) -> None:
    with httpx.Client(base_url=url, headers={"x-authing-app-id": "61ae0c9807451d6f30226bd4"}, trust_env=False) as api:
        if "code" in body:
            where = "sms" if "phone" in body else "email"
            sent = {"phone": body["phone"]} if "phone" in body else {"email": body["email"], "scene": "VERIFY_CODE"}
            assert api.post(f"/api/v2/{where}/send", json=sent).json()["code"] == 200
        assert api.post(f"/api/v2/login/{path}", json=body).json()["code"] == code
