"""REST v2: `/api/v2/…`, and the few paths of its SDKs that stand elsewhere. `/api/v2/<segment>/…` is `<segment>.py`."""

from __future__ import annotations

import re

from genauth_mock.routes.edge import visitors
from genauth_mock.routes.edge.face import Face
from genauth_mock.routes.v2 import face

_BELOW = "/api/v2/"
# Where the same stood in older versions.
_OLD = "/api/"
# Where other paths stand.
_ELSEWHERE = {"cas": "cas", "events": "events", "logout": "logout", "files": "upload", "connection": "connection"}
_PAGES = "/connections/"
_WORDS = re.compile(r"(?<!^)(?=[A-Z])")


def topic_of(path: str) -> str | None:
    """The module of a path: the first segment after `/api/v2/` or `/api/`, up to a hyphen, as a module is called."""
    if path.startswith(_PAGES):
        return "connection_pages"
    if not path.startswith(_OLD):
        return _ELSEWHERE.get(path.split("/", 2)[1] if "/" in path else "")
    segment = path.removeprefix(_BELOW).removeprefix(_OLD).partition("/")[0]
    name = segment.lstrip(".").replace("-", "_") if segment.startswith(".") else segment.partition("-")[0]
    return _WORDS.sub("_", name).lower()


FACE = Face(
    name="v2",
    title="REST v2",
    package=__name__,
    prefixes=(_BELOW,),
    topic=topic_of,
    refuse=face.print_refusal,
    force=face.forced,
    code=face.code_of,
    is_page=visitors.is_page,
)
