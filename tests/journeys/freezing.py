"""What a released version leaves behind: its tables in SQL, and the rows of a pool in use.

`python -m tests.journeys.freezing N` writes them for version N, before the release that changes the tables.
"""

from __future__ import annotations

import base64
import json
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import sqlalchemy as sa
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from genauth_mock.store import migrations, schema
from sqlalchemy.dialects import registry
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from tests.conftest import App

FOLDER = Path(__file__).parent / "schemas"
APP_ID, POOL_ID, SECRET = "frozen-app", "frozen-pool", "0123456789abcdef0123456789abcdef"
CALLBACK = "http://127.0.0.1/callback"
POOL = {
    "userPoolId": POOL_ID,
    "name": "frozen",
    "applications": [{"id": APP_ID, "secret": SECRET, "redirectUris": [CALLBACK]}],
    "roles": [{"code": "admin"}],
    "orgs": [{"name": "Acme", "children": [{"name": "Sales"}]}],
    "settings": {"oidc": {"autoLogin": "ann"}, "verificationCode": {"ttlSeconds": 600}},
    "users": [
        {
            "username": "ann",
            "email": "ann@example.test",
            "phone": "13800138000",
            "password": "111111",
            "roles": ["admin"],
            "orgs": [["Acme", "Sales"]],
        }
    ],
}


def statements(dialect: sa.Dialect) -> str:
    """All tables and indexes of today, in a database's own SQL."""
    made: list[str] = []
    for table in SQLModel.metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        made += [
            str(CreateIndex(each).compile(dialect=dialect)) for each in sorted(table.indexes, key=lambda i: str(i.name))
        ]
    return "".join(f"{each.strip()};\n\n" for each in made)


def _used(app: App) -> dict[str, str]:
    """A pool in which somebody is logged in, in every way; its clock stands still, so that nothing expires."""
    app.control("POST", "/pools", POOL)
    app.control("PUT", "/clock", {"frozen": True}, userPoolId=POOL_ID)
    token = str(app.log_in("ann")["token"])
    app.control("PUT", "/snapshots/before", userPoolId=POOL_ID)
    sms_code = app.code_for("13800138000")
    asked = {"client_id": APP_ID, "response_type": "code", "scope": "openid offline_access", "redirect_uri": CALLBACK}
    codes = []
    for _ in range(2):
        answer = app.http.get("/oidc/auth", params=asked | {"state": "s", "prompt": "consent"})
        codes.append(parse_qs(urlsplit(answer.headers["location"]).query)["code"][0])
    form = {
        "grant_type": "authorization_code",
        "code": codes[0],
        "redirect_uri": CALLBACK,
        "client_id": APP_ID,
        "client_secret": SECRET,
    }
    tokens = app.http.post("/oidc/token", data=form).json()
    app.control("GET", "/requests", userPoolId=POOL_ID)
    return {
        "token": token,
        "smsCode": sms_code,
        "code": codes[1],
        "accessToken": tokens["access_token"],
        "refreshToken": tokens["refresh_token"],
    }


def rows_of(engine: sa.Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of a database, by table."""
    found = {}
    with engine.connect() as db:
        for table in SQLModel.metadata.sorted_tables:
            rows = [dict(each._mapping) for each in db.execute(sa.select(table))]
            if rows:
                found[table.name] = rows
    return found


def main(version: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    schema.load_tables()
    shape = schema.of_models()
    kept = {
        "tables": {name: sorted(columns) for name, columns in sorted(shape.tables.items())},
        "indexes": sorted(shape.indexes),
    }
    (Path(migrations.__file__).parent / f"{version}.json").write_text(json.dumps(kept, indent=1) + "\n")
    for dialect in (registry.load(each)() for each in ("sqlite", "postgresql")):
        (FOLDER / f"{version}.{dialect.name}.sql").write_text(statements(dialect))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/frozen.db"
        with (
            ThreadedServer(Settings(port=0, database=url, demo=False)) as server,
            httpx.Client(base_url=server.base_url, trust_env=False) as client,
        ):
            held = _used(App(client, APP_ID))
        rows = rows_of(sa.create_engine(url))
    frozen = {"held": held, "rows": rows}
    text = json.dumps(frozen, indent=1, default=lambda value: {"base64": base64.b64encode(value).decode()})
    (FOLDER / f"{version}.json").write_text(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
