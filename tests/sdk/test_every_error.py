"""Every error that GenAuth documents, forced once by its name and once by its number, seen by npm authing-js-sdk."""

from __future__ import annotations

from genauth_mock import errors
from genauth_mock.steering.faults import Forced

from tests.conftest import App
from tests.sdk import packages


def test_every_error_can_be_forced_by_name_and_by_number(node: str, server_url: str, app: App) -> None:
    entries = errors.CATALOGUE
    # This login goes by REST v2: an error by its name has the number that it has there, one by number has that.
    said = {name: entry.in_face("v2") for name, entry in entries.items()}
    numbers = {entry.code for entry in entries.values()} | {each.code for each in said.values()}
    assert len(entries) > 200 and {2004, 2026, 2333, 1636, 1320005} <= numbers
    wanted = [*entries, *sorted(numbers)]
    seen = packages.run([node, "faults.js", server_url, app.app_id], packages.JS, stdin=wanted)
    assert [each["asked"] for each in seen] == wanted
    for each in seen:
        named = each["asked"]
        if isinstance(named, str):
            forced = [Forced(entries[named].code, None, None, {}, None, entries[named], is_named=True).in_face("v2")]
        else:
            forced = [Forced(named, None, None, {}, None, entry) for entry in errors.by_code(named)]
        assert each["code"] == (said[named].code if isinstance(named, str) else named), each
        assert each["message"] in [one.text("zh") for one in forced], each
        assert each["hits"] == 1, each
