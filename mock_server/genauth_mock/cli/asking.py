"""What all commands share that talk to a running server: where it is, how its answers are shown, how it says no."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from genauth_mock_client import (
    GenAuthError,
    NothingCame,
    Server,
    Unreachable,
)

from genauth_mock.cli.url import Url
from genauth_mock.settings import VARIABLE_PREFIX, Settings

Command = TypeVar("Command", bound=Callable[..., Any])

DEFAULT_URL = f"http://127.0.0.1:{Settings.port}"


def server_options(command: Command) -> Command:
    """Adds `--url` and `--control-token`."""
    token = click.option(
        "--control-token",
        envvar=f"{VARIABLE_PREFIX}CONTROL_TOKEN",
        show_envvar=True,
        help="The server's control token.",
    )
    url = click.option(
        "--url", type=Url(), envvar=f"{VARIABLE_PREFIX}URL", default=DEFAULT_URL, show_default=True, show_envvar=True,
        help="Where the server is.",
    )  # fmt: skip
    return url(token(command))


pool_option = click.option(
    "--pool", "user_pool_id", metavar="POOL", help="Only this user pool: its id, its name, or the id of an application."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for machines.")


@contextmanager
def asking(url: str, control_token: str | None) -> Iterator[Server]:
    """A client of the server; what the server refuses ends the command with status 1 and the server's own words."""
    try:
        with Server(url, control_token) as server:
            yield server
    except Unreachable as fault:
        raise click.ClickException(
            f"{fault}\nStart it with: genauth-mock serve   (or say where it is: --url URL)"
        ) from None
    except (GenAuthError, NothingCame) as fault:
        raise click.ClickException(str(fault)) from None


def show_json(value: Any) -> None:
    """Prints JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]], nothing: str) -> None:
    """Prints a table, or what to say where there are no rows."""
    from rich.console import Console  # noqa: PLC0415 - slow, and `serve` needs none
    from rich.table import Table  # noqa: PLC0415 - as above

    if not rows:
        click.echo(nothing)
        return
    drawn = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        drawn.add_row(*("" if cell is None else str(cell) for cell in row))
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        # A file or pipe has no width; nothing is to be cut off.
        console = Console(markup=False, highlight=False, width=200)
    console.print(drawn)
