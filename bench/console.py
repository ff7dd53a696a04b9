"""The console in a browser: how soon it is there, and whether thousands of rows scroll smoothly."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path

from bench.running import control, post, server

_CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
_FILES = Path(__file__).parent.parent / "mock_server" / "genauth_mock" / "console"
_ROWS = 10_000
# Scrolls to the end, a few screens a frame; how long the frames took.
_SCROLL = """async () => {
    const rows = document.querySelector('.rows'), took = []
    let last = performance.now()
    while (rows.scrollTop + rows.clientHeight < rows.scrollHeight - 2) {
        rows.scrollTop += 1500
        await new Promise(requestAnimationFrame)
        took.push(performance.now() - last)
        last = performance.now()
    }
    took.sort((one, two) => one - two)
    return [took[took.length >> 1], took[Math.floor(took.length * 0.99)]]
}"""


def console() -> None:
    """First paint, first rows, and the frames while 10,000 messages and 10,000 requests are scrolled through."""
    script = sum(len(gzip.compress(path.read_bytes())) for path in _FILES.rglob("*.js"))
    print(f"\n{'script of the console':32} {script / 1000:8.0f}kB {'wanted below 250 kB':>24}")
    if not shutil.which(_CHROMIUM):
        print(f"the console was not opened: {_CHROMIUM} is not there (CHROMIUM names another)")
        return
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    with server() as (port, _, _), sync_playwright() as playwright:
        made = post(port, "/_mock/pools", {"settings": {"journalSize": _ROWS}})
        for n in range(_ROWS):
            post(port, "/api/v2/sms/send", {"phone": f"138{n:08}"}, made["appId"])
        control(port, "GET", "/requests?limit=1")
        browser = playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        for section, what in (("outbox", "messages"), ("requests", "requests")):
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{port}/_mock/ui/#/{section}?pool={made['userPoolId']}")
            page.wait_for_selector(".row")
            rows = page.evaluate("performance.now()")
            paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
            middle, worst = page.evaluate(_SCROLL)
            print(f"{f'first paint, {what}':32} {paint:8.0f}ms {f'rows after {rows:.0f}; wanted within 1,000 ms':>40}")
            print(f"{f'frame, {_ROWS:,} {what}':32} {middle:8.1f}ms {f'99 of 100 within {worst:.0f} ms':>24}")
        browser.close()
