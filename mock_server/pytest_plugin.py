"""Fixtures for pytest: a running mock and a fresh user pool for each test."""
