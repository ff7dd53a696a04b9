"""`genauth-mock pool snapshot …`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import click

from genauth_mock.cli.asking import (
    asking,
    json_option,
    server_options,
    show_json,
    show_table,
)

# What a server may take longer for a large pool than for any other call.
PATIENCE_SECONDS = 300


@click.group("snapshot")
def command() -> None:
    """Keep named states of a user pool, and bring them back."""


def _path(name: str) -> str:
    return f"/snapshots/{quote(name, safe='')}"


@command.command("save")
@click.argument("user_pool_id", metavar="POOL")
@click.argument("name")
@json_option
@server_options
def save(user_pool_id: str, name: str, as_json: bool, url: str, control_token: str | None) -> None:
    """Keep the pool as it is now: users, tokens, codes, outbox, pictures, settings, clock."""
    with asking(url, control_token) as server:
        saved = server.call("PUT", _path(name), patience=PATIENCE_SECONDS, userPoolId=user_pool_id)
    if as_json:
        show_json(saved)
    else:
        click.echo(f"saved snapshot {name} of user pool {user_pool_id}, {saved['sizeBytes']:,} bytes")


@command.command("restore")
@click.argument("user_pool_id", metavar="POOL")
@click.argument("name")
@json_option
@server_options
def restore(user_pool_id: str, name: str, as_json: bool, url: str, control_token: str | None) -> None:
    """Bring the pool back to a state that was kept."""
    with asking(url, control_token) as server:
        pool = server.call("POST", f"{_path(name)}/restore", patience=PATIENCE_SECONDS, userPoolId=user_pool_id)
    if as_json:
        show_json(pool)
    else:
        click.echo(f"restored user pool {user_pool_id} from snapshot {name}")


@command.command("list")
@click.argument("user_pool_id", metavar="[POOL]", required=False)
@json_option
@server_options
def list_snapshots(user_pool_id: str | None, as_json: bool, url: str, control_token: str | None) -> None:
    """List a pool's snapshots, or all pools', newest first."""
    with asking(url, control_token) as server:
        found: list[dict[str, Any]] = server.call("GET", "/snapshots", userPoolId=user_pool_id, limit=10_000)["list"]
    if as_json:
        show_json(found)
    else:
        rows = [(each["name"], each["userPoolId"], each["createdAt"][:19], f"{each['sizeBytes']:,}") for each in found]
        show_table(("SNAPSHOT", "POOL", "MADE", "BYTES"), rows, "there is no snapshot")


@command.command("delete")
@click.argument("user_pool_id", metavar="POOL")
@click.argument("name")
@json_option
@server_options
def delete(user_pool_id: str, name: str, as_json: bool, url: str, control_token: str | None) -> None:
    """Remove a snapshot."""
    with asking(url, control_token) as server:
        server.call("DELETE", _path(name), userPoolId=user_pool_id)
    if as_json:
        show_json({"name": name, "userPoolId": user_pool_id})
    else:
        click.echo(f"deleted snapshot {name} of user pool {user_pool_id}")
