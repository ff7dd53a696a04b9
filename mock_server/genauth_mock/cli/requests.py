"""`genauth-mock requests`."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import click
from genauth_mock_client import Request, Server

from genauth_mock.cli.asking import (
    asking,
    json_option,
    pool_option,
    server_options,
    show_json,
    show_table,
)


@click.command("requests")
@pool_option
@click.option("--operation", help="Only calls of this operation, by GenAuth's name or an SDK's.")
@click.option("--path", help="Only requests of this path; * stands for any text.")
@click.option("--method", help="Only requests of this HTTP method.")
@click.option("--status", type=int, metavar="N", help="Only answers with this HTTP status.")
@click.option("--code", help="Only answers with this business code or OAuth error.")
@click.option("--unmatched", is_flag=True, help="Only requests that no operation takes.")
@click.option("--crash", is_flag=True, help="Only requests at which the mock itself failed.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many, at most.")
@click.option("--follow", is_flag=True, help="Go on with each request as soon as it is answered, until Ctrl-C.")
@click.option("--show", metavar="ID", help="Show all of one request.")
@click.option("--curl", metavar="ID", help="Print the curl command that sends a request again.")
@click.option("--clear", is_flag=True, help="Take these requests out of the journal.")
@json_option
@server_options
def command(
    user_pool_id: str | None,
    unmatched: bool,
    crash: bool,
    limit: int,
    follow: bool,
    show: str | None,
    curl: str | None,
    clear: bool,
    as_json: bool,
    url: str,
    control_token: str | None,
    **given: Any,
) -> None:
    """Read what was asked and answered, newest first. Secrets are left out unless the server has --journal-secrets."""
    if sum((follow, clear, bool(show), bool(curl))) > 1:
        raise click.UsageError("--follow, --show, --curl and --clear cannot be combined; give one of them")
    only = {"matched": "false" if unmatched else None, "crash": "true" if crash else None}
    wanted = {"userPoolId": user_pool_id, **only, **given}
    with asking(url, control_token) as server:
        if show or curl:
            found = server.call("GET", f"/requests/{quote(show or curl or '', safe='')}")
            _show_one(found, as_json) if show else click.echo(found["curl"])
        elif clear:
            server.call("DELETE", "/requests", **wanted)
        elif follow:
            _follow(server, wanted, limit, as_json)
        else:
            _list(server.call("GET", "/requests", limit=limit, **wanted)["list"], as_json)


def _list(requests: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        show_json(requests)
        return
    rows = [
        (each["at"][11:23], each["method"], each["path"], _answer(each), _note(each), each["id"]) for each in requests
    ]
    show_table(("AT", "METHOD", "PATH", "ANSWER", "OPERATION", "ID"), rows, "no request fits")


def _answer(request: dict[str, Any]) -> str:
    if request["status"] is None:
        return "none"
    return " ".join(dict.fromkeys(str(each) for each in (request["status"], request["code"]) if each is not None))


def _note(request: dict[str, Any]) -> str:
    if not request["matched"]:
        return f"unknown; nearest: {request['nearest']}"
    what = " (the mock itself failed)" if "crash" in request else " (forced)" if "fault" in request else ""
    return (request["operation"] or "") + what


def _show_one(request: dict[str, Any], as_json: bool) -> None:
    if as_json:
        show_json(request)
        return
    click.echo(f"{request['at']} {request['method']} {request['path']} → {_answer(request)} {_note(request)}")
    for name, value in request.items():
        if name not in ("at", "method", "path", "status", "code", "operation", "matched", "nearest"):
            click.echo(
                f"\n{name}:\n{value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)}"
            )


def _follow(server: Server, wanted: dict[str, Any], limit: int, as_json: bool) -> None:
    def show(request: dict[str, Any]) -> None:
        click.echo(json.dumps(request, ensure_ascii=False) if as_json else str(Request.of(request)))

    before = server.call("GET", "/requests", limit=limit, **wanted)["list"]
    for each in reversed(before):
        show(each)
    try:
        for each in server.events("/requests/stream", **wanted, after=before[0]["id"] if before else None):
            show(each)
    except KeyboardInterrupt:
        return
