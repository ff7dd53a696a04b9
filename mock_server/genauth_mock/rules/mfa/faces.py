"""Faces: a mock recognises nobody. A picture shows a face when it is the very file that was bound, or is called so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from genauth_mock.context import Context
from genauth_mock.rules.uploads import FILES
from genauth_mock.store import uploads


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the print of its bytes, and what its file is called."""

    print: str
    name: str


def picture(ctx: Context, photo: str) -> Picture | None:
    """The picture behind the key or URL of an upload; None where nobody has uploaded it, or another pool shows it. One
    elsewhere is never fetched: its address is all that is known of it.
    """
    upload = uploads.by_key(ctx.db, photo.rpartition(FILES)[2])
    if upload is not None and upload.user_pool_id in (None, ctx.pool_id):
        return Picture(hashlib.sha256(upload.content).hexdigest(), upload.file_name)
    if upload is None and "://" in photo:
        return Picture(hashlib.sha256(photo.encode()).hexdigest(), photo.rpartition("/")[2])
    return None


def face_of(*pictures: Picture) -> str:
    """What is bound for somebody whom these pictures show."""
    return " ".join(dict.fromkeys(each.print for each in pictures))


def shows(picture: Picture, face: str) -> bool:
    """Whether a picture shows a face."""
    return picture.print in face.split() or face in picture.name
