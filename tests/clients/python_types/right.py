"""What a type checker is to find nothing wrong with."""

from typing import Any

import pytest
from genauth_mock_client import AsyncFault, AsyncGenAuth, Fault, GenAuth, Message, Request, Server
from genauth_mock_client.documents import PoolDocument, UserFields


@pytest.mark.genauth_pool({"users": [{"username": "ann"}]})
def test_it(genauth: GenAuth, genauth_server: Server) -> None:
    user = genauth.users.create(
        username="ann", reset_password_on_first_login=True, custom_data={"a": 1}, mfa={"totp_secret": "JAPDSOAZ"}
    )
    genauth.users.update(user, nickname="Ann", roles=["admin", {"code": "x"}])
    genauth.settings(limits="documented", verification_code={"fixed": "1234"}, mfa={"policies": ["OTP"]})
    document: PoolDocument = {"name": "shop", "users": [{"username": "ann", "resetPasswordOnFirstLogin": True}]}
    genauth_server.create_pool(document, name="another", roles=[{"code": "admin"}])
    genauth_server.create_pool({"anything": "at all"})
    genauth_server.import_pool(genauth.export())
    fields: UserFields = {"username": "bob"}
    genauth.users.create(**fields)
    loose: dict[str, Any] = {"username": "eve"}
    genauth.users.create(**loose)
    fault: Fault = genauth.faults.add("loginByAccount", error=2005)
    with fault as same:
        hits: int = same.hits
    messages: list[Message] = genauth.outbox.list()
    requests: list[Request] = genauth.requests("loginByAccount")
    assert hits == len(messages) == len(requests)


async def test_awaited(genauth_async: AsyncGenAuth) -> None:
    user: dict[str, Any] = await genauth_async.users.create(username="ann")
    await genauth_async.settings(limits="off")
    fault: AsyncFault = await genauth_async.faults.add("loginByAccount", error=2005)
    async with genauth_async.faults.add("loginByAccount", error=2005) as other:
        hits: int = await other.hits()
    code: str = await genauth_async.outbox.wait_code("ann@example.test", timeout=1)
    assert user["id"] and fault.id and hits == 0 and len(code) == 4
