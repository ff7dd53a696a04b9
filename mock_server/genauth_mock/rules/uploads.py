"""Pictures that clients upload. Documented: uploadAvatar."""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.context import Context, Mock
from genauth_mock.errors import Refused
from genauth_mock.kit import clock
from genauth_mock.store import uploads
from genauth_mock.store.database import Connection
from genauth_mock.store.uploads import Upload

LARGEST_BYTES = 5 * 1024 * 1024
# Anybody may upload, and what no user shows belongs to no pool, which nobody resets.
MOST_UNCLAIMED_BYTES = 64 * 1024 * 1024
FILES = "/files/"

# How the picture types that browsers and phones show begin. SVG is left out: it can carry script.
_BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
)


def add(db: Connection, mock: Mock, folder: str, content: bytes, file_name: str = "") -> Upload:
    """Keeps a picture. Refuses 413 for one that is too large, 400 for what is no picture by its first bytes."""
    if len(content) > LARGEST_BYTES:
        raise Refused(errors.UPLOAD_TOO_LARGE)
    content_type, ending = _kind_of(content)
    upload = Upload(
        key=f"{folder}/{mock.ids.object_id()}.{ending}",
        file_name=file_name,
        content_type=content_type,
        content=content,
        created_at=clock.wall_ms(),
    )
    uploads.add(db, upload)
    uploads.drop_oldest_unclaimed(db, MOST_UNCLAIMED_BYTES)
    return upload


def claim(ctx: Context, url: str) -> None:
    """Gives the picture behind a URL of this server to the pool whose user shows it."""
    before, mark, key = url.partition(FILES)
    if mark and before == ctx.base_url:
        uploads.give_to_pool(ctx.db, key, ctx.pool_id)


def _kind_of(content: bytes) -> tuple[str, str]:
    for beginning, content_type, ending in _BEGINNINGS:
        if content.startswith(beginning):
            return content_type, ending
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", "webp"
    raise Refused(errors.UPLOAD_NOT_AN_IMAGE)
