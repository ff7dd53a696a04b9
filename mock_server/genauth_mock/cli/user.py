"""`genauth-mock user …`."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote

import click
from genauth_mock_client import GenAuthError, Server

from genauth_mock.cli.asking import (
    asking,
    json_option,
    server_options,
    show_json,
    show_table,
)

_COLUMNS = ("ID", "USER NAME", "E-MAIL", "PHONE", "NICKNAME", "STATE")
# Of generated users, in a table for people.
_SHOWN = 10
# About half a second.
_MANY = 2000
_LOOK_EVERY_SECONDS = 0.25


@click.group("user")
def command() -> None:
    """Add, generate and list users of a pool."""


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


@command.command("generate")
@click.argument("user_pool_id", metavar="POOL")
@click.option("--count", type=click.IntRange(1, 100_000), default=10, show_default=True, help="How many.")
@click.option("--locale", metavar="LOCALE", help="A locale of Faker, e.g. en_US.  [default: zh_CN]")
@click.option("--rand-seed", type=int, metavar="N", help="Make the same users each time; again, the next ones.")
@click.option("--password", help="Give them all this password. Without one they log in by codes.")
@json_option
@server_options
def generate(
    user_pool_id: str,
    count: int,
    locale: str | None,
    rand_seed: int | None,
    password: str | None,
    as_json: bool,
    url: str,
    control_token: str | None,
) -> None:
    """Generate users who look real, all or none. Of more than a thousand, the first thousand are printed as JSON."""
    given = {"count": count, "locale": locale, "randSeed": rand_seed, "password": password}
    body = {name: value for name, value in given.items() if value is not None}
    path = f"/pools/{quote(user_pool_id, safe='')}/users"
    with asking(url, control_token) as server, _progress(server, path, count):
        made = server.call("POST", f"{path}/generate", body, patience=count / 100)
    if as_json:
        show_json(made)
        return
    click.echo(
        f"generated {made['totalCount']} users" + (f", of whom the first {_SHOWN} are" if count > _SHOWN else "")
    )
    show_table(_COLUMNS, [_row(each) for each in made["list"][:_SHOWN]], "")


@contextmanager
def _progress(server: Server, path: str, count: int) -> Iterator[None]:
    """Shows how many users there are by now, while others make them; where that is quick, or nobody looks, nothing."""
    if count < _MANY or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415 - slow, and `serve` needs none
    from rich.progress import Progress  # noqa: PLC0415 - as above

    def users() -> int:
        return int(server.call("GET", path, limit=1)["totalCount"])

    before, done = users(), threading.Event()
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("generating", total=count)

        def look() -> None:
            while not done.wait(_LOOK_EVERY_SECONDS):
                with suppress(GenAuthError):
                    bar.update(task, completed=users() - before)

        looking = threading.Thread(target=look, daemon=True)
        looking.start()
        try:
            yield
        finally:
            done.set()
            looking.join()


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
        show_table(_COLUMNS, [_row(each) for each in users], "the pool has no users")


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
