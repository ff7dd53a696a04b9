"""Pages that a person sees, whichever face shows them: how they are drawn, in which language, and how one tells the
window that opened it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from genauth_mock.routes.edge import tenancy
from genauth_mock.routes.edge.page_policy import content_security_policy, hash_of

_HEADERS = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: a browser would call a form's own origin `null`.
    "referrer-policy": "same-origin",
}
# What the request has said stands in attributes, never in a script.
_TELL = (
    "const { message, origin } = document.body.dataset;"
    "const target = window.opener || (window.parent !== window ? window.parent : null);"
    "if (target) { target.postMessage(JSON.parse(message), origin); if (window.opener) window.close(); }"
    'else { document.body.textContent = "web_message: no window to tell"; }'
)


class Texts:
    """The texts of pages in one language, from a table of them in Chinese and English."""

    def __init__(self, lang: str, table: Mapping[str, tuple[str, str]]) -> None:
        self.lang, self._table = lang, table

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, its holes filled."""
        return self._table[key][self.lang == "en"].format_map(values)

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in self._table


def lang_of(request: Request, params: Mapping[str, str]) -> str:
    """`zh` or `en`: what the application asks for, else the browser; Chinese where neither says."""
    asked = params.get("lang") or params.get("ui_locales") or params.get("_authing_lang")
    asked = asked or tenancy.header(request, b"x-authing-lang", b"x-genauth-lang", b"accept-language")
    for each in asked.replace(",", " ").lower().split():
        if each.startswith(("zh", "en")):
            return each[:2]
    return "zh"


@cache
def _templates() -> tuple[Any, dict[str, str]]:
    """The templates, and the headers of every page."""
    import jinja2  # noqa: PLC0415 - 40 ms, for whoever opens a page
    from markupsafe import Markup  # noqa: PLC0415 - as above

    loader = jinja2.PackageLoader("genauth_mock", "templates")
    made = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    # As it is in the page, to the letter: the policy names it by its hash.
    script = made.get_template("page.js").render()
    made.globals["script"] = Markup(script)  # noqa: S704 - a file of the package
    policy = content_security_policy(hash_of(script), style="'unsafe-inline'")
    return made, _HEADERS | {"content-security-policy": policy}


def drawn(template: str, text: Texts, status: int = 200, **values: Any) -> Response:
    """A page."""
    templates, headers = _templates()
    return HTMLResponse(templates.get_template(f"{template}.html").render(text=text, **values), status, headers)


def telling(title: str, message: Mapping[str, Any], origin: str) -> str:
    """A page that tells its opener, or the page around it, if that is of this origin. Its window may be a popup or a
    hidden frame.
    """
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<body data-message="{escape(orjson.dumps(message).decode())}" data-origin="{escape(origin)}">'
        f"<script>{_TELL}</script></body></html>"
    )


@cache
def hash_of_telling() -> str:
    """The script of such a page as its policy names it."""
    return hash_of(_TELL)
