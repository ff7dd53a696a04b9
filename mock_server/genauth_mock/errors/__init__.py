"""The error catalogue: every documented refusal once, by name; a file for each topic.

Several names may share a number, as they do in the real service: a rule raises the meaning, a face writes the number.
The text is the vendor's page's own, else a recorded answer's, else the documentation table's (see `entry.Said`).
What OAuth refuses is `errors.oauth.…`, all else `errors.…`; `CATALOGUE` holds all.
"""

from __future__ import annotations

# Of several meanings of one number, the first is what a fault by that number says: hence the order.
from genauth_mock.errors import oauth as oauth
from genauth_mock.errors.entry import CATALOGUE as CATALOGUE
from genauth_mock.errors.entry import Entry as Entry
from genauth_mock.errors.entry import Face as Face
from genauth_mock.errors.entry import Refused as Refused
from genauth_mock.errors.entry import Said as Said
from genauth_mock.errors.entry import by_code as by_code
from genauth_mock.errors.entry import holes as holes
from genauth_mock.errors.requests import *
from genauth_mock.errors.pools_and_applications import *
from genauth_mock.errors.sessions import *
from genauth_mock.errors.logging_in import *
from genauth_mock.errors.users import *
from genauth_mock.errors.addresses import *
from genauth_mock.errors.passwords import *
from genauth_mock.errors.mail import *
from genauth_mock.errors.second_factor import *
from genauth_mock.errors.devices import *
from genauth_mock.errors.qr_and_push import *
from genauth_mock.errors.groups_and_roles import *
from genauth_mock.errors.passkeys import *
from genauth_mock.errors.orders import *
from genauth_mock.errors.pipelines import *
