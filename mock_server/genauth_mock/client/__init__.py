"""A client of the control API, `/_mock/…`: what tests written in Python, and the command line, steer the mock with.

Keyword arguments are written as Python writes them (`reset_password_on_first_login=True`); what comes back is as the
control API prints it, except messages, faults and requests, which are objects. `Server` is a running mock, `GenAuth`
one of its user pools; what a pool can do stands in a file of its own for each noun.
"""

from genauth_mock.client.clock import Clock
from genauth_mock.client.errors import GenAuthError, NothingCame, Unreachable
from genauth_mock.client.faults import Fault, Faults
from genauth_mock.client.in_threads import AsyncGenAuth
from genauth_mock.client.keys import camel_keys
from genauth_mock.client.messages import After, Channel, Message
from genauth_mock.client.outbox import Outbox
from genauth_mock.client.pool import GenAuth
from genauth_mock.client.requests import Request, Requests
from genauth_mock.client.server import Server
from genauth_mock.client.tokens import TokenKind, Tokens
from genauth_mock.client.users import Users

__all__ = [
    "After",
    "AsyncGenAuth",
    "Channel",
    "Clock",
    "Fault",
    "Faults",
    "GenAuth",
    "GenAuthError",
    "Message",
    "NothingCame",
    "Outbox",
    "Request",
    "Requests",
    "Server",
    "TokenKind",
    "Tokens",
    "Unreachable",
    "Users",
    "camel_keys",
]
