"""The sample answers of the vendor's page 核心认证 API, which the demo pool reproduces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DEMO_APP_ID = "61ae0c9807451d6f30226bd4"
DEMO_POOL_ID = "60caaf41da89f1954875cee1"

_SAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "page_samples.json").read_text(encoding="utf-8"))


def sample(name: str) -> Any:
    """A sample answer, as objects."""
    return _SAMPLES[name]


def compact(value: Any) -> str:
    """A value as JSON without blanks, keys in their order: how the server writes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def answered(value: Any) -> str:
    """A sample answer as the server sends it: with what Guard alone reads, which the page does not show."""
    return compact({**value, "statusCode": 200})
