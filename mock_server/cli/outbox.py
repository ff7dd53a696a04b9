"""`genauth-mock outbox`."""

from __future__ import annotations

from typing import Any

import click

from mock_server.cli.asking import asking, json_option, pool_option, server_options, show_json, show_table


@click.command("outbox")
@click.option("--to", metavar="ADDRESS", help="Only messages to this e-mail address or phone number.")
@pool_option
@click.option("--channel", type=click.Choice(["email", "sms"]), help="Only mails, or only SMS.")
@click.option("--wait", type=click.FloatRange(0, 600), metavar="SECONDS", help="Wait for an unused message that fits.")
@click.option("--code-only", is_flag=True, help="Print nothing but the newest unused code.")
@click.option("--clear", is_flag=True, help="Take the messages out of the outbox; their codes stay good.")
@json_option
@server_options
def command(
    to: str | None,
    user_pool_id: str | None,
    channel: str | None,
    wait: float | None,
    code_only: bool,
    clear: bool,
    as_json: bool,
    url: str,
    control_token: str | None,
) -> None:
    """Read the mails and SMS that were sent, newest first. Exit status 1 if none came in time."""
    wanted: dict[str, Any] = {"userPoolId": user_pool_id, "to": to}
    with asking(url, control_token) as server:
        if clear:
            if channel or code_only or as_json or wait is not None:
                raise click.UsageError("--clear takes --to and --pool, and nothing else")
            server.call("DELETE", "/outbox", **wanted)
            return
        wanted["channel"] = channel
        if wait is not None:
            messages = [server.call("GET", "/outbox/wait", patience=wait, timeout=wait, **wanted)]
        else:
            messages = list(server.call("GET", "/outbox", **wanted)["list"])
    if code_only:
        unused = [each for each in messages if not each["usedAt"]]
        if not unused:
            raise click.ClickException("no unused message fits; --wait SECONDS waits for one")
        click.echo(unused[0]["code"])
    elif as_json:
        show_json(messages)
    else:
        nothing = "no message fits" if to or user_pool_id or channel else "the outbox is empty"
        show_table(("SENT", "TO", "SCENE", "CODE", "", "POOL"), [_row(each) for each in messages], nothing)


def _row(message: dict[str, Any]) -> tuple[object, ...]:
    to = f"{message.get('phoneCountryCode', '')} {message['to']}".strip()
    used = "used" if message["usedAt"] else ""
    return message["createdAt"][11:19], to, message["scene"], message["code"], used, message["userPoolId"]
