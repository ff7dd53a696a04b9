"""Which pages an application knows: those of this machine, and those of the origins that it has registered."""

from __future__ import annotations

from genauth_mock.documents.pool_settings import PoolSettings
from genauth_mock.kit import urls
from genauth_mock.kit.urls import Url
from genauth_mock.store.applications import Application


def is_known(settings: PoolSettings, app: Application, origin: Url) -> bool:
    """Whether pages of an origin are the application's: on loopback, or the origin of one of its redirect or logout
    URIs, or one of its `allowedOrigins`. With the pool's `oidc.redirects: any` every http and https page is.
    """
    if origin.is_loopback or (origin.is_web and settings.oidc.redirects == "any"):
        return True
    registered = (*app.redirect_uris, *app.logout_redirect_uris, *app.allowed_origins)
    found = (urls.read(each) for each in registered)
    return any(each is not None and each.origin == origin.origin for each in found)
