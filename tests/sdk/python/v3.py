"""PyPI genauth 5.1.0, which speaks API v3. Run by its own virtual environment, prints JSON."""

# mypy: ignore-errors

import json
import sys

from genauth import AuthenticationClient

base_url, app_id, secret, code = sys.argv[1:5]
client = AuthenticationClient(app_id=app_id, app_host=base_url, app_secret=secret)
public = AuthenticationClient(app_id=app_id, app_host=base_url, token_endpoint_auth_method="none")
asked = {"scope": "openid profile email offline_access"}
given = client.sign_in_by_account_password("ci", "111111", asked)
results = {
    "by_account": given,
    "profile": client.get_user_info_by_access_token(given["data"]["access_token"]),
    "by_email": public.sign_in_by_email_password("ci@example.test", "111111"),
    "by_username": client.sign_in_by_username_password("ci", "111111"),
    "by_phone": client.sign_in_by_phone_password("13800138000", "111111"),
    "wrong": client.sign_in_by_account_password("ci", "wrong"),
    "registered": client.sign_in_by_email_password("new@example.test", "111111", {"autoRegister": True}),
    "system": public.get_system_info(),
    "countries": public.get_country_list(),
    "pre_checked": public.pre_check_code(
        code_type="EMAIL",
        email_code_payload={"email": "ci@example.test", "passCode": code, "channel": "CHANNEL_LOGIN"},
    ),
    "pre_checked_wrong": public.pre_check_code(
        code_type="SMS",
        sms_code_payload={"phone": "13800138000", "passCode": "0", "channel": "CHANNEL_LOGIN"},
    ),
}
sys.stdout.write(json.dumps(results))
