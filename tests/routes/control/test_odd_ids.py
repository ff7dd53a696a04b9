"""Ids that are words of the house's own: nothing of one kind is ever taken for something of another."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App

WORDS = ["faults", "apps", "clear", "memory", "__class__", "None"]


@pytest.mark.parametrize("word", WORDS)
def test_an_app_id_that_is_a_word_of_the_house_harms_nobody(word: str) -> None:
    # A server of its own: what is remembered is cleared by whatever others do.
    with ThreadedServer(Settings(port=0)) as server, httpx.Client(base_url=server.base_url, trust_env=False) as http:
        app, other = App(http, word), App(http)
        assert app.pool_id == app.pool_id
        assert other.get("/api/v2/users/me")["code"] == 2020
        assert other.pool_id != app.pool_id


@pytest.mark.parametrize("word", WORDS)
def test_a_pool_and_an_application_may_have_the_same_id(word: str) -> None:
    document: dict[str, Any] = {"userPoolId": word, "appId": word}
    with ThreadedServer(Settings(port=0)) as server, httpx.Client(base_url=server.base_url, trust_env=False) as http:
        assert http.post("/_mock/pools", json=document).status_code == 201
        app = App(http, word)
        assert [app.pool_id for _ in range(3)] == [word] * 3
        app.make_user(username="ci", password="111111")
        assert app.log_in("ci")["username"] == "ci"


def test_a_fault_strikes_a_pool_that_is_called_faults() -> None:
    with ThreadedServer(Settings(port=0)) as server, httpx.Client(base_url=server.base_url, trust_env=False) as http:
        app, other = App(http, "faults"), App(http, "b" * 24)
        assert [app.pool_id, other.pool_id]
        app.control("POST", "/faults", {"userPoolId": app.pool_id, "error": {"code": 2006}, "times": 2})
        codes = [each.get("/api/v2/users/me")["code"] for each in (other, app, other, app, other, app)]
        assert codes == [2020, 2006, 2020, 2006, 2020, 2020]
