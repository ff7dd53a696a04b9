from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from genauth_mock_client import (
    AsyncGenAuth,
    GenAuth,
    GenAuthError,
    Server,
)


@pytest.fixture
def genauth(server_url: str) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        yield server.create_pool()


def test_generated_users_come_back_and_can_log_in(genauth: GenAuth) -> None:
    users = genauth.users.generate(3, locale="en_US", rand_seed=5, password="111111")
    again = genauth.server.create_pool().users.generate(3, locale="en_US", rand_seed=5)
    assert [each["id"] for each in users] == [each["id"] for each in again]
    assert {each["locale"] for each in users} == {"en-US"}
    login = {"account": users[0]["email"], "password": "111111"}
    headers = {"x-authing-app-id": genauth.app_id}
    answer = httpx.post(f"{genauth.base_url}/api/v2/login/account", json=login, headers=headers, trust_env=False)
    assert answer.json()["data"]["id"] == users[0]["id"]
    with pytest.raises(GenAuthError, match="'en_US'"):
        genauth.users.generate(1, locale="en_USA")


def test_a_users_one_time_password_is_told(genauth: GenAuth) -> None:
    user = genauth.users.create(username="ci")
    with pytest.raises(GenAuthError, match="totpSecret") as refused:
        genauth.users.totp(user["id"])
    assert refused.value.status == 404
    genauth.users.update(user["id"], mfa={"totp_secret": "JAPDSOAZLV4BG3RA"})
    assert len(genauth.users.totp(user["id"])) == 6


def test_a_users_sessions_are_seen_and_ended(genauth: GenAuth) -> None:
    user = genauth.users.create(username="ci")
    tokens = [genauth.tokens.mint(user["id"], kind) for kind in ("token", "access_token", "refresh_token")]
    listed = genauth.users.sessions(user)
    assert {each["kind"] for each in listed} == {"token", "access_token", "refresh_token"}
    assert listed == genauth.users.sessions(user["id"])
    genauth.users.end_session(user, next(each["id"] for each in listed if each["kind"] == "token"))
    assert [genauth.tokens.inspect(each)["alive"] for each in tokens] == [False, True, True]
    genauth.users.end_sessions(user["id"])
    assert genauth.users.sessions(user) == []
    with pytest.raises(GenAuthError, match="has no session") as refused:
        genauth.users.end_session(user, "nothing")
    assert refused.value.status == 404


def test_users_messages_and_requests_are_searched(genauth: GenAuth) -> None:
    for name in ("ann", "bob"):
        genauth.users.create(username=name, email=f"{name}@example.test")
        mail = {"email": f"{name}@example.test", "scene": "VERIFY_CODE"}
        headers = {"x-authing-app-id": genauth.app_id}
        httpx.post(f"{genauth.base_url}/api/v2/email/send", json=mail, headers=headers, trust_env=False)
    assert [each["username"] for each in genauth.users.list(search="ANN")] == ["ann"]
    assert [each.to for each in genauth.outbox.list(search="ANN")] == ["ann@example.test"]
    assert [each.request_body["email"] for each in genauth.requests(search="ANN")] == ["ann@example.test"]


def test_asynchronous_tests_have_the_same_calls(genauth: GenAuth) -> None:
    for part in ("users", "tokens", "outbox", "faults", "clock", "requests"):
        sync, awaited = getattr(genauth, part), getattr(AsyncGenAuth(genauth), part)
        missing = [name for name in dir(sync) if not name.startswith("_") and not hasattr(awaited, name)]
        assert missing == [], part
