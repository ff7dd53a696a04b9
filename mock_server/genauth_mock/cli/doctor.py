"""`genauth-mock doctor`: checks a running server the way an SDK would."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import click
from genauth_mock_client import GenAuthError, NothingCame, Server, Unreachable
from genauth_mock_client.connections import Broken, Connections

from genauth_mock.cli.asking import server_options
from genauth_mock.kit.ids import Ids

_LONGEST_EXAMINATION_SECONDS = 600
_LONGEST_ANSWER_SECONDS = 10
_PASSWORD = "doctor-1234"  # noqa: S105 - of a throw-away user


@dataclass(frozen=True)
class Finding:
    """What one check found: whether it is well, and where it is not, what to do."""

    name: str
    well: bool
    detail: str = ""


class _Patient:
    """An app, as an SDK would speak for it."""

    def __init__(self, url: str, app_id: str) -> None:
        self.app_id = app_id
        self.http = Connections(url)
        self.token = ""

    def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        headers = {
            "x-authing-app-id": self.app_id,
            "x-authing-lang": "en-US",
            "content-type": "application/json",
        }
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        sent = None if body is None else json.dumps(body).encode()
        with self.http.request(method, path, sent, headers, timeout=_LONGEST_ANSWER_SECONDS) as response:
            said = response.read()
        if response.status != 200:
            text = said.decode(errors="replace")
            raise GenAuthError(f"{method} {path} answers HTTP {response.status}: {text[:200]}")
        answer: dict[str, Any] = json.loads(said)
        return answer

    def expect(self, method: str, path: str, body: Any = None, code: int = 200) -> dict[str, Any]:
        answer = self.call(method, path, body)
        if answer.get("code") != code:
            raise GenAuthError(f"{method} {path} answers {answer.get('code')} {answer.get('message')}, not {code}")
        data: dict[str, Any] = answer.get("data") or {}
        return data


def examine(url: str, control_token: str | None, app_id: str | None) -> Iterator[Finding]:
    """Checks a server. Stops at the first finding that makes the rest pointless."""
    url = url.rstrip("/")
    try:
        with Server(url, control_token) as server:
            yield Finding("a genauth-mock answers", True, f"version {server.health()['version']} at {url}")
            info = server.info()
            # A pool of its own, so that nothing is left behind, and that --unknown-apps reject is no obstacle.
            pool = None if app_id else server.create_pool(name="doctor")
            patient = _Patient(url, app_id or (pool.app_id if pool else ""))
            try:
                for name, check in _checks(server, patient, url, info):
                    yield _found(name, check)
            finally:
                patient.http.close()
                if pool:
                    pool.delete()
    except Unreachable as fault:
        yield Finding(
            "a genauth-mock answers", False, f"{fault}. Start it: genauth-mock serve; or say where it is: --url"
        )
    except GenAuthError as fault:
        hint = ". Give --control-token" if fault.status == 401 else ""
        yield Finding("the control API answers", False, f"{fault}{hint}")


def _found(name: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(name, True, check())
    except (GenAuthError, NothingCame, Broken, KeyError, ValueError) as fault:
        return Finding(name, False, str(fault) or type(fault).__name__)


def _database_of(server: Server) -> str:
    found = server.call("GET", "/database", patience=_LONGEST_EXAMINATION_SECONDS)
    if found["damage"]:
        raise GenAuthError(f"{'; '.join(found['damage'])}. Put a copy of it back, or take another --database")
    size = f", {found['sizeBytes'] / 1e6:.1f} MB" if found["sizeBytes"] else ""
    return f"{found['engine']}{size}, tables of version {found['version']}"


def _checks(
    server: Server, patient: _Patient, url: str, info: dict[str, Any]
) -> Iterator[tuple[str, Callable[[], str]]]:
    account = f"doctor-{Ids().object_id()}"

    def configuration() -> str:
        config = patient.expect("GET", f"/api/v2/applications/{patient.app_id}/public-config")
        asked = urlsplit(url).netloc
        if config["requestHostname"] != asked:
            raise GenAuthError(
                f"requestHostname is {config['requestHostname']}, but the server was asked as {asked}: iOS would go "
                "there. A proxy that changes Host? Start the server with --public-url"
            )
        if config["publicKey"] != info["rsaPublicKey"]:
            raise GenAuthError("publicKey is not the server's own: Android would encrypt for another key")
        return f"requestHostname {asked}, key of {len(base64.b64decode(config['publicKey']))} bytes"

    def register() -> str:
        from cryptography.hazmat.primitives.asymmetric import padding, rsa  # noqa: PLC0415 - slow, and only here
        from cryptography.hazmat.primitives.serialization import load_der_public_key  # noqa: PLC0415 - as above

        key = load_der_public_key(base64.b64decode(info["rsaPublicKey"]))
        if not isinstance(key, rsa.RSAPublicKey):
            raise GenAuthError("the server's key is no RSA key")
        secret = base64.b64encode(key.encrypt(_PASSWORD.encode(), padding.PKCS1v15())).decode()
        body = {"username": account, "password": secret, "forceLogin": True}
        patient.expect("POST", "/api/v2/register/username", body)
        return "with a password encrypted for the server's key"

    def log_in() -> str:
        body = {"account": account, "password": _PASSWORD}
        patient.token = str(patient.expect("POST", "/api/v2/login/account", body)["token"])
        patient.expect("GET", "/api/v2/users/me")
        return "and the token is good"

    def receive() -> str:
        patient.expect("POST", "/api/v2/sms/send", {"phone": "13800138000"})
        pool = patient.expect("GET", f"/api/v2/applications/{patient.app_id}/public-config")["userPoolId"]
        code = server.call("GET", "/outbox/wait", userPoolId=pool, to="13800138000", timeout=2)["code"]
        return f"{code} is in the outbox"

    def leave() -> str:
        patient.expect("DELETE", "/api/v2/users/delete")
        patient.expect("GET", "/api/v2/users/me", code=2020)
        return "the token is dead afterwards"

    yield "database", partial(_database_of, server)
    yield "public configuration", configuration
    yield "registration", register
    yield "login", log_in
    yield "a code by SMS", receive
    yield "deleting the account", leave


@dataclass(frozen=True)
class _Complaint:
    """A finding of the server about a request, as it is printed. `counts` is whether `--strict` fails for it."""

    mark: str
    lines: tuple[str, ...]
    counts: bool
    is_crash: bool


# Worst first.
_MARKS = {
    "XX": "a check that failed",
    "!!": "an error of the last ten minutes",
    "! ": "an earlier error, or a warning",
    "- ": "a note",
    "ok": "a check that passed",
}


def _complaints(url: str, control_token: str | None, app_id: str | None) -> list[_Complaint]:
    """What the server has found wrong with requests, the worst first and then the newest."""
    with Server(url, control_token) as server:
        found = server.call("GET", "/findings", appId=app_id)["list"]
    return sorted((_complaint(each) for each in found), key=lambda each: list(_MARKS).index(each.mark))


def _complaint(found: dict[str, Any]) -> _Complaint:
    is_now = found["severity"] == "error" and found["recent"]
    mark = "!!" if is_now else "- " if found["severity"] == "info" else "! "
    app = f", app {found['appId']}" if found["appId"] else ""
    remedy = found["remedy"].splitlines()
    # A comment is worth a line where it stands above something to copy.
    if all(line.startswith(("#", "//")) for line in remedy):
        remedy = []
    lines = (
        f"{found['kind']} ({found['client']}{app}, {found['at']}): {found['message']}",
        *(f"  {line}" for line in remedy),
    )
    return _Complaint(mark, lines, found["severity"] != "info", is_now and found["kind"] == "crash")


def _summary(*, fit: bool, complaints: list[_Complaint]) -> str:
    if not fit:
        return "The server is not well: see XX and !! above."
    if any(each.counts for each in complaints):
        return "The server is well, but its clients have problems: see above for what to change in the app."
    return "All is well. Point your SDK here: genauth-mock sdk ios|android|flutter|js|python|node"


@click.command("doctor")
@click.option("--app-id", help="Your app's id; default: one that is made for the examination.")
@click.option("--strict", is_flag=True, help="Exit status 1 also for errors and warnings about clients.")
@server_options
def command(app_id: str | None, strict: bool, url: str, control_token: str | None) -> None:
    """Check a running server the way an SDK would, and say what is wrong: the worst first.

    Below each problem of a client stands what to paste into the app. Exit status 1 if a check of the server fails or
    it has crashed in the last ten minutes; with --strict also if a client has caused an error or a warning.
    """
    checks = list(examine(url, control_token, app_id))
    complaints: list[_Complaint] = []
    # A server that does not answer is said to be so already.
    with contextlib.suppress(GenAuthError):
        complaints = _complaints(url, control_token, app_id)
    told: list[tuple[str, tuple[str, ...]]] = [
        ("XX", (f"{each.name}: {each.detail}",)) for each in checks if not each.well
    ]
    told += [(each.mark, each.lines) for each in complaints]
    told += [("ok", (f"{each.name}: {each.detail}",)) for each in checks if each.well]
    for mark, lines in told:
        click.echo(f"{mark}  {lines[0]}")
        for line in lines[1:]:
            click.echo(f"    {line}")
    seen = {mark for mark, _ in told}
    click.echo("\nMarks: " + "; ".join(f"{mark.strip()} {says}" for mark, says in _MARKS.items() if mark in seen) + ".")
    fit = all(each.well for each in checks) and not any(each.is_crash for each in complaints)
    click.echo(_summary(fit=fit, complaints=complaints))
    if not fit or (strict and any(each.counts for each in complaints)):
        raise click.exceptions.Exit(1)
