"""What is remembered between calls of a database that nobody else can change: each kind of thing by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genauth_mock.store.applications import Application
    from genauth_mock.store.faults import Fault
    from genauth_mock.store.user_pools import UserPool


@dataclass(slots=True)
class Memory:
    """Applications with their pools by app id, and all faults, oldest first; None where nobody has asked for them."""

    apps: dict[str, tuple[UserPool, Application]] = field(default_factory=dict)
    faults: list[Fault] | None = None

    def clear(self) -> None:
        """Forgets everything."""
        self.apps.clear()
        self.faults = None
