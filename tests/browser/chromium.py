"""Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, Playwright

from tests.sdk import packages

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def path() -> str:
    """Where Chromium is. Raises MissingError where there is none."""
    if not shutil.which(CHROMIUM):
        raise packages.MissingError(
            f"the browser tests need Chromium, and {CHROMIUM} is not there: on Debian `apt-get install -y chromium`, "
            "elsewhere name one by the environment variable CHROMIUM"
        )
    return CHROMIUM


@contextmanager
def launched(playwright: Playwright, *arguments: str) -> Iterator[Browser]:
    """Chromium. Raises MissingError where there is none."""
    executable = path()
    # Root may not use Chromium's sandbox.
    browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox", *arguments])
    yield browser
    browser.close()


def serious_findings(page: Page) -> Sequence[str]:
    """What axe finds serious or critical on a page, each with where it is."""
    axe = packages.JS / "node_modules" / "axe-core" / "axe.min.js"
    # A page's own policy forbids script from elsewhere, so it is put in by the browser's own hand.
    found = page.evaluate(
        f"(async () => {{ {axe.read_text(encoding='utf-8')}; const found = await axe.run(); "
        "return found.violations.filter(each => ['serious', 'critical'].includes(each.impact))"
        ".map(each => `${each.id}: ${each.nodes.map(node => node.html).join(' | ')}`) })()"
    )
    return [str(each) for each in found]
