"""`genauth-mock clock …`."""

from __future__ import annotations

import re
from typing import Any

import click

from genauth_mock.cli.asking import (
    asking,
    json_option,
    pool_option,
    server_options,
    show_json,
)

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class _Duration(click.ParamType[float]):
    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        parts = re.fullmatch(r"([+-]?)((?:\d+(?:\.\d+)?[smhd]?)+)", str(value).strip())
        if parts is None:
            self.fail(f"{value!r} is no duration; it takes seconds, or 90s, 5m, 1h30m, 14d", param, ctx)
        sum_of = sum(float(n) * _UNITS[unit or "s"] for n, unit in re.findall(r"(\d+(?:\.\d+)?)([smhd]?)", parts[2]))
        return -sum_of if parts[1] == "-" else sum_of


@click.group("clock")
def command() -> None:
    """Show, set, move on and stop the clock of a user pool, or of all."""


def _show(clock: dict[str, Any], as_json: bool, changed: str = "") -> None:
    """Shows a clock; or says of all clocks what was done to them, since they need not be alike."""
    if as_json:
        show_json(clock)
        return
    if changed:
        click.echo(f"{changed} the clocks of all user pools; `genauth-mock clock show --pool POOL` shows one")
        return
    click.echo(clock["now"] + (" (frozen)" if clock["frozen"] else ""))
    if clock["offsetSeconds"]:
        click.echo(f"{clock['offsetSeconds']:+.3f} seconds from the real time")


@command.command("show")
@pool_option
@json_option
@server_options
def show(user_pool_id: str | None, as_json: bool, url: str, control_token: str | None) -> None:
    """Show a pool's clock; without --pool the wall clock of the server."""
    with asking(url, control_token) as server:
        _show(server.call("GET", "/clock", userPoolId=user_pool_id), as_json)


@command.command("set")
@click.argument("time", required=False)
@click.option("--freeze/--unfreeze", "frozen", default=None, help="Stop the clock, or let it go on.")
@click.option("--reset", is_flag=True, help="Back to the wall clock's time.")
@pool_option
@json_option
@server_options
def set_clock(
    time: str | None,
    frozen: bool | None,
    reset: bool,
    user_pool_id: str | None,
    as_json: bool,
    url: str,
    control_token: str | None,
) -> None:
    """Set the clock to TIME (2030-01-01T00:00:00Z), stop it, let it go, or bring it back to the wall clock."""
    if reset and (time is not None or frozen is not None):
        raise click.UsageError("--reset cannot be combined with TIME or --freeze")
    change: dict[str, Any] = {"frozen": False, "offsetSeconds": 0} if reset else {}
    if time is not None:
        change["now"] = time
    if frozen is not None:
        change["frozen"] = frozen
    if not change:
        raise click.UsageError("nothing to set: give TIME, --freeze, --unfreeze or --reset")
    with asking(url, control_token) as server:
        _show(server.call("PUT", "/clock", change, userPoolId=user_pool_id), as_json, "" if user_pool_id else "set")


@command.command("advance", context_settings={"ignore_unknown_options": True})
@click.argument("duration", type=_Duration())
@pool_option
@json_option
@server_options
def advance(duration: float, user_pool_id: str | None, as_json: bool, url: str, control_token: str | None) -> None:
    """Move the clock on by DURATION: seconds, or 90s, 5m, 1h30m, 14d; back, with a minus before it."""
    wanted = {"seconds": duration} | ({"userPoolId": user_pool_id} if user_pool_id else {})
    with asking(url, control_token) as server:
        _show(server.call("POST", "/clock/advance", wanted), as_json, "" if user_pool_id else "moved")
