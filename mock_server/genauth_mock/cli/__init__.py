"""The command line: `genauth-mock`. Each command is imported when it is called, so that `serve` starts fast."""

from __future__ import annotations

from importlib import import_module

import click

from genauth_mock import __version__
from genauth_mock.kit.collector import uncollected

_COMMANDS = {
    "serve": ("serve", "Run the mock."),
    "outbox": ("outbox", "Read the mails and SMS that were sent."),
    "requests": ("requests", "Read what was asked and answered, also as it happens."),
    "pool": ("pool", "Make, list, reset and remove user pools; export, import and snapshots."),
    "user": ("user", "Add, generate and list users of a pool."),
    "login": ("login", "Log a user in without a page, for a browser test."),
    "clock": ("clock", "Show, set and move on the clock of a pool."),
    "fault": ("fault", "Let requests go wrong."),
    "sdk": ("sdk", "Print the ready-to-paste configuration of an SDK."),
    "wait": ("wait", "Wait until a server answers."),
    "doctor": ("doctor", "Check a running server the way an SDK would."),
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in _COMMANDS:
            return None
        with uncollected():
            command: click.Command = import_module(f"genauth_mock.cli.{_COMMANDS[cmd_name][0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="genauth-mock")
def main() -> None:
    """A local GenAuth (formerly Authing) identity service for tests."""
