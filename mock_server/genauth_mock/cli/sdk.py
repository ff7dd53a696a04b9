"""`genauth-mock sdk …`: what to paste into an app."""

from __future__ import annotations

import os

import click
from genauth_mock_client import GenAuthError, Server

from genauth_mock.cli.asking import DEFAULT_URL, server_options
from genauth_mock.kit.passwords import packaged_key
from genauth_mock.steering.clients.snippets import (
    BY_NAME,
    UNKNOWN_SECRET,
    Target,
    text,
)
from genauth_mock.steering.pools import demo


@click.command("sdk")
@click.argument("sdk", type=click.Choice(list(BY_NAME)))
@click.option("--app-id", help="Your app's id; default: the demo application's.")
@click.option("--lang", type=click.Choice(["en", "zh"]), help="Language of the comments; default: by LANG, or English.")
@server_options
def command(sdk: str, app_id: str | None, lang: str | None, url: str, control_token: str | None) -> None:
    """Print the ready-to-paste configuration of an SDK, with the server's address and key."""
    url = url.rstrip("/")
    try:
        target = _told_by_the_server(url, control_token, app_id)
        click.echo(f"# with the key of the server at {url}", err=True)
    except GenAuthError as fault:
        if fault.field is not None:
            raise click.ClickException(fault.message) from None
        click.echo(f"# no answer from a server ({fault.message});", err=True)
        start = "genauth-mock serve" if url == DEFAULT_URL else "a server there without --key-file"
        click.echo(f"# with the packaged key, which is right for {start}", err=True)
        target = _guessed(url, app_id)
    click.echo(text(sdk, target, lang or _own_language()), nl=False)


def _own_language() -> str:
    """`zh` or `en`, by the environment: the first of these that is set counts, as for every program."""
    said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    return "zh" if said.lower().startswith("zh") else "en"


def _told_by_the_server(url: str, control_token: str | None, app_id: str | None) -> Target:
    with Server(url, control_token) as server:
        info, found = server.info(), server.call("GET", "/sdk", appId=app_id)
    # Its address is the one that was asked, whatever a proxy between has made of it.
    return Target(
        url,
        info["rsaPublicKey"],
        info["rsaPublicKeyPem"],
        found["appId"],
        found["userPoolId"],
        found["appSecret"],
        found["unknownApps"] == "create",
    )


def _guessed(url: str, app_id: str | None) -> Target:
    key, of_demo = packaged_key(), app_id in (None, demo.APP_ID)
    ids = (demo.APP_ID, demo.USER_POOL_ID) if of_demo else (str(app_id), str(app_id))
    return Target(url, key.public_base64, key.public_pem, *ids, UNKNOWN_SECRET)
