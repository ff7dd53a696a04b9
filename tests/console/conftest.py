"""TypeScript, installed from npm, looks at the console."""

from tests.clients.conftest import project

__all__ = ["project"]
