"""`genauth-mock user …`."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import click

from mock_server.cli.asking import asking, json_option, server_options, show_json, show_table


@click.group("user")
def command() -> None:
    """Add and list users of a pool."""


@command.command("add")
@click.argument("user_pool_id", metavar="POOL")
@click.option("--username")
@click.option("--password", help="Plain.")
@click.option("--email")
@click.option("--phone")
@click.option("--nickname")
@click.option("--fields", metavar="JSON", help="Any other fields, e.g. '{\"blocked\": true}'.")
@json_option
@server_options
def add(
    user_pool_id: str, fields: str | None, as_json: bool, url: str, control_token: str | None, **given: str | None
) -> None:
    """Add a user."""
    body: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if fields:
        try:
            more = json.loads(fields)
        except ValueError:
            more = None
        if not isinstance(more, dict):
            raise click.BadParameter(f"{fields!r} is not a JSON object", param_hint="--fields")
        body |= more
    with asking(url, control_token) as server:
        user = server.call("POST", f"/pools/{quote(user_pool_id, safe='')}/users", body)
    if as_json:
        show_json(user)
    else:
        click.echo(f"added user {user['id']}")


@command.command("list")
@click.argument("user_pool_id", metavar="POOL")
@json_option
@server_options
def list_users(user_pool_id: str, as_json: bool, url: str, control_token: str | None) -> None:
    """List a pool's users, newest first."""
    with asking(url, control_token) as server:
        users = server.call("GET", f"/pools/{quote(user_pool_id, safe='')}/users", limit=10_000)["list"]
    if as_json:
        show_json(users)
    else:
        columns = ("ID", "USER NAME", "E-MAIL", "PHONE", "NICKNAME", "STATE")
        show_table(columns, [_row(each) for each in users], "the pool has no users")


def _row(user: dict[str, Any]) -> tuple[object, ...]:
    states = [
        text
        for text, is_so in (
            ("blocked", user["blocked"]),
            ("must change the password", user["resetPasswordOnFirstLogin"]),
            ("no password", not user["passwordSet"]),
            (user["status"], user["status"] != "Activated"),
        )
        if is_so
    ]
    return user["id"], user["username"], user["email"], user["phone"], user["nickname"], ", ".join(states)
