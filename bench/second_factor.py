"""A second factor: what a login with one costs the server, beside one without."""

from __future__ import annotations

import json

import pyotp

from bench.outbox import Connection, cpu_ms
from bench.running import APP, control, server

_LOGINS, _SECRET = 1500, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
# What comes before the first measured login.
_WARM_UP = 100


def second_factor() -> None:
    """The processor's time of a login by password, and of one that needs a one-time password, both its calls."""
    with server() as (port, _, _):
        pool_id = json.loads(control(port, "GET", f"/pools/{APP}"))["userPoolId"]
        pool = f"/pools/{pool_id}/users"
        control(port, "POST", pool, {"username": "plain", "password": "111111"})
        # Each code works once, so everybody has a login of his or her own.
        for n in range(-_WARM_UP, _LOGINS):
            control(port, "POST", pool, {"username": f"u{n}", "password": "111111", "mfa": {"totpSecret": _SECRET}})
        asked, codes = Connection(port), pyotp.TOTP(_SECRET)

        def plain(_: int) -> None:
            body = {"account": "plain", "password": "111111"}
            assert asked.ask("POST", "/api/v2/login/account", body)["code"] == 200

        def with_totp(n: int) -> None:
            challenge = asked.ask("POST", "/api/v2/login/account", {"account": f"u{n}", "password": "111111"})
            bearer = f"Bearer {challenge['data']['mfaToken']}"
            passed = asked.ask("POST", "/api/v2/mfa/totp/verify", {"totp": codes.now()}, authorization=bearer)
            assert passed["code"] == 200

        alone, whole = cpu_ms(port, plain, _LOGINS), cpu_ms(port, with_totp, _LOGINS)
        wanted = f"{whole / alone:.2f} logins by password; wanted within 2.5"
        print(f"\n{'login with TOTP, whole: CPU':32} {whole:8.2f}ms {wanted:>52}")
