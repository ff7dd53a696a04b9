"""`genauth-mock pool …`."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from genauth_mock.cli import snapshot
from genauth_mock.cli.asking import (
    asking,
    json_option,
    server_options,
    show_json,
    show_table,
)
from genauth_mock.cli.progress import Progress
from genauth_mock.cli.snapshot import PATIENCE_SECONDS
from genauth_mock.documents.field_types import dumped
from genauth_mock.kit.shipped import FIXTURES

_LARGE_BYTES = 4 * 1024 * 1024
_YAML = {".yaml", ".yml"}


@click.group("pool")
def command() -> None:
    """Make, list, show, reset and remove user pools; write them to files, and keep their states.

    POOL is a pool's id, its name, or the id of one of its applications.
    """


command.add_command(snapshot.command)


def _show(pool: dict[str, Any], as_json: bool) -> None:
    if as_json:
        show_json(pool)
        return
    for key in ("userPoolId", "userPoolSecret", "appId", "appSecret", "name"):
        click.echo(f"{key:15} {pool[key]}")


@command.command("create")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", help="The pool's name.")
@json_option
@server_options
def create(file: Path | None, name: str | None, as_json: bool, url: str, control_token: str | None) -> None:
    """Make a user pool, empty or as a pool document in FILE (YAML or JSON) says."""
    if file and _is_large(file):
        if name:
            raise click.BadParameter(
                "a file of this size is sent as it is; write the name into it", param_hint="--name"
            )
        _send_large("/pools", file, as_json, url, control_token)
        return
    documents = _documents(file) if file else [{}]
    _send("/pools", [each | ({"name": name} if name else {}) for each in documents], as_json, url, control_token)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
@server_options
def import_pools(file: Path, as_json: bool, url: str, control_token: str | None) -> None:
    """Make the user pools of FILE (YAML or JSON); a pool of the same id is replaced as a whole."""
    if _is_large(file):
        _send_large("/import", file, as_json, url, control_token)
    else:
        _send("/import", _documents(file), as_json, url, control_token)


def _is_large(file: Path) -> bool:
    """Whether the server is to read a file alone, a bit at a time; it holds one pool then."""
    return file.stat().st_size > _LARGE_BYTES


def _send_large(path: str, file: Path, as_json: bool, url: str, control_token: str | None) -> None:
    kind = "yaml" if file.suffix in _YAML else "json"
    tell = Progress(file.stat().st_size)
    with asking(url, control_token) as server, file.open("rb") as document:
        for name, data in server.send(path, document, kind, sent=tell.sent):
            if name == "done":
                tell.end()
                _show(data, as_json)
            else:
                tell.users(data["users"])


def _documents(file: Path) -> list[dict[str, Any]]:
    from genauth_mock.steering.pools.seed_files import BadSeedFile, seeds_in  # noqa: PLC0415 - only here

    try:
        return [dumped(each.document) for each in seeds_in(file)]
    except BadSeedFile as fault:
        raise click.BadParameter(str(fault), param_hint="FILE") from None


def _send(path: str, documents: list[dict[str, Any]], as_json: bool, url: str, control_token: str | None) -> None:
    """Has pools made of documents, and shows them."""
    made: list[dict[str, Any]] = []
    with asking(url, control_token) as server:
        for document in documents:
            pool = server.call("POST", path, document, patience=PATIENCE_SECONDS)
            made.append(pool)
            if not as_json:
                _show(pool, as_json)
    if as_json:
        show_json(made[0] if len(made) == 1 else made)


@command.command("export")
@click.argument("user_pool_id", metavar="POOL")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--yaml", "as_yaml", is_flag=True, help="YAML, also for a file of another name; the default is JSON.")
@server_options
def export(user_pool_id: str, output: Path | None, as_yaml: bool, url: str, control_token: str | None) -> None:
    """Write a whole user pool as one pool document, as a seed file or `pool import` takes it.

    A file whose name ends in .yaml or .yml is YAML.
    """
    kind = "yaml" if as_yaml or (output and output.suffix in _YAML) else "json"
    with asking(url, control_token) as server:
        pieces = server.fetch(f"/pools/{quote(user_pool_id, safe='')}/export", kind)
        if output is None:
            for piece in pieces:
                click.echo(piece, nl=False)
            return
        # Until it is whole, the file is what it was.
        unfinished = output.with_name(f"{output.name}.part")
        try:
            with unfinished.open("wb") as file:
                file.writelines(pieces)
            unfinished.replace(output)
        except OSError as fault:
            raise click.ClickException(f"cannot write {output}: {fault.strerror}") from None
        finally:
            unfinished.unlink(missing_ok=True)
    click.echo(f"wrote {output}", err=True)


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of seed files, for editors."""
    click.echo((FIXTURES / "pools" / "schema.json").read_text(encoding="utf-8"), nl=False)


@command.command("list")
@json_option
@server_options
def list_pools(as_json: bool, url: str, control_token: str | None) -> None:
    """List user pools, newest first."""
    with asking(url, control_token) as server:
        pools = server.pools(limit=10_000)
    if as_json:
        show_json(pools)
    else:
        rows = [(each["userPoolId"], each["appId"], each["createdAt"][:19], each["name"]) for each in pools]
        show_table(("POOL", "APP", "MADE", "NAME"), rows, "there is no user pool")


@command.command("show")
@click.argument("user_pool_id", metavar="POOL")
@json_option
@server_options
def show(user_pool_id: str, as_json: bool, url: str, control_token: str | None) -> None:
    """Show a user pool's ids and secrets."""
    with asking(url, control_token) as server:
        _show(server.call("GET", f"/pools/{quote(user_pool_id, safe='')}"), as_json)


@command.command("reset")
@click.argument("user_pool_id", metavar="POOL")
@server_options
def reset(user_pool_id: str, url: str, control_token: str | None) -> None:
    """Bring a user pool back to what it was made from."""
    with asking(url, control_token) as server:
        pool = server.call("POST", f"/pools/{quote(user_pool_id, safe='')}/reset", patience=PATIENCE_SECONDS)
    click.echo(f"reset user pool {pool['userPoolId']}")


@command.command("delete")
@click.argument("user_pool_id", metavar="POOL")
@server_options
def delete(user_pool_id: str, url: str, control_token: str | None) -> None:
    """Remove a user pool with all that is in it."""
    with asking(url, control_token) as server:
        server.call("DELETE", f"/pools/{quote(user_pool_id, safe='')}")
    click.echo(f"deleted user pool {user_pool_id}")
