from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from mock_server.client import GenAuth, GenAuthError, Server


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
