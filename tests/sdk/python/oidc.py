"""PyPI authing 4.5.18 and genauth 5.1.0, which call all that speaks OpenID Connect the same; run as rest.py is."""

# mypy: ignore-errors

import json
import sys
from urllib.parse import parse_qsl, urlsplit

import requests

base_url, app_id, settings = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
method, protocol, scope = settings["method"], settings["protocol"], settings["scope"]
common = {
    "app_id": app_id,
    "app_host": base_url,
    "protocol": protocol,
    "redirect_uri": settings["redirectUri"],
    "token_endpoint_auth_method": method,
    "introspection_endpoint_auth_method": method,
    "revocation_endpoint_auth_method": method,
}
secret = None if method == "none" else settings["secret"]


def authing():
    """The client of authing 4.5.18."""
    from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions  # noqa: PLC0415

    return AuthenticationClient(AuthenticationClientOptions(**common, secret=secret))


def genauth():
    """The client of genauth 5.1.0."""
    from genauth import AuthenticationClient  # noqa: PLC0415

    return AuthenticationClient(**common, app_secret=secret)


client = {"authing": authing, "genauth": genauth}[settings["sdk"]]()
browser = requests.Session()
browser.trust_env = False
verifier = client.generate_code_challenge()


def code():
    """A code, in a pool that logs somebody in without a page."""
    challenge = client.generate_code_challenge_digest(verifier, "S256")
    pkce = {"code_challenge": challenge, "code_challenge_method": "S256"}
    # The SDKs' URL of OAuth 2.0 knows no PKCE.
    url = client.build_authorize_url(scope=scope, **(pkce if protocol == "oidc" else {}))
    answer = browser.get(url, params={} if protocol == "oidc" else pkce, allow_redirects=False, timeout=10)
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))["code"]


def logged_out_to(url):
    """Where a logout URL leads to, and whether the browser has forgotten its session."""
    answer = browser.get(url, allow_redirects=False, timeout=10)
    return [answer.headers["location"], len(browser.cookies)]


def tokens():
    """Everything that happens to tokens."""
    once = code()
    results = {"given": client.get_access_token_by_code(once, verifier)}
    results["code_twice"] = client.get_access_token_by_code(once, verifier)
    before = client.get_access_token_by_code(code(), verifier)
    after = client.get_new_access_token_by_refresh_token(before["refresh_token"])
    access_token, refresh_token = after["access_token"], after["refresh_token"]
    results |= {"before": before, "after": after, "introspected": client.introspect_token(access_token)}
    if settings["sdk"] == "genauth":
        results["verified"] = client.introspect_token_offline(access_token)
    else:
        results["validated"] = client.validate_token(access_token=access_token)
        results["session"] = client.track_session()
    client.revoke_token(access_token)
    results["introspected_revoked"] = client.introspect_token(access_token)
    client.revoke_token(refresh_token)
    results["refresh_of_revoked"] = client.get_new_access_token_by_refresh_token(refresh_token)
    key = settings["accessKey"]
    results["of_access_key"] = client.get_access_token_by_client_credentials(
        "orders:read", key["accessKeyId"], key["accessKeySecret"]
    )
    return results


def user_info():
    """Who the user is."""
    given = client.get_access_token_by_code(code(), verifier)
    return client.get_user_info_by_access_token(given["access_token"])


def verified_id_token():
    """What an id_token says; genauth verifies one as it does access tokens."""
    return client.introspect_token_offline(client.get_access_token_by_code(code(), verifier)["id_token"])


def logout():
    """A login, and the logout to which the SDK's URL leads."""
    given = client.get_access_token_by_code(code(), verifier)
    expert = {"expert": True} if settings["sdk"] == "authing" else {}
    url = client.build_logout_url(redirect_uri=settings["redirectUri"], id_token=given["id_token"], **expert)
    return logged_out_to(url)


journeys = {"tokens": tokens, "user_info": user_info, "verified_id_token": verified_id_token, "logout": logout}
sys.stdout.write(json.dumps(journeys[settings["journey"]]()))
