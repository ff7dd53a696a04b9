"""Seed files, written: all user pools of a server, as `--seed` takes them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from genauth_mock.kit import yaml_text
from genauth_mock.steering.pools import exporting
from genauth_mock.store import user_pools
from genauth_mock.store.database import Connection


def write(db: Connection, path: Path) -> int:
    """Writes all user pools to a file, oldest first, and says how many: JSON where its name says so, else YAML.

    The file is whole or as it was before. Raises OSError.
    """
    documents = [exporting.document_now(db, pool.public_id) for pool in user_pools.all_of(db)]
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(_text({"pools": documents}, path), encoding="utf-8", newline="\n")
    beside.replace(path)
    return len(documents)


def _text(value: Any, path: Path) -> str:
    if path.suffix == ".json":
        return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return yaml_text.dump(value)
