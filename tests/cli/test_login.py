"""`genauth-mock login`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from genauth_mock.cli import main
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["login", *arguments], catch_exceptions=False)


def test_a_storage_state_is_printed_unless_another_form_is_asked_for(app: App, server_url: str) -> None:
    user = app.make_user(username="ann")
    here = ("--app", app.app_id, "--url", server_url)
    state = json.loads(run("ann", *here).output)
    assert state.keys() == {"cookies", "origins"} and state["cookies"][0]["name"] == "authing_session"
    kept = json.loads(run("ann", "--origin", "http://localhost:3000", "--sdk", "oidc-client-ts", *here).output)
    assert kept["origins"][0]["origin"] == "http://localhost:3000"
    app.token = run("ann", "--as", "token", *here).output.strip()
    assert app.get("/api/v2/users/me")["data"]["id"] == user["id"]
    assert json.loads(run("ann", "--as", "cookie", *here).output).keys() == {"name", "value", "domain", "path"}
    assert json.loads(run(user["id"], "--as", "json", *here).output)["user"]["username"] == "ann"


def test_without_an_application_it_is_the_demo_pools(demo: App, server_url: str) -> None:
    demo.token = run("ci", "--as", "token", "--url", server_url).output.strip()
    assert demo.get("/api/v2/users/me")["data"]["username"] == "ci"


def test_who_is_unknown_ends_it_with_the_servers_words(app: App, server_url: str) -> None:
    assert app.pool_id
    failed = run("nobody", "--app", app.app_id, "--url", server_url)
    assert failed.exit_code == 1 and "nobody" in failed.output


@pytest.mark.parametrize(("option", "told"), [("--as", "storage-state"), ("--sdk", "oidc-client-ts")])
def test_a_wrong_choice_lists_what_is_allowed(option: str, told: str) -> None:
    failed = run("ann", option, "x")
    assert failed.exit_code == 2 and told in failed.output


def test_a_server_without_a_demo_pool_asks_for_an_application() -> None:
    with ThreadedServer(Settings(port=0, demo=False)) as server:
        failed = run("ann", "--url", server.base_url)
    assert failed.exit_code == 2 and "--app" in failed.output
