"""An address as an option takes it. It stands alone, so that `serve` need not import a client."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import click


class Url(click.ParamType[str]):
    """An address of a server."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address as it is, if it is one."""
        try:
            parts = urlsplit(str(value))
            is_good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
        except ValueError:  # a port that is none
            is_good = False
        if not is_good or parts.query or parts.fragment:
            self.fail(f"{value!r} is not a URL; it takes http://HOST[:PORT] or https://HOST[:PORT]", param, ctx)
        return str(value)
