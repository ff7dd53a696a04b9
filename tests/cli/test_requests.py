"""`genauth-mock requests`."""

import json
import subprocess
import sys

from click.testing import CliRunner, Result
from genauth_mock.cli import main

from tests.conftest import App
from tests.routes.control.tls import speak_tls


def run(app: App, *arguments: str) -> Result:
    here = ("--pool", app.pool_id, "--url", str(app.http.base_url))
    return CliRunner().invoke(main, ["requests", *arguments, *here], catch_exceptions=False)


def log_in(app: App, account: str) -> None:
    app.post("/api/v2/login/account", account=account, password="111111")


def test_requests_are_listed_shown_and_cleared(app: App) -> None:
    log_in(app, "ci")
    app.call("POST", "/api/v2/login/acount")
    listed = run(app).output
    assert "loginByAccount" in listed and "200 2333" in listed
    assert "unknown; nearest: POST /api/v2/login/account" in run(app, "--unmatched").output
    (entry,) = json.loads(run(app, "--operation", "loginByAccount", "--json").output)
    shown = run(app, "--show", entry["id"]).output
    assert "requestBody:" in shown and '"account": "ci"' in shown and "111111" not in shown
    assert run(app, "--curl", entry["id"]).output.startswith("curl -X POST http://127.0.0.1:")
    assert run(app, "--clear").exit_code == 0
    assert "loginByAccount" not in run(app).output


def test_requests_are_followed(app: App) -> None:
    log_in(app, "before")
    command = [sys.executable, "-m", "genauth_mock", "requests", "--follow", "--json", "--pool", app.pool_id]
    following = subprocess.Popen(
        [*command, "--path", "/api/v2/login/*", "--url", str(app.http.base_url)], stdout=subprocess.PIPE, text=True
    )
    assert following.stdout is not None
    try:
        for account in ("before", "then", "later"):
            if account != "before":
                log_in(app, account)
            assert json.loads(following.stdout.readline())["requestBody"]["account"] == account
    finally:
        following.kill()
        following.wait(10)
        following.stdout.close()


def test_a_client_that_spoke_https_is_listed(app: App) -> None:
    url = str(app.http.base_url)
    speak_tls(url)
    listed = CliRunner().invoke(main, ["requests", "--method", "TLS", "--url", url], catch_exceptions=False).output
    assert "unknown; nearest: plain http" in listed


def test_an_unknown_request_is_named(app: App) -> None:
    failed = run(app, "--show", "nothing")
    assert failed.exit_code == 1 and "there is no request 'nothing'" in failed.output
    assert run(app, "--show", "a", "--follow").exit_code == 2
