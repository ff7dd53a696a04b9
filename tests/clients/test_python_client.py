"""The Python client: what a test says, and what it is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from genauth_mock_client import (
    GenAuth,
    GenAuthError,
    NothingCame,
    Server,
)


@pytest.fixture
def pool(server_url: str) -> Iterator[GenAuth]:
    """A pool of the test's own, with the user `ci`."""
    with Server(server_url) as server:
        pool = server.create_pool(users=[{"username": "ci", "password": "111111"}])
        yield pool
        pool.delete()


def log_in(pool: GenAuth, account: str = "ci", password: str = "111111") -> int:
    """The code that a login gets."""
    answer = httpx.post(
        f"{pool.base_url}/api/v2/login/account",
        json={"account": account, "password": password},
        headers={"x-authing-app-id": pool.app_id},
        trust_env=False,
    )
    return int(answer.json()["code"])


def test_a_fault_is_added_counted_and_removed(pool: GenAuth) -> None:
    with pool.faults.add("loginByAccount", error=2006, times=0, match={"account": "ci"}) as fault:
        assert [log_in(pool), log_in(pool, "other")] == [2006, 2333]
        assert fault.hits == 1
        assert [each.id for each in pool.faults.list()] == [fault.id]
    assert log_in(pool) == 200
    assert pool.faults.list() == []


def test_an_error_may_have_words_status_and_headers(pool: GenAuth) -> None:
    pool.faults.add(path="/api/v2/*", error={"http_status": 429, "headers": {"Retry-After": "1"}}, skip=1)
    assert log_in(pool) == 200
    assert log_in(pool) == 429
    pool.faults.add("loginByAccount", error="CREDENTIALS_WRONG", times=0)
    pool.faults.clear()
    assert log_in(pool) == 200


def test_a_wrong_fault_says_what_was_meant(pool: GenAuth) -> None:
    with pytest.raises(GenAuthError, match="did you mean 'loginByAccount'") as refused:
        pool.faults.add("loginByAcount", error=2006)
    assert (refused.value.status, refused.value.field) == (400, "operation")


def test_the_clock_is_moved_set_and_stopped(pool: GenAuth) -> None:
    begin = pool.clock.now()
    assert abs(begin - datetime.now(UTC)) < timedelta(minutes=1)
    assert timedelta(hours=1) <= pool.clock.advance(3600) - begin < timedelta(hours=1, minutes=1)
    assert pool.clock.advance(timedelta(hours=-1)) - begin < timedelta(minutes=1)
    new_year = datetime(2030, 1, 1, tzinfo=UTC)
    assert pool.clock.freeze(new_year) == new_year == pool.clock.now()
    assert pool.clock.unfreeze() - new_year < timedelta(minutes=1)
    assert pool.clock.set("2031-02-03T04:05:06Z").year == 2031
    assert abs(pool.clock.reset() - datetime.now(UTC)) < timedelta(minutes=1)
    assert pool.clock.freeze() == pool.clock.now()


def test_requests_are_listed_with_what_they_said(pool: GenAuth) -> None:
    log_in(pool)
    log_in(pool, password="wrong")
    wrong, right = pool.requests("loginByAccount")
    assert (right.code, wrong.code, right.status) == (200, 2333, 200)
    assert right.request_body == {"account": "ci", "password": "<redacted>"}
    assert pool.requests(path="/api/v2/login/*", code=2333) == [wrong]
    assert pool.requests(after=right) == [wrong]
    assert pool.requests(match={"account": "nobody"}) == []
    assert str(right).endswith("POST /api/v2/login/account → HTTP 200 (loginByAccount)")
    assert "HTTP 200, code 2333" in str(wrong)


def test_calls_are_asserted(pool: GenAuth) -> None:
    log_in(pool)
    assert len(pool.requests.assert_called("loginByAccount", times=1)) == 1
    pool.requests.assert_called("loginByAccount", match={"account": "ci"}, code=200)
    pool.requests.assert_not_called("registerByEmail")
    with pytest.raises(AssertionError) as failed:
        pool.requests.assert_called("loginByAccount", times=2)
    assert "loginByAccount: wanted 2, got 1." in str(failed.value)
    assert "POST /api/v2/login/account → HTTP 200" in str(failed.value)
    with pytest.raises(AssertionError, match="registerByEmail, code=200: wanted at least one, got 0"):
        pool.requests.assert_called("registerByEmail", code=200)
    with pytest.raises(AssertionError, match="wanted 0, got 1"):
        pool.requests.assert_not_called("loginByAccount")
    pool.requests.clear()
    with pytest.raises(AssertionError, match="No request came to this pool at all"):
        pool.requests.assert_called("loginByAccount")


def test_an_unknown_path_is_shown_with_the_nearest_operation(pool: GenAuth) -> None:
    httpx.post(f"{pool.base_url}/api/v2/login/acount", headers={"x-authing-app-id": pool.app_id}, trust_env=False)
    (request,) = pool.requests(matched=False)
    assert "unknown; did the app mean POST /api/v2/login/account?" in str(request)


def test_a_state_is_kept_and_brought_back(pool: GenAuth) -> None:
    pool.snapshot("before")
    pool.users.create(username="later")
    pool.clock.advance(60)
    pool.restore("before")
    assert [each["username"] for each in pool.users.list()] == ["ci"]
    assert pool.clock.now() - datetime.now(UTC) < timedelta(seconds=30)
    with pytest.raises(GenAuthError, match="no snapshot 'never'; the newest of 1: 'before'"):
        pool.restore("never")


def test_a_pool_is_exported_and_made_again(pool: GenAuth) -> None:
    document = pool.export()
    assert [each["username"] for each in document["users"]] == ["ci"]
    pool.delete()
    again = pool.server.import_pool(document)
    assert (again.app_id, again.app_secret) == (pool.app_id, pool.app_secret)
    assert again.export() == document
    assert log_in(again) == 200


def test_a_wait_in_vain_says_what_did_arrive(pool: GenAuth) -> None:
    with pytest.raises(NothingCame, match="nothing at all was sent"):
        pool.outbox.wait_code("a@example.test", timeout=0)
