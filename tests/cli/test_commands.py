from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from genauth_mock.cli import main
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from genauth_mock.steering.clients.snippets import BY_NAME

from tests.conftest import App

NOBODY_THERE = "http://127.0.0.1:9"
WEBSOCKET = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_the_outbox_is_read(app: App, server_url: str) -> None:
    app.post("/api/v2/sms/send", phone="13800138000")
    shown = run("outbox", "--pool", app.pool_id, "--url", server_url)
    message = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"][0]
    assert message["code"] in shown.output and "+86 13800138000" in shown.output
    only = run("outbox", "--pool", app.pool_id, "--to", "13800138000", "--code-only", "--url", server_url)
    assert only.output == message["code"] + "\n"
    as_json = run("outbox", "--pool", app.pool_id, "--json", "--url", server_url)
    assert json.loads(as_json.output) == [message]
    assert run("outbox", "--pool", app.pool_id, "--clear", "--url", server_url).exit_code == 0
    assert "no message fits" in run("outbox", "--pool", app.pool_id, "--url", server_url).output


def test_a_wait_gives_the_code_or_fails_with_what_came_instead(app: App, server_url: str) -> None:
    app.post("/api/v2/sms/send", phone="13800138000")
    here = ("--pool", app.pool_id, "--url", server_url)
    assert len(run("outbox", "--to", "13800138000", "--wait", "1", "--code-only", *here).output.strip()) == 4
    failed = run("outbox", "--to", "x@example.test", "--wait", "0", *here)
    assert failed.exit_code == 1
    assert "13800138000" in failed.output


def test_a_code_alone_is_one_that_works_or_there_is_none(app: App, server_url: str) -> None:
    here = ("--pool", app.pool_id, "--url", server_url)
    for wait in ((), ("--wait", "0")):
        nothing = run("outbox", "--code-only", *wait, *here)
        assert (nothing.exit_code, nothing.output) == (1, "")
    app.settings(verificationCode={"ttlSeconds": 300})
    old = app.code_for("13800138000")
    app.settings(verificationCode={"ttlSeconds": 5})
    app.code_for("13800138000")
    app.control("POST", "/clock/advance", {"seconds": 6, "userPoolId": app.pool_id})
    assert run("outbox", "--code-only", *here).output == f"{old}\n"
    assert "expired" in run("outbox", *here).output
    assert app.post("/api/v2/login/phone-code", phone="13800138000", code=old, autoRegister=True)["code"] == 200
    nothing = run("outbox", "--code-only", *here)
    assert (nothing.exit_code, nothing.output) == (1, "")
    assert "used" in run("outbox", *here).output


def test_what_was_read_is_cleared_and_one_message_is_taken_out(app: App, server_url: str) -> None:
    here = ("--pool", app.pool_id, "--url", server_url)
    mail, phone = "user+tag@example.test", "13800138000"
    codes = {each: app.code_for(each) for each in (mail, phone)}
    read = run("outbox", "--to", mail, "--wait", "1", "--code-only", "--clear", *here)
    assert (read.exit_code, read.output) == (0, f"{codes[mail]}\n")
    (left,) = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"]
    assert left["to"] == phone
    assert run("outbox", "--channel", "email", "--clear", *here).output == ""
    taken_out = run("outbox", "--delete", left["id"], "--url", server_url)
    assert (taken_out.exit_code, taken_out.output) == (0, "")
    assert app.control("GET", "/outbox", userPoolId=app.pool_id)["totalCount"] == 0
    again = run("outbox", "--delete", left["id"], "--url", server_url)
    assert again.exit_code == 1 and left["id"] in again.output
    assert run("outbox", "--delete", left["id"], "--clear", "--url", server_url).exit_code == 2


def test_a_pool_is_made_shown_reset_and_removed(server_url: str, tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text("users: [{username: ci, password: '111111'}]")
    made = json.loads(run("pool", "create", str(file), "--name", "mine", "--json", "--url", server_url).output)
    pool_id = made["userPoolId"]
    assert made["name"] == "mine"
    assert made["appSecret"] in run("pool", "show", pool_id, "--url", server_url).output
    assert pool_id in run("pool", "list", "--url", server_url).output
    assert "ci" in run("user", "list", pool_id, "--url", server_url).output
    fields = ("--fields", '{"blocked": true}')
    assert "added" in run("user", "add", pool_id, "--username", "new", *fields, "--url", server_url).output
    assert "blocked" in run("user", "list", pool_id, "--url", server_url).output
    assert run("pool", "reset", pool_id, "--url", server_url).exit_code == 0
    users = json.loads(run("user", "list", pool_id, "--json", "--url", server_url).output)
    assert [each["username"] for each in users] == ["ci"]
    assert run("pool", "delete", pool_id, "--url", server_url).exit_code == 0
    gone = run("pool", "show", pool_id, "--url", server_url)
    assert gone.exit_code == 1 and "there is no user pool" in gone.output


def test_several_pools_of_one_file_are_one_json_list(server_url: str, tmp_path: Path) -> None:
    file = tmp_path / "pools.yaml"
    file.write_text("pools: [{name: one}, {name: two}]")
    made = json.loads(run("pool", "create", str(file), "--json", "--url", server_url).output)
    assert [each["name"] for each in made] == ["one", "two"]


def test_users_are_generated_the_same_for_the_same_seed(app: App, server_url: str) -> None:
    generate = ("user", "generate", app.pool_id, "--url", server_url, "--locale", "en_US", "--password", "111111")
    made = json.loads(run(*generate, "--count", "2", "--rand-seed", "1", "--json").output)
    assert made["totalCount"] == len(made["list"]) == 2
    assert app.log_in(made["list"][0]["username"])["id"] == made["list"][0]["id"]
    shown = run(*generate, "--count", "12").output
    assert "generated 12 users, of whom the first 10 are" in shown and shown.count("@") == 10
    failed = run(*generate, "--locale", "en_USA")
    assert failed.exit_code == 1 and "did you mean 'en_US'?" in failed.output
    assert run(*generate, "--count", "0").exit_code == 2


def test_a_long_generation_shows_a_bar_on_a_terminal_and_keeps_the_output_clean(
    app: App, server_url: str, tmp_path: Path
) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "genauth_mock", "user", "generate", app.pool_id, "--count", "3000", "--json"]
    with (tmp_path / "out").open("wb") as output:
        process = subprocess.Popen([*command, "--url", server_url], stdout=output, stderr=theirs)
    os.close(theirs)
    drawn = b""
    # The end of a terminal that everybody has left is an error on Linux.
    with contextlib.suppress(OSError):
        while more := os.read(ours, 65536):
            drawn += more
    os.close(ours)
    assert process.wait(60) == 0
    assert b"generating" in drawn
    assert json.loads((tmp_path / "out").read_bytes())["totalCount"] == 3000


@pytest.mark.parametrize(
    "arguments",
    [
        ["outbox"],
        ["pool", "list"],
        ["pool", "create"],
        ["pool", "export", "p"],
        ["pool", "snapshot", "list"],
        ["pool", "snapshot", "save", "p", "s"],
        ["user", "list", "p"],
        ["user", "add", "p"],
        ["user", "generate", "p"],
        ["doctor"],
    ],
)
def test_a_server_that_is_not_there_is_said_so(arguments: list[str]) -> None:
    failed = run(*arguments, "--url", NOBODY_THERE)
    assert failed.exit_code == 1
    assert NOBODY_THERE in failed.output and "genauth-mock serve" in failed.output


def test_the_doctor_finds_a_server_well(server_url: str) -> None:
    examined = run("doctor", "--url", server_url)
    assert examined.exit_code == 0, examined.output
    assert examined.output.count("ok  ") == 7


def test_the_doctor_needs_no_unknown_app_and_leaves_nothing_behind() -> None:
    with ThreadedServer(Settings(port=0, unknown_apps="reject", demo=False)) as server:
        examined = run("doctor", "--url", server.base_url)
        assert examined.exit_code == 0, examined.output
        assert json.loads(run("pool", "list", "--json", "--url", server.base_url).output) == []


def test_the_doctor_tells_a_wrong_host_name(server_url: str) -> None:
    examined = run("doctor", "--url", server_url.replace("127.0.0.1", "localhost"))
    assert examined.exit_code == 0, examined.output


def test_the_doctor_tells_what_an_app_does_wrong_and_what_to_paste(app: App, server_url: str) -> None:
    ios = {"x-authing-request-from": "Guard-iOS@1.4.10"}
    app.http.get(f"/api/v2/applications/{app.app_id}/public-config", headers={"host": "console.localhost", **ios})
    here = ("doctor", "--app-id", app.app_id, "--url", server_url)
    warned = run(*here)
    assert warned.exit_code == 0, warned.output
    assert f"!   console_host (ios, app {app.app_id}, " in warned.output
    assert "): The iOS SDK called console.localhost" in warned.output
    assert "      Authing.setOnPremiseInfo(host: " in warned.output


def test_an_error_of_an_app_is_marked_while_it_is_new_and_changes_no_status(app: App, server_url: str) -> None:
    foreign = {"account": "ci", "password": base64.b64encode(bytes(range(128))).decode()}
    assert app.call("POST", "/api/v2/login/account", foreign).json()["code"] == 2016
    here = ("doctor", "--app-id", app.app_id, "--url", server_url)
    marked = run(*here)
    assert marked.exit_code == 0, marked.output
    assert "!!  wrong_key (" in marked.output and "its clients have problems" in marked.output
    app.control("POST", "/clock/advance", {"userPoolId": app.pool_id, "seconds": 600})
    assert "!   wrong_key (" in run(*here).output


@pytest.fixture
def lone() -> Iterator[App]:
    """An app on a server of its own, where nobody else does anything wrong."""
    with ThreadedServer(Settings(port=0)) as server, httpx.Client(base_url=server.base_url, trust_env=False) as http:
        yield App(http)


def test_the_doctor_says_what_is_wrong_first_and_what_its_marks_mean(lone: App) -> None:
    app, server_url = lone, str(lone.http.base_url)
    app.call("POST", "/api/v2/login/acount", {"account": "ci"})
    lines = run("doctor", "--app-id", app.app_id, "--url", server_url).output.splitlines()
    assert lines[0].startswith("!   unknown_path (")
    assert lines.index("") > max(n for n, line in enumerate(lines) if line.startswith("ok  "))
    assert "Marks: ! an earlier error, or a warning; ok a check that passed." in lines


def test_a_strict_doctor_fails_for_what_clients_do_wrong_and_not_for_notes(lone: App) -> None:
    app, server_url = lone, str(lone.http.base_url)
    here = ("doctor", "--app-id", app.app_id, "--url", server_url)
    path = f"/api/v2/applications/{app.app_id}/public-config"
    app.http.get(path, headers={"host": "core.genauth.ai"})
    noted = run(*here, "--strict")
    assert (noted.exit_code, noted.output.count("-   foreign_host (")) == (0, 1), noted.output
    app.call("POST", "/api/v2/login/acount", {"account": "ci"})
    assert run(*here).exit_code == 0
    assert run(*here, "--strict").exit_code == 1


def test_the_doctor_prints_a_comment_only_where_something_stands_below_it(app: App, server_url: str) -> None:
    app.make_user(username="ci")
    assert app.call("GET", "/events/v1/authentication/sub?code=x", headers=WEBSOCKET).status_code == 403
    noted = run("doctor", "--app-id", app.app_id, "--url", server_url).output
    assert "!   websocket (" in noted and "Subscribe after the login" not in noted


@pytest.mark.parametrize("sdk", list(BY_NAME))
def test_a_configuration_holds_host_and_app_id(sdk: str, server_url: str) -> None:
    printed = run("sdk", sdk, "--url", server_url, "--app-id", "my-app").output
    port = server_url.rsplit(":", 1)[1]
    assert "my-app" in printed and port in printed


@pytest.mark.parametrize("sdk", list(BY_NAME))
def test_a_configuration_has_chinese_comments_and_the_same_code(sdk: str, server_url: str) -> None:
    english, chinese = (
        run("sdk", sdk, "--lang", lang, "--url", server_url).output.splitlines()[1:] for lang in ("en", "zh")
    )
    comment = re.compile(r"(?<![:\w])(//|#)\s.*")
    assert [comment.sub("", each).rstrip() for each in english] == [comment.sub("", each).rstrip() for each in chinese]
    for line in chinese:
        said = comment.search(line)
        assert said is None or re.search(r"[\u4e00-\u9fff]", said[0]), line


@pytest.mark.parametrize(
    ("env", "is_chinese"),
    [
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
    ],
)
def test_comments_follow_the_language_of_the_environment(
    env: dict[str, str], is_chinese: bool, server_url: str
) -> None:
    unset: dict[str, str | None] = {"LC_ALL": None, "LC_MESSAGES": None, "LANG": None}
    printed = CliRunner(env=unset | env).invoke(main, ["sdk", "ios", "--url", server_url]).output
    assert ("顺序很重要" in printed) is is_chinese


def test_the_mobile_configurations_keep_the_order_that_the_sdks_need(server_url: str) -> None:
    ios = run("sdk", "ios", "--url", server_url).output
    assert ios.index("setSchema") < ios.index("setOnPremiseInfo") < ios.index("Authing.start")
    android = run("sdk", "android", "--url", server_url).output
    assert android.index("setScheme") < android.index("setHost") < android.index("Authing.init(")
    assert "10.0.2.2:" in android
    flutter = run("sdk", "flutter", "--url", server_url).output
    assert flutter.index("HttpOverrides.global") < flutter.index("sPublicKey") < flutter.index("Authing.init(")


def test_a_configuration_has_the_servers_own_key(http_key: str, server_url: str) -> None:
    for sdk in ("ios", "flutter"):
        assert http_key in run("sdk", sdk, "--url", server_url).output


def test_without_a_server_the_packaged_key_is_printed_and_said_so(http_key: str) -> None:
    printed = run("sdk", "ios", "--url", NOBODY_THERE)
    assert printed.exit_code == 0
    assert "packaged key" in printed.stderr
    assert http_key in printed.stdout


def test_a_server_that_refuses_unknown_apps_offers_no_other_id(strict_server: str, server_url: str) -> None:
    assert "Any other app id works too" in run("sdk", "ios", "--url", server_url).output
    assert "Any other app id works too" in run("sdk", "ios", "--url", NOBODY_THERE).output
    assert "Any other app id" not in run("sdk", "ios", "--url", strict_server).output
    failed = run("sdk", "ios", "--app-id", "unknown", "--url", strict_server)
    assert failed.exit_code == 1 and "there is no application 'unknown'" in failed.output


def test_another_app_gets_its_own_secret_or_none(app: App, server_url: str) -> None:
    made = app.control("POST", "/pools", {})
    assert made["appSecret"] in run("sdk", "node", "--app-id", made["appId"], "--url", server_url).output
    assert "YOUR_APP_SECRET" in run("sdk", "node", "--app-id", "not-there", "--url", server_url).output
    assert "YOUR_APP_SECRET" in run("sdk", "node", "--app-id", "not-there", "--url", NOBODY_THERE).output


@pytest.fixture
def http_key(app: App) -> str:
    return str(app.control("GET", "/info")["rsaPublicKey"])
