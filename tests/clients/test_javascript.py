"""The JavaScript client, clients/js: what it does, its types, and the samples of the documentation with it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
from pathlib import Path

import pytest
from genauth_mock import __version__
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from playwright.sync_api import Playwright, Route

from tests.browser import chromium
from tests.clients import npm
from tests.clients.npm import CLIENT, Project
from tests.examples.samples import Sample, samples
from tests.sdk import packages

TYPES = Path(__file__).parent / "types"
TESTS = sorted((CLIENT / "test").glob("*.test.js"))
STRICT = {
    "strict": True,
    "noUncheckedIndexedAccess": True,
    "exactOptionalPropertyTypes": True,
    "noImplicitOverride": True,
    "noEmit": True,
    "module": "nodenext",
    "target": "es2022",
    "allowJs": True,
    "checkJs": True,
    "types": ["node"],
}


@pytest.fixture
def node() -> str:
    """Node alone: the client has no dependencies."""
    try:
        return packages.node_and_npm()[0]
    except packages.MissingError as missing:
        packages.give_up(missing)


def as_parameters(kind: str) -> list[object]:
    return [pytest.param(each, id=each.name) for each in samples(kind)]


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.stem)
def test_the_client_does_what_it_promises(file: Path, node: str, server_url: str) -> None:
    said = npm.run([node, "--test", "--test-reporter=tap", str(file)], CLIENT, GENAUTH_MOCK_URL=server_url)
    assert "\n# fail 0\n" in said and "\n# skipped 0\n" in said and "\n# pass 0\n" not in said


def test_its_types_are_exact(project: Project) -> None:
    for file in TYPES.iterdir():
        shutil.copy(file, project.folder)
    files = [*(path.name for path in TYPES.iterdir()), *(str(path) for path in (CLIENT / "test").iterdir())]
    options = STRICT | {"typeRoots": [str(project.tools / "@types")]}
    (project.folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": files}))
    project.run("tsc", "--project", "tsconfig.json")


def test_a_page_steers_the_mock_with_it(playwright: Playwright, server_url: str) -> None:
    steering = """async (url) => {
        const { Server } = await import('/client/index.js')
        const pool = await new Server(url).createPool()
        const user = await pool.users.create({ username: 'ann' })
        await pool.users.update(user.id, { nickname: 'Ann' })
        await pool.clock.set({ offsetSeconds: 60 })
        const users = await pool.users.list()
        await pool.delete()
        return users.map((each) => each.nickname)
    }"""
    try:
        with chromium.launched(playwright) as browser:
            page = browser.new_page()
            page.route("**/client/**", served)
            # A page of another origin than the mock's, as an app under development is.
            page.goto(server_url.replace("127.0.0.1", "localhost") + "/_mock/health")
            assert page.evaluate(steering, server_url) == ["Ann"]
    except packages.MissingError as missing:
        packages.give_up(missing)


def served(route: Route) -> None:
    file = CLIENT / route.request.url.partition("/client/")[2]
    route.fulfill(body=file.read_text(encoding="utf-8"), content_type="text/javascript")


@pytest.mark.parametrize("sample", as_parameters("vitest"))
def test_a_sample_for_vitest_passes(sample: Sample, project: Project, server_url: str) -> None:
    (project.folder / "sample.test.js").write_text(sample.text, encoding="utf-8")
    said = project.run("vitest", "run", "--root", str(project.folder), GENAUTH_MOCK_URL=server_url)
    assert f"Tests  {count_of_tests(sample)} passed ({count_of_tests(sample)})" in said


@pytest.mark.parametrize("sample", as_parameters("jest"))
def test_a_sample_for_jest_passes(sample: Sample, project: Project, server_url: str) -> None:
    (project.folder / "sample.test.js").write_text(sample.text, encoding="utf-8")
    (project.folder / "package.json").write_text('{"private": true}')
    said = project.run("jest", "--rootDir", str(project.folder), GENAUTH_MOCK_URL=server_url)
    assert f"Tests:       {count_of_tests(sample)} passed, {count_of_tests(sample)} total" in said


@pytest.mark.parametrize("sample", as_parameters("playwright"))
def test_a_sample_for_playwright_passes(sample: Sample, project: Project, server_url: str) -> None:
    passes_in_playwright(sample, project, GENAUTH_MOCK_URL=server_url)


@pytest.mark.parametrize("sample", as_parameters("playwright-token"))
def test_a_sample_for_a_server_with_a_control_token_passes(sample: Sample, project: Project) -> None:
    with ThreadedServer(Settings(port=0, control_token="secret")) as server:
        passes_in_playwright(sample, project, GENAUTH_MOCK_URL=server.base_url, GENAUTH_MOCK_CONTROL_TOKEN="secret")


def passes_in_playwright(sample: Sample, project: Project, **variables: str) -> None:
    """Runs a sample's tests, which must all pass."""
    try:
        executable = chromium.path()
    except packages.MissingError as missing:
        packages.give_up(missing)
    (project.folder / "sample.spec.js").write_text(sample.text, encoding="utf-8")
    (project.folder / "package.json").write_text('{"private": true, "type": "module"}')
    launch = {"executablePath": executable, "args": ["--no-sandbox"]}
    config = {"testDir": ".", "workers": 1, "reporter": "list", "timeout": 15_000, "use": {"launchOptions": launch}}
    (project.folder / "playwright.config.js").write_text(f"export default {json.dumps(config)}")
    said = project.run("playwright", "test", **variables)
    assert f"{count_of_tests(sample)} passed" in said


@pytest.mark.parametrize("sample", as_parameters("vitest-setup"))
def test_a_set_up_for_vitest_has_a_server_for_the_run(sample: Sample, project: Project) -> None:
    (project.folder / "genauth.setup.js").write_text(sample.text, encoding="utf-8")
    (project.folder / "vitest.config.js").write_text("export default { test: { globalSetup: './genauth.setup.js' } }")
    (project.folder / "sample.test.js").write_text(ASKS_THE_SERVER.format(runner="vitest"), encoding="utf-8")
    url, path = command_at_a_free_port()
    said = project.run("vitest", "run", "--root", str(project.folder), GENAUTH_MOCK_URL=url, PATH=path)
    assert "Tests  1 passed (1)" in said
    assert_nothing_listens(url)


@pytest.mark.parametrize("sample", as_parameters("playwright-config"))
def test_a_configuration_for_playwright_has_a_server_for_the_run(sample: Sample, project: Project) -> None:
    url, path = command_at_a_free_port()
    port = url.rpartition(":")[2]
    text = sample.text.replace("8400", port).replace("mock serve", f"mock serve --port {port}")
    (project.folder / "playwright.config.js").write_text(text, encoding="utf-8")
    (project.folder / "package.json").write_text('{"private": true, "type": "module"}')
    (project.folder / "sample.spec.js").write_text(ASKS_THE_SERVER.format(runner="@playwright/test"))
    said = project.run("playwright", "test", GENAUTH_MOCK_URL=url, PATH=path, CI="true")
    assert "1 passed" in said
    assert_nothing_listens(url)


ASKS_THE_SERVER = """
import {{ expect, test }} from '{runner}'
import {{ Server }} from 'genauth-mock-client'

test('a server answers', async () => {{
  expect((await new Server(process.env.GENAUTH_MOCK_URL).health()).status).toBe('ok')
}})
"""


def command_at_a_free_port() -> tuple[str, str]:
    """The URL of a port that is free, and a PATH on which `genauth-mock` is found."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return f"http://127.0.0.1:{port}", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def assert_nothing_listens(url: str) -> None:
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) != 0, "the server was left running"


def count_of_tests(sample: Sample) -> int:
    return sum(line.startswith("test(") for line in sample.text.splitlines())


def test_its_version_is_the_mocks() -> None:
    assert json.loads((CLIENT / "package.json").read_text(encoding="utf-8"))["version"] == __version__
