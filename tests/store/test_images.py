"""Images: what was kept by an earlier version is read by this one."""

from __future__ import annotations

import orjson
from genauth_mock.store.images import Image, columns_of
from genauth_mock.store.sessions import Session
from genauth_mock.store.uploads import Upload


def test_an_image_of_a_version_with_other_columns_is_read_by_their_names() -> None:
    image = Image("p")
    image.add(
        Session(id="s", user_pool_id="p", user_id="u", app_id="a", cookie="c", created_at=1, expires_at=2),
        Session(id="t", user_pool_id="p", user_id="u", app_id="a", created_at=3, expires_at=4),
    )
    image.add(Upload(key="k", user_pool_id="p", content_type="image/png", content=b"\0png", created_at=1))
    kept = orjson.loads(image.to_bytes())
    for part in kept["tables"].values():
        # The earlier version had one column less, one that is gone since, and another order.
        part["columns"] = ["gone", *reversed(part["columns"])]
        part["rows"] = [[True, *reversed(row)] for row in part["rows"]]
    sessions = kept["tables"]["sessions"]
    lost = sessions["columns"].index("cookie")
    del sessions["columns"][lost]
    for row in sessions["rows"]:
        del row[lost]
    read = Image.from_bytes(orjson.dumps(kept))
    assert [(each.id, each.cookie, each.created_at) for each in read.of(Session)] == [("s", None, 1), ("t", None, 3)]
    assert [each.content for each in read.of(Upload)] == [b"\0png"]
    assert {len(row) for row in read.tables["sessions"]} == {len(columns_of(Session))}


def test_an_image_of_this_version_is_read_as_it_was_written() -> None:
    image = Image("p")
    image.add(Session(id="s", user_pool_id="p", user_id="u", app_id="a", cookie="c", created_at=1, expires_at=2))
    assert [each.cookie for each in Image.from_bytes(image.to_bytes()).of(Session)] == ["c"]
