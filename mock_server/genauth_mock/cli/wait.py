"""`genauth-mock wait`: for scripts that start the server in the background."""

from __future__ import annotations

import time

import click
from genauth_mock_client import GenAuthError, Server

from genauth_mock.cli.asking import server_options

_LOOK_EVERY_SECONDS = 0.05


@click.command("wait")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 3600),
    default=30,
    show_default=True,
    metavar="SECONDS",
    help="How long at most.",
)
@server_options
def command(timeout: float, url: str, control_token: str | None) -> None:
    """Wait until a server answers, and return at once then. Exit status 1 if none does in time.

    For a script that starts it in the background: `genauth-mock serve & genauth-mock wait`.
    """
    deadline = time.monotonic() + timeout
    with Server(url, control_token) as server:
        while True:
            try:
                version = server.health()["version"]
            except (GenAuthError, KeyError) as fault:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise click.ClickException(_nothing(timeout, fault)) from None
                time.sleep(min(_LOOK_EVERY_SECONDS, left))
            else:
                click.echo(f"genauth-mock {version} answers at {server.base_url}")
                return


def _nothing(timeout: float, fault: Exception) -> str:
    return (
        f"no genauth-mock within {timeout:g} s: {fault}\n"
        "Look at what `genauth-mock serve` printed; or say where it listens: --url URL"
    )
