"""PyPI authing 4.5.18: everything of it that speaks REST v2. Run by its own virtual environment, prints JSON."""

# mypy: ignore-errors

import json
import sys

import requests
from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions
from authing.v2.common.utils import encrypt
from authing.v2.exceptions import AuthingException

base_url, app_id, account, password = sys.argv[1:5]
pem = requests.get(f"{base_url}/_mock/info", timeout=10).json()["rsaPublicKeyPem"]


def outcome(call, *arguments):
    """What a call gave, or the exception as the app would see it."""
    try:
        return {"value": call(*arguments)}
    except AuthingException as fault:
        return {"error": {"code": fault.code, "message": fault.message}}
    except Exception as fault:  # noqa: BLE001 - what the SDK dies of is the result
        return {"crash": f"{type(fault).__name__}: {fault}"}


def log_in(client, secret):
    """Logs in by the SDK's own REST client and encryption: its login functions speak GraphQL."""
    body = {"account": account, "password": encrypt(secret, client.options.enc_public_key)}
    return client.restClient.request(method="POST", url=f"{base_url}/api/v2/login/account", json=body)


client = AuthenticationClient(AuthenticationClientOptions(app_id=app_id, app_host=base_url, enc_public_key=pem))
vendors_key = AuthenticationClient(AuthenticationClientOptions(app_id=app_id, app_host=base_url))
results = {
    "get_current_user_without_login": outcome(client.get_current_user),
    "logout_without_login": outcome(client.logout),
    "wrong_password": log_in(client, "wrong"),
    "vendors_key": log_in(vendors_key, password),
}
if "send" in sys.argv:
    results["send_sms_code"] = outcome(client.send_sms_code, "13800138000")
    results["send_sms_code_to_nobody"] = outcome(client.send_sms_code, "188xxxx8888")
token = log_in(client, password)["data"]["token"]
client.set_token(token)
results["get_current_user"] = outcome(client.get_current_user)
results["token_kept"] = client.get_token() == token
results["list_orgs"] = outcome(client.list_orgs)
results["get_security_level"] = outcome(client.get_security_level)
results["list_applications"] = outcome(client.list_applications, 1, 10)
results["list_roles_by_graphql"] = outcome(client.list_roles)
results["logout"] = outcome(client.logout)
client.set_token(token)
results["after_logout"] = outcome(client.get_current_user)
sys.stdout.write(json.dumps(results))
