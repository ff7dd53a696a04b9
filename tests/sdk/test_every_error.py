"""Every error that GenAuth documents, forced once by its name and once by its number, seen by npm authing-js-sdk."""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.steering.faults import Forced

from tests.conftest import App
from tests.sdk import packages


def test_every_error_can_be_forced_by_name_and_by_number(node: str, server_url: str, app: App) -> None:
    entries = errors.CATALOGUE
    numbers = {entry.code for entry in entries.values()}
    assert len(entries) > 200 and {2004, 2026, 2333, 1636, 1320005} <= numbers
    wanted = [*entries, *sorted(numbers)]
    seen = packages.run([node, "faults.js", server_url, app.app_id], packages.JS, stdin=wanted)
    assert [each["asked"] for each in seen] == wanted
    for each in seen:
        named = each["asked"]
        meant = [entries[named]] if isinstance(named, str) else errors.by_code(named)
        assert each["code"] == meant[0].code, each
        assert each["message"] in [Forced(entry.code, None, None, {}, None, entry).text("zh") for entry in meant], each
        assert each["hits"] == 1, each
