"""Projects in which the JavaScript client is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.clients import npm
from tests.clients.npm import Project
from tests.sdk import packages


@pytest.fixture
def project(pytestconfig: pytest.Config) -> Iterator[Project]:
    """A new project of a user, with the client and the tools installed from npm."""
    try:
        with npm.project(pytestconfig.cache.mkdir("npm-clients")) as made:
            yield made
    except packages.MissingError as missing:
        packages.give_up(missing)
