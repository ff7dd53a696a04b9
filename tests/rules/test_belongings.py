"""A user who is removed leaves nothing behind."""

from __future__ import annotations

import httpx
import sqlalchemy as sa
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from genauth_mock.store.database import transaction
from sqlmodel import SQLModel

from tests.conftest import App

GRANT = "http://authing.cn/oidc/grant_type/authing_token"
EVERYTHING = {"roles": ["admin"], "groups": ["staff"], "orgs": [["HR"]], "resources": [{"code": "ci:*"}]}
DOCUMENT = {
    "settings": {"oidc": {"consent": "ask", "redirects": "any"}},
    "resources": [{"code": "ci:*"}],
    "roles": [{"code": "admin"}],
    "groups": [{"code": "staff"}],
    "orgs": [{"name": "HR"}],
    "connections": [{"type": "github", "id": "git"}],
    "users": [
        {
            "id": name,
            "username": name,
            "password": "111111",
            **EVERYTHING,
            "orgs": ["HR"],
            "identities": [{"connectionId": "git", "openid": name}],
        }
        for name in ("ann", "bob")
    ],
}


def rows_of(server: ThreadedServer, user_id: str) -> dict[str, int]:
    """How many rows the tables have that name a user."""
    found: dict[str, int] = {}
    with transaction(server._engine) as db:
        for of in SQLModel.metadata.sorted_tables:
            named = [of.c[name] == user_id for name in ("user_id", "target") if name in of.c]
            if of.name == "users":
                named = [of.c.id == user_id]
            for condition in named:
                count = db.execute(sa.select(sa.func.count()).select_from(of).where(condition)).scalar_one()
                found[of.name] = found.get(of.name, 0) + count
    return {name: count for name, count in found.items() if count}


def test_a_removed_user_leaves_nothing_and_another_keeps_all() -> None:
    with (
        ThreadedServer(Settings(port=0, demo=False)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False) as client,
    ):
        app = App(client, client.post("/_mock/pools", json=DOCUMENT).json()["appId"])
        for name in ("ann", "bob"):
            token = app.log_in(name)["token"]
            form = {"client_id": app.app_id, "grant_type": GRANT, "token": token, "scope": "openid offline_access"}
            assert client.post("/oidc/token", data=form).status_code == 200
            app.control("PATCH", f"/pools/{app.pool_id}/users/{name}", {"resetPasswordOnFirstLogin": True})
            app.post("/api/v2/login/account", account=name, password="111111")
        before = rows_of(server, "bob")
        assert {"users", "sessions", "tickets", "authorizations", "refresh_tokens", "role_members"} <= set(before)
        assert {"group_members", "org_members", "grants", "identities"} <= set(before)
        assert rows_of(server, "ann") == before
        app.control("DELETE", f"/pools/{app.pool_id}/users/ann")
        assert (rows_of(server, "ann"), rows_of(server, "bob")) == ({}, before)
