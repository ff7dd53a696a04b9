from __future__ import annotations

from collections.abc import Iterator

import pytest
from genauth_mock_client import AsyncGenAuth, GenAuth, GenAuthError, Server

from tests import alone
from tests.routes.control.whole_pool import PUBLIC_KEY


@pytest.fixture
def genauth(server_url: str) -> Iterator[GenAuth]:
    with Server(server_url) as server:
        yield server.create_pool()


def test_a_passkey_is_planted_seen_and_taken(genauth: GenAuth) -> None:
    user = genauth.users.create(
        username="ci", passkeys=[{"credential_id": "AAECAw", "public_key": PUBLIC_KEY, "counter": 7}]
    )
    (found,) = genauth.passkeys.list(user)
    assert (found["credentialId"], found["counter"]) == ("AAECAw", 7)
    assert genauth.passkeys.list(user["id"]) == user["passkeys"]
    genauth.passkeys.remove(user, "AAECAw")
    assert genauth.passkeys.list(user) == []
    with pytest.raises(GenAuthError, match="has no passkey") as refused:
        genauth.passkeys.remove(user, "AAECAw")
    assert (refused.value.status, refused.value.field) == (404, "credentialId")


def test_the_same_is_awaited(genauth: GenAuth) -> None:
    user = genauth.users.create(username="ci", passkeys=[{"credential_id": "AAECAw", "public_key": PUBLIC_KEY}])

    async def test() -> None:
        pool = AsyncGenAuth(genauth)
        assert len(await pool.passkeys.list(user)) == 1
        await pool.passkeys.remove(user, "AAECAw")
        assert await pool.passkeys.list(user) == []

    alone.awaited(test())
