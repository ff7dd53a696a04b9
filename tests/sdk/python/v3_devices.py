"""PyPI genauth 5.1.0: the devices of who is logged in. Run by its own virtual environment, prints JSON."""

# mypy: ignore-errors

import json
import sys

from genauth import AuthenticationClient

base_url, app_id, secret = sys.argv[1:4]


def client():
    """A client of its own, in which the user is logged in."""
    made = AuthenticationClient(app_id=app_id, app_host=base_url, app_secret=secret)
    given = made.sign_in_by_account_password("ci", "111111", {"scope": "openid profile"})
    made.set_access_token(given["data"]["access_token"])
    return made


def tell(of, name):
    """Tells of a device, for which this library has a function of the management API alone."""
    body = {"deviceUniqueId": name, "type": "Mobile", "name": f"Phone {name}", "customData": {}}
    return of.http_client.request(method="POST", url="/api/v3/create-device", json=body)


phone, desktop = client(), client()
results = {
    "told": [tell(phone, "phone"), tell(desktop, "desktop")],
    "listed": desktop.list(page=1, limit=10),
    "revoked": desktop.revoke("phone"),
    "of_phone": phone.list(),
    "after": desktop.list(),
    "unbound": desktop.unbind("phone"),
    "left": desktop.list(),
    "unknown": desktop.unbind("phone"),
}
sys.stdout.write(json.dumps(results))
