"""What the tests of every mobile SDK do as the page that a phone logs in."""

from __future__ import annotations

from typing import Any

from tests.conftest import App


def shown(app: App) -> str:
    """A new QR code of a page that nobody is logged in to."""
    return str(app.another().post("/api/v2/qrcode/gene", scene="APP_AUTH")["data"]["random"])


def status(app: App, random: str) -> int:
    """What the page is told of it."""
    return int(app.get("/api/v2/qrcode/check", random=random)["data"]["status"])


def pushed(app: App, account: str) -> str:
    """A new push of such a page."""
    return str(app.another().post("/api/v3/signin-by-push", account=account)["data"]["pushCodeId"])


def push_status(app: App, push: str) -> str:
    """What the page is told of it."""
    return str(app.get("/api/v3/check-pushcode-status", pushCodeId=push)["data"]["status"])


def fastpass(app: App, token: str) -> dict[str, Any]:
    """The code of a page whose user is logged in with a token."""
    page = app.another(authorization=f"Bearer {token}")
    data: dict[str, Any] = page.post("/api/v3/gene-fastpass-qrcode-info")["data"]
    return data


def cids(app: App) -> list[str]:
    """The devices to which the newest push went."""
    newest: dict[str, Any] = app.control("GET", "/pushes", userPoolId=app.pool_id)["list"][0]
    return list(newest["cids"])
