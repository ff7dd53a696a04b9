"""Proof of the OpenID Connect face by clients that were not written here, each through its whole flow."""
