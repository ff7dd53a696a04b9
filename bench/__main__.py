"""`make bench`: measures a server that was just started, and prints a table."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import re
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from bench.console import console
from bench.dispatch import dispatch
from bench.journal import journal
from bench.large import large_pools
from bench.load import CONNECTIONS, Requests, per_second, request
from bench.memory import memory
from bench.outbox import codes, many_mails, waiters
from bench.running import APP, bare_route, control, post, server
from bench.second_factor import second_factor

ROUNDS, SECONDS = 5, 1.0


@dataclass(frozen=True)
class Target:
    """A kind of request, and which part of the bare route's rate it is to reach."""

    name: str
    requests: Requests
    percent: int | None


def encrypted(port: int, password: str) -> str:
    """A password as the mobile SDKs send it."""
    info = json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/_mock/info"))
    key = load_der_public_key(base64.b64decode(info["rsaPublicKey"]))
    assert isinstance(key, rsa.RSAPublicKey)
    return base64.b64encode(key.encrypt(password.encode(), padding.PKCS1v15())).decode()


def login_request(port: int, account: str, app: str = APP) -> bytes:
    """A login by password, encrypted."""
    body = json.dumps({"account": account, "password": encrypted(port, "111111"), "autoRegister": False}).encode()
    return request("POST", "/api/v2/login/account", body, x_authing_app_id=app)


def targets(port: int) -> list[Target]:
    """The calls whose speed is promised."""
    secret = encrypted(port, "111111")
    token = post(port, "/api/v2/login/account", {"account": "ci", "password": "111111"})["data"]["token"]
    me = request("GET", "/api/v2/users/me", x_authing_app_id=APP, authorization=f"Bearer {token}")

    body = json.dumps({"account": "ci", "password": "111111"}).encode()
    plain = request("POST", "/api/v2/login/account", body, x_authing_app_id=APP)

    def registrations() -> Iterator[bytes]:
        for n in itertools.count():
            body = json.dumps({"username": f"bench{n}", "password": secret, "forceLogin": True}).encode()
            yield request("POST", "/api/v2/register/username", body, x_authing_app_id=APP)

    access_token = tokens(port, token)["access_token"]
    user_info = request("GET", "/oidc/me", authorization=f"Bearer {access_token}")
    jwks = request("GET", "/oidc/.well-known/jwks.json")
    return [
        Target("login by password, encrypted", itertools.repeat(login_request(port, "ci")), 20),
        Target("login by password, plain", itertools.repeat(plain), 20),
        Target("users/me", itertools.repeat(me), 30),
        Target("register with login", registrations(), 12),
        Target("token refresh, rotated", refreshes(port, token), 15),
        Target("/oidc/me", itertools.repeat(user_info), 30),
        Target("JWKS", itertools.repeat(jwks), 50),
    ]


def tokens(port: int, login_token: str) -> dict[str, str]:
    """Tokens of OpenID Connect for a login."""
    grant = "http://authing.cn/oidc/grant_type/authing_token"
    form = {"client_id": APP, "grant_type": grant, "token": login_token, "scope": "openid profile offline_access"}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/oidc/token", urllib.parse.urlencode(form).encode())
    given: dict[str, str] = json.load(urllib.request.urlopen(asked))
    return given


def refreshes(port: int, login_token: str) -> Generator[bytes, bytes | None, None]:
    """Refreshes, each with a token that an earlier one has given; those under way at a round's end are lost."""
    ready = deque(tokens(port, login_token)["refresh_token"] for _ in range((ROUNDS + 1) * CONNECTIONS * 2))
    answer: bytes | None = None
    while True:
        given = re.search(rb'"refresh_token":"(\w+)"', answer or b"")
        if given:
            ready.append(given[1].decode())
        body = urllib.parse.urlencode(
            {"client_id": APP, "grant_type": "refresh_token", "refresh_token": ready.popleft()}
        )
        answer = yield request("POST", "/oidc/token", body.encode())


async def speeds() -> None:
    """Rates as a part of the bare route's, taken in turns."""
    with server() as (port, _, _), bare_route() as bare_port:
        wanted = targets(port)
        rates: dict[str, list[float]] = {each.name: [] for each in wanted}
        ratios: dict[str, list[float]] = {each.name: [] for each in wanted}
        for n in range(ROUNDS):
            for each in wanted:
                bare = await per_second(bare_port, itertools.repeat(request("GET", "/")), SECONDS)
                rate = await per_second(port, each.requests, SECONDS)
                rates[each.name].append(rate)
                ratios[each.name].append(100 * rate / bare)
                print(f"  round {n + 1} of {ROUNDS}: {each.name} {rate:,.0f}/s", end="\r", file=sys.stderr)
        print(f"\n{'one worker, 16 connections':32} {'per second':>10} {'of bare':>8} {'wanted':>7}")
        for each in wanted:
            ratio = statistics.median(ratios[each.name])
            rate = statistics.median(rates[each.name])
            print(f"{each.name:32} {rate:10,.0f} {ratio:7.1f}% {each.percent:6}%")


async def many_users() -> None:
    """A login with few and with many users in the pool."""
    with server() as (port, _, _):
        rates: dict[int, list[float]] = {100: [], 100_000: []}
        apps = {}
        for count in rates:
            print(f"  making a pool of {count:,} users …", end="\r", file=sys.stderr)
            users = [{"username": f"u{n}", "email": f"u{n}@example.test"} for n in range(1, count)]
            made = post(port, "/_mock/pools", {"users": [{"username": "u0", "password": "111111"}, *users]})
            apps[count] = login_request(port, "u0", made["appId"])
        for _, count in itertools.product(range(ROUNDS), rates):
            rates[count].append(await per_second(port, itertools.repeat(apps[count]), SECONDS))
        few, many = (statistics.median(each) for each in rates.values())
        print(f"\n{'login with 100 users':32} {few:10,.0f}")
        print(f"{'login with 100,000 users':32} {many:10,.0f} {100 * (few / many - 1):+7.1f}% cost, wanted within 15%")


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The median of what some work takes."""
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took)


def users_of_every_kind(count: int) -> dict[str, Any]:
    """A pool document with so many users who have most of what a user can have."""
    return {
        "customFields": [{"key": "school"}, {"key": "age", "dataType": "NUMBER"}],
        "roles": [{"code": "admin"}],
        "groups": [{"code": "staff"}],
        "orgs": [{"name": "HR", "children": [{"name": "Dev"}]}],
        "users": [
            {"username": f"user{n}", "password": "111111", "email": f"u{n}@example.test", "phone": f"138{n:08}",
             "nickname": "小明", "gender": "M", "roles": ["admin"], "groups": ["staff"], "orgs": ["HR/Dev"],
             "customData": {"school": "ucla", "age": n}}
            for n in range(count)
        ],
    }  # fmt: skip


def whole_pools() -> None:
    """Pools made, reset and restored; and those of 50,000 users as documents."""
    with server() as (port, _, _):
        print()

        def pool(document: dict[str, Any]) -> str:
            made: dict[str, str] = json.loads(control(port, "POST", "/pools", document))
            return made["userPoolId"]

        small, large = pool({"users": [{"username": "ci", "password": "111111"}]}), pool(users_of_every_kind(1000))
        control(port, "PUT", f"/snapshots/s?userPoolId={large}")
        for name, rounds, wanted, work in (
            ("make a pool", 200, 5, lambda: control(port, "POST", "/pools", {})),
            ("reset a small pool", 200, 5, lambda: control(port, "POST", f"/pools/{small}/reset")),
            ("reset 1,000 users", 20, 50, lambda: control(port, "POST", f"/pools/{large}/reset")),
            ("restore 1,000 users", 20, 50, lambda: control(port, "POST", f"/snapshots/s/restore?userPoolId={large}")),
        ):
            print(f"{name:32} {milliseconds(work, rounds):8.1f}ms {f'wanted within {wanted} ms':>24}")
        print("  making a pool of 50,000 users …", end="\r", file=sys.stderr)
        huge = pool(users_of_every_kind(50_000))
        for kind in ("json", "yaml"):
            began = time.perf_counter()
            document = control(port, "GET", f"/pools/{huge}/export", kind=kind)
            exported = time.perf_counter()
            control(port, "POST", "/import", document, kind=kind)
            took = {"export": exported - began, "import": time.perf_counter() - exported}
            for name, seconds in took.items():
                what = f"{name} 50,000 users, {kind.upper()}"
                print(f"{what:32} {seconds:9.1f}s {'wanted within 20 s':>24}")


def waits() -> None:
    """How long after the sending of a code a wait answers that was open before."""
    print()
    with tempfile.TemporaryDirectory() as folder:
        for name, arguments in (
            ("one worker", []),
            ("two workers, a file", ["--workers", "2", "--database", f"sqlite:///{folder}/mock.db"]),
        ):
            with server(*arguments) as (port, _, _):
                took = sorted(_wait(port, f"138001380{n:02}") for n in range(40))
            figures = f"{statistics.median(took):8.1f}ms {f'worst {took[-1]:.1f}, wanted within 100 ms':>34}"
            print(f"{f'code sent to wait, {name}':38} {figures}")


def _wait(port: int, phone: str) -> float:
    with ThreadPoolExecutor(1) as waiter:
        wait = waiter.submit(control, port, "GET", f"/outbox/wait?to={phone}&timeout=10")
        # So that the wait is open by then.
        time.sleep(0.1)
        began = time.perf_counter()
        post(port, "/api/v2/sms/send", {"phone": phone})
        wait.result()
        return 1000 * (time.perf_counter() - began)


def start() -> None:
    """Time and memory of a start, up to the first answer to an SDK."""
    measured = []
    for _ in range(6):
        with server() as (_, took, resident):
            measured.append((took, resident()))
    seconds = statistics.median(took for took, _ in measured[1:])
    megabytes = statistics.median(resident for _, resident in measured[1:]) / 1024
    print(f"\n{'start to first answer':32} {seconds:9.2f}s {'wanted below 0.55s':>24}")
    print(f"{'resident then':32} {megabytes:8.0f}MB {'wanted below 80MB':>24}")


if __name__ == "__main__":
    asyncio.run(speeds())
    dispatch()
    asyncio.run(many_users())
    asyncio.run(memory(login_request))
    whole_pools()
    large_pools()
    waits()
    codes()
    second_factor()
    many_mails()
    waiters()
    journal()
    console()
    start()
