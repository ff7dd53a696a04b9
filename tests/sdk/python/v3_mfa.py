"""PyPI genauth 5.1.0, which speaks API v3: second factors. Run by its own virtual environment, prints JSON."""

# mypy: ignore-errors

import json
import sys
import urllib.parse
import urllib.request

from genauth import AuthenticationClient

base_url, app_id, secret, pool_id, user_id = sys.argv[1:6]


def steer(path, **query):
    with urllib.request.urlopen(f"{base_url}/_mock{path}?{urllib.parse.urlencode(query)}") as answer:
        return json.load(answer)["code"]


def code_for(address):
    return steer("/outbox/wait", userPoolId=pool_id, to=address, timeout=5)


client = AuthenticationClient(app_id=app_id, app_host=base_url, app_secret=secret)
client.set_access_token(client.sign_in_by_account_password("ci", "111111")["data"]["access_token"])
results = {"before": client.list_enrolled_factors(), "possible": client.list_factors_to_enroll()}
for factor, profile, address in (
    ("SMS", {"phoneNumber": "13900139000", "phoneCountryCode": "+86"}, "13900139000"),
    ("EMAIL", {"email": "safe@example.test"}, "safe@example.test"),
):
    token = client.send_enroll_factor_request(profile, factor)["data"]["enrollmentToken"]
    results[f"wrong {factor}"] = client.enroll_factor({"passCode": "000x"}, token, factor)
    results[factor] = client.enroll_factor({"passCode": code_for(address)}, token, factor)
asked = client.send_enroll_factor_request({}, "OTP")
code = steer(f"/pools/{pool_id}/users/{user_id}/totp")
results["asked"] = asked
results["OTP"] = client.enroll_factor({"passCode": code}, asked["data"]["enrollmentToken"], "OTP")
results["verified"] = client.mfa_otp_verify(code)
results["again"] = client.mfa_otp_verify(code)
results["enrolled"] = client.list_enrolled_factors()
results["challenge"] = client.sign_in_by_account_password("ci", "111111")
otp = results["enrolled"]["data"][0]["factorId"]
results["factor"] = client.get_factor(otp)
results["reset"] = client.reset_factor(otp)
results["gone"] = client.get_factor(otp)
results["signed in"] = client.sign_in_by_account_password("ci", "111111")
sys.stdout.write(json.dumps(results))
