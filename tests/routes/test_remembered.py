"""What a server remembers between requests does not grow with what they name."""

from __future__ import annotations

import tracemalloc

import httpx
import pytest
from genauth_mock.app import create_app, create_mock
from genauth_mock.settings import Settings

from tests.alone import awaited

_LONGEST_KEPT = 40_000


@pytest.mark.parametrize("path", ["/api/v2/{}/x", "/api/v2/.{}", "/oidc/{}", "/_mock/{}", "/api/v3/{}"])
def test_a_path_that_names_no_topic_is_not_remembered(path: str) -> None:
    app = create_app(create_mock(Settings(port=0)))

    async def ask() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            await client.get(path.format("first"))
            tracemalloc.start()
            for n in range(40):
                assert (await client.get(path.format(f"{n}x{'a' * 3000}"))).status_code in (404, 501)

    try:
        awaited(ask())
        # Where faces say which topic a path is about; the journal, which has a bound, makes no text there.
        of_topics = tracemalloc.Filter(inclusive=True, filename_pattern="*/genauth_mock/routes/*/__init__.py")
        kept = tracemalloc.take_snapshot().filter_traces([of_topics])
    finally:
        tracemalloc.stop()
    assert sum(each.size for each in kept.traces) < _LONGEST_KEPT
