"""A client of the control API of genauth-mock, `/_mock/…`: what tests steer the mock with.

Keyword arguments are written as Python writes them (`reset_password_on_first_login=True`); what comes back is as the
control API prints it, except messages, faults and requests, which are objects. `Server` is a running mock, `GenAuth`
one of its user pools (`pool.py`), `AsyncGenAuth` the same with calls that are awaited (`async_pool.py`); what a pool
can do stands in a file of its own for each noun. Types of documents are in `documents.py`.
"""

from genauth_mock_client.async_pool import AsyncFault, AsyncGenAuth
from genauth_mock_client.captchas import Captchas
from genauth_mock_client.clock import Clock
from genauth_mock_client.devices import Devices
from genauth_mock_client.errors import GenAuthError, NothingCame, Unreachable
from genauth_mock_client.events import Events
from genauth_mock_client.faults import Fault, Faults
from genauth_mock_client.keys import camel_keys
from genauth_mock_client.logins import LoginForm, LoginSdk
from genauth_mock_client.messages import After, Channel, Message
from genauth_mock_client.outbox import Outbox
from genauth_mock_client.passkeys import Passkeys
from genauth_mock_client.pool import GenAuth
from genauth_mock_client.pushes import Pushes
from genauth_mock_client.qrcodes import QrCodes
from genauth_mock_client.requests import Request, Requests
from genauth_mock_client.server import Server
from genauth_mock_client.tokens import TokenKind, Tokens
from genauth_mock_client.users import Users
from genauth_mock_client.webhooks import Webhooks

__version__ = "0.1.0"

__all__ = [
    "After",
    "AsyncFault",
    "AsyncGenAuth",
    "Captchas",
    "Channel",
    "Clock",
    "Devices",
    "Events",
    "Fault",
    "Faults",
    "GenAuth",
    "GenAuthError",
    "LoginForm",
    "LoginSdk",
    "Message",
    "NothingCame",
    "Outbox",
    "Passkeys",
    "Pushes",
    "QrCodes",
    "Request",
    "Requests",
    "Server",
    "TokenKind",
    "Tokens",
    "Unreachable",
    "Users",
    "Webhooks",
    "camel_keys",
]
