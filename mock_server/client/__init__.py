"""A client of the control API, `/_mock/…`: what tests written in Python, and the command line, steer the mock with.

Keyword arguments are written as Python writes them (`reset_password_on_first_login=True`); what comes back is as the
control API prints it, except messages, which are objects. `Server` is a running mock, `GenAuth` one of its user pools;
what a pool can do stands in a file of its own for each noun.
"""

from mock_server.client.errors import GenAuthError, NothingCame, Unreachable
from mock_server.client.keys import camel_keys
from mock_server.client.messages import After, Channel, Message
from mock_server.client.outbox import Outbox
from mock_server.client.pool import GenAuth
from mock_server.client.server import Server
from mock_server.client.tokens import TokenKind, Tokens
from mock_server.client.users import Users

__all__ = [
    "After",
    "Channel",
    "GenAuth",
    "GenAuthError",
    "Message",
    "NothingCame",
    "Outbox",
    "Server",
    "TokenKind",
    "Tokens",
    "Unreachable",
    "Users",
    "camel_keys",
]
