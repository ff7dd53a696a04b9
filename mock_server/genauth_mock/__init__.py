"""A local GenAuth identity service for tests."""

__version__ = "0.1.0"
