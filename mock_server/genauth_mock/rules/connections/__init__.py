"""Logins by a third party: the pool's social and enterprise identity providers, and the identities of its users."""
