"""How far a large file is, told on the standard error stream: in one line on a terminal, else now and then."""

from __future__ import annotations

import sys

import click

_EVERY_USERS = 100_000
_MEGABYTE = 1_000_000


class Progress:
    """Tells how much of a file has gone to the server, and how many users are made."""

    def __init__(self, size: int) -> None:
        self._size, self._sent, self._told = size, 0, 0
        self._rewrites = sys.stderr.isatty()

    def sent(self, size: int) -> None:
        """So many bytes more have gone."""
        self._sent += size
        if self._rewrites or self._sent >= self._size:
            self._tell(f"sent {self._sent // _MEGABYTE:,} of {self._size // _MEGABYTE:,} MB")

    def users(self, count: int) -> None:
        """So many users are made in all."""
        if self._sent >= self._size and (self._rewrites or count - self._told >= _EVERY_USERS):
            self._told = count
            self._tell(f"{count:,} users are made" if count else "the server reads the document")

    def end(self) -> None:
        """Nothing more comes."""
        if self._rewrites:
            click.echo(err=True)

    def _tell(self, text: str) -> None:
        click.echo(f"\r\x1b[K{text} …" if self._rewrites else f"{text} …", err=True, nl=not self._rewrites)
