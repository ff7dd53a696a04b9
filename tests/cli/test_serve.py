from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from genauth_mock.cli import main, serve

from tests.conftest import new_key_file

COMMAND = [sys.executable, "-m", "genauth_mock", "serve"]


def refused(*arguments: str, **variables: str) -> str:
    """What `serve` says when it does not start; its exit status must be 2."""
    ended = CliRunner().invoke(main, ["serve", *arguments], env=variables, catch_exceptions=False)
    assert ended.exit_code == 2, ended.output
    return ended.stderr


@contextmanager
def served(*arguments: str, **variables: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server that is asked to end afterwards, and must do so at once and with status 0."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    found = re.search(r"genauth-mock listening on (http://\S+)", line)
    assert found, line + process.stderr.read()
    try:
        yield found[1], process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
        process.stdout.close()
        process.stderr.close()


def test_it_says_where_it_listens_and_how_to_go_on() -> None:
    with served() as (url, process):
        assert httpx.get(f"{url}/_mock/health", trust_env=False).json()["status"] == "ok"
        process.send_signal(signal.SIGTERM)
        assert process.stdout is not None
        said = process.stdout.read()
    assert "60caaf41da89f1954875cee1" in said
    assert "61ae0c9807451d6f30226bd4" in said
    assert "ci / 111111" in said


def said_by(*arguments: str) -> str:
    """What a server says at its start."""
    with served(*arguments) as (_, process):
        process.send_signal(signal.SIGTERM)
        assert process.stdout is not None
        return process.stdout.read()


def test_it_says_that_nothing_is_kept_unless_a_file_keeps_it(tmp_path: Path) -> None:
    assert "--database sqlite:///FILE keeps it" in said_by()
    assert "keeps it" not in said_by("--database", f"sqlite:///{tmp_path}/mock.db")


def test_it_says_where_a_phone_finds_it_only_if_a_phone_can() -> None:
    assert "for a phone" not in said_by()
    for host in ("0.0.0.0", "::"):
        line = next(each for each in said_by("--host", host).splitlines() if "for a phone" in each)
        assert "127.0.0.1" not in line
        assert "0.0.0.0" not in line


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--port", "x"], ["--port", "'x'", "0 to 65535"]),
        (["--port", "65536"], ["--port", "65536"]),
        (["--workers", "0"], ["--workers", "'0'"]),
        (["--workers", "2"], ["--workers 2", "sqlite://", "sqlite:///FILE"]),
        (["--rand-seed", "1", "--workers", "2", "--database", "sqlite:///x.db"], ["--rand-seed"]),
        (["--unknown-apps", "maybe"], ["--unknown-apps", "'maybe'", "create", "reject"]),
        (["--limits", "some"], ["--limits", "'some'", "documented"]),
        (["--id-token-alg", "none"], ["--id-token-alg", "'none'", "RS256"]),
        (["--log-format", "xml"], ["--log-format", "json"]),
        (["--database", "nonsense"], ["--database", "'nonsense'", "sqlite:///FILE"]),
        (["--database", "sqlite:////nowhere/at/all/x.db"], ["--database", "unable to open"]),
        (["--database", "oracle+cx_oracle://x"], ["--database", "driver"]),
        (["--public-url", "example.com"], ["--public-url", "'example.com'", "http://"]),
        (["--public-url", "http://"], ["--public-url", "'http://'", "https://HOST"]),
        (["--public-url", "http://x:99999"], ["--public-url", "99999"]),
        (["--control-token", ""], ["--control-token", "at least one character"]),
        (["--host", ""], ["--host", "at least one character"]),
        (["--database", "postgresql+asyncpg://x"], ["--database", "driver"]),
        (["--seed", "/nowhere.yaml"], ["--seed", "/nowhere.yaml"]),
        (["--key-file", "/nowhere.pem"], ["--key-file", "/nowhere.pem"]),
        (["--webhook-hosts", "app:3000,http://x"], ["--webhook-hosts", "'http://x'", "HOST:PORT"]),
        (["--nonsense"], ["--nonsense"]),
    ],
)
def test_a_wrong_option_is_named_with_what_it_takes(arguments: list[str], says: list[str]) -> None:
    message = refused(*arguments)
    for part in says:
        assert part in message


def test_hosts_of_webhooks_are_given_by_one_option_or_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    given = "app:3000, 10.0.0.7"
    by_option = serve.command.make_context("serve", ["--webhook-hosts", given])
    assert by_option.params["webhook_hosts"] == ("app:3000", "10.0.0.7")
    monkeypatch.setenv("GENAUTH_MOCK_WEBHOOK_HOSTS", given)
    assert serve.command.make_context("serve", []).params["webhook_hosts"] == ("app:3000", "10.0.0.7")
    monkeypatch.delenv("GENAUTH_MOCK_WEBHOOK_HOSTS")
    assert serve.command.make_context("serve", []).params["webhook_hosts"] == ()


def test_several_public_urls_are_given_by_options_or_by_one_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    urls = ("https://a.example", "http://b.example:8400/base")
    by_options = serve.command.make_context("serve", ["--public-url", urls[0], "--public-url", urls[1]])
    assert by_options.params["public_url"] == urls
    monkeypatch.setenv("GENAUTH_MOCK_PUBLIC_URL", " ".join(urls))
    assert serve.command.make_context("serve", []).params["public_url"] == urls


@pytest.mark.parametrize("wrong", ["http://a.example b.example", "http://me@a.example", "http://a.example\\b"])
def test_a_wrong_public_url_of_a_variable_is_named(wrong: str) -> None:
    message = refused(GENAUTH_MOCK_PUBLIC_URL=wrong)
    assert "GENAUTH_MOCK_PUBLIC_URL" in message and "http://HOST" in message


def test_a_wrong_variable_is_named_too() -> None:
    message = refused(GENAUTH_MOCK_PORT="many")
    assert "GENAUTH_MOCK_PORT" in message and "'many'" in message


def test_a_wrong_no_demo_variable_is_named() -> None:
    message = refused(GENAUTH_MOCK_NO_DEMO="maybe")
    assert "GENAUTH_MOCK_NO_DEMO" in message and "'maybe'" in message


@pytest.mark.parametrize("scheme", ["postgresql+psycopg", "nonsense"])
def test_a_databases_password_is_not_told(scheme: str) -> None:
    message = refused("--database", f"{scheme}://me:hunter2@127.0.0.1:1/x")
    assert "--database" in message and "me:***@" in message and "hunter2" not in message


def test_a_port_that_is_taken_says_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"cannot listen on 127.0.0.1:{port}" in refused("--port", port)


def test_a_bad_seed_names_the_file_and_the_place(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("users: [{user: ci}]")
    message = refused("--seed", str(wrong))
    assert "wrong.yaml" in message and "users[0].user" in message and "did you mean 'username'" in message
    wrong.write_text("name: x\nusers:\n  - {email: a@b.test}\n  - {username: b,\n     email: A@b.test}")
    message = refused("--seed", str(wrong))
    assert "wrong.yaml:5: users[1].email" in message and "users[0].email (line 3)" in message
    wrong.write_text("pools:\n  - {name: x}\n  - {name: y, users: [{roles: [nope]}]}")
    assert "wrong.yaml:3: pools[1].users[0].roles" in refused("--seed", str(wrong))
    wrong.write_text("users: [")
    assert "not valid YAML" in refused("--seed", str(wrong))


def test_a_key_file_that_is_no_key_says_what_it_should_hold(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text("nonsense")
    assert "RSA private key" in refused("--key-file", str(file))


def test_several_seeds_follow_one_option(tmp_path: Path) -> None:
    names = []
    for name in ("one", "two", "three"):
        file = tmp_path / f"{name}.yaml"
        file.write_text(f"userPoolId: {name}\nname: {name}\n")
        names.append(str(file))
    with served("--seed", *names, "--no-demo") as (url, _):
        pools = httpx.get(f"{url}/_mock/pools", trust_env=False).json()["list"]
    assert [each["name"] for each in pools] == ["three", "two", "one"]


def test_a_seed_file_may_hold_several_pools(tmp_path: Path) -> None:
    file = tmp_path / "pools.json"
    file.write_text(json.dumps({"pools": [{"name": "one"}, {"name": "two"}]}))
    with served("--seed", str(file)) as (url, _):
        assert httpx.get(f"{url}/_mock/pools", trust_env=False).json()["totalCount"] == 3


def test_every_option_is_a_variable() -> None:
    variables = {"GENAUTH_MOCK_NO_DEMO": "1", "GENAUTH_MOCK_CONTROL_TOKEN": "t", "GENAUTH_MOCK_UNKNOWN_APPS": "reject"}
    with served(**variables) as (url, _):
        info = httpx.get(f"{url}/_mock/info", headers={"authorization": "Bearer t"}, trust_env=False).json()
        assert info["demo"] is None
        assert httpx.get(f"{url}/api/v2/applications/x/public-config", trust_env=False).json()["code"] == 2011


def test_a_key_of_ones_own_is_used(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(new_key_file(2048))
    with served("--key-file", str(file)) as (url, _):
        assert len(httpx.get(f"{url}/_mock/info", trust_env=False).json()["rsaPublicKey"]) > 300


def test_the_same_rand_seed_makes_the_same_ids() -> None:
    ids = []
    for _ in range(2):
        with served("--rand-seed", "7") as (url, _process):
            ids.append(httpx.post(f"{url}/_mock/pools", json={}, trust_env=False).json()["appSecret"])
    assert ids[0] == ids[1]


def test_listening_to_strangers_without_a_token_is_warned_of() -> None:
    with served("--host", "0.0.0.0", "--log-format", "json") as (url, process):
        httpx.get(f"{url}/api/v2/applications/some-app/public-config", trust_env=False)
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        logged = [json.loads(line) for line in process.stderr]
    assert [each["level"] for each in logged if "--control-token" in each["message"]] == ["warning"]
    assert any("some-app" in each["message"] for each in logged)


@pytest.mark.parametrize("workers", [[], ["--workers", "2", "--database", "sqlite:///{folder}/mock.db"]])
def test_an_open_wait_does_not_hold_up_the_end(workers: list[str], tmp_path: Path) -> None:
    with served(*(each.format(folder=tmp_path) for each in workers)) as (url, process):

        def wait() -> None:
            with suppress(httpx.HTTPError):
                httpx.get(f"{url}/_mock/outbox/wait", params={"timeout": 20}, timeout=30, trust_env=False)

        threading.Thread(target=wait, daemon=True).start()
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(4) == 0


@pytest.mark.parametrize("workers", [[], ["--workers", "2"]], ids=["one", "two"])
def test_a_request_that_is_half_sent_does_not_hold_up_the_end(workers: list[str], tmp_path: Path) -> None:
    with served(*workers, "--database", f"sqlite:///{tmp_path}/x.db") as (url, process):
        host, port = url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as half:
            half.sendall(b"POST /api/v2/sms/send HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{")
            httpx.get(f"{url}/_mock/health", trust_env=False)
            process.send_signal(signal.SIGTERM)
            assert process.wait(4) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_the_same_rand_seed_over_a_database_that_was_kept_makes_other_ids(tmp_path: Path) -> None:
    arguments = ("--rand-seed", "7", "--database", f"sqlite:///{tmp_path}/x.db")
    made = set()
    for _ in range(3):
        with served(*arguments) as (url, _process), httpx.Client(base_url=url, trust_env=False) as http:
            pool = http.post("/_mock/pools", json={})
            assert pool.status_code == 201, pool.text
            made.add(pool.json()["userPoolId"])
            body = {"account": "ci", "password": "111111"}
            app = {"x-authing-app-id": "61ae0c9807451d6f30226bd4"}
            assert http.post("/api/v2/login/account", json=body, headers=app).json()["code"] == 200
    assert len(made) == 3


def test_a_seed_of_the_demo_pools_id_goes_before_it(tmp_path: Path) -> None:
    seed = tmp_path / "own.yaml"
    seed.write_text("userPoolId: 60caaf41da89f1954875cee1\nname: mine\n")
    with served("--seed", str(seed)) as (url, _process):
        found = httpx.get(f"{url}/_mock/pools/60caaf41da89f1954875cee1", trust_env=False).json()
        assert found["name"] == "mine"


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_a_host_that_is_not_this_machine_is_named(host: str) -> None:
    message = refused("--host", host)
    assert "--host" in message and host in message and "another server" not in message


def test_workers_need_more_than_a_shared_memory() -> None:
    url = "sqlite:///file::memory:?cache=shared&uri=true"
    assert "--workers 2" in refused("--workers", "2", "--database", url)
