"""Password hashes that other libraries have made: Django 5.2, Werkzeug 3.1, bcrypt 5.0, passlib, and the vectors of
bcrypt's and argon2's own tests and of RFC 7914.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from genauth_mock.kit import foreign_hashes, passwords

PASSWORD = "lètmein"
MADE = {
    "Django, pbkdf2": (PASSWORD, "pbkdf2_sha256$1000000$seasalt$r1uLUxoxpP2Ued/qxvmje7UH9PUJBkRrvf9gGPL7Cps="),
    "Django, argon2": (
        PASSWORD,
        "argon2$argon2id$v=19$m=102400,t=2,p=8$c2Vhc2FsdDEy$KiMnzCMlH1c5rFJ/1oeKq+ylxDCjIPMb7/uMxWnohdA",
    ),
    "Django, scrypt": (
        PASSWORD,
        "scrypt$16384$seasalt12$8$5$JqpNHTn+p60+dnj/YEgYubKa8nGH1Boq/5Tp5duqpriC7dEVXfE4xwj9oalSY98m/XvE3cP2uTe2HPhK0I7D+Q==",
    ),
    "Django, bcrypt": (PASSWORD, "bcrypt$$2b$06$0zHqFHlrNPeGl3n7LVfvT.eKn/aiXAFFUoQjaQzHJ7AN1wlEove2a"),
    "Django, bcrypt_sha256": (PASSWORD, "bcrypt_sha256$$2b$06$yJfFBAOX2Zqn1/pG2EOEO.hwGNg2dFbOvr5CXK65OzM3TheUgRbFC"),
    "Werkzeug, scrypt": (
        PASSWORD,
        (
            "scrypt:32768:8:1$9rymJpuU036ltmfY$bbc2de3f60614fae931b1add4cfe7f2a09078e6c74683a30b36ea276b25082a5"
            "94ee78924b227c5c291e14fea73579cc2796c12a32587dad93cc9f1626395f2b"
        ),
    ),
    "Werkzeug, pbkdf2": (
        PASSWORD,
        "pbkdf2:sha256:1000$RZcKXoA0LCSlEngT$f28c0d2c46cc517fbc303e968db6c6a4353eca72f4301714a14d9b3f637a78ba",
    ),
    "bcrypt": (PASSWORD, "$2b$10$uUCeAjJS6Dikc/sw9qmY0eDjYBrk./7iZqnfNB85nPezNFFHjIRwa"),
    "bcrypt's own, 2a": ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
    "bcrypt's own, 2y": ("U*U", "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
    "bcrypt's own, 72 bytes and more": (
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored",
        "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui",
    ),
    "argon2's own, i": (
        "password",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
    ),
    "argon2's own, id": (
        "password",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    ),
    "RFC 7914": (
        "password",
        "$scrypt$ln=10,r=8,p=16$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA",
    ),
    "passlib, pbkdf2": (
        "password",
        "$pbkdf2-sha256$1212$4vjV83LKPjQzk31VI4E0Vw$hsYF68OiOUPdDZ1Fg.fJPeq1h/gXXY7acBp9/6c.tmQ",
    ),
}
DIGEST = "r1uLUxoxpP2Ued/qxvmje7UH9PUJBkRrvf9gGPL7Cps="
NONE = [
    "",
    "111111",
    "$1$abc$def",
    "$6$salt$hash",
    "md5:5f4dcc3b",
    "$2b$10$tooshort",
    "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    "$2b$03$uUCeAjJS6Dikc/sw9qmY0eDjYBrk./7iZqnfNB85nPezNFFHjIRwa",
    "$argon2id$v=19$m=1,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1a",
    "$argon2id$v=19$m=65536,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1a",
    "$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQx1$CTFhFdXPJO1a",
    "$scrypt$ln=0,r=8,p=1$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vI",
    "scrypt:1000:8:1$salt$bbc2de3f60614fae931b1add4cfe7f2a09078e6c",
    f"pbkdf2_sha256$0$salt${DIGEST}",
    "pbkdf2_sha256$1$salt$AAAA",
    f"pbkdf2_sha1$1$salt${DIGEST}",
    "scrypt:16384:8:1$" + "x" * 5000,
]
COSTLY = [
    "$2b$13$uUCeAjJS6Dikc/sw9qmY0eDjYBrk./7iZqnfNB85nPezNFFHjIRwa",
    "$2b$99$uUCeAjJS6Dikc/sw9qmY0eDjYBrk./7iZqnfNB85nPezNFFHjIRwa",
    "pbkdf2_sha256$9999999999$seasalt$r1uLUxoxpP2Ued/qxvmje7UH9PUJBkRrvf9gGPL7Cps=",
    "$argon2id$v=19$m=9999999999,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "$argon2id$v=19$m=65536,t=9999999999,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
    "$scrypt$ln=99,r=8,p=1$TmFDbA$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw",
    "scrypt:16384:999999:999999$salt$bbc2de3f60614fae931b1add4cfe7f2a09078e6c74683a30",
]


@pytest.mark.parametrize("maker", MADE)
def test_the_password_behind_a_hash_is_right_and_no_other(maker: str) -> None:
    password, made = MADE[maker]
    assert passwords.flaw_of_hash(made) is None
    assert passwords.matches(password, made)
    assert not passwords.matches(password.swapcase(), made)
    assert not passwords.matches("", made)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_hash_is_refused_with_the_forms_that_there_are(text: str) -> None:
    flaw = passwords.flaw_of_hash(text)
    assert flaw is not None and "$2b$" in flaw and "$argon2id$" in flaw and "$scrypt$" in flaw
    assert not passwords.matches("", text)


@pytest.mark.parametrize("text", COSTLY)
def test_what_would_take_too_long_is_refused_with_the_limit_and_is_never_tried(text: str) -> None:
    flaw = passwords.flaw_of_hash(text)
    assert flaw is not None and "at most" in flaw
    began = time.perf_counter()
    assert not passwords.matches("x", text)
    assert time.perf_counter() - began < 0.5


def test_a_hash_is_computed_once_for_a_password() -> None:
    password, made = MADE["Django, pbkdf2"]
    passwords.matches(password, made)
    before = foreign_hashes.matches.cache_info().hits
    assert passwords.matches(password, made)
    assert foreign_hashes.matches.cache_info().hits == before + 1


def test_threads_that_check_at_once_do_not_disturb_each_other() -> None:
    password, made = MADE["bcrypt's own, 2a"]
    guesses = [f"{password}{n}" for n in range(32)] + [password]
    foreign_hashes.matches.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda guess: passwords.matches(guess, made), guesses))
    assert found == [False] * 32 + [True]


def test_a_password_with_a_zero_byte_is_never_cut_there() -> None:
    assert not passwords.matches("U*U\0", MADE["bcrypt's own, 2a"][1])
