"""`genauth-mock fault …`."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import click

from genauth_mock.cli.asking import (
    asking,
    json_option,
    pool_option,
    server_options,
    show_json,
    show_table,
)


class _Pair(click.ParamType[tuple[str, str]]):
    name = "pair"

    def __init__(self, sign: str) -> None:
        self._sign = sign

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        name, sign, text = str(value).partition(self._sign)
        if not sign or not name.strip():
            self.fail(f"{value!r} is not NAME{self._sign}VALUE", param, ctx)
        return name.strip(), text.strip()


class _Json(click.ParamType[Any]):
    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return json.loads(value)
        except ValueError as fault:
            self.fail(f"{value!r} is no JSON: {fault}", param, ctx)


@click.group("fault")
def command() -> None:
    """Let requests go wrong, and see how often they have."""


@command.command("add")
@click.argument("operation", required=False)
@click.option("--error", metavar="CODE", help="Number or name of the error catalogue, an OAuth error, or any number.")
@click.option("--message", help="Other words than the catalogue's.")
@click.option("--http-status", type=int, metavar="N")
@click.option("--header", "headers", type=_Pair(":"), multiple=True, metavar="'NAME: VALUE'", help="May be repeated.")
@click.option("--data", type=_Json(), metavar="JSON", help="What the answer carries; with --error 200 a success does.")
@click.option("--method", help="Only requests of this HTTP method.")
@click.option("--path", help="Only requests of this path; * stands for any text.")
@click.option(
    "--match", type=_Pair("="), multiple=True, metavar="FIELD=VALUE",
    help="Only requests with this field in query or body; may be repeated.",
)  # fmt: skip
@click.option("--delay-ms", type=int, metavar="N", help="Answer so much later.")
@click.option("--disconnect", is_flag=True, default=None, help="Cut the connection instead of answering.")
@click.option("--cut-body", is_flag=True, default=None, help="Cut the connection in the middle of the answer.")
@click.option("--skip", type=int, metavar="N", help="Let the first N requests pass.")
@click.option("--times", type=int, metavar="N", help="Strike so often [1]; 0 is for ever.")
@click.option("--probability", type=float, metavar="P", help="Strike by chance, from 0 to 1.")
@click.option("--rand-seed", type=int, metavar="N", help="Makes chance strike the same requests each time.")
@pool_option
@json_option
@server_options
def add(
    operation: str | None,
    user_pool_id: str | None,
    as_json: bool,
    url: str,
    control_token: str | None,
    **given: Any,
) -> None:
    """Let the next call of OPERATION (loginByAccount), or whatever --method, --path and --match choose, go wrong."""
    error: dict[str, Any] = {"code": _code(given["error"]), "message": given["message"]}
    error |= {"httpStatus": given["http_status"], "headers": dict(given["headers"]) or None, "data": given["data"]}
    wanted = {
        "userPoolId": user_pool_id,
        "operation": operation,
        "method": given["method"] and given["method"].upper(),
        "path": given["path"],
        "match": dict(given["match"]) or None,
        "error": _without_none(error) or None,
        "delayMs": given["delay_ms"],
        "disconnect": given["disconnect"],
        "cutBody": given["cut_body"],
        "skip": given["skip"],
        "times": given["times"],
        "probability": given["probability"],
        "randSeed": given["rand_seed"],
    }
    with asking(url, control_token) as server:
        fault = server.call("POST", "/faults", _without_none(wanted))
    if as_json:
        show_json(fault)
    else:
        click.echo(f"added fault {fault['id']}")


def _code(error: str | None) -> int | str | None:
    return int(error) if error is not None and error.lstrip("-").isdigit() else error


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@command.command("list")
@pool_option
@json_option
@server_options
def list_faults(user_pool_id: str | None, as_json: bool, url: str, control_token: str | None) -> None:
    """List faults, newest first, with how often each has struck."""
    with asking(url, control_token) as server:
        faults = server.call("GET", "/faults", userPoolId=user_pool_id, limit=10_000)["list"]
    if as_json:
        show_json(faults)
    else:
        rows = [
            (each["id"], f"{each['hits']} of {each['times'] or '∞'}", _requests_of(each), _effect_of(each),
             each.get("userPoolId", "every pool"))
            for each in faults
        ]  # fmt: skip
        show_table(("FAULT", "HITS", "REQUESTS", "GET", "POOL"), rows, "there is no fault")


def _requests_of(fault: dict[str, Any]) -> str:
    chosen = [str(fault[name]) for name in ("operation", "method", "path") if name in fault]
    chosen += [f"{name}={value}" for name, value in fault.get("match", {}).items()]
    return " ".join(chosen) or "all"


def _effect_of(fault: dict[str, Any]) -> str:
    effects = []
    if "delayMs" in fault:
        effects.append(f"{fault['delayMs']} ms later")
    if "error" in fault:
        effects.append(json.dumps(fault["error"], ensure_ascii=False))
    effects += [words for name, words in (("disconnect", "no answer"), ("cutBody", "half a body")) if name in fault]
    return ", ".join(effects)


@command.command("clear")
@click.argument("fault_ids", metavar="[FAULT]...", nargs=-1)
@pool_option
@server_options
def clear(fault_ids: tuple[str, ...], user_pool_id: str | None, url: str, control_token: str | None) -> None:
    """Remove faults: those that are named, those of --pool, or all."""
    if fault_ids and user_pool_id:
        raise click.UsageError("name the faults to remove, or give --pool")
    with asking(url, control_token) as server:
        if not fault_ids:
            server.call("DELETE", "/faults", userPoolId=user_pool_id)
        for each in fault_ids:
            server.call("DELETE", f"/faults/{quote(each, safe='')}")
