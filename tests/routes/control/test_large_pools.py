"""Large pools: made, reset, restored, imported and exported a slice at a time, while others are answered."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import yaml
from genauth_mock.app import create_mock
from genauth_mock.context import Mock
from genauth_mock.documents import pool_text
from genauth_mock.kit import yaml_text
from genauth_mock.kit.yaml_events import Events
from genauth_mock.settings import Settings
from genauth_mock.steering.pools import (
    exporting,
    importing,
    replacing,
    snapshots,
)
from genauth_mock.steering.pools.importing import SLICE
from genauth_mock.steering.pools.replacing import Disturbed, Steps
from genauth_mock.store import (
    generations,
    images,
    user_pools,
    users,
)
from genauth_mock.store.database import close_database, transaction

from tests.conftest import App

# More than what is removed at once.
MANY = images.SLICE + 7


def document(count: int = MANY, **others: Any) -> dict[str, Any]:
    """A pool document whose users name what stands after them."""
    return {
        "users": [
            {"username": f"u{n}", "email": f"u{n}@example.test", "roles": ["admin"], "customData": {"n": n}}
            for n in range(count)
        ],
        "roles": [{"code": "admin"}],
        "customFields": [{"key": "n", "dataType": "NUMBER"}],
        **others,
    }


def padded(count: int = MANY, **others: Any) -> dict[str, Any]:
    """The same in more than 4 MB."""
    said = document(count, **others)
    long = dict.fromkeys(("company", "address", "profile", "website"), "x" * 4000)
    return said | {"users": [each | long for each in said["users"]]}


@pytest.fixture
def mock() -> Iterator[Mock]:
    """A server without its loop: each step of large work is made by the test."""
    opened = create_mock(Settings(demo=False))
    yield opened
    close_database(opened.engine)


def to_the_end(steps: Steps[Any], between: Callable[[], object] = lambda: None) -> Any:
    """What steps come to."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
        between()


def made(mock: Mock, said: dict[str, Any], *, is_new: bool = True) -> str:
    """The public id of the pool of a document."""
    return str(to_the_end(importing.pool_of(mock, pool_text.whole(said), is_new=is_new)).public_id)


def names(mock: Mock, public_id: str) -> list[str | None]:
    """The user names of a pool, as anybody would see them."""
    with transaction(mock.engine) as db:
        pool = user_pools.by_id(db, public_id)
        if pool is None:
            return []
        return [each.username for each in images.rows_of(db, pool.id, users.User)]


def swept(mock: Mock) -> None:
    """Has everything removed that may go."""
    while True:
        with transaction(mock.engine) as db:
            if not replacing.sweep(db):
                return


def rows(mock: Mock) -> int:
    """How many rows of users there are, whosoever they are."""
    with transaction(mock.engine) as db:
        return int(db.exec_driver_sql("SELECT count(*) FROM users").scalar_one())


def test_between_two_slices_everybody_sees_all_of_the_old_pool_and_then_all_of_the_new(mock: Mock) -> None:
    pool_id = made(mock, document())
    with transaction(mock.engine) as db:
        pool = user_pools.by_id(db, pool_id)
        assert pool is not None
        users.remove(db, pool.id, users.at(db, users.newest(db, pool.id, 1, 1))[0].id)
    old = names(mock, pool_id)
    assert len(old) == MANY - 1
    seen: list[list[str | None]] = []
    to_the_end(snapshots.bring_back(mock, pool_id), lambda: seen.append(names(mock, pool_id)))
    assert len(seen) > 3 and all(each == old for each in seen)
    assert len(names(mock, pool_id)) == MANY


@pytest.mark.parametrize("kind", ["reset", "restore", "import"])
def test_the_old_pool_goes_a_slice_at_a_time(mock: Mock, kind: str) -> None:
    pool_id = made(mock, document())
    to_the_end(snapshots.save(mock, pool_id, "s"))
    to_the_end(work_of(mock, pool_id, kind))
    assert rows(mock) > MANY, "some of the old are still there, where nobody sees them"
    swept(mock)
    assert rows(mock) == MANY


def test_a_pool_that_is_made_is_there_at_the_end_and_not_before(mock: Mock) -> None:
    steps = importing.pool_of(mock, pool_text.whole(document(userPoolId="new")), is_new=True)
    to_the_end(steps, lambda: names(mock, "new") == [] or pytest.fail("it is there already"))
    assert len(names(mock, "new")) == MANY


def work_of(mock: Mock, pool_id: str, kind: str) -> Steps[Any]:
    if kind == "reset":
        return snapshots.bring_back(mock, pool_id)
    if kind == "restore":
        return snapshots.bring_back(mock, pool_id, "s")
    return importing.pool_of(mock, pool_text.whole(document(userPoolId=pool_id)), is_new=False)


@pytest.mark.parametrize("kind", ["reset", "restore", "import"])
def test_what_breaks_off_has_changed_nothing_and_leaves_nothing(mock: Mock, kind: str) -> None:
    pool_id = made(mock, document())
    to_the_end(snapshots.save(mock, pool_id, "s"))
    before, all_rows = names(mock, pool_id), rows(mock)
    steps = work_of(mock, pool_id, kind)
    next(steps), next(steps)
    assert rows(mock) > all_rows
    steps.close()
    swept(mock)
    assert (names(mock, pool_id), rows(mock)) == (before, all_rows)
    to_the_end(snapshots.bring_back(mock, pool_id))
    assert names(mock, pool_id) == before, "what it was made from is still there"


@pytest.mark.parametrize("kind", ["reset", "restore", "import"])
def test_what_a_crash_leaves_is_removed_once_its_writer_was_silent_for_long(
    mock: Mock, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool_id = made(mock, document())
    to_the_end(snapshots.save(mock, pool_id, "s"))
    all_rows, steps = rows(mock), work_of(mock, pool_id, kind)
    next(steps), next(steps)
    swept(mock)
    assert rows(mock) > all_rows, "who writes is left alone"
    monkeypatch.setattr(generations, "SILENT_MS", -1)
    swept(mock)
    assert rows(mock) == all_rows
    with pytest.raises(Disturbed):
        to_the_end(steps)
    assert len(names(mock, pool_id)) == MANY


@pytest.mark.parametrize("kind", ["reset", "restore", "import"])
def test_while_a_pool_is_written_another_call_may_not_replace_it(mock: Mock, kind: str) -> None:
    pool_id = made(mock, document())
    to_the_end(snapshots.save(mock, pool_id, "s"))
    steps = work_of(mock, pool_id, "import")
    next(steps)
    with pytest.raises(Disturbed, match="another call"):
        to_the_end(work_of(mock, pool_id, kind))
    to_the_end(steps)
    assert len(names(mock, pool_id)) == MANY


@pytest.mark.parametrize("kind", ["reset", "restore", "import", "snapshot"])
def test_a_pool_that_is_removed_meanwhile_stays_away(mock: Mock, kind: str) -> None:
    pool_id = made(mock, document())
    to_the_end(snapshots.save(mock, pool_id, "s"))
    steps = snapshots.save(mock, pool_id, "t") if kind == "snapshot" else work_of(mock, pool_id, kind)
    next(steps)
    with transaction(mock.engine) as db:
        pool = user_pools.by_id(db, pool_id)
        assert pool is not None
        replacing.remove(db, mock, pool)
    with pytest.raises(Disturbed):
        to_the_end(steps)
    swept(mock)
    assert (names(mock, pool_id), rows(mock)) == ([], 0)
    with transaction(mock.engine) as db:
        assert db.exec_driver_sql("SELECT count(*) FROM snapshot_parts").scalar_one() == 0
        assert not generations.any_left(db)


def test_a_pool_may_be_made_again_while_the_one_that_was_removed_still_goes(mock: Mock) -> None:
    pool_id = made(mock, document())
    with transaction(mock.engine) as db:
        pool = user_pools.by_id(db, pool_id)
        assert pool is not None
        replacing.remove(db, mock, pool)
    made(mock, document(2, userPoolId=pool_id))
    swept(mock)
    assert names(mock, pool_id) == ["u0", "u1"] and rows(mock) == 2


def test_who_comes_while_a_snapshot_is_taken_is_not_in_it(mock: Mock) -> None:
    pool_id = made(mock, document())
    steps = snapshots.save(mock, pool_id, "s")
    next(steps)
    with transaction(mock.engine) as db:
        pool = user_pools.by_id(db, pool_id)
        assert pool is not None
        users.add(db, {"user_pool_id": pool.id, "id": "late", "username": "late", "created_at": 1, "updated_at": 1})
    to_the_end(steps)
    assert "late" in names(mock, pool_id)
    to_the_end(snapshots.bring_back(mock, pool_id, "s"))
    assert names(mock, pool_id) == [f"u{n}" for n in range(MANY)]


def test_a_twin_in_another_slice_is_told_with_both_places(app: App) -> None:
    said = document()
    said["users"][SLICE + 3]["email"] = "U5@example.test"
    answer = app.http.post("/_mock/pools", json=said)
    assert answer.status_code == 400
    assert answer.json()["error"] == {
        "code": "invalid_field",
        "message": f"users[{SLICE + 3}].email: 'u5@example.test' is also at users[5].email",
        "field": f"users[{SLICE + 3}].email",
    }


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_a_large_document_says_the_same_as_a_small_one_whatever_its_order(app: App, kind: str) -> None:
    said = padded(userPoolId=f"{app.pool_id}-{kind}")
    text = json.dumps(said) if kind == "json" else yaml.safe_dump(said, sort_keys=False)
    assert len(text) > 4 * 1024 * 1024
    answer = app.http.post("/_mock/import", content=text.encode(), headers={"content-type": f"application/{kind}"})
    assert answer.status_code == 201, answer.text
    exported = app.http.get(f"/_mock/pools/{said['userPoolId']}/export").json()
    keys = ("username", "email", "roles", "customData", "company")
    assert [{key: each[key] for key in keys} for each in exported["users"]] == [
        {key: each[key] for key in keys} for each in said["users"]
    ]


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_export_import_export_of_a_large_pool_is_equal_byte_by_byte(app: App, kind: str) -> None:
    pool_id = app.http.post("/_mock/pools", json=padded()).json()["userPoolId"]

    def exported() -> bytes:
        return app.http.get(f"/_mock/pools/{pool_id}/export", headers={"accept": f"application/{kind}"}).content

    before = exported()
    whole = yaml_text.load(before)
    again = (
        yaml_text.dump(whole).encode() if kind == "yaml" else json.dumps(whole, ensure_ascii=False, indent=2).encode()
    )
    assert before.rstrip() == again.rstrip(), "as if it had been written at once"
    answer = app.http.post("/_mock/import", content=before, headers={"content-type": f"application/{kind}"})
    assert answer.status_code == 201, answer.text
    assert exported() == before


@pytest.mark.parametrize(
    ("kind", "place", "line"),
    [("json", "", None), ("json", "lines", 8), ("yaml", "lines", None)],
)
def test_an_error_deep_in_a_large_document_names_its_place_and_its_line(
    app: App, kind: str, place: str, line: int | None
) -> None:
    said = padded()
    said["users"][250]["email"] = "nobody"
    indent = 0 if place else None
    text = json.dumps(said, indent=indent) if kind == "json" else yaml.safe_dump(said, sort_keys=False)
    answer = app.http.post("/_mock/pools", content=text.encode(), headers={"content-type": f"application/{kind}"})
    error = answer.json()["error"]
    assert (answer.status_code, error["field"]) == (400, "users[250].email")
    found = next((n for n, each in enumerate(text.splitlines(), 1) if "nobody" in each), 0)
    expected = f"line {found}: users[250].email" if place else "users[250].email"
    assert error["message"].startswith(expected)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"users": [' + '{"username": "u"},' * 300_000, "not valid JSON"),
        ('["' + "x" * 5_000_000 + '"]', "one object"),
        ('{"name": "' + "x" * 5_000_000 + '", "users": ' + "[" * 3000, "levels deep"),
        ('{"users": [], "name": "' + "x" * 5_000_000 + '", "users": []}', "stands twice"),
    ],
)
def test_a_large_text_that_is_no_document_is_refused(app: App, text: str, why: str) -> None:
    answer = app.http.post("/_mock/pools", content=text.encode(), headers={"content-type": "application/json"})
    assert answer.status_code == 400 and why in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "text",
    [
        "a: &a {x: 1}\nusers:\n- <<: *a\n  y: [on, yes, true, 1, 1.5, null, ~, 2021-05-31, '1', 0x10]\n- *a\n",
        "users:\n- |\n  lines\n  of text\n- >-\n  folded\n  text\n- {a: {b: [{c: d}]}}\n- !!str 1\n",
        "z: {'k': [\"\\u263a\"]}\n",
        "users: no list\nname: x\n",
    ],
)
def test_a_stream_of_yaml_says_what_the_whole_of_it_says(text: str) -> None:
    said: dict[str, Any] = {}
    for entry in Events(io.BytesIO(text.encode()), 2).entries(apart="users"):
        if entry is not None:
            key, n, value = entry
            if n is None:
                said[key] = value
            else:
                said.setdefault(key, []).append(value)
    assert said == yaml_text.load(text)


def test_aliases_of_aliases_end_before_they_fill_the_memory(app: App) -> None:
    laughs = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 12))
    text = f"l0: &l0 [x]\n{laughs}\nusers:\n- customData: {{a: *l11}}\n# {'x' * 40_000}\n"
    answer = app.http.post("/_mock/pools", content=text, headers={"content-type": "application/yaml"})
    assert answer.status_code == 400 and "aliases" in answer.json()["error"]["message"]


def test_logins_go_on_while_a_slow_client_sends_a_large_pool(app: App) -> None:
    app.make_user(username="ci", password="111111")
    text, goes_on = json.dumps(padded()).encode(), threading.Event()

    def slowly() -> Iterator[bytes]:
        yield text[:3_000_000]
        assert goes_on.wait(30)
        yield text[3_000_000:]

    with ThreadPoolExecutor(1) as other:
        sending = other.submit(app.http.post, "/_mock/pools", content=slowly(), timeout=60)
        assert app.log_in("ci")["username"] == "ci"
        goes_on.set()
        assert app.log_in("ci")["username"] == "ci"
        assert sending.result().status_code == 201


def test_whoever_asks_for_events_is_told_how_far_it_is(app: App) -> None:
    headers = {"accept": "text/event-stream"}
    with app.http.stream("POST", "/_mock/pools", json=document(name="told"), headers=headers) as response:
        said = [line for line in response.iter_lines() if line.startswith(("event", "data"))]
    assert said[0] == "event: progress" and said[-2] == "event: done"
    assert json.loads(said[-1].removeprefix("data: "))["name"] == "told"
    with app.http.stream("POST", "/_mock/pools", json={"nam": "x"}, headers=headers) as response:
        said = [line for line in response.iter_lines() if line.startswith(("event", "data"))]
    refused = json.loads(said[-1].removeprefix("data: "))
    assert (said[-2], refused["status"], refused["error"]["field"]) == ("event: refused", 400, "nam")


def test_after_a_reset_a_pool_is_called_as_before_by_everything_that_names_it(app: App) -> None:
    app.make_user(username="ci", password="111111")
    app.control("POST", f"/pools/{app.pool_id}/reset")
    app.make_user(username="ci", password="111111")
    logged_in = app.log_in("ci")
    app.code_for("a@example.test")
    app.control("PUT", "/snapshots/s", userPoolId=app.pool_id)
    told = [
        logged_in,
        app.control("GET", f"/pools/{app.pool_id}"),
        app.users(),
        app.control("GET", "/outbox", userPoolId=app.pool_id),
        app.control("GET", "/requests", userPoolId=app.pool_id),
        app.control("GET", "/snapshots", userPoolId=app.pool_id),
        app.http.get(f"/_mock/pools/{app.pool_id}/export").json(),
        app.control("POST", "/tokens/inspect", {"token": app.token}),
    ]
    for each in told:
        assert app.pool_id in json.dumps(each) and f"{app.pool_id}~" not in json.dumps(each)


def test_a_list_of_many_users_and_a_search_are_whole(app: App) -> None:
    pool_id = app.http.post("/_mock/pools", json=document()).json()["userPoolId"]
    listed: httpx.Response = app.http.get(f"/_mock/pools/{pool_id}/users", params={"limit": 10_000})
    assert [each["username"] for each in listed.json()["list"]] == [f"u{n}" for n in reversed(range(MANY))]
    found = app.http.get(f"/_mock/pools/{pool_id}/users", params={"search": "U10", "limit": 2, "page": 2}).json()
    assert found["totalCount"] == 11
    assert [each["username"] for each in found["list"]] == ["u107", "u106"]


def test_of_an_export_nothing_is_given_as_whole_once_the_pool_was_replaced(mock: Mock) -> None:
    pool_id = made(mock, document())
    entries = exporting.entries(mock, pool_id)
    while next(entries)[0] != "users":
        pass
    made(mock, document(userPoolId=pool_id), is_new=False)
    with pytest.raises(Disturbed, match="export it again"):
        list(entries)


def test_a_client_that_goes_leaves_a_whole_pool_that_others_may_replace(app: App) -> None:
    pool_id = app.http.post("/_mock/pools", json=document(1)).json()["userPoolId"]
    text = json.dumps(document(20 * SLICE, userPoolId=pool_id)).encode()
    url = app.http.base_url
    with socket.create_connection((url.host, url.port)) as connection:
        connection.sendall(b"POST /_mock/import HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n" % len(text) + text)
    count = app.control("GET", f"/pools/{pool_id}/users")["totalCount"]
    assert count in (1, 20 * SLICE)
    while (answer := app.http.post(f"/_mock/pools/{pool_id}/reset")).status_code == 409:
        assert "another call" in answer.json()["error"]["message"]
    assert answer.status_code == 200
    assert app.control("GET", f"/pools/{pool_id}/users")["totalCount"] in (1, 20 * SLICE)
