"""What somebody else has refused whom a pool asks."""

from __future__ import annotations

from genauth_mock.errors.entry import register as _entry

# A table, one line or two for each: not for the formatter.
# fmt: off

# The text is the pipeline's own. The number is API v3's `statusCode` of custom code that fails; that REST v2 and GraphQL
# have it too is a guess.
PIPELINE_REFUSED = _entry("PIPELINE_REFUSED", 603, "{detail}", "{detail}", 603, "guess",
    by_face={"v3": {"source": "docs"}})

# fmt: on
