"""Where the data that ships with the package lies."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent.parent / "fixtures"
_IN_REPOSITORY = Path(__file__).parents[3] / "fixtures"

FIXTURES = _INSTALLED if _INSTALLED.is_dir() else _IN_REPOSITORY
