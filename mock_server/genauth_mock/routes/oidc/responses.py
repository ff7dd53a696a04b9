"""How the answer to an authorization request reaches the application: by a redirect, a form, or a message."""

from __future__ import annotations

from functools import cache
from html import escape
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from genauth_mock.errors import Refused, oauth
from genauth_mock.kit import urls
from genauth_mock.kit.urls import Url
from genauth_mock.routes.edge import cookies, pages, visitors
from genauth_mock.routes.edge.page_policy import content_security_policy, hash_of
from genauth_mock.rules.oidc.authorization import Answer

_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}

# What the request has said stands in fields, never in a script.
_SUBMIT = "document.forms[0].submit()"


def respond(request: Request, answer: Answer) -> Response:
    """The answer, as its response mode wants it."""
    if answer.refused is not None:
        visitors.note(request, answer.refused)
    match answer.mode:
        case "form_post":
            response: Response = HTMLResponse(_form(answer), headers=_headers(request, answer, _hash(_SUBMIT)))
        case "web_message":
            response = HTMLResponse(_message(answer), headers=_headers(request, answer, pages.hash_of_telling()))
        case _:
            response = RedirectResponse(_url(answer), 302, headers=_NO_STORE)
    return cookies.remember(request, response, answer.cookie)


def _headers(request: Request, answer: Answer, script: str) -> dict[str, str]:
    """A silent login is a hidden frame of the application's page, so that may stand around the answer.

    A page of the mock must not act upon the mock: what it posts would come from the mock's own origin, with the cookies
    of whoever looks on. Refuses a redirect URI of this very server; where one might be such by a name that nobody here
    knows, the form comes from the origin `null`, which is a stranger to every form of the mock.
    """
    url = _read(answer.redirect_uri)
    if answer.mode == "form_post" and visitors.is_this_server(request, url):
        raise Refused(oauth.REDIRECT_URI_UNSAFE, uri=answer.redirect_uri, field="redirect_uri")
    around = "'none'" if answer.mode == "form_post" and ":" in url.host else url.origin
    policy = content_security_policy(script, around=around)
    headers = _NO_STORE | {"content-security-policy": policy, "x-content-type-options": "nosniff"}
    if url.port_asked in visitors.own_ports(request):
        headers["referrer-policy"] = "no-referrer"
    return headers


@cache
def _hash(script: str) -> str:
    return hash_of(script)


def _read(redirect_uri: str) -> Url:
    url = urls.read(redirect_uri)
    assert url is not None, "a redirect URI has been read before it is answered to"
    return url


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
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Submit This Form</title><body>'
        f'<form method="post" action="{escape(answer.redirect_uri)}">{fields}'
        '<noscript><button type="submit">Continue 继续</button></noscript></form>'
        f"<script>{_SUBMIT}</script></body></html>"
    )


def _message(answer: Answer) -> str:
    message = {"type": "authorization_response", "response": answer.params}
    return pages.telling("Authorization Response", message, _read(answer.redirect_uri).origin)
