"""`genauth-mock serve`: its options come from the one table in `settings`."""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import MISSING, Field
from ipaddress import ip_address
from pathlib import Path
from typing import Any, get_args, get_type_hints

import click
import sqlalchemy as sa

from mock_server import clock
from mock_server.documents import BadDocument
from mock_server.passwords import KeyFileError
from mock_server.rules import demo
from mock_server.rules.seed_files import BadSeedFile
from mock_server.server import ServerError, run
from mock_server.settings import VARIABLE_PREFIX, Settings, table, variable

log = logging.getLogger("mock_server")


class _Url(click.ParamType[str]):
    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not str(value).startswith(("http://", "https://")):
            self.fail(f"{value!r} is not a URL; it takes one that begins with http:// or https://", param, ctx)
        return str(value)


class _Database(click.ParamType[str]):
    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        takes = "it takes sqlite://, sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
        try:
            sa.make_url(value).get_dialect().import_dbapi()
        except ImportError as fault:
            self.fail(f"{value!r} needs a driver: {fault}; pip install 'genauth-mock[postgres]'", param, ctx)
        except sa.exc.SQLAlchemyError:
            self.fail(f"{value!r} is no database URL; {takes}", param, ctx)
        return str(value)


class _Whole(click.ParamType[int]):
    name = "number"

    def __init__(self, least: int | None = None, most: int | None = None) -> None:
        self._least, self._most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        bounds = "" if self._least is None else f" from {self._least} to {self._most}"
        try:
            number = int(value)
        except ValueError:
            number = None
        if number is None or not (self._least or 0) <= number <= (self._most or number):
            self.fail(f"{value!r} is not what it takes: a whole number{bounds}", param, ctx)
        return number


_OWN_TYPES: dict[str, click.ParamType[Any]] = {
    "port": _Whole(0, 65535),
    "workers": _Whole(1, 64),
    "rand_seed": _Whole(),
    "database": _Database(),
    "public_url": _Url(),
    "key_file": click.Path(exists=True, dir_okay=False, path_type=Path),
}


def _option(field: Field[Any]) -> click.Option:
    name, help_text = field.name, field.metadata["help"]
    flag = "--" + name.replace("_", "-")
    default = None if field.default is MISSING else field.default
    common: dict[str, Any] = {"help": help_text, "envvar": variable(name), "show_envvar": True}
    hint = get_type_hints(Settings)[name]
    if hint is bool:
        return click.Option([f"{flag}/--no-{name.replace('_', '-')}"], default=default, **common)
    if name == "seed":
        file = click.Path(exists=True, dir_okay=False, path_type=Path)
        return click.Option([flag], type=file, multiple=True, metavar="FILE", **common)
    choices = [each for each in get_args(hint) if isinstance(each, str)]
    own: Any = click.Choice(choices) if choices else _OWN_TYPES.get(name, str)
    metavar = None if choices else field.metadata["takes"]
    return click.Option([flag], type=own, default=default, metavar=metavar, show_default=default is not None, **common)


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": clock.iso(int(record.created * 1000)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def _log_as(log_format: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    if log_format == "json":
        handler.setFormatter(_JsonLines())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("uvicorn").setLevel(logging.WARNING)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _announce(settings: Settings, url: str) -> None:
    click.echo(f"genauth-mock listening on {url}")
    if settings.demo:
        click.echo(f"  demo pool     {demo.USER_POOL_ID}, app {demo.APP_ID}, user {demo.USERNAME} / {demo.PASSWORD}")
    click.echo(f"  your app      genauth-mock sdk ios|android|flutter|js|python|node --url {url}")
    click.echo(f"  codes sent    genauth-mock outbox --url {url}")
    click.echo(f"  control API   {url}/_mock/openapi.json")
    sys.stdout.flush()


def _serve(seeds: tuple[Path, ...], **options: Any) -> None:
    """Run the mock in the foreground, until SIGTERM or Ctrl-C."""
    if os.environ.get(f"{VARIABLE_PREFIX}NO_DEMO", "").lower() in {"1", "true", "yes", "on"}:
        options["demo"] = False
    options["seed"] = (*options["seed"], *seeds)
    settings = Settings(**options)
    _log_as(settings.log_format)
    if not _is_loopback(settings.host) and settings.control_token is None:
        log.warning(
            "listening on %s without --control-token: whoever reaches this machine can read all codes and change all "
            "users through /_mock/",
            settings.host,
        )
    try:
        run(settings, lambda url: _announce(settings, url))
    except KeyFileError as fault:
        raise click.BadParameter(str(fault), param_hint=f"--key-file ({variable('key_file')})") from None
    except (BadSeedFile, BadDocument) as fault:
        raise click.BadParameter(str(fault), param_hint=f"--seed ({variable('seed')})") from None
    except sa.exc.SQLAlchemyError as fault:
        reason = str(getattr(fault, "orig", None) or fault).strip()
        hint = f"--database ({variable('database')})"
        raise click.BadParameter(f"cannot open {settings.database!r}: {reason}", param_hint=hint) from None
    except ServerError as fault:
        raise click.UsageError(str(fault)) from None


command = click.Command(
    "serve",
    callback=_serve,
    help=_serve.__doc__,
    params=[
        *(_option(field) for field in table()),
        # `--seed a.yaml b.yaml`: what follows the first file is more of them.
        click.Argument(["seeds"], type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1, metavar=""),
    ],
)
