"""OpenID Connect and OAuth 2.0, and the session calls beside them."""
