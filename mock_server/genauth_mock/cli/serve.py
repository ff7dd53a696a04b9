"""`genauth-mock serve`: its options come from the one table in `settings`."""

from __future__ import annotations

import json
import logging
import logging.config
import os
import shutil
import sys
from dataclasses import MISSING, Field
from pathlib import Path
from typing import Any, get_args, get_type_hints
from urllib.parse import urlsplit

import click
import sqlalchemy as sa

from genauth_mock.cli.url import Url
from genauth_mock.documents.field_types import BadDocument
from genauth_mock.kit import clock, urls
from genauth_mock.kit.hosts import address_in_network, is_any_address, is_loopback
from genauth_mock.kit.passwords import KeyFileError
from genauth_mock.server import ServerError, run
from genauth_mock.settings import (
    VARIABLE_PREFIX,
    Settings,
    table,
    variable,
)
from genauth_mock.steering.pools import demo
from genauth_mock.steering.pools.seed_files import BadSeedFile
from genauth_mock.store.database import is_in_memory
from genauth_mock.store.outages import DatabaseAway
from genauth_mock.store.schema import BadDatabase

log = logging.getLogger("genauth_mock")

_DATABASE_HINT = f"--database ({variable('database')})"


class _Word(click.ParamType[str]):
    """What must not be empty. For a host that would be every address, for a token no protection at all."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not str(value) or not str(value).isascii() or not str(value).isprintable() or " " in str(value):
            # Not what it got: it may be a secret.
            self.fail("it takes at least one character, ASCII and without blanks", param, ctx)
        return str(value)


class _Database(click.ParamType[str]):
    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        takes = "it takes sqlite://, sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
        shown = _without_password(str(value))
        try:
            dialect = sa.make_url(value).get_dialect()
            dialect.import_dbapi()
        except ImportError as fault:
            do = "; pip install 'genauth-mock[postgres]'" if fault.name == "psycopg" else f"; {takes}"
            self.fail(f"{shown!r} needs a driver: {fault}{do}", param, ctx)
        except sa.exc.SQLAlchemyError:
            self.fail(f"{shown!r} is no database URL; {takes}", param, ctx)
        if dialect.is_async:
            self.fail(f"{shown!r} names an asynchronous driver; {takes}", param, ctx)
        return str(value)


def _without_password(url: str) -> str:
    try:
        return sa.make_url(url).render_as_string(hide_password=True)
    except sa.exc.SQLAlchemyError:
        return url


class _Writable(click.ParamType[Path]):
    """A file to be written at the end; what is in its way is said at the start."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value).absolute()
        if path.is_dir() or not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
            self.fail(f"{str(value)!r} cannot be written; it takes a file in a folder that is there", param, ctx)
        return path


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
        is_too_low = number is not None and self._least is not None and number < self._least
        is_too_high = number is not None and self._most is not None and number > self._most
        if number is None or is_too_low or is_too_high:
            self.fail(f"{value!r} is not what it takes: a whole number{bounds}", param, ctx)
        return number


class _Hosts(click.ParamType[tuple[str, ...]]):
    name = "hosts"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        hosts = tuple(each.strip() for each in str(value).split(",") if each.strip())
        for each in hosts:
            if urls.read_host(each) is None:
                takes = "it takes HOST or HOST:PORT, several with commas between: app:3000,10.0.0.7"
                self.fail(f"{each!r} is no host; {takes}", param, ctx)
        return hosts


_OWN_TYPES: dict[str, click.ParamType[Any]] = {
    "port": _Whole(0, 65535),
    "workers": _Whole(1, 64),
    "rand_seed": _Whole(),
    "host": _Word(),
    "control_token": _Word(),
    "database": _Database(),
    "export_on_exit": _Writable(),
    "webhook_hosts": _Hosts(),
    "key_file": click.Path(exists=True, dir_okay=False, path_type=Path),
}
# In a variable, files are separated as in PATH, URLs by blanks.
_REPEATED: dict[str, click.ParamType[Any]] = {
    "seed": click.Path(exists=True, dir_okay=False, path_type=Path),
    "public_url": Url(),
}


def _option(field: Field[Any]) -> click.Option:
    name, help_text = field.name, field.metadata["help"]
    flag = "--" + name.replace("_", "-")
    default = None if field.default is MISSING else field.default
    common: dict[str, Any] = {"help": help_text, "envvar": variable(name), "show_envvar": True}
    hint = get_type_hints(Settings)[name]
    if hint is bool:
        return click.Option([f"{flag}/--no-{name.replace('_', '-')}"], default=default, **common)
    if name in _REPEATED:
        return click.Option([flag], type=_REPEATED[name], multiple=True, metavar=field.metadata["takes"], **common)
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


def _log_config(log_format: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`: it reaches the processes of `--workers` too."""
    text = {"format": "%(asctime)s %(levelname)s %(message)s", "datefmt": "%H:%M:%S"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": _JsonLines} if log_format == "json" else text},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {each: {"level": "WARNING"} for each in ("alembic", "uvicorn")},
    }


def _announce(settings: Settings, url: str) -> None:
    click.echo(f"genauth-mock listening on {url}")
    if settings.demo:
        click.echo(f"  demo pool     {demo.USER_POOL_ID}, app {demo.APP_ID}, user {demo.USERNAME} / {demo.PASSWORD}")
    me = _as_typed()
    click.echo(f"  your app      {me} sdk ios|android|flutter|js|python|node --url {url}")
    click.echo(f"  console       {url}/_mock/ui/")
    click.echo(f"  codes sent    {me} outbox --url {url}")
    click.echo(f"  control API   {url}/_mock/openapi.json")
    if is_any_address(settings.host):
        address = address_in_network()
        reached = f"http://{address}:{urlsplit(url).port}" if address else "this machine is in no network"
        click.echo(f"  for a phone   {reached}")
    if is_in_memory(settings.database):
        click.echo("  kept          nothing: all is gone when it ends; --database sqlite:///FILE keeps it")
    sys.stdout.flush()


def _as_typed() -> str:
    """What to type for this command: its path, where its name alone would not be found."""
    found = shutil.which("genauth-mock")
    here = Path(sys.argv[0])
    if found or here.name != "genauth-mock":
        return "genauth-mock"
    return os.path.relpath(here) if here.is_relative_to(Path.cwd()) else str(here)


def _is_set(name: str) -> bool:
    try:
        return click.BOOL.convert(os.environ.get(name) or "0", None, None)
    except click.BadParameter:
        raise click.BadParameter(f"{os.environ[name]!r} is not what it takes: 1 or 0", param_hint=name) from None


def _serve(seeds: tuple[Path, ...], **options: Any) -> None:
    """Run the mock in the foreground, until SIGTERM or Ctrl-C."""
    if _is_set(f"{VARIABLE_PREFIX}NO_DEMO"):
        options["demo"] = False
    options["seed"] = (*options["seed"], *seeds)
    settings = Settings(**options)
    log_config = _log_config(settings.log_format)
    logging.config.dictConfig(log_config)
    if not is_loopback(settings.host) and settings.control_token is None:
        log.warning(
            "listening on %s without --control-token: whoever reaches this machine can read all codes and change all "
            "users through /_mock/",
            settings.host,
        )
    try:
        run(settings, lambda url: _announce(settings, url), log_config)
    except KeyFileError as fault:
        raise click.BadParameter(str(fault), param_hint=f"--key-file ({variable('key_file')})") from None
    except (BadSeedFile, BadDocument) as fault:
        raise click.BadParameter(str(fault), param_hint=f"--seed ({variable('seed')})") from None
    except BadDatabase as fault:
        raise click.BadParameter(str(fault), param_hint=_DATABASE_HINT) from None
    except (sa.exc.SQLAlchemyError, DatabaseAway) as fault:
        reason = str(getattr(fault.__cause__ or fault, "orig", None) or fault.__cause__ or fault).strip()
        shown = _without_password(settings.database)
        raise click.BadParameter(f"cannot open {shown!r}: {reason}", param_hint=_DATABASE_HINT) from None
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
