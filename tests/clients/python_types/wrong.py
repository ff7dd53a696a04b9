"""What a type checker is to find wrong: each line that says so with a comment, and no other."""

from genauth_mock_client import AsyncGenAuth, GenAuth, Server
from genauth_mock_client.documents import PoolDocument


def test_it(genauth: GenAuth, genauth_server: Server) -> None:
    genauth.users.create(usrname="ann")  # wrong
    genauth.users.create(blocked="yes")  # wrong
    genauth.users.create(mfa={"totp": "JAPDSOAZ"})  # wrong
    genauth.users.update("id", resetPasswordOnFirstLogin=True)  # wrong
    genauth.settings(limit="documented")  # wrong
    genauth.settings(limits="documentd")  # wrong
    genauth.settings(verification_code={"fixd": "1234"})  # wrong
    genauth_server.create_pool(users=[{"user_name": "ann"}])  # wrong
    document: PoolDocument = {"users": [{"reset_password_on_first_login": True}]}  # wrong
    genauth_server.create_pool(document, roles=[{"description": "no code"}])  # wrong
    genauth.outbox.wait_code("ann@example.test", channel="mail")  # wrong
    genauth.tokens.mint("id", "idtoken")  # wrong


async def test_awaited(genauth_async: AsyncGenAuth) -> None:
    await genauth_async.users.create(usrname="ann")  # wrong
    await genauth_async.settings(limit="off")  # wrong
    await genauth_async.faults.add("loginByAccount", eror=2005)  # wrong
