"""`genauth-mock pool export | import | schema | snapshot`."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from click.testing import CliRunner, Result
from genauth_mock.cli import main

from tests.conftest import App
from tests.routes.control.whole_pool import whole_pool


@pytest.fixture
def pool_id(http: httpx.Client) -> str:
    """A pool that uses every feature."""
    return str(http.post("/_mock/pools", json=whole_pool()).json()["userPoolId"])


def run(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["pool", *arguments, "--url", url], catch_exceptions=False)


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_what_is_exported_is_to_the_byte_what_the_server_exports(
    http: httpx.Client, server_url: str, pool_id: str, kind: str
) -> None:
    printed = run(server_url, "export", pool_id, *(["--yaml"] if kind == "yaml" else []))
    exported = http.get(f"/_mock/pools/{pool_id}/export", headers={"accept": f"application/{kind}"})
    assert printed.stdout_bytes == exported.content


@pytest.mark.parametrize("name", ["pool.json", "pool.yaml", "pool.yml"])
def test_a_file_is_exported_and_imported_in_the_form_of_its_name(
    http: httpx.Client, server_url: str, pool_id: str, name: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    before = http.get(f"/_mock/pools/{pool_id}/export").content
    assert str(file) in run(server_url, "export", pool_id, "-o", str(file)).stderr
    read = json.loads if name.endswith("json") else yaml.safe_load
    assert read(file.read_text(encoding="utf-8"))["userPoolId"] == pool_id
    http.delete(f"/_mock/pools/{pool_id}")
    imported = run(server_url, "import", str(file))
    assert imported.exit_code == 0 and pool_id in imported.output
    assert http.get(f"/_mock/pools/{pool_id}/export").content == before


def test_a_file_of_several_pools_is_imported_whole(app: App, server_url: str, tmp_path: Path) -> None:
    file, pool_id = tmp_path / "pools.yaml", app.pool_id
    file.write_text(f"pools: [{{name: one}}, {{userPoolId: {pool_id}, name: two}}]", encoding="utf-8")
    made = json.loads(run(server_url, "import", str(file), "--json").output)
    assert [each["name"] for each in made] == ["one", "two"] and made[1]["userPoolId"] == pool_id


def test_what_cannot_be_imported_is_told_with_its_line(server_url: str, tmp_path: Path) -> None:
    file = tmp_path / "pool.yaml"
    file.write_text("name: x\nversion: 2\n", encoding="utf-8")
    failed = run(server_url, "import", str(file))
    assert failed.exit_code == 2
    assert "pool.yaml:2: version" in failed.output and "version 2" in failed.output


def test_a_file_that_cannot_be_written_is_said_so(server_url: str, app: App, tmp_path: Path) -> None:
    failed = run(server_url, "export", app.pool_id, "-o", str(tmp_path / "no" / "pool.yaml"))
    assert failed.exit_code == 1 and "pool.yaml" in failed.output


def test_the_schema_that_is_printed_is_that_of_the_seed_files(server_url: str) -> None:
    printed = CliRunner().invoke(main, ["pool", "schema"], catch_exceptions=False)
    jsonschema.validate(whole_pool(), json.loads(printed.output))


def test_a_snapshot_is_saved_listed_restored_and_deleted(app: App, server_url: str) -> None:
    pool = app.pool_id
    saved = run(server_url, "snapshot", "save", pool, "ready")
    assert saved.exit_code == 0 and "ready" in saved.output
    app.make_user(username="ci")
    assert run(server_url, "snapshot", "restore", pool, "ready").exit_code == 0
    assert app.users() == []
    assert "ready" in run(server_url, "snapshot", "list", pool).output
    assert pool in run(server_url, "snapshot", "list").output
    assert run(server_url, "snapshot", "delete", pool, "ready").exit_code == 0
    assert "no snapshot" in run(server_url, "snapshot", "list", pool).output
    failed = run(server_url, "snapshot", "restore", pool, "ready")
    assert failed.exit_code == 1 and "no snapshot 'ready'" in failed.output


def test_snapshots_are_told_to_machines_as_the_server_tells_them(app: App, server_url: str) -> None:
    saved = json.loads(run(server_url, "snapshot", "save", app.pool_id, "s", "--json").output)
    assert app.control("GET", "/snapshots", userPoolId=app.pool_id)["list"] == [saved]
    assert json.loads(run(server_url, "snapshot", "list", app.pool_id, "--json").output) == [saved]
    restored = json.loads(run(server_url, "snapshot", "restore", app.pool_id, "s", "--json").output)
    assert restored == app.control("GET", f"/pools/{app.pool_id}")
    removed = json.loads(run(server_url, "snapshot", "delete", app.pool_id, "s", "--json").output)
    assert removed == {"name": "s", "userPoolId": app.pool_id}


def test_a_large_file_is_sent_as_it_is_and_told_how_far_it_is(server_url: str, app: App, tmp_path: Path) -> None:
    file, pool_id = tmp_path / "large.yaml", app.pool_id
    said = [{"username": f"u{n}", "company": "x" * 4000} for n in range(1100)]
    file.write_text(
        json.dumps({"name": "large", "userPoolId": pool_id, "appId": app.app_id, "users": said}), encoding="utf-8"
    )
    imported = run(server_url, "import", str(file), "--json")
    assert imported.exit_code == 0, imported.output
    assert json.loads(imported.stdout)["name"] == "large"
    assert "sent 4 of 4 MB" in imported.stderr
    assert app.control("GET", f"/pools/{pool_id}/users")["totalCount"] == 1100
    again = tmp_path / "again.json"
    assert run(server_url, "export", pool_id, "-o", str(again)).exit_code == 0
    assert len(json.loads(again.read_text(encoding="utf-8"))["users"]) == 1100
    assert [each.name for each in tmp_path.iterdir() if "part" in each.name] == []


def test_what_is_wrong_with_a_large_file_is_told_by_its_place(server_url: str, tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    said = [{"username": f"u{n}", "company": "x" * 4000} for n in range(1100)] + [{"usrname": "x"}]
    file.write_text(json.dumps({"users": said}), encoding="utf-8")
    refused = run(server_url, "create", str(file))
    assert refused.exit_code == 1 and "users[1100].usrname: unknown field; did you mean 'username'?" in refused.stderr
    named = run(server_url, "create", str(file), "--name", "x")
    assert named.exit_code == 2 and "write the name into it" in named.stderr
