"""Two pools side by side: what is done to one is never seen in the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ACTIONS = ("log in", "send a code", "add a user", "advance", "add a fault", "clear faults", "reset", "clear journal")


@dataclass
class Pool:
    """A pool, and what must be seen in it after what was done to it, and to nobody else."""

    http: httpx.Client
    ids: dict[str, Any]
    users: int = 1
    messages: int = 0
    offset: int = 0
    faults: int = 0
    logins: list[int] = field(default_factory=list)

    @classmethod
    def made(cls, http: httpx.Client) -> Pool:
        document = {"users": [{"username": "ci", "password": "111111"}]}
        return cls(http, http.post("/_mock/pools", json=document).json())

    def control(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        query = {"userPoolId": self.ids["userPoolId"]}
        response = self.http.request(method, f"/_mock{path}", json=body, params=None if body else query)
        assert response.is_success, response.text
        return response.json() if response.content else None

    def ask(self, path: str, body: dict[str, str]) -> int:
        answer = self.http.post(f"/api/v2{path}", json=body, headers={"x-authing-app-id": self.ids["appId"]})
        return int(answer.json()["code"])

    def act(self, action: str, number: int) -> None:
        pool_id = self.ids["userPoolId"]
        match action:
            case "log in":
                expected = 2006 if self.faults else 200
                self.faults = max(0, self.faults - 1)
                self.logins.insert(0, expected)
                assert self.ask("/login/account", {"account": "ci", "password": "111111"}) == expected
            case "send a code":
                self.messages += 1
                assert self.ask("/sms/send", {"phone": f"138001380{number % 100:02}"}) == 200
            case "add a user":
                self.users += 1
                self.control("POST", f"/pools/{pool_id}/users", {"username": f"user{number}"})
            case "advance":
                self.offset += number
                self.control("POST", "/clock/advance", {"userPoolId": pool_id, "seconds": number})
            case "add a fault":
                self.faults += 1
                fault = {"userPoolId": pool_id, "operation": "loginByAccount", "error": {"code": 2006}}
                self.control("POST", "/faults", fault)
            case "clear faults":
                self.faults = 0
                self.control("DELETE", "/faults")
            case "clear journal":
                self.logins = []
                self.control("DELETE", "/requests")
            case "reset":
                self.users, self.messages, self.offset, self.faults, self.logins = 1, 0, 0, 0, []
                assert self.http.post(f"/_mock/pools/{pool_id}/reset").is_success

    def check(self) -> None:
        users = self.http.get(f"/_mock/pools/{self.ids['userPoolId']}/users").json()
        assert users["totalCount"] == self.users
        assert self.control("GET", "/outbox")["totalCount"] == self.messages
        assert self.control("GET", "/clock")["offsetSeconds"] == self.offset
        unspent = [each for each in self.control("GET", "/faults")["list"] if each["hits"] < each["times"]]
        assert len(unspent) == self.faults
        requests = self.control("GET", "/requests")["list"]
        assert [each["code"] for each in requests if each["operation"] == "loginByAccount"] == self.logins


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(ACTIONS)), min_size=1, max_size=20))
def test_what_is_done_to_one_pool_is_never_seen_in_another(http: httpx.Client, steps: list[tuple[bool, str]]) -> None:
    pools = [Pool.made(http), Pool.made(http)]
    for number, (which, action) in enumerate(steps, 1):
        pools[which].act(action, number)
        for pool in pools:
            pool.check()
    for pool in pools:
        http.delete(f"/_mock/pools/{pool.ids['userPoolId']}")
