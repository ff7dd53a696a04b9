"""`genauth-mock outbox`."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import click
from genauth_mock_client import NothingCame, Server

from genauth_mock.cli.asking import (
    asking,
    json_option,
    pool_option,
    server_options,
    show_json,
    show_table,
)


@click.command("outbox")
@click.option("--to", metavar="ADDRESS", help="Only messages to this e-mail address or phone number.")
@pool_option
@click.option("--channel", type=click.Choice(["email", "sms"]), help="Only mails, or only SMS.")
@click.option("--wait", type=click.FloatRange(0, 600), metavar="SECONDS", help="Wait for a message with a good code.")
@click.option("--code-only", is_flag=True, help="Print nothing but the newest code that works, or nothing at all.")
@click.option("--clear", is_flag=True, help="Then take the messages out of the outbox; their codes stay good.")
@click.option("--delete", "message_id", metavar="ID", help="Take this one message out, and nothing else.")
@json_option
@server_options
def command(
    to: str | None,
    user_pool_id: str | None,
    channel: str | None,
    wait: float | None,
    code_only: bool,
    clear: bool,
    message_id: str | None,
    as_json: bool,
    url: str,
    control_token: str | None,
) -> None:
    """Read the mails and SMS that were sent, newest first.

    A code is good while it is neither used nor expired by the clock of its pool. Exit status 1 if none came in time, or
    if --code-only finds none. --clear alone prints nothing.
    """
    wanted: dict[str, Any] = {"userPoolId": user_pool_id, "to": to, "channel": channel}
    is_read = wait is not None or code_only or as_json or not clear
    if message_id is not None:
        if clear or code_only or as_json or wait is not None or any(wanted.values()):
            raise click.UsageError("--delete takes nothing but the id of a message (--json prints it)")
        with asking(url, control_token) as server:
            server.call("DELETE", f"/outbox/{quote(message_id, safe='')}")
        return
    with asking(url, control_token) as server:
        messages = _read(server, wanted, wait, code_only=code_only) if is_read else []
        if clear:
            server.call("DELETE", "/outbox", **wanted)
    if code_only:
        click.echo(messages[0]["code"])
    elif as_json:
        show_json(messages)
    elif is_read:
        nothing = "no message fits" if any(wanted.values()) else "the outbox is empty"
        show_table(("SENT", "TO", "SCENE", "CODE", "", "POOL"), [_row(each) for each in messages], nothing)


def _read(server: Server, wanted: dict[str, Any], wait: float | None, *, code_only: bool) -> list[dict[str, Any]]:
    """The messages that fit; one with a good code where one is waited for, or nothing but its code is wanted.

    Raises NothingCame; where nothing but a code is to be printed, ends the command without a word.
    """
    if wait is None and not code_only:
        return list(server.call("GET", "/outbox", **wanted)["list"])
    timeout = wait or 0
    try:
        return [server.call("GET", "/outbox/wait", patience=timeout, timeout=timeout, **wanted)]
    except NothingCame:
        if code_only:
            raise click.exceptions.Exit(1) from None
        raise


def _row(message: dict[str, Any]) -> tuple[object, ...]:
    to = f"{message.get('phoneCountryCode', '')} {message['to']}".strip()
    state = "" if message["state"] == "good" else message["state"]
    return message["createdAt"][11:19], to, message["scene"], message["code"], state, message["userPoolId"]
