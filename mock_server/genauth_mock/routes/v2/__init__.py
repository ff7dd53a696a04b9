"""REST v2: `/api/v2/…`, and the few paths of its SDKs that stand elsewhere. `/api/v2/<segment>/…` is `<segment>.py`."""

from __future__ import annotations

import re

from genauth_mock.routes.edge.face import Face
from genauth_mock.routes.v2 import face

_BELOW = "/api/v2/"
# Where other paths than `/api/v2/…` stand.
_ELSEWHERE = {"cas": "cas", "events": "events", "logout": "logout", "files": "upload", "api": "oidc"}
_WORDS = re.compile(r"(?<!^)(?=[A-Z])")


def topic_of(path: str) -> str | None:
    """The module of a path: the first segment after `/api/v2/`, up to a hyphen, as a module is called."""
    if not path.startswith(_BELOW):
        return _ELSEWHERE.get(path.split("/", 2)[1] if "/" in path else "")
    segment = path.removeprefix(_BELOW).partition("/")[0]
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
)
