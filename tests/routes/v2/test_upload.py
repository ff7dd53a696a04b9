"""uploadAvatar: a form without token or pool, and the picture at its URL."""

from __future__ import annotations

import httpx
import pytest
from genauth_mock.rules import uploads
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings

from tests.conftest import App

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
PICTURES = {
    "png": (PNG, "image/png"),
    "jpg": (b"\xff\xd8\xff\xe0" + bytes(100), "image/jpeg"),
    "gif": (b"GIF89a" + bytes(100), "image/gif"),
    "webp": (b"RIFF\x10\x00\x00\x00WEBP" + bytes(100), "image/webp"),
}
BOUNDARY = "Boundary-7A2B"


def _form(content: bytes, before: bytes = b"", name: str = "file", more: bytes = b"") -> bytes:
    return (
        before
        + f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="personal.png"\r\n'.encode()
        + more
        + b"Content-Type: image/png\r\n\r\n"
        + content
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )


def _send(app: App, body: bytes, query: str = "?folder=photos", content_type: str = "") -> dict[str, object]:
    headers = {"content-type": content_type or f"multipart/form-data; boundary={BOUNDARY}"}
    answer = app.http.post(f"/api/v2/upload{query}", content=body, headers=headers)
    assert answer.status_code in {200, 413}
    envelope: dict[str, object] = answer.json()
    assert envelope["code"] in ({413} if answer.status_code == 413 else {200, 400})
    assert isinstance(envelope["message"], str)
    return envelope


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_served_back_at_its_url(app: App, kind: str) -> None:
    content, content_type = PICTURES[kind]
    answer = app.http.post("/api/v2/upload?folder=photos", files={"file": ("aPhoto", content, "image/png")})
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert data["url"].startswith(str(app.http.base_url)) and data["key"].startswith("photos/")
    picture = app.http.get(data["url"])
    assert (picture.content, picture.headers["content-type"]) == (content, content_type)
    assert app.http.head(data["url"]).status_code == 200


def test_uploading_and_showing_an_avatar_works_end_to_end(app: App) -> None:
    app.logged_in_user()
    url = app.http.post("/api/v2/upload?folder=photos", files={"file": ("aPhoto", PNG, "image/png")}).json()["data"][
        "url"
    ]
    assert app.post("/api/v2/users/profile/update", photo=url)["data"]["photo"] == url
    assert app.get("/api/v2/users/me")["data"]["photo"] == url
    app.control("DELETE", f"/pools/{app.pool_id}")
    assert app.http.get(url).status_code == 404


def test_an_upload_that_nobody_shows_stays_with_the_server(app: App) -> None:
    url = app.http.post("/api/v2/upload", files={"file": ("a", PNG, "image/png")}).json()["data"]["url"]
    app.control("DELETE", f"/pools/{app.pool_id}")
    assert app.http.get(url).status_code == 200


@pytest.mark.parametrize("before", [b"\r\n", b"\r\n\r\n", b"\n", b""])
def test_the_empty_line_that_ios_puts_before_the_form_is_tolerated(app: App, before: bytes) -> None:
    assert _send(app, _form(PNG, before=before))["code"] == 200


def test_a_part_with_a_length_of_its_own_is_taken(app: App) -> None:
    # Android's OkHttp adds one.
    assert _send(app, _form(PNG, more=f"Content-Length: {len(PNG)}\r\n".encode()))["code"] == 200


@pytest.mark.parametrize("query", ["", "?folder=avatar", "?folder=photos&private=true"])
def test_the_sdks_queries_are_taken(app: App, query: str) -> None:
    assert _send(app, _form(PNG), query)["code"] == 200


@pytest.mark.parametrize("query", ["?folder=../x", "?folder=a/b", "?folder=", "?folder=%00", "?folder=" + "f" * 65])
def test_a_folder_that_is_no_name_is_refused_by_name(app: App, query: str) -> None:
    answer = _send(app, _form(PNG), query)
    assert answer["code"] == 400 and "folder" in str(answer["message"])


@pytest.mark.parametrize(
    "content",
    [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\x89PN", b"RIFF0000WAVE"],
)
def test_what_is_no_picture_is_refused(app: App, content: bytes) -> None:
    assert _send(app, _form(content))["code"] == 400


def test_a_picture_of_five_megabytes_is_taken_and_a_larger_one_is_413(app: App) -> None:
    largest = PNG + bytes(5 * 1024 * 1024 - len(PNG))
    assert _send(app, _form(largest))["code"] == 200
    assert _send(app, _form(largest + b"0"))["code"] == 413
    assert _send(app, _form(largest * 2))["code"] == 413


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", ""),
        (b"junk", ""),
        (_form(PNG, name="other"), ""),
        (_form(PNG)[:60], ""),
        (_form(PNG)[:-20], ""),
        (b'--Boundary-7A2B\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--Boundary-7A2B--\r\n', ""),
        (b"--Boundary-7A2B\r\nContent-Disposition: form-data\r\n\r\ntext\r\n--Boundary-7A2B--\r\n", ""),
        (_form(PNG), "application/json"),
        (_form(PNG), "multipart/form-data"),
        (_form(PNG), "multipart/form-data; boundary="),
        (_form(PNG), "boundary=x"),
        (_form(PNG, name="other") + _form(PNG)[:-20], ""),
        (_form(PNG, name="\xff"), f"multipart/form-data; charset=undefined; boundary={BOUNDARY}"),
        (_form(PNG), f"multipart/form-data; charset=nonsense; boundary={'x' * 300}"),
        (b'{"file": "x"}', "application/json; boundary=x"),
    ],
)
def test_a_form_without_a_file_is_refused_and_never_a_fault(app: App, body: bytes, content_type: str) -> None:
    answer = _send(app, body, content_type=content_type)
    assert answer["code"] == 400 and "data" not in answer


@pytest.mark.parametrize("key", ["nothing.png", "photos/nothing.png", "%00", "..%2F..%2Fetc%2Fpasswd"])
def test_a_picture_that_was_never_uploaded_is_404_in_the_envelope(app: App, key: str) -> None:
    answer = app.http.get(f"/files/{key}")
    assert (answer.status_code, answer.json()["code"]) == (404, 404)


def test_what_nobody_shows_is_bounded_and_what_a_user_shows_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_UNCLAIMED_BYTES", 3 * len(PNG))
    with (
        ThreadedServer(Settings(port=0)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        app = App(client)
        app.logged_in_user()
        shown = str(_send(app, _form(PNG))["data"]["url"])  # type: ignore[index]
        app.post("/api/v2/users/profile/update", photo=shown)
        others = [str(_send(app, _form(PNG))["data"]["url"]) for _ in range(5)]  # type: ignore[index]
        assert client.get(shown).status_code == 200
        assert [client.get(each).status_code for each in others] == [404, 404, 200, 200, 200]
