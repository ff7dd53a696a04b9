from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

SAMPLE = """
import httpx


def test_a_user_logs_in_with_a_code(genauth):
    with httpx.Client(base_url=genauth.base_url, headers={"x-authing-app-id": genauth.app_id}) as app:
        app.post("/api/v2/sms/send", json={"phone": "13800138000"})
        code = genauth.outbox.wait_code("13800138000")
        login = {"phone": "13800138000", "code": code, "autoRegister": True}
        assert app.post("/api/v2/login/phone-code", json=login).json()["code"] == 200
    assert [user["phone"] for user in genauth.users.list()] == ["13800138000"]
"""


def pytest_run(folder: Path, text: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """A run of pytest in a project of its own."""
    (folder / "test_it.py").write_text(text)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "GENAUTH_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=folder,
        env=kept | variables,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_sample_of_ten_lines_passes(tmp_path: Path) -> None:
    ended = pytest_run(tmp_path, SAMPLE)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_all_workers_may_use_the_same_addresses(tmp_path: Path) -> None:
    repeated = "".join(SAMPLE.replace("test_a_user", f"test_{n}_a_user") for n in range(8))
    ended = pytest_run(tmp_path, repeated, "-n", "2")
    assert "8 passed" in ended.stdout, ended.stdout + ended.stderr


def test_a_failing_tests_report_shows_what_its_pool_sent(tmp_path: Path) -> None:
    ended = pytest_run(tmp_path, SAMPLE.replace("== 200", "== 201"))
    assert "1 failed" in ended.stdout
    assert "outbox, newest first:" in ended.stdout
    assert "sms VERIFY_CODE to 13800138000" in ended.stdout


def test_a_failing_tests_report_shows_what_its_pool_was_asked(tmp_path: Path) -> None:
    ended = pytest_run(tmp_path, SAMPLE.replace("== 200", "== 201"))
    assert "requests, newest last:" in ended.stdout
    assert "POST /api/v2/sms/send → HTTP 200 (sendSms)" in ended.stdout
    assert "POST /api/v2/login/phone-code → HTTP 200" in ended.stdout


def test_a_fixture_that_fails_is_reported_likewise(tmp_path: Path) -> None:
    text = """
import httpx
import pytest

@pytest.fixture
def user(genauth):
    httpx.post(f"{genauth.base_url}/api/v2/nowhere", headers={"x-authing-app-id": genauth.app_id})
    raise ValueError("no user")

def test_it(user):
    pass
"""
    ended = pytest_run(tmp_path, text)
    assert "1 error" in ended.stdout and "POST /api/v2/nowhere → HTTP 404" in ended.stdout


def test_asynchronous_tests_await_the_same_calls(tmp_path: Path) -> None:
    text = """
import anyio
import httpx
import pytest

@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_codes_do_not_swap(genauth_async):
    phones = [f"138001380{n:02}" for n in range(16)]
    codes = {}

    async def wait(phone):
        codes[phone] = await genauth_async.outbox.wait_code(phone, timeout=20)

    headers = {"x-authing-app-id": genauth_async.app_id}
    async with httpx.AsyncClient(base_url=genauth_async.base_url, headers=headers) as app:
        async with anyio.create_task_group() as tasks:
            for phone in phones:
                tasks.start_soon(wait, phone)
            for phone in reversed(phones):
                await app.post("/api/v2/sms/send", json={"phone": phone})
        for phone in phones:
            login = {"phone": phone, "code": codes[phone], "autoRegister": True}
            assert (await app.post("/api/v2/login/phone-code", json=login)).json()["code"] == 200
    await genauth_async.requests.assert_called("sendSms", times=16)
    assert len(await genauth_async.users.list()) == 16
    async with httpx.AsyncClient(base_url=genauth_async.base_url, headers=headers) as app:
        await genauth_async.faults.add("sendSms", error=2080)
        assert (await app.post("/api/v2/sms/send", json={"phone": phones[0]})).json()["code"] == 2080
    await genauth_async.clock.advance(60)
    await genauth_async.snapshot("later")
    assert len(await genauth_async.users.generate(3)) == 3
    await genauth_async.restore("later")
    user = (await genauth_async.users.list())[0]
    assert (await genauth_async.tokens.mint(user["id"])).count(".") == 2
    await genauth_async.reset()
    assert await genauth_async.requests() == []
"""
    ended = pytest_run(tmp_path, text)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_a_running_server_can_be_used_instead(tmp_path: Path, server_url: str) -> None:
    text = f"def test_it(genauth):\n    assert genauth.base_url == {server_url!r}\n"
    for ended in (
        pytest_run(tmp_path, text, "--genauth-url", server_url),
        pytest_run(tmp_path, text, GENAUTH_MOCK_URL=server_url),
        pytest_run(tmp_path, text, "--genauth-url", server_url, GENAUTH_MOCK_URL="http://127.0.0.1:1"),
    ):
        assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_a_running_server_with_a_control_token_can_be_used(tmp_path: Path) -> None:
    text = "def test_it(genauth):\n    genauth.delete()\n"
    with ThreadedServer(Settings(port=0, control_token="secret")) as server:
        url = server.base_url
        ended = pytest_run(tmp_path, text, GENAUTH_MOCK_URL=url, GENAUTH_MOCK_CONTROL_TOKEN="secret")
    # The pool that the test has removed itself is no error either.
    assert "1 passed" in ended.stdout and "error" not in ended.stdout, ended.stdout + ended.stderr


def test_a_wait_in_vain_fails_with_what_did_arrive(tmp_path: Path) -> None:
    text = 'def test_it(genauth):\n    genauth.outbox.wait_code("x@example.test", timeout=0.1)\n'
    ended = pytest_run(tmp_path, text)
    assert "NothingCame: no message with a good code to x@example.test" in ended.stdout


def test_the_pool_has_all_that_is_promised(tmp_path: Path) -> None:
    text = """
def test_it(genauth):
    assert genauth.user_pool_id and genauth.app_id and len(genauth.app_secret) == 32
    assert genauth.public_key.startswith("MIG")
    user = genauth.users.create(username="ci", password="111111", custom_data={})
    assert genauth.users.update(user["id"], reset_password_on_first_login=True)["resetPasswordOnFirstLogin"]
    assert genauth.settings(verification_code={"fixed": "9999"})["verificationCode"]["fixed"] == "9999"
    genauth.users.delete(user["id"])
    genauth.users.create(username="another")
    genauth.reset()
    assert genauth.users.list() == [] and genauth.outbox.list() == []
"""
    ended = pytest_run(tmp_path, text)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_a_project_that_does_not_use_it_pays_nothing(tmp_path: Path) -> None:
    text = """
import sys

def test_it():
    assert "genauth_mock_client.pytest_plugin" in sys.modules
    for name in ("genauth_mock", "fastapi", "sqlalchemy", "httpx", "trio"):
        assert name not in sys.modules, name
"""
    ended = pytest_run(
        tmp_path, text, "-p", "no:hypothesispytest", "-p", "no:anyio", "-p", "no:pytest_httpx", "-p", "no:respx"
    )
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_the_plugin_imports_pytest_and_the_standard_library_alone(tmp_path: Path) -> None:
    ask = """
import sys

import pytest

before = set(sys.modules)
import genauth_mock_client.pytest_plugin

tops = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(tops - sys.stdlib_module_names), "asyncio" in tops)
"""
    done = subprocess.run([sys.executable, "-c", ask], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "['genauth_mock_client'] False"
