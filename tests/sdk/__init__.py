"""Proof by clients that were not written here, and by exact emulations of the mobile SDKs' network layers."""
