"""`genauth-mock login`."""

from __future__ import annotations

from typing import get_args

import click
from genauth_mock_client import LoginForm, LoginSdk

from genauth_mock.cli.asking import asking, server_options, show_json


@click.command("login")
@click.argument("user", metavar="USER")
@click.option("--app", "app_id", metavar="APP", help="The id of the application.  [default: the demo pool's]")
@click.option(
    "--as", "form", type=click.Choice(get_args(LoginForm)), default="storage-state", show_default=True,
    help="What to print: what Playwright loads, the session cookie, a token alone, or the user and all tokens.",
)  # fmt: skip
@click.option("--origin", metavar="URL", help="The origin of the app's page, for what an SDK keeps there.")
@click.option("--sdk", type=click.Choice(get_args(LoginSdk)), help="The SDK that the app uses.")
@server_options
def command(
    user: str, app_id: str | None, form: str, origin: str | None, sdk: str | None, url: str, control_token: str | None
) -> None:
    """Log a user in without a page, and print what a browser test loads.

    USER is an id, a user name, an e-mail address or a phone number. Call the server by the name by which the app
    reaches it: the cookie is for that host.
    """
    with asking(url, control_token) as server:
        if app_id is None:
            demo = server.info()["demo"]
            if demo is None:
                raise click.UsageError("this server has no demo pool; name an application: --app APP")
            app_id = demo["appId"]
        given = {"user": user, "appId": app_id, "as": form, "origin": origin, "sdk": sdk}
        answer = server.call("POST", "/login", {name: each for name, each in given.items() if each is not None})
    if form == "token":
        click.echo(answer["token"])
    else:
        show_json(answer)
