"""`genauth-mock clock`."""

import json

import pytest
from click.testing import CliRunner, Result
from genauth_mock.cli import main
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App


def run(app: App, *arguments: str) -> Result:
    here = ("--pool", app.pool_id, "--url", str(app.http.base_url))
    return CliRunner().invoke(main, ["clock", *arguments, *here], catch_exceptions=False)


def offset(app: App) -> float:
    return float(json.loads(run(app, "show", "--json").output)["offsetSeconds"])


def test_a_clock_is_set_stopped_moved_and_brought_back(app: App) -> None:
    assert offset(app) == 0
    assert run(app, "set", "2030-01-01T00:00:00Z", "--freeze").output.startswith("2030-01-01T00:00:00.000Z (frozen)")
    assert run(app, "advance", "1h30m").output.startswith("2030-01-01T01:30:00.000Z")
    assert run(app, "advance", "-90").output.startswith("2030-01-01T01:28:30.000Z")
    assert "(frozen)" not in run(app, "set", "--unfreeze").output
    assert "seconds from the real time" in run(app, "show").output
    run(app, "set", "--reset")
    assert offset(app) == 0


@pytest.mark.parametrize(
    ("given", "seconds"), [("90", 90), ("90s", 90), ("5m", 300), ("1h30m", 5400), ("14d", 1209600)]
)
def test_durations_are_written_as_people_do(app: App, given: str, seconds: int) -> None:
    run(app, "advance", given)
    assert offset(app) == seconds


def test_what_is_no_duration_or_time_is_named(app: App) -> None:
    failed = run(app, "advance", "tomorrow")
    assert failed.exit_code == 2 and "'tomorrow' is no duration" in failed.output
    failed = run(app, "set", "tomorrow")
    assert failed.exit_code == 1 and "now: it must be an ISO 8601 time" in failed.output
    failed = run(app, "set")
    assert failed.exit_code == 2 and "nothing to set" in failed.output
    failed = run(app, "advance", "100000d")
    assert failed.exit_code == 1 and "seconds" in failed.output


def test_of_all_clocks_it_is_said_what_was_done_and_no_time_that_is_none_of_theirs() -> None:
    with ThreadedServer(Settings(port=0)) as server:
        for arguments, said in ((["advance", "5m1s"], "moved"), (["set", "2030-01-01"], "set")):
            ended = CliRunner().invoke(main, ["clock", *arguments, "--url", server.base_url])
            assert ended.exit_code == 0 and ended.output.startswith(f"{said} the clocks of all user pools")
