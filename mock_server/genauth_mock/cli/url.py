"""An address as an option takes it. It stands alone, so that `serve` need not import a client."""

from __future__ import annotations

from typing import Any

import click

from genauth_mock.kit import urls


class Url(click.ParamType[str]):
    """An address of a server."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address as it is, if it is one."""
        url = urls.read(str(value))
        if url is None or not url.is_web or url.port == 0 or "?" in str(value) or "#" in str(value):
            self.fail(f"{value!r} is not a URL; it takes http://HOST[:PORT] or https://HOST[:PORT]", param, ctx)
        return str(value)
