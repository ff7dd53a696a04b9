"""Seeds at a second start, over a database that is kept: a pool that is there already stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from genauth_mock.app import create_mock, plant
from genauth_mock.settings import Settings
from genauth_mock.steering.pools.seed_files import BadSeedFile
from genauth_mock.steering.pools.seed_watch import SeedWatch
from genauth_mock.store.database import close_database

from tests.cli.test_watch import pools, soon, users, watched
from tests.conftest import App

USERS = "users: [{username: ann, password: s3cret!}]"


@contextmanager
def started(database: Path, *seeds: Path) -> Iterator[SeedWatch]:
    mock = create_mock(Settings(port=0, database=f"sqlite:///{database}", seed=seeds, demo=False))
    try:
        yield plant(mock)
    finally:
        close_database(mock.engine)


@pytest.mark.parametrize(
    "document",
    [
        f"appId: shop-app\n{USERS}",
        f"name: Shop\n{USERS}",
        f"userPoolId: shop\n{USERS}",
        f"name: Shop\napplications: [{{id: one}}, {{id: two}}]\n{USERS}",
    ],
)
def test_a_second_start_finds_the_pool_again(document: str, tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(document)
    kept: list[Any] = []
    for n in range(3):
        with watched(file, "--database", f"sqlite:///{tmp_path}/mock.db") as (http, _):
            (pool,) = pools(http).values()
            if n == 0:
                App(http, pool["appId"]).make_user(username="bob")
            kept.append((pool, users(http, pool["name"])))
    assert kept[0] == kept[1] == kept[2]
    assert set(kept[0][1]) == {"ann", "bob"}


def test_two_pools_of_a_name_are_an_error_that_lists_them(tmp_path: Path) -> None:
    file, database = tmp_path / "shop.yaml", tmp_path / "mock.db"
    file.write_text("pools: [{name: Shop, userPoolId: first}, {name: Shop, userPoolId: second}]")
    with started(database, file):
        pass
    file.write_text("roles: []\nname: Shop")
    with (
        pytest.raises(BadSeedFile, match=r"shop.yaml:2: name: several .* first, second; say which by userPoolId"),
        started(database, file),
    ):
        pass


def test_applications_of_two_pools_are_an_error_that_lists_them(tmp_path: Path) -> None:
    file, database = tmp_path / "shop.yaml", tmp_path / "mock.db"
    file.write_text("pools: [{userPoolId: first, appId: a}, {userPoolId: second, appId: b}]")
    with started(database, file):
        pass
    file.write_text("applications: [{id: a}, {id: b}]")
    with pytest.raises(BadSeedFile, match="first, second"), started(database, file):
        pass


def test_an_applications_id_goes_before_a_name(tmp_path: Path) -> None:
    file, database = tmp_path / "shop.yaml", tmp_path / "mock.db"
    file.write_text("pools: [{name: Shop, appId: a}, {name: Shop, appId: b}]")
    for _ in range(2):
        with started(database, file) as watch:
            pass
        first, second = (each.pool_id for each in watch._files[0].pools)
        assert first != second


def test_two_files_with_a_pool_of_the_same_name_have_one_each(tmp_path: Path) -> None:
    one, two = tmp_path / "one.yaml", tmp_path / "two.yaml"
    for n, file in enumerate((one, two)):
        file.write_text(f"name: Shop\nappId: app-{n}")
    for _ in range(2):
        with started(tmp_path / "mock.db", one, two) as watch:
            assert len({each.pool_id for file in watch._files for each in file.pools}) == 2


def test_a_change_after_a_second_start_is_made_in_the_pool_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(f"name: Shop\n{USERS}")
    database = ("--database", f"sqlite:///{tmp_path}/mock.db")
    with watched(file, *database) as (http, _):
        before, ann = pools(http)["Shop"], users(http, "Shop")["ann"]
    with watched(file, *database) as (http, _):
        file.write_text(f"name: Store\n{USERS}")
        soon(lambda: "Store" in pools(http))
        assert list(pools(http)) == ["Store"]
        after = pools(http)["Store"]
        assert (after["userPoolId"], after["appSecret"]) == (before["userPoolId"], before["appSecret"])
        assert users(http, "Store") == {"ann": ann}


def test_a_document_that_comes_to_a_watched_file_finds_the_pool_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text("pools: []")
    with watched(file) as (http, _):
        made = http.post("/_mock/pools", json={"name": "Shop", "appId": "shop-app"}).json()
        file.write_text(f"appId: shop-app\nname: Store\n{USERS}")
        soon(lambda: "Store" in pools(http))
        after = pools(http)["Store"]
        assert (after["userPoolId"], after["appSecret"]) == (made["userPoolId"], made["appSecret"])
        assert set(users(http, "Store")) == {"ann"}


def test_the_server_says_where_the_name_stands_that_two_pools_have(tmp_path: Path) -> None:
    # The same file with pools that nothing but a name tells apart works once, over an empty database.
    file = tmp_path / "shop.yaml"
    file.write_text("pools: [{name: Shop}, {name: Shop}]")
    with started(tmp_path / "mock.db", file):
        pass
    with pytest.raises(BadSeedFile, match="userPoolId"), started(tmp_path / "mock.db", file):
        pass
