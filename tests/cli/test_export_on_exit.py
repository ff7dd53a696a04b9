"""`serve --export-on-exit`: what was in the server when it ended is what the next one begins with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from genauth_mock.cli import main

from tests.cli.test_serve import served
from tests.journeys.servers import serving

PASSWORD = "111111"


def log_in(url: str) -> int:
    body = {"account": "ann", "password": PASSWORD}
    headers = {"x-authing-app-id": "shop-app"}
    answer: dict[str, Any] = httpx.post(
        f"{url}/api/v2/login/account", json=body, headers=headers, trust_env=False
    ).json()
    return int(answer["code"])


def register(url: str) -> None:
    body = {"username": "ann", "password": PASSWORD}
    headers = {"x-authing-app-id": "shop-app"}
    answer = httpx.post(f"{url}/api/v2/register/username", json=body, headers=headers, trust_env=False).json()
    assert answer["code"] == 200, answer


@pytest.mark.parametrize("name", ["all.yaml", "all.json"])
def test_the_next_server_begins_with_it(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    with served("--export-on-exit", str(file)) as (url, _):
        register(url)
        assert not file.exists()
    with served("--seed", str(file), "--export-on-exit", str(file)) as (url, _):
        assert log_in(url) == 200
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_several_workers_write_it_once_all_have_ended(tmp_path: Path) -> None:
    file = tmp_path / "all.yaml"
    database = f"sqlite:///{tmp_path}/mock.db"
    with serving("--workers", "2", "--database", database, "--export-on-exit", str(file)) as url:
        register(url)
    assert "username: ann" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["missing/all.yaml", "."])
def test_what_cannot_be_written_is_said_before_anything_starts(path: str, tmp_path: Path) -> None:
    ended = CliRunner().invoke(main, ["serve", "--export-on-exit", str(tmp_path / path)])
    assert ended.exit_code == 2
    assert "--export-on-exit" in ended.stderr
