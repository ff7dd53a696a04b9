"""`serve --watch`: what is written into a seed file is so in the pool, at once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from typing import Any

import httpx
import pytest
from genauth_mock.app import create_mock, plant
from genauth_mock.settings import Settings
from genauth_mock.store import user_pools
from genauth_mock.store.database import close_database, transaction

from tests.cli.test_serve import refused, served
from tests.conftest import App
from tests.journeys import postgres

ONE_POOL = """
name: shop
users:
  - {username: ann, password: "111111"}
"""


@contextmanager
def watched(file: Path, *arguments: str) -> Iterator[tuple[httpx.Client, Popen[str]]]:
    """A server that watches a seed file."""
    options = ("--seed", str(file), "--watch", "--no-demo", "--log-format", "json", *arguments)
    with served(*options) as (url, process), httpx.Client(base_url=url, trust_env=False, verify=False) as http:
        yield http, process


def soon(what: Callable[[], bool]) -> None:
    """Waits until something is so."""
    deadline = time.monotonic() + 10
    while not what():
        assert time.monotonic() < deadline, "it did not become so"
        time.sleep(0.02)


def pools(http: httpx.Client) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in http.get("/_mock/pools").json()["list"]}


def users(http: httpx.Client, name: str) -> dict[str, str]:
    """A pool's users: ids by name."""
    listed = http.get(f"/_mock/pools/{pools(http)[name]['userPoolId']}/users").json()["list"]
    return {each["username"]: each["id"] for each in listed}


def logged(process: Popen[str], level: str) -> str:
    """The next log line of a level."""
    assert process.stderr is not None
    return str(next(line["message"] for line in map(json.loads, process.stderr) if line["level"] == level))


def test_a_change_is_applied_and_ids_and_secrets_that_the_file_leaves_out_stay(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(ONE_POOL)
    with watched(file) as (http, _):
        before, ann = pools(http)["shop"], users(http, "shop")["ann"]
        file.write_text(ONE_POOL.replace("shop", "store") + '  - {username: bob, password: "222222"}\n')
        soon(lambda: "store" in pools(http))
        after = pools(http)["store"]
        assert {**after, "name": "shop", "settings": before["settings"]} == before
        assert users(http, "store")["ann"] == ann
        App(http, after["appId"]).log_in("bob", "222222")
        App(http, after["appId"]).control("POST", f"/pools/{after['userPoolId']}/reset")
        assert set(users(http, "store")) == {"ann", "bob"}
        file.write_text(ONE_POOL)
        soon(lambda: "shop" in pools(http))
        assert pools(http)["shop"] == before and users(http, "shop") == {"ann": ann}


def test_what_is_wrong_is_logged_with_file_and_line_and_the_old_state_stays(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(ONE_POOL)
    with watched(file) as (http, process):
        app = App(http, pools(http)["shop"]["appId"])
        app.log_in("ann")
        file.write_text("name: other\nusers:\n  - {user: ann}\n")
        said = logged(process, "error")
        assert "shop.yaml:3: users[0].user" in said and "did you mean 'username'" in said and "stay" in said
        assert app.get("/api/v2/users/me")["code"] == 200
        file.write_text("pools:\n  - {name: shop}\n  - {name: y, roles: [{code: a}], users: [{roles: [b]}]}\n")
        assert "shop.yaml:3: pools[1].users[0].roles" in logged(process, "error")
        assert set(pools(http)) == {"shop"} and app.get("/api/v2/users/me")["code"] == 200
        file.unlink()
        assert "shop.yaml" in logged(process, "error")
        assert app.get("/api/v2/users/me")["code"] == 200
        file.write_text("name: mended\n")
        soon(lambda: set(pools(http)) == {"mended"})
        assert pools(http)["mended"]["appId"] == app.app_id


def test_new_pools_are_made_removed_ones_go_and_the_others_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "pools.yaml"
    kept = '  - {name: kept, users: [{username: ann, password: "111111"}]}\n'
    file.write_text(f"pools:\n  - {{name: goes}}\n{kept}  - {{name: changes, appId: of-changes}}\n")
    with watched(file) as (http, process):
        mine = http.post("/_mock/pools", json={"name": "of no file"}).json()
        app = App(http, pools(http)["kept"]["appId"])
        app.log_in("ann")
        secret = pools(http)["changes"]["appSecret"]
        file.write_text(f"pools:\n  - {{userPoolId: new, name: new}}\n  - {{name: changed, appId: of-changes}}\n{kept}")
        soon(lambda: "new" in pools(http))
        assert set(pools(http)) == {"new", "changed", "kept", "of no file"}
        assert pools(http)["changed"]["appSecret"] == secret
        assert app.get("/api/v2/users/me")["code"] == 200
        assert pools(http)["of no file"]["userPoolId"] == mine["userPoolId"]
        said = logged(process, "info")
        assert "pools.yaml" in said and "1 made, 1 changed, 1 removed" in said


def test_applications_may_change_places_between_the_pools_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "pools.yaml"
    file.write_text("pools:\n  - {userPoolId: one, appId: a}\n  - {userPoolId: two, appId: b}\n")
    with watched(file) as (http, _):
        file.write_text("pools:\n  - {userPoolId: one, appId: b}\n  - {userPoolId: two, appId: a}\n")
        soon(lambda: http.get("/_mock/pools/one").json()["appId"] == "b")
        assert http.get("/_mock/pools/two").json()["appId"] == "a"


def test_a_pool_that_moves_to_another_watched_file_is_not_lost(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    one.write_text("pools: [{userPoolId: stays}, {userPoolId: moves}]")
    two.write_text("pools: []")
    with watched(two, "--seed", str(one)) as (http, _process):
        two.write_text("pools: [{userPoolId: moves, name: moved}]")
        soon(lambda: "moved" in pools(http))
        one.write_text("pools: [{userPoolId: stays, name: stayed}]")
        soon(lambda: "stayed" in pools(http))
        assert set(pools(http)) == {"moved", "stayed"}


SEEDS = {
    "the README's": """
userPoolId: shop
name: Shop
appId: shop-app
settings: {limits: documented, verificationCode: {length: 6}}
customFields:
  - {key: size, label: Shoe size, dataType: NUMBER}
roles:
  - {code: buyer, description: May buy}
orgs:
  - {name: Shop, children: [{name: Sales}]}
users:
  - {username: ann, password: s3cret!, email: ann@example.com, roles: [buyer], customData: {size: 38}}
  - {username: bob, password: s3cret!, phone: "13800138001", orgs: [Shop/Sales], resetPasswordOnFirstLogin: true}
""",
    "roles of namespaces": """
name: Shop
namespaces: [{code: eu, name: Europe}]
roles: [{code: buyer, namespace: eu}]
users: [{username: ann, password: s3cret!, roles: [{code: buyer, namespace: eu}]}]
""",
    "users in two places": """
name: Shop
orgs: [{name: Shop, children: [{name: Sales, children: [{name: East}]}]}]
users: [{username: ann, password: s3cret!, orgs: [[Shop, Sales, East], [Shop]]}]
""",
}


@pytest.mark.parametrize("seed", SEEDS)
def test_any_seed_can_be_edited_again_and_again(tmp_path: Path, seed: str) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(SEEDS[seed])
    with watched(file) as (http, _):
        ann = users(http, "Shop")["ann"]
        for name in ("Store", "Stall"):
            file.write_text(SEEDS[seed].replace("name: Shop\n", f"name: {name}\n", 1))
            soon(lambda name=name: name in pools(http))  # type: ignore[misc]
            assert users(http, name)["ann"] == ann
            App(http, pools(http)[name]["appId"]).log_in("ann", "s3cret!")


def test_a_watch_outlives_whatever_happens_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(ONE_POOL)
    mock = create_mock(Settings(port=0, seed=(file,), watch=True))
    watch = plant(mock)

    def fail(*_: object) -> None:
        raise KeyError("roles")

    def change(name: str) -> None:
        file.write_text(ONE_POOL.replace("shop", name))
        watch.look()
        watch.look()

    with monkeypatch.context() as patch:
        patch.setattr("genauth_mock.steering.pools.seed_pools.replant", fail)
        change("broken")
    assert "shop.yaml cannot be applied (KeyError: 'roles'); its pools stay as they are" in caplog.text
    change("mended")
    with transaction(mock.engine) as db:
        assert len(user_pools.ids_named(db, "mended")) == 1
    close_database(mock.engine)


def test_watching_nothing_is_an_error() -> None:
    assert "--seed" in refused("--watch")


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "file":
        yield f"sqlite:///{folder}/mock.db"
    else:
        with postgres.running() as url:
            yield url


@pytest.mark.parametrize("kind", ["file", "PostgreSQL"])
def test_of_two_workers_one_process_watches_and_both_serve_the_change(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(ONE_POOL)
    with (
        database(kind, tmp_path) as database_url,
        watched(file, "--workers", "2", "--database", database_url) as (http, process),
    ):
        before = pools(http)["shop"]
        file.write_text(ONE_POOL.replace("shop", "store"))
        soon(lambda: "store" in pools(http))
        for _ in range(20):
            answer = httpx.get(f"{http.base_url}/_mock/pools/{before['userPoolId']}", trust_env=False).json()
            assert answer["name"] == "store" and answer["appSecret"] == before["appSecret"]
        process.terminate()
        assert process.wait(5) == 0 and process.stderr is not None
        applied = [line for line in map(json.loads, process.stderr) if "1 changed" in line["message"]]
        assert len(applied) == 1


@pytest.mark.parametrize("how", ["written anew", "put in its place"])
def test_however_an_editor_writes_the_change_is_seen(tmp_path: Path, how: str) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text("name: one\n")
    with watched(file) as (http, _):
        if how == "written anew":
            file.write_text("name: two\n")
        else:
            new = tmp_path / "new"
            new.write_text("name: two\n")
            new.replace(file)
        soon(lambda: "two" in pools(http))
