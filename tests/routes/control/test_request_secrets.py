"""The journal shows no secret: not of any call that there is, however it is written, in whatever part of it."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import quote

import httpx
import pytest
from genauth_mock.routes.edge import redaction
from genauth_mock.server import ThreadedServer
from genauth_mock.settings import Settings
from pydantic import BaseModel
from sqlmodel import SQLModel

from tests.conftest import App
from tests.routes import built

CALLS = [each for each in built.CALLS if not each[1].startswith("/_mock")]

# What the journal may show of a call, by its name. A name that is not here is a secret's, or nobody has thought of it.
HARMLESS = frozenset(
    {
    "account", "address", "agreementIds", "autoRegister", "birthdate", "browser", "city", "clientIp", "company",
    "context", "country", "customData", "device", "email", "familyName", "forceLogin", "gender", "generateToken",
    "givenName", "locale", "locality", "middleName", "name", "namespace", "netWork", "nickname", "oldEmail",
    "oldPhone", "oldPhoneCountryCode", "params", "phone", "phoneCountryCode", "photo", "postalCode",
    "preferredUsername", "profile", "province", "region", "resourceType", "scene", "streetAddress", "targetId",
    "targetType", "udfs", "username", "website", "withCustomData", "zoneinfo", "client_id", "redirect_uri",
    "response_type", "response_mode", "scope", "state", "nonce", "prompt", "max_age", "login_hint", "ui_locales",
    "acr_values", "code_challenge_method", "grant_type", "token_type_hint", "post_logout_redirect_uri", "error",
    "decision", "user_id", "step", "tab", "reset", "app_id", "lang", "random", "extIdpConnId", "autoMergeQrCode",
    "customeData", "credentialIds", "limit", "page",
    "connId", "accountId", "action", "appId",
    "options", "connection", "protocol", "referer", "userPoolId", "provider", "isSnsCode", "iv", "encryptedData",
    "identifier", "person", "opener", "agreed", "redirectUrl",
    # Where it is the key of an identity, in a JSON body, it is left out.
    "key",
    "description", "images", "userId",
    "isExternal", "isExternalPhoto", "kind", "photoA", "photoB", "source", "type",
    }
)  # fmt: skip
# What no body's model names: OpenID Connect's parameters, and those of the login page.
_PARAMETERS = frozenset(
    {
    "client_id", "client_secret", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce",
    "prompt", "max_age", "login_hint", "ui_locales", "acr_values", "code_challenge", "code_challenge_method",
    "grant_type", "code", "code_verifier", "refresh_token", "username", "password", "device_code", "user_code",
    "token", "token_type_hint", "access_token", "id_token", "id_token_hint", "post_logout_redirect_uri", "error",
    "decision", "user_id", "step", "tab", "reset", "app_id", "uuid", "lang", "client_assertion", "assertion",
    "ticket", "otp", "email_code", "phone_code", "new_password", "api_key", "x-api-key",
    }
)  # fmt: skip


def _fields() -> frozenset[str]:
    """The names of all that a call of ours takes."""
    models = [
        of
        for route in built.ROUTES
        for of in get_type_hints(route.endpoint).values()
        if isinstance(of, type) and issubclass(of, BaseModel) and not route.path.startswith("/_mock")
    ]
    return _PARAMETERS | {str(field.alias) for of in models for field in of.model_fields.values()}


FIELDS = sorted(_fields())
# A text that stands nowhere else, for each of them.
MARKS = {name: f"zq{number:03}{uuid.uuid4().hex[:12]}" for number, name in enumerate(FIELDS)}


def shown(http: httpx.Client, **query: Any) -> str:
    """All that the journal tells: its list, and each request with its curl command."""
    listed = http.get("/_mock/requests", params={"limit": 10_000, **query}).json()["list"]
    each = [http.get(f"/_mock/requests/{entry['id']}").text for entry in listed]
    assert listed and len(each) == len(listed)
    return "\n".join([json.dumps(listed, ensure_ascii=False), *each])


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, Path]]:
    """A server of this file's own, and its database."""
    path = tmp_path_factory.mktemp("journal") / "mock.db"
    with (
        ThreadedServer(Settings(port=0, database=f"sqlite:///{path}")) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        yield client, path


@pytest.mark.parametrize("how", ["JSON", "form", "query", "inner JSON", "JSON as text", "headers", "cookies"])
def test_no_call_shows_a_field_that_was_not_found_harmless(own: tuple[httpx.Client, Path], how: str) -> None:
    http = own[0]
    ways: dict[str, dict[str, Any]] = {
        "JSON": {"json": MARKS},
        "form": {"data": MARKS},
        "query": {"params": MARKS},
        "inner JSON": {"json": {"list": [{"inner": MARKS}]}},
        "JSON as text": {"json": {"params": json.dumps({"context": json.dumps(MARKS)})}},
        "headers": {
            "headers": {f"x-{name.replace('_', '-').removeprefix('x-')}": mark for name, mark in MARKS.items()}
        },
        "cookies": {"headers": {"cookie": "; ".join(f"{name}={mark}" for name, mark in MARKS.items())}},
    }
    for method, path in CALLS:
        http.request(method, path.replace("{uuid}", MARKS["uuid"]), **ways[how])
    told = shown(http)
    http.delete("/_mock/requests")
    wrong = [name for name, mark in MARKS.items() if mark in told and name not in HARMLESS]
    assert not wrong, f"shown in the journal: {wrong}; either a secret's name, or to be added to HARMLESS"
    if how in ("JSON", "form", "query", "inner JSON"):
        assert MARKS["account"] in told and MARKS["client_id"] in told, "the harmless fields are there to be read"
    for name in set(FIELDS) - HARMLESS:
        assert http.get("/_mock/requests", params={"search": MARKS[name]}).json()["totalCount"] == 0


SECRET = "hunter2-zq-marked"
ENCODED = "%68unter2-zq-marked"
LOGIN = "/api/v2/login/account"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.c2lnbmF0dXJlLW9mLWh1bnRlcjI"

AS_FORM = {"content-type": "application/x-www-form-urlencoded"}
LITERAL = f'mutation {{ loginByEmail(input: {{email: "a@b.test", password: "{SECRET}"}}) {{ token }} }}'
WITH_VARIABLE = {"query": "mutation q($p: String!) { x(password: $p) }", "variables": {"p": SECRET}}
INNER = quote(f"https://a.test/?code={SECRET}", safe="")
INNERMOST = quote(f"https://b.test/?to={INNER}", safe="")

# How a secret may be written in a request: its body and what it says that this is, or its path, or its headers.
WRITTEN: dict[str, dict[str, Any]] = {
    "said twice": {"json": {"passwordConfirm": SECRET, "password_again": SECRET, "tokenValue": SECRET}},
    "a short name": {"json": {"pass": SECRET, "newPass": SECRET, "pin": SECRET, "令牌": SECRET}},
    "a full-width colon": {"json": {"params": f"密码：{SECRET}"}},
    "an unknown path": {"path": f"/x/password:{SECRET}"},
    "an unknown path with JSON": {"path": f'/x?data={{"password":"{SECRET}"}}'},
    "a GraphQL literal": {"path": "/graphql/v2", "json": {"query": LITERAL}},
    "a GraphQL variable of any name": {"path": "/graphql/v2", "json": WITH_VARIABLE},
    "GraphQL in a query": {"method": "GET", "path": f"/graphql/v2?query={{login(password:%22{SECRET}%22)}}"},
    "GraphQL by itself": {"path": "/graphql/v2", "content": f'{{ login(password: "{SECRET}") }}'},
    "GraphQL elsewhere": {"json": {"account": f'mutation {{ login(password:"{SECRET}") }}'}},
    "JSON in JSON": {"json": {"params": json.dumps({"password": SECRET})}},
    "JSON in JSON in JSON": {"json": {"params": json.dumps({"a": json.dumps([{"password": SECRET}])})}},
    "broken JSON": {"content": f'{{"password": "{SECRET}", '},
    "broken JSON in JSON": {"json": {"params": f'{{"password": "{SECRET}", '}},
    "JSON cut off": {"json": {"account": "a" * 70_000, "password": SECRET}},
    "a form with ;": {"content": f"account=a;password={SECRET}", "headers": AS_FORM},
    "a form in JSON": {"json": {"params": f"a=1&password={SECRET}"}},
    "a form of arrays": {"content": f"user[password]={SECRET}&password[]={SECRET}"},
    "a form whose name is escaped": {"content": f"p%61ssword={SECRET}"},
    "a form that is all one name": {"content": f"password%3D{SECRET}="},
    "a query whose name is escaped": {"method": "GET", "path": f"/api/v2/users/me?p%61ssword={SECRET}"},
    "a query with ;": {"method": "GET", "path": f"/api/v2/users/me?a=1;access_token={SECRET}"},
    "an address in a query": {"method": "GET", "path": f"/oidc/auth?redirect_uri={INNER}"},
    "an address in an address": {"method": "GET", "path": f"/oidc/auth?redirect_uri={INNERMOST}"},
    "multipart": {"files": {"password": (None, SECRET), "file": ("a.txt", b"text")}},
    "XML": {"content": f"<login><password>{SECRET}</password></login>", "headers": {"content-type": "text/xml"}},
    "XML in JSON": {"json": {"params": f"<login><password>{SECRET}</password></login>"}},
    "YAML": {"content": f"account: a\npassword: {SECRET}\n", "headers": {"content-type": "text/yaml"}},
    "YAML in JSON": {"json": {"params": f"account: a\npassword: {SECRET}\n"}},
    "text": {"content": f"the password is {SECRET}"},
    "an object under a secret's name": {"json": {"password": {"value": [SECRET]}}},
    "where an object should stand": {"path": "/api/v3/signin", "json": {"passwordPayload": SECRET}},
    "a number where an object should stand": {"path": "/api/v3/signin", "json": {"passCodePayload": 48151623}},
    "in a list where an object should stand": {"path": "/api/v3/signin", "json": {"pass_code_payload": [SECRET]}},
    "a form where an object should stand": {"path": "/api/v3/signin", "content": f"passCodePayload={SECRET}"},
    "a list under a secret's name": {"json": {"tokens": [SECRET]}},
    "a field as key and value": {"json": {"udfs": [{"key": "apiToken", "value": SECRET}]}},
    "a code that is a number": {"json": {"message": "hi", "code": 48151623}},
    "a key of an API": {"headers": {"x-api-key": SECRET, "ocp-apim-subscription-key": SECRET, "x-auth-token": SECRET}},
    "Authorization": {"headers": {"authorization": f"Bearer {SECRET}", "proxy-authorization": f"Basic {SECRET}"}},
    "a token somewhere": {"headers": {"x-what": f"Bearer {SECRET}"}},
    "a cookie": {"headers": {"cookie": f"authing_session={SECRET}; other={SECRET}"}},
    "where a page came from": {"headers": {"referer": f"https://a.test/cb?code={SECRET}#access_token={SECRET}"}},
    "a user of an address": {"headers": {"referer": f"https://ci:{SECRET}@a.test/"}},
    "a JWT in a path": {"method": "GET", "path": f"/api/v2/nowhere/{JWT}"},
    "a JWT in a text": {"json": {"nickname": f"I am {JWT}, see"}},
    "an interaction in a path": {"method": "GET", "path": f"/interaction/oidc/{SECRET}/login"},
    "an interaction in a query": {"method": "GET", "path": f"/login?app_id=a&uuid={SECRET}"},
    "an interaction in an address": {"headers": {"referer": f"http://a.test/interaction/oidc/{SECRET}/login"}},
    "a device's code": {"method": "GET", "path": f"/oidc/device?user_code={SECRET}"},
    "an identity's key": {"json": {"action": "create-federation-account", "key": SECRET}},
    "an identity's key beside what proves a user": {"json": {"account": "ci", "key": SECRET}},
    "an identity's key in an answer": {"json": {"data": {"methods": ["phone-code"], "key": SECRET, "accounts": []}}},
    "a field in a path": {"method": "GET", "path": f"/api/v2/users/me;password={SECRET}"},
}  # fmt: skip


def ask(http: httpx.Client, app_id: str, written: dict[str, Any]) -> None:
    """Sends a request that is written so."""
    options = {"method": "POST", "path": LOGIN, **written}
    headers = {"x-authing-app-id": app_id, **options.pop("headers", {})}
    http.request(options.pop("method"), options.pop("path"), headers=headers, **options)


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_secret_is_left_out_however_it_is_written(app: App, written: dict[str, Any]) -> None:
    pool = app.pool_id
    app.http.cookies.clear()
    ask(app.http, app.app_id, written)
    told = shown(app.http, userPoolId=pool)
    for secret in (SECRET, ENCODED, SECRET[:7], "48151623", JWT[:30], JWT[-20:]):
        assert secret not in told
        assert app.control("GET", "/requests", userPoolId=pool, search=secret)["totalCount"] == 0
    assert app.control("GET", "/requests", userPoolId=pool, path=f"*{SECRET}*")["totalCount"] == 0


def test_all_is_shown_where_the_server_was_told_to() -> None:
    with (
        ThreadedServer(Settings(port=0, journal_secrets=True)) as server,
        httpx.Client(base_url=server.base_url, trust_env=False, verify=False) as client,
    ):
        app = App(client)
        app.get(f"/api/v2/applications/{app.app_id}/public-config")
        for name, written in WRITTEN.items():
            client.delete("/_mock/requests")
            ask(client, app.app_id, written)
            told = shown(client)
            is_cut = name == "JSON cut off"
            assert is_cut or any(each in told for each in (SECRET, "48151623", JWT)), name
            assert redaction.HIDDEN not in told and not redaction.LEFT_OUT.search(told), name


def test_what_cannot_be_parsed_is_told_by_its_length(app: App) -> None:
    pool = app.pool_id
    for body, kind, told in (
        ("<a/>", "text/xml; charset=utf-8", "<4 bytes of text/xml>"),
        ("just text", "text/plain", "<9 bytes of text/plain>"),
        ('{"a": ', "application/json", "<6 bytes of application/json>"),
        ("a: 1\n", "", "<5 bytes>"),
    ):
        app.call("POST", LOGIN, content=body, headers={"content-type": kind} if kind else {})
        entry = app.control("GET", "/requests", userPoolId=pool, path=LOGIN)["list"][0]
        assert entry["requestBody"] == told


def test_graphql_is_told_by_its_operation_and_its_length(app: App) -> None:
    pool = app.pool_id
    body = json.dumps({"query": "mutation loginByEmail { loginByEmail { token } }"})
    app.call("POST", "/graphql/v2", content=body)
    entry = app.control("GET", "/requests", userPoolId=pool, path="/graphql/v2")["list"][0]
    assert entry["operation"] == "loginByEmail"
    assert entry["requestBody"] == f"<GraphQL loginByEmail, {len(body)} bytes>"


def test_what_is_no_secret_is_told(app: App) -> None:
    pool = app.pool_id
    body = {"account": "ci", "customData": {"url": "https://a.test/?x=1#y", "note": "10:30 = half past ten", "n": 1.5}}
    app.call("POST", f"{LOGIN}?state=a%20b&b=1;c=2", body, headers={"user-agent": "Mozilla/5.0 (X11; rv:109.0)"})
    entry = app.control("GET", "/requests", userPoolId=pool, path=LOGIN)["list"][0]
    assert entry["requestBody"] == body and entry["query"] == {"state": "a b", "b": "1;c=2"}
    assert entry["requestHeaders"]["user-agent"] == "Mozilla/5.0 (X11; rv:109.0)"
    assert entry["responseBody"]["message"]
    assert "state=a%20b&b=1;c=2" in app.control("GET", f"/requests/{entry['id']}")["curl"]


# Where the mock keeps what opens a door, besides the columns whose names say so.
_KEPT = {("sessions", "id"), ("interactions", "id")}
# Codes of roles, of countries and the like.
_NO_SECRETS = {"namespaces", "resources", "roles", "groups", "grants", "orgs", "nodes", "org_nodes", "journal"}


def kept(path: Path) -> set[str]:
    """Every secret that stands in the database."""
    found: set[str] = set()
    with closing(sqlite3.connect(path)) as db:
        for name, table in SQLModel.metadata.tables.items():
            for column in table.c:
                is_one = (name, column.name) in _KEPT or redaction.is_secret(column.name)
                if is_one and name not in _NO_SECRETS:
                    values = db.execute(f"SELECT {column.name} FROM {name}")
                    found |= {str(value) for (value,) in values if isinstance(value, str) and len(value) >= 4}
    return found


def test_no_secret_that_the_mock_gives_is_shown(own: tuple[httpx.Client, Path]) -> None:
    http, path = own
    http.delete("/_mock/requests")
    app = App(http)
    everything_that_gives_secrets(app)
    secrets = kept(path) - {app.app_id}
    told = shown(http)
    assert len(secrets) > 15
    assert [each for each in secrets if each in told] == []
    assert "eyJ" not in told
    for secret in secrets:
        assert http.get("/_mock/requests", params={"search": secret}).json()["totalCount"] == 0
        assert http.get("/_mock/requests", params={"path": f"*{secret}*"}).json()["totalCount"] == 0


def everything_that_gives_secrets(app: App) -> None:
    """A login by each way there is, and whatever else answers with a secret."""
    http = app.http
    app.make_user(username="ci", password=SECRET, email="ci@example.test", phone="13800138000")
    secret = app.control("GET", f"/pools/{app.pool_id}")["appSecret"]
    app.log_in("ci", SECRET)
    app.post("/api/v2/users/refresh-token")
    app.get("/api/v2/users/me")
    app.call("GET", "/api/v2/security/captcha")
    app.post("/api/v2/login/phone-code", phone="13800138000", code=app.code_for("13800138000"))
    app.post("/api/v2/login/email-code", email="ci@example.test", code=app.code_for("ci@example.test"))
    app.post("/api/v2/register/username", username="another", password=SECRET, forceLogin=True)
    redirect = {"client_id": app.app_id, "redirect_uri": "http://127.0.0.1:3000/cb", "scope": "openid offline_access"}
    for response_type in ("code", "code id_token token"):
        for mode in ("query", "fragment", "form_post", "web_message"):
            asked = {**redirect, "response_type": response_type, "response_mode": mode, "nonce": "n", "state": "s"}
            http.get("/oidc/auth", params=asked)
    answer = http.get("/oidc/auth", params={**redirect, "response_type": "code", "state": "s"})
    code = httpx.URL(answer.headers["location"]).params["code"]
    form = {"client_id": app.app_id, "client_secret": secret}
    given = http.post(
        "/oidc/token",
        data={**form, "grant_type": "authorization_code", "code": code, "redirect_uri": redirect["redirect_uri"]},
    ).json()
    http.post("/oidc/token", data={**form, "grant_type": "refresh_token", "refresh_token": given["refresh_token"]})
    http.post("/oidc/token", data={"grant_type": "client_credentials"}, auth=(app.app_id, secret))
    http.post("/oidc/token/introspection", data={**form, "token": given["access_token"]})
    http.get("/oidc/me", headers={"authorization": f"Bearer {given['access_token']}"})
    http.get("/oidc/session/end", params={"id_token_hint": given["id_token"]})
    begun = http.post("/oidc/device/auth", data={"client_id": app.app_id, "scope": "openid"}).json()
    http.get("/oidc/device", params={"user_code": begun["user_code"]})
    http.post("/oidc/device", data={"user_code": begun["user_code"], "app_id": app.app_id, "decision": "allow"})
    device = "urn:ietf:params:oauth:grant-type:device_code"
    http.post("/oidc/token", data={**form, "grant_type": device, "device_code": begun["device_code"]})
    by_page(app, redirect)
    by_third_parties(http)


def by_third_parties(http: httpx.Client) -> None:
    """Logins by identities: by a code that is a secret, by a key, and at the page that tells an app."""
    people = [{"code": SECRET, "accessToken": SECRET, "profile": {"openid": "wei"}}]
    kinds = ({"type": "wechat:mobile"}, {"type": "qq:mobile"}, {"type": "github"})
    document = {
        "applications": [{"redirectUris": ["http://127.0.0.1:3000/cb"]}],
        "connections": [{**each, "identities": people} for each in kinds],
        "users": [{"username": "ci", "password": SECRET}],
    }
    app = App(http, app_id=http.post("/_mock/pools", json=document).json()["appId"])
    wechat = "/api/v2/ecConn/wechatMobile"
    for step in ({"account": "ci", "password": SECRET}, {"action": "create-federation-account"}, {}):
        key = app.post(f"{wechat}/authByCodeIdentity", code=SECRET)["data"]["key"]
        app.post(f"{wechat}/{'byAccount' if 'account' in step else 'register'}", **step, key=f"{key}x")
        app.post(f"{wechat}/byAccountId", accountId="x", key=key)
    app.post(f"{wechat}/register", key=key)
    app.post("/api/v2/ecConn/QQConnect/authByAccessToken", access_token=SECRET)
    for redirect_url in ("", "http://127.0.0.1:3000/cb"):
        form = {"appId": app.app_id, "identifier": "github", "person": "wei", "redirectUrl": redirect_url}
        http.post("/connections/social/github", data={**form, "opener": "http://localhost:3000"})


def by_page(app: App, redirect: dict[str, str]) -> None:
    """A login at the page, by password and by a code that the page shows."""
    http = app.http
    for step in ("password", "code"):
        http.cookies.clear()
        waiting = http.get("/oidc/auth", params={**redirect, "response_type": "code", "state": "s"})
        interaction = httpx.URL(waiting.headers["location"]).params["uuid"]
        http.get(waiting.headers["location"])
        form = {"uuid": interaction, "app_id": app.app_id}
        if step == "password":
            done = http.post("/login", data={**form, "account": "ci", "password": SECRET})
            http.get(done.headers["location"])
        else:
            http.post("/login/code", data={**form, "account": "ci@example.test", "step": "send"})
            http.get("/login", params={**form, "tab": "code"})
            message = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"][0]
            http.post("/login/code", data={**form, "account": "ci@example.test", "code": message["code"]})
    http.post(f"/interaction/oidc/{interaction}/confirm")
    http.get("/cas/session")
