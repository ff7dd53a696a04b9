"""Whatever a client sends to whatever route of this face: the protocol's own error, and never a fault of the server."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import httpx
import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.routes.built import ALL, CALLS
from tests.routes.oidc.conftest import CHALLENGE, REDIRECT_URI, RelyingParty

ROUTES = sorted((method, path) for method, path in CALLS if ALL.of(path).name == "oidc")
NAMES = [
    *("client_id", "client_secret", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce"),
    *("code_challenge", "code_challenge_method", "prompt", "max_age", "login_hint", "id_token_hint", "ui_locales"),
    *("grant_type", "code", "code_verifier", "refresh_token", "username", "password", "device_code", "token"),
    *("access_token", "post_logout_redirect_uri", "app_id", "uuid", "user_code", "lang", "tab", "step", "address"),
    *("account", "user_id", "factor", "decision", "error", "q", "request"),
]
GOOD = [
    *("code", "id_token token", "openid email offline_access", "S256", "none", "login consent", "form_post", CHALLENGE),
    *("authorization_code", "refresh_token", "password", "client_credentials", "ci", "111111", "send", "login", "0"),
    *("urn:ietf:params:oauth:grant-type:device_code", "http://authing.cn/oidc/grant_type/authing_token"),
    *("email-code", "13800138000", "a@x.test", "agree", "access_denied", REDIRECT_URI, "en", ""),
]
texts = st.sampled_from(GOOD) | st.text(max_size=12) | st.just("x" * 5000)
parameters = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=5), texts), max_size=8)
headers = st.sampled_from(
    [
        {},
        {"authorization": "Basic eDp5"},
        {"authorization": "Basic x"},
        {"authorization": "Bearer null"},
        {"origin": "x"},
    ]
)


@settings(
    max_examples=700, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_no_parameter_makes_the_server_fail(rp: RelyingParty, data: st.DataObject) -> None:
    if not rp.user:
        rp.log_in()
    method, path = data.draw(st.sampled_from(ROUTES))
    known = {"uuid": rp.uuid(prompt="login")} if data.draw(st.booleans()) else {}
    path = path.replace("{uuid}", known.get("uuid", quote(data.draw(st.text(min_size=1, max_size=8)), safe="")))
    sent = [("client_id", rp.app.app_id), ("app_id", rp.app.app_id), *known.items()]
    sent = [*data.draw(st.lists(st.sampled_from(sent), unique=True)), *data.draw(parameters)]
    encoded = urlencode(sent, errors="surrogatepass").encode()
    body = data.draw(
        st.sampled_from([encoded, orjson.dumps(dict(sent)) if _fits(sent) else b"{", b"\xff", b"[]", b"{"])
    )
    extra = data.draw(headers)
    if method == "POST":
        answer = rp.browser.post(path, content=body, headers=extra)
    else:
        answer = rp.browser.request(method, f"{path}?{encoded.decode()}", headers=extra)
    _check(answer)


def _fits(sent: list[tuple[str, str]]) -> bool:
    try:
        orjson.dumps(dict(sent))
    except orjson.JSONEncodeError:
        return False
    return True


def _check(answer: httpx.Response) -> None:
    assert answer.status_code < 500, answer.text
    if answer.status_code < 400:
        return
    if answer.headers["content-type"].startswith("text/html"):
        assert "<h1>" in answer.text
        return
    said = answer.json()
    # A path of another shape is no route of this face.
    assert said.get("code") == 404 or (said["error"] and said["error_description"].isascii())
