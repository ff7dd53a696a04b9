"""`/api/v2/upload`, the pictures that it keeps, and those of QR codes."""

from __future__ import annotations

import re

from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.documents.field_types import has_control_characters
from genauth_mock.errors import Refused
from genauth_mock.kit import qr_pictures
from genauth_mock.routes.edge import bodies, qr_content, tenancy
from genauth_mock.routes.v2 import texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import uploads
from genauth_mock.store import qrcodes
from genauth_mock.store import uploads as stored_uploads
from genauth_mock.store.database import transaction
from genauth_mock.store.user_pools import public_id

router = Router()

_FOLDER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}/[a-z0-9.]+")
_ROOM_FOR_FORM = 16 * 1024
_LONGEST_NAME = 255


@router.post("/api/v2/upload")
async def upload_avatar(call: Call, folder: str = "photos") -> Response:
    """Keeps a picture, of whomever: the SDKs send no token and name no pool. Documented: uploadAvatar."""
    if not _FOLDER.fullmatch(folder):
        raise Refused(errors.INVALID_PARAMETER, field="folder", detail="A-Z a-z 0-9 _ -")
    content, file_name = await _file(call.request)
    mock = tenancy.mock_of(call.request)
    with transaction(mock.engine) as db:
        upload = uploads.add(db, mock, folder, content, file_name)
    url = f"{tenancy.base_url_of(call.request)}{uploads.FILES}{upload.key}"
    return call.answer({"key": upload.key, "url": url}, texts.UPLOADED)


class _InMemory(MultiPartParser):
    # The server may have no folder that it can write to.
    spool_max_size = uploads.LARGEST_BYTES + _ROOM_FOR_FORM


async def _file(request: Request) -> tuple[bytes, str]:
    """The form's part `file`, and what the client calls it. iOS puts an empty line before the first boundary."""
    body = (await bodies.read(request, uploads.LARGEST_BYTES + _ROOM_FOR_FORM)).lstrip(b"\r\n")
    boundary = parse_options_header(request.headers.get("content-type"))[1].get(b"boundary")

    async def stream() -> bodies.Chunks:
        yield body

    # Of a form that was cut off, the parser would leave the files open.
    if not boundary or b"--%b--" % boundary not in body:
        raise Refused(errors.UPLOAD_MISSING)
    try:
        form = await _InMemory(request.headers, stream()).parse()
    except (MultiPartException, UnicodeError) as fault:
        raise Refused(errors.UPLOAD_MISSING) from fault
    part = form.get("file")
    content = await part.read() if isinstance(part, UploadFile) else None
    name = part.filename or "" if isinstance(part, UploadFile) else ""
    await form.close()
    if content is None:
        raise Refused(errors.UPLOAD_MISSING)
    return content, "" if has_control_characters(name) else name[:_LONGEST_NAME]


@router.get("/files/user-contentsqrcode/{user_pool_id}/{random}.png")
async def get_qr_code(call: Call, user_pool_id: str, random: str) -> Response:
    """The picture of a QR code, which is drawn for whoever asks."""
    with transaction(tenancy.mock_of(call.request).engine) as db:
        code = qrcodes.anywhere(db, random)
    if code is None or public_id(code.user_pool_id) != user_pool_id:
        raise Refused(errors.NOT_FOUND, method="GET", path=call.request.url.path, nearest="POST /api/v2/qrcode/gene")
    headers = {"cache-control": "no-store"}
    return Response(qr_pictures.png(qr_content.of_code(code)), media_type="image/png", headers=headers)


@router.get("/files/{key:path}")
async def get_file(call: Call, key: str) -> Response:
    """A picture that was uploaded."""
    upload = None
    if _KEY.fullmatch(key):
        with transaction(tenancy.mock_of(call.request).engine) as db:
            upload = stored_uploads.by_key(db, key)
    if upload is None:
        raise Refused(errors.NOT_FOUND, method="GET", path=f"/files/{key}", nearest="POST /api/v2/upload")
    return Response(upload.content, media_type=upload.content_type, headers={"x-content-type-options": "nosniff"})
