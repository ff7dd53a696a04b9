"""`/oidc/.well-known/…`: what this server can do, and the keys that verify its tokens."""

from __future__ import annotations

from functools import cache

import orjson
from starlette.responses import Response

from genauth_mock.kit import jwts
from genauth_mock.routes.oidc.face import OidcCall, Router, answer
from genauth_mock.routes.oidc.token import GRANTS
from genauth_mock.rules.oidc import claims, clients, requests

router = Router()

_METHODS = [clients.POST, clients.BASIC, clients.NONE]
_RESPONSE_TYPES = (
    *("code", "id_token", "token", "id_token token"),
    *("code id_token", "code token", "code id_token token"),
)


@router.get("/oidc/.well-known/openid-configuration")
async def get_discovery_document(call: OidcCall) -> Response:
    """The discovery document, under the name by which the client reaches the server. OpenID Connect Discovery 3."""
    issuer = f"{call.base_url}/oidc"
    return answer(
        {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/auth",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/me",
            "jwks_uri": f"{issuer}/.well-known/jwks.json",
            "end_session_endpoint": f"{issuer}/session/end",
            "introspection_endpoint": f"{issuer}/token/introspection",
            "revocation_endpoint": f"{issuer}/token/revocation",
            "device_authorization_endpoint": f"{issuer}/device/auth",
            "response_types_supported": _RESPONSE_TYPES,
            "response_modes_supported": requests.RESPONSE_MODES,
            "grant_types_supported": ["implicit", *GRANTS],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["HS256", "RS256"],
            "token_endpoint_auth_methods_supported": _METHODS,
            "introspection_endpoint_auth_methods_supported": _METHODS,
            "revocation_endpoint_auth_methods_supported": _METHODS,
            "code_challenge_methods_supported": ["S256", "plain"],
            "scopes_supported": [claims.OPENID, claims.OFFLINE_ACCESS, *claims.BY_SCOPE],
            "claims_supported": claims.CLAIMS,
            "prompt_values_supported": requests.PROMPTS,
            "ui_locales_supported": ["zh-CN", "en-US"],
            "claims_parameter_supported": False,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
        }
    )


@cache
def _jwks() -> bytes:
    return orjson.dumps(jwts.jwks())


@router.get("/oidc/.well-known/jwks.json")
async def get_jwks(_call: OidcCall) -> Response:
    """The public signing key, the same for all user pools and after a restart. RFC 7517."""
    return Response(_jwks(), media_type="application/json", headers={"cache-control": "no-store"})
