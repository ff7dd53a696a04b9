"""The server's settings: one table of name, default and help, from which options, variables and documentation come."""

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

VARIABLE_PREFIX = "GENAUTH_MOCK_"


def _setting(default: Any, takes: str, text: str) -> Any:
    return field(default=default, metadata={"takes": takes, "help": text})


@dataclass(frozen=True)
class Settings:
    """What `genauth-mock serve` can be told. Each is an option (`--public-url`) and a variable, see `variable`."""

    host: str = _setting("127.0.0.1", "ADDRESS", "Address to listen on.")
    port: int = _setting(8400, "PORT", "Port to listen on; 0 takes a free one.")
    database: str = _setting("sqlite://", "URL", "SQLAlchemy URL of the database; the default is kept in memory.")
    seed: tuple[Path, ...] = _setting(
        (), "FILE", "YAML or JSON file of user pools to make at the start; may be repeated."
    )
    public_url: tuple[str, ...] = _setting(
        (),
        "URL",
        "URL under which clients reach the server; default: each request's own host. May be repeated (in the variable, "
        "with blanks between): the one of the request's host counts, else the first. A public host name needs it.",
    )
    unknown_apps: Literal["create", "reject"] = _setting(
        "create",
        "create|reject",
        "What the first request of an unknown app id does: make a pool of its own, or get 2011.",
    )
    limits: Literal["off", "documented"] = _setting(
        "off", "off|documented", "Rate limits and captcha of pools that do not say otherwise."
    )
    id_token_alg: Literal["HS256", "RS256"] = _setting(
        "HS256",
        "HS256|RS256",
        "How id_tokens are signed in pools that do not say otherwise: with the application's secret, or with the "
        "server's key, which most libraries of OpenID Connect expect.",
    )
    workers: int = _setting(1, "N", "Server processes; above 1 the database must be a file or a server.")
    rand_seed: int | None = _setting(None, "N", "Makes ids, secrets and codes the same at every start.")
    watch: bool = _setting(
        False, "", "Applies a seed file again when it has changed; pools that it says the same of are left alone."
    )
    log_format: Literal["text", "json"] = _setting("text", "text|json", "How log lines are written.")
    key_file: Path | None = _setting(
        None, "PEM", "RSA private key that decrypts clients' passwords, instead of the packaged one."
    )
    control_token: str | None = _setting(None, "TOKEN", "Makes `Authorization: Bearer TOKEN` necessary for /_mock/.")
    journal_secrets: bool = _setting(
        False, "", "Whether the journal of requests shows passwords, tokens and codes (`--journal-secrets`)."
    )
    webhook_hosts: tuple[str, ...] = _setting(
        (),
        "HOST[:PORT],…",
        "Other machines that webhooks and pipelines may ask, with commas between; this very machine they always may.",
    )
    export_on_exit: Path | None = _setting(
        None, "FILE", "Writes all user pools to this seed file (YAML or .json) when the server is told to end."
    )
    demo: bool = _setting(True, "", "Whether the demo pool is made (`--no-demo` leaves it out).")


def table() -> tuple[Field[Any], ...]:
    """Every setting, in the order in which it is documented; `metadata` holds `takes` and `help`."""
    return fields(Settings)


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return VARIABLE_PREFIX + name.upper()
