"""What a control call raises."""

from __future__ import annotations

from genauth_mock_client.messages import Message


class GenAuthError(Exception):
    """The control API said no. `status` is HTTP's; `code`, `field` and the text are the server's own."""

    def __init__(self, message: str, status: int = 0, code: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.message, self.status, self.code, self.field = message, status, code, field


class Unreachable(GenAuthError):
    """Nothing answered, or something that is no genauth-mock did."""


class NothingCame(AssertionError):
    """What was waited for did not come; `arrived` holds the newest messages that did, newest first."""

    def __init__(self, message: str, arrived: list[Message]) -> None:
        super().__init__(message)
        self.arrived = arrived
