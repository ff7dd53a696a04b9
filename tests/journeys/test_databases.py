"""The same journey over every database, with one process and with several."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import jwt
import pytest

from tests.conftest import App
from tests.journeys.servers import DATABASES, server_over, serving


def registrations(url: str, app_id: str, count: int) -> list[int]:
    """What as many clients get who register one address at the same time."""

    def register(_: int) -> int:
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            answer = App(client, app_id).post("/api/v2/register/email", email="one@example.test", password="111111")
            return int(answer["code"])

    with ThreadPoolExecutor(16) as clients:
        return list(clients.map(register, range(count)))


def logins_by(url: str, app_id: str, phone: str, code: str, count: int) -> list[int]:
    """What as many clients get who log in with one code at the same time."""

    def log_in(_: int) -> int:
        with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
            return int(App(client, app_id).post("/api/v2/login/phone-code", phone=phone, code=code)["code"])

    with ThreadPoolExecutor(16) as clients:
        return list(clients.map(log_in, range(count)))


@pytest.mark.parametrize("database", DATABASES)
def test_a_user_registers_logs_in_and_is_reset_away(database: str, tmp_path: Path) -> None:
    with server_over(database, tmp_path) as url, httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        app = App(client)
        pool_id = app.pool_id
        assert sorted(registrations(url, app.app_id, 64)) == [200] + [2026] * 63
        app.log_in("one@example.test")
        assert app.get("/api/v2/users/me")["data"]["email"] == "one@example.test"
        code = app.code_for("13800138000")
        assert app.post("/api/v2/users/phone/bind", phone="13800138000", phoneCode=code)["code"] == 200
        code = app.code_for("13800138000")
        assert sorted(logins_by(url, app.app_id, "13800138000", code, 16)) == [200] + [2001] * 15
        app.control("POST", f"/pools/{pool_id}/reset")
        assert app.get("/api/v2/users/me")["code"] == 2020
        assert app.control("GET", f"/pools/{pool_id}/users")["totalCount"] == 0


@pytest.mark.parametrize("database", DATABASES)
def test_users_of_one_seed_that_are_generated_at_once_are_each_made_once(database: str, tmp_path: Path) -> None:
    with server_over(database, tmp_path) as url, httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        pool_id = App(client).pool_id

        def generate(_: int) -> list[str]:
            with httpx.Client(base_url=url, trust_env=False, timeout=60) as another:
                path = f"/_mock/pools/{pool_id}/users/generate"
                answer = another.post(path, json={"count": 120, "randSeed": 1})
                assert answer.status_code == 201, answer.text
                return [each["id"] for each in answer.json()["list"]]

        with ThreadPoolExecutor(4) as clients:
            made = [each for ids in clients.map(generate, range(4)) for each in ids]
        fresh = client.post("/_mock/pools", json={}).json()["userPoolId"]
        alone = client.post(f"/_mock/pools/{fresh}/users/generate", json={"count": 480, "randSeed": 1}).json()
        assert sorted(made) == sorted(each["id"] for each in alone["list"])


@pytest.mark.parametrize("database", DATABASES)
def test_users_messages_requests_and_sessions_are_found(database: str, tmp_path: Path) -> None:
    with server_over(database, tmp_path) as url, httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
        app = App(client)
        user = app.logged_in_user(username="Ann_1%", email="ann@example.test", nickname="Müller")
        app.make_user(username="bob")
        app.code_for("13800138000")
        users, pool = f"/pools/{app.pool_id}/users", {"userPoolId": app.pool_id}
        for text in ("ann_1%", "ANN@", "Müller", "MüLLER", user["id"]):
            assert [each["username"] for each in app.control("GET", users, search=text)["list"]] == ["Ann_1%"], text
            assert app.control("GET", "/users", **pool, search=text)["totalCount"] == 1
        assert app.control("GET", users, search="n%1")["list"] == []
        assert app.control("GET", "/outbox", **pool, search="+86138")["totalCount"] == 1
        assert app.control("GET", "/outbox", **pool, search="b_dy")["totalCount"] == 0
        found = app.control("GET", "/requests", **pool, search="ANN_1%")
        assert [each["operation"] for each in found["list"]] == ["loginByAccount"]
        told = app.control("POST", "/tokens/inspect", {"token": app.token})
        assert (told["alive"], told["username"]) == (True, "Ann_1%")
        odd = jwt.encode({"aud": "\0", "jti": "\0", "sub": "\0", "userpool_id": "\0"}, "s" * 32)
        assert app.control("POST", "/tokens/inspect", {"token": odd, **pool})["alive"] is False
        (session,) = app.control("GET", f"{users}/{user['id']}/sessions")["list"]
        app.control("DELETE", f"{users}/{user['id']}/sessions/{session['id']}")
        assert app.get("/api/v2/users/me")["code"] == 2020


@pytest.mark.parametrize("database", ["file, two workers", "PostgreSQL, two workers"])
def test_a_token_that_one_worker_has_minted_is_good_for_the_other(database: str, tmp_path: Path) -> None:
    with server_over(database, tmp_path) as url, httpx.Client(base_url=url, trust_env=False) as client:
        app = App(client)
        user = app.make_user(username="ci")
        wanted = {"userPoolId": app.pool_id, "userId": user["id"], "kind": "access_token"}
        for bad in ({}, {"badSignature": True}):
            token = app.control("POST", "/tokens", wanted | bad)["token"]
            for _ in range(8):
                # Each connection may reach another worker.
                with httpx.Client(base_url=url, trust_env=False) as another:
                    code = App(another, app.app_id, token).get("/api/v2/users/me")["code"]
                    assert code == (2020 if bad else 200)


def test_an_unknown_app_id_makes_one_pool_whoever_is_asked(tmp_path: Path) -> None:
    with server_over("file, two workers", tmp_path) as url:

        def pool_of(_: int) -> str:
            with httpx.Client(base_url=url, trust_env=False, timeout=30) as client:
                return App(client, "a" * 24).pool_id

        with ThreadPoolExecutor(16) as clients:
            assert len(set(clients.map(pool_of, range(32)))) == 1


def test_a_file_keeps_users_and_sessions_over_a_restart(tmp_path: Path) -> None:
    with server_over("file", tmp_path) as url, httpx.Client(base_url=url, trust_env=False) as client:
        app = App(client)
        app.make_user(username="ci", password="111111")
        app.log_in("ci")
    with server_over("file", tmp_path) as url, httpx.Client(base_url=url, trust_env=False) as client:
        again = App(client, app.app_id, app.token)
        assert again.get("/api/v2/users/me")["data"]["username"] == "ci"


def test_the_key_is_the_same_after_a_restart() -> None:
    keys = set()
    for _ in range(2):
        with serving() as url:
            keys.add(httpx.get(f"{url}/_mock/info", trust_env=False).json()["rsaPublicKey"])
    assert len(keys) == 1


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_the_server_with_status_0(name: str) -> None:
    command = [sys.executable, "-m", "genauth_mock", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        next(line for line in process.stdout if "listening on" in line)
        process.send_signal(getattr(signal, name))
        assert process.wait(5) == 0
