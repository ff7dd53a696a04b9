"""PyPI genauth 5.1.0: logins by QR code and by push; a second client is the app on the phone. Prints JSON."""

# mypy: ignore-errors

import json
import sys

from genauth import AuthenticationClient

base_url, app_id, token = sys.argv[1:4]


def client(access_token=None):
    return AuthenticationClient(
        app_id=app_id, app_host=base_url, token_endpoint_auth_method="none", access_token=access_token
    )


page, phone = client(), client(token)
results = {}

code = page.gene_qr_code("MOBILE_APP")["data"]["qrcodeId"]
states = [page.check_qr_code_status(code)]
done = []
for action in ("SCAN", "CONFIRM"):
    done.append(phone.change_qr_code_status(action, code))
    states.append(page.check_qr_code_status(code))
results["qr_states"], results["qr_done"] = states, done
results["qr_tokens"] = page.exchange_token_set_with_qr_code_ticket(states[-1]["data"]["ticket"])

push = page.sign_in_by_push("ci")["data"]["pushCodeId"]
states = [page.check_push_code_status(push)]
results["push_apps"] = phone.get_push_login_relation_apps(app_id, push)
results["push_done"] = phone.change_push_code_status("CONFIRM", push)
results["push_states"] = [*states, page.check_push_code_status(push)]

results["fast"] = phone.gene_fastpass_qrcode_info()
fast = results["fast"]["data"]["qrcodeId"]
results["fast_apps"] = page.get_fastpass_params(fast, app_id)
results["fast_tokens"] = page.qr_code_app_login("APP_LOGIN", fast)
results["fast_state"] = phone.get_qr_code_status(fast)
sys.stdout.write(json.dumps(results))
