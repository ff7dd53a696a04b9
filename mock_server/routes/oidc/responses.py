"""How the answer to an authorization request reaches the application: by a redirect, a form, or a message."""

from __future__ import annotations

from html import escape
from urllib.parse import quote, urlencode, urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mock_server.routes import browser
from mock_server.rules.authorization import Answer

_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}


def respond(request: Request, answer: Answer) -> Response:
    """The answer, as its response mode wants it."""
    match answer.mode:
        case "form_post":
            response: Response = HTMLResponse(_form(answer), headers=_NO_STORE)
        case "web_message":
            response = HTMLResponse(_message(answer), headers=_NO_STORE)
        case _:
            response = RedirectResponse(_url(answer), 302, headers=_NO_STORE)
    return browser.remember(request, response, answer.cookie)


def _url(answer: Answer) -> str:
    encoded = urlencode(answer.params, quote_via=quote)
    if answer.mode == "fragment":
        return f"{answer.redirect_uri}#{encoded}"
    return f"{answer.redirect_uri}{'&' if '?' in answer.redirect_uri else '?'}{encoded}"


def _form(answer: Answer) -> str:
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in answer.params.items()
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Submit This Form</title>'
        f'<body onload="document.forms[0].submit()"><form method="post" action="{escape(answer.redirect_uri)}">{fields}'
        '<noscript><button type="submit">Continue 继续</button></noscript></form></body></html>'
    )


def _message(answer: Answer) -> str:
    """A page that tells its opener, or the page around it. Its window may be a popup or a hidden frame."""
    parts = urlsplit(answer.redirect_uri)
    message = {"type": "authorization_response", "response": answer.params}
    # Nothing in a script may end it.
    told = orjson.dumps([message, f"{parts.scheme}://{parts.netloc}"]).decode().replace("<", "\\u003c")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Authorization Response</title><body><script>'
        f"const [message, origin] = {told};"
        "const target = window.opener || (window.parent !== window ? window.parent : null);"
        "if (target) { target.postMessage(message, origin); if (window.opener) window.close(); }"
        'else { document.body.textContent = "web_message: no window to tell"; }'
        "</script></body></html>"
    )
