"""Calls of PyPI genauth 5.1.0, named on stdin as `{"token", "calls": [[name, arguments]]}`; prints what each gives.

Run by its own virtual environment.
"""

# mypy: ignore-errors

import json
import sys

from genauth import AuthenticationClient

base_url, app_id, secret = sys.argv[1:4]
wanted = json.load(sys.stdin)
client = AuthenticationClient(app_id=app_id, app_host=base_url, app_secret=secret)
if wanted["token"]:
    client.set_access_token(wanted["token"])
json.dump([getattr(client, name)(*arguments) for name, arguments in wanted["calls"]], sys.stdout)
