"""`genauth-mock fault`."""

import json

from click.testing import CliRunner, Result
from genauth_mock.cli import main

from tests.conftest import App


def run(app: App, *arguments: str) -> Result:
    here = ("--pool", app.pool_id, "--url", str(app.http.base_url))
    return CliRunner().invoke(main, ["fault", *arguments, *here], catch_exceptions=False)


def log_in(app: App, account: str = "ci") -> int:
    return int(app.post("/api/v2/login/account", account=account, password="x")["code"])


def test_a_fault_is_added_listed_and_cleared(app: App) -> None:
    added = run(app, "add", "loginByAccount", "--error", "2004", "--times", "0", "--match", "account=ci")
    assert added.output.startswith("added fault ")
    assert [log_in(app), log_in(app, "other")] == [2004, 2333]
    listed = run(app, "list").output
    assert "1 of ∞" in listed and "loginByAccount account=ci" in listed and '{"code": 2004}' in listed
    assert run(app, "clear").exit_code == 0
    assert "there is no fault" in run(app, "list").output


def test_all_that_a_fault_can_be_is_an_option(app: App) -> None:
    options = "--error CREDENTIALS_WRONG --message no --http-status 429 --method post --path /api/*"
    more = "--delay-ms 1 --skip 1 --times 2 --probability 0.5 --rand-seed 3 --cut-body --json"
    fault = json.loads(
        run(app, "add", *options.split(), "--header", "Retry-After: 3", "--data", '{"a": [1]}', *more.split()).output
    )
    for name in ("id", "createdAt", "userPoolId"):
        assert fault.pop(name)
    assert fault == {
        "method": "POST",
        "path": "/api/*",
        "error": {
            "code": "CREDENTIALS_WRONG", "message": "no", "httpStatus": 429, "headers": {"Retry-After": "3"},
            "data": {"a": [1]},
        },
        "delayMs": 1,
        "cutBody": True,
        "skip": 1,
        "times": 2,
        "probability": 0.5,
        "randSeed": 3,
        "hits": 0,
    }  # fmt: skip


def test_one_of_several_is_removed_by_its_id(app: App) -> None:
    first, _ = (json.loads(run(app, "add", "--delay-ms", "1", "--json").output)["id"] for _ in range(2))
    cleared = CliRunner().invoke(main, ["fault", "clear", first, "--url", str(app.http.base_url)])
    assert cleared.exit_code == 0
    assert len(json.loads(run(app, "list", "--json").output)) == 1


def test_what_cannot_be_is_named(app: App) -> None:
    failed = run(app, "add", "loginByAcount", "--delay-ms", "1")
    assert failed.exit_code == 1 and "did you mean 'loginByAccount'" in failed.output
    failed = run(app, "add", "--match", "account", "--delay-ms", "1")
    assert failed.exit_code == 2 and "'account' is not NAME=VALUE" in failed.output
    failed = run(app, "add", "--error", "200", "--data", "{a: 1}")
    assert failed.exit_code == 2 and "is no JSON" in failed.output
