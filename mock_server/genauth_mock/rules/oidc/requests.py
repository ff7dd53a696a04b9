"""What an authorization request must hold. OpenID Connect Core 3.1.2.1, OAuth 2.0 Multiple Response Types, RFC 7636."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from genauth_mock.context import Context
from genauth_mock.errors import Refused, oauth
from genauth_mock.kit import addresses, urls
from genauth_mock.rules.oidc import claims, clients

_LONGEST_STATE = 8192
_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")

RESPONSE_TYPES = ("code", "id_token", "token")
RESPONSE_MODES = ("query", "fragment", "form_post", "web_message")
# These are pages of the mock, which tell what they know to an http server or to a page of one.
_BY_PAGE = ("form_post", "web_message")
PROMPTS = ("none", "login", "consent", "select_account", "create")


@dataclass(frozen=True, slots=True)
class Target:
    """Where answers go, and how."""

    redirect_uri: str
    mode: str
    state: str | None


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """An authorization request that is well-formed. `max_age` is in seconds."""

    target: Target
    response_types: set[str]
    scope: str
    nonce: str | None = None
    code_challenge: str | None = None
    code_challenge_method: str | None = None
    prompts: set[str] = field(default_factory=set)
    max_age: int | None = None
    login_hint: str | None = None
    id_token_hint: str | None = None


def target_of(ctx: Context, params: Mapping[str, str], repeated: set[str]) -> Target:
    """Where answers go. Refuses invalid_request, to be told on a page."""
    uri = params.get("redirect_uri")
    if not uri or "redirect_uri" in repeated:
        detail = "it is repeated" if uri else "it is missing"
        raise Refused(oauth.INVALID_REQUEST, field="redirect_uri", detail=detail)
    clients.check_redirect(ctx, uri, list(ctx.app.redirect_uris), "redirectUris")
    if "#" in uri:
        raise Refused(oauth.INVALID_REQUEST, field="redirect_uri", detail="a fragment is not allowed")
    by_tokens = set((params.get("response_type") or "").split()) & {"token", "id_token"}
    mode = params.get("response_mode") or ("fragment" if by_tokens else "query")
    url = urls.read(uri)
    is_fit = mode in RESPONSE_MODES and (mode not in _BY_PAGE or (url is not None and url.is_web))
    state = params.get("state")
    return Target(
        uri,
        mode if is_fit else "query",
        state if state and len(state) <= _LONGEST_STATE and "state" not in repeated else None,
    )


def parsed(ctx: Context, params: Mapping[str, str], repeated: set[str], target: Target) -> AuthorizationRequest:
    """The request, checked. Refuses by the errors of OpenID Connect Core 3.1.2.6."""
    for name in sorted(repeated):
        raise Refused(oauth.INVALID_REQUEST, field=name, detail="it is repeated")
    for name, entry in (("request", oauth.REQUEST_NOT_SUPPORTED), ("request_uri", oauth.REQUEST_URI_NOT_SUPPORTED)):
        if name in params:
            raise Refused(entry)
    if len(params.get("state", "")) > _LONGEST_STATE:
        raise Refused(oauth.INVALID_REQUEST, field="state", detail=f"at most {_LONGEST_STATE} characters")
    response_types = _response_types(params)
    _check_mode(params, response_types, target)
    scope = " ".join(dict.fromkeys((params.get("scope") or "").split()))
    nonce = params.get("nonce") or None
    if "id_token" in response_types:
        if claims.OPENID not in scope.split():
            raise Refused(oauth.SCOPE_INVALID, detail="an id_token needs openid")
        if nonce is None:
            raise Refused(oauth.INVALID_REQUEST, field="nonce", detail="it is missing")
    challenge, method = _code_challenge(ctx, params, response_types)
    return AuthorizationRequest(
        target,
        response_types,
        scope,
        nonce,
        challenge,
        method,
        _prompts(params),
        _max_age(params),
        addresses.with_plus(params.get("login_hint") or "") or None,
        params.get("id_token_hint") or None,
    )


def _response_types(params: Mapping[str, str]) -> set[str]:
    text = params.get("response_type") or ""
    if not text.strip():
        raise Refused(oauth.INVALID_REQUEST, field="response_type", detail="it is missing")
    wanted = set(text.split())
    if not wanted <= set(RESPONSE_TYPES):
        raise Refused(oauth.RESPONSE_TYPE_UNSUPPORTED, response_type=text)
    return wanted


def _check_mode(params: Mapping[str, str], response_types: set[str], target: Target) -> None:
    mode = params.get("response_mode")
    if mode and mode not in RESPONSE_MODES:
        raise Refused(oauth.INVALID_REQUEST, field="response_mode", detail=f"one of {' '.join(RESPONSE_MODES)}")
    if mode == "query" and response_types != {"code"}:
        raise Refused(oauth.INVALID_REQUEST, field="response_mode", detail="tokens may not travel in a query")
    if mode in _BY_PAGE and mode != target.mode:
        raise Refused(oauth.RESPONSE_MODE_UNFIT, mode=mode, field="response_mode")


def _code_challenge(ctx: Context, params: Mapping[str, str], response_types: set[str]) -> tuple[str | None, str | None]:
    challenge, method = params.get("code_challenge") or None, params.get("code_challenge_method") or None
    if challenge is None:
        if method is not None:
            raise Refused(oauth.INVALID_REQUEST, field="code_challenge", detail="it is missing")
        if "code" in response_types and ctx.app.token_endpoint_auth_method == clients.NONE:
            raise Refused(oauth.INVALID_REQUEST, field="code_challenge", detail="a client without a secret needs PKCE")
        return None, None
    method = method or "plain"
    if method not in ("S256", "plain"):
        raise Refused(oauth.INVALID_REQUEST, field="code_challenge_method", detail="S256 or plain")
    if not _CHALLENGE.fullmatch(challenge):
        detail = "43 to 128 of A-Z a-z 0-9 - . _ ~"
        raise Refused(oauth.INVALID_REQUEST, field="code_challenge", detail=detail)
    return challenge, method


def _prompts(params: Mapping[str, str]) -> set[str]:
    prompts = set((params.get("prompt") or "").split())
    if not prompts <= set(PROMPTS):
        raise Refused(oauth.INVALID_REQUEST, field="prompt", detail=f"of {' '.join(PROMPTS)}")
    if "none" in prompts and len(prompts) > 1:
        raise Refused(oauth.INVALID_REQUEST, field="prompt", detail="none stands alone")
    return prompts


def _max_age(params: Mapping[str, str]) -> int | None:
    text = params.get("max_age") or ""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Refused(oauth.INVALID_REQUEST, field="max_age", detail="seconds, a whole number")
    return int(text)
