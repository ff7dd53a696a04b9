"""A client of the control API, `/_mock/…`: what tests written in Python, and the command line, steer the mock with.

Keyword arguments are written as Python writes them (`reset_password_on_first_login=True`); what comes back is as the
control API prints it, except messages, faults and requests, which are objects. `Server` is a running mock, `GenAuth`
one of its user pools; what a pool can do stands in a file of its own for each noun.
"""

from mock_server.client.clock import Clock
from mock_server.client.errors import GenAuthError, NothingCame, Unreachable
from mock_server.client.faults import Fault, Faults
from mock_server.client.in_threads import AsyncGenAuth
from mock_server.client.keys import camel_keys
from mock_server.client.messages import After, Channel, Message
from mock_server.client.outbox import Outbox
from mock_server.client.pool import GenAuth
from mock_server.client.requests import Request, Requests
from mock_server.client.server import Server
from mock_server.client.tokens import TokenKind, Tokens
from mock_server.client.users import Users

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
