"""The console, as a person at a browser uses it."""

from __future__ import annotations

from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.browser.chromium import serious_findings


def address(section: str, **params: str) -> str:
    """Where a section is, with its parameters."""
    query = {name: value for name, value in params.items() if value}
    return f"/_mock/ui/#/{section}{'?' if query else ''}{urlencode(query)}"


def opened(page: Page, section: str, heading: str, **params: str) -> Page:
    """Opens a section, and waits until it is there."""
    page.goto("about:blank")
    page.goto(address(section, **params))
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
    return page


def expect_no_findings(page: Page) -> None:
    """Axe finds nothing serious, in light and in dark colours."""
    for colours in ("light", "dark"):
        page.evaluate("wanted => { document.documentElement.dataset.theme = wanted }", colours)
        assert serious_findings(page) == [], colours


def expect_no_sideways_scrolling(page: Page) -> None:
    """Nothing is wider than the page."""
    wider = page.evaluate(
        "() => [...document.querySelectorAll('main, main *')].filter(each => "
        "each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('pre, .scroll, nav'))"
        ".map(each => each.outerHTML.slice(0, 120))"
    )
    assert wider == []
