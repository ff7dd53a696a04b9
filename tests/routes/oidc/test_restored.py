"""What OpenID Connect has given is part of a pool's snapshots, and of its resets."""

from __future__ import annotations

from tests.routes.oidc.conftest import RelyingParty, refused, told


def _snapshot(rp: RelyingParty) -> None:
    rp.app.control("PUT", "/snapshots/s", userPoolId=rp.app.pool_id)


def _restore(rp: RelyingParty) -> None:
    rp.app.control("POST", "/snapshots/s/restore", userPoolId=rp.app.pool_id)


def test_tokens_of_before_work_after_a_restore_and_those_of_after_do_not(rp: RelyingParty) -> None:
    rp.log_in()
    tokens = rp.tokens()
    _snapshot(rp)
    later = rp.refresh(tokens["refresh_token"]).json()
    _restore(rp)
    assert rp.me(tokens["access_token"]).status_code == 200
    assert rp.me(later["access_token"]).status_code == 401
    # The later one was never given now, so that its use is no theft.
    assert rp.refresh(tokens["refresh_token"]).status_code == 200


def test_a_code_is_as_used_as_it_was(rp: RelyingParty) -> None:
    rp.log_in()
    used, unused = rp.code(), rp.code()
    assert rp.exchange(used).status_code == 200
    _snapshot(rp)
    assert rp.exchange(unused).status_code == 200
    _restore(rp)
    assert refused(rp.exchange(used)) == (400, "invalid_grant")
    assert rp.exchange(unused).status_code == 200


def test_the_browsers_session_and_a_login_that_waits_come_back(rp: RelyingParty) -> None:
    rp.has_user()
    waiting = rp.uuid()
    rp.log_in()
    _snapshot(rp)
    rp.app.control("POST", f"/pools/{rp.app.pool_id}/reset")
    assert told(rp.authorize(prompt="none"))["error"] == "login_required"
    assert rp.browser.get(f"/interaction/oidc/{waiting}/login").status_code in (400, 404)
    _restore(rp)
    assert "code" in told(rp.authorize(prompt="none"))
    assert "code" in told(rp.browser.get(f"/interaction/oidc/{waiting}/login"))


def test_a_reset_ends_all_tokens(rp: RelyingParty) -> None:
    rp.log_in()
    tokens = rp.tokens()
    rp.app.control("POST", f"/pools/{rp.app.pool_id}/reset")
    assert rp.me(tokens["access_token"]).status_code == 401
    assert refused(rp.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
