"""How public-config tells of the pool's connections: to mobile SDKs, and to login forms in a browser."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from genauth_mock.context import Context
from genauth_mock.rules.connections import providers
from genauth_mock.store import social_connections
from genauth_mock.store.social_connections import SocialConnection

# What the paths of pages call a protocol otherwise.
_IN_PATHS = {"oauth": "oauth2"}
# What the SDKs call a protocol otherwise.
_PROTOCOLS = {"oauth2": "oauth"}
# In which key of `config` a login form looks for the provider's page, by the protocol.
_URL_KEYS = ("oidcConnectionLoginUrl", "samlRequest", "casConnectionLoginUrl", "authUrl", "authorizationUrl")


def of_pool(ctx: Context) -> dict[str, Any]:
    """The connections of the pool, each where its clients look for it."""
    rows = social_connections.of_pool(ctx.db, ctx.pool_id)
    for_browsers = [each for each in rows if providers.is_for_browsers(each)]
    return {
        # Never `provider`: Android takes it for the type.
        "ecConnections": [
            {"id": each.id, "type": each.type, "fields": each.fields} for each in rows if providers.is_for_mobiles(each)
        ],
        "socialConnections": [_social(each) for each in for_browsers if not providers.is_enterprise(each.type)],
        "identityProviders": [_enterprise(ctx, each) for each in for_browsers if providers.is_enterprise(each.type)],
    }


def _social(row: SocialConnection) -> dict[str, Any]:
    name = shown_name(row)
    return {
        "id": row.id,
        "identifier": providers.name_of(row),
        "provider": row.type,
        "name": name,
        "name_en": name,
        "displayName": name,
        "tooltip": {},
    }


def _enterprise(ctx: Context, row: SocialConnection) -> dict[str, Any]:
    identifier = providers.name_of(row)
    page = f"{ctx.base_url}/connections/{quote(_IN_PATHS.get(row.type, row.type), safe='')}/init"
    url = f"{page}?{urlencode({'app_id': ctx.app.id, 'identifier': identifier, 'from_guard': '1'})}"
    return {
        "id": row.id,
        "identifier": identifier,
        "protocol": _PROTOCOLS.get(row.type, row.type),
        "displayName": shown_name(row),
        "logo": ctx.app.logo,
        "config": {
            # authing-js-sdk writes the URL of an OpenID Connect provider by itself; the first name is spelt so there.
            "authorizationEdpoint": page,
            "clientId": ctx.app.id,
            "redirectUri": page,
            "scopes": "openid profile",
            "responseType": "code",
            **dict.fromkeys(_URL_KEYS, url),
        },
    }


def shown_name(row: SocialConnection) -> str:
    """What a person reads of a connection."""
    return row.display_name or providers.name_of(row)
