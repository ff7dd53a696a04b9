import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.conftest import App


def test_a_message_has_all_that_is_promised(app: App) -> None:
    app.post("/api/v2/sms/send", phone="13800138000", phoneCountryCode="+86")
    app.post("/api/v2/email/send", email="A@Example.test", scene="RESET_PASSWORD")
    mail, sms = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"]
    assert set(mail) == {
        *(
            "id",
            "userPoolId",
            "channel",
            "to",
            "scene",
            "code",
            "subject",
            "body",
            "createdAt",
            "expiresAt",
            "usedAt",
            "state",
        )
    }
    assert (mail["channel"], mail["to"], mail["scene"]) == ("email", "a@example.test", "RESET_PASSWORD")
    assert mail["code"] in mail["body"] and mail["code"] in mail["subject"]
    assert (sms["channel"], sms["to"], sms["phoneCountryCode"]) == ("sms", "13800138000", "+86")
    assert sms["code"] in sms["body"] and "subject" not in sms


def test_messages_are_found_by_any_writing_of_the_address(app: App) -> None:
    app.post("/api/v2/sms/send", phone="13800138000")
    app.post("/api/v2/email/send", email="a@example.test", scene="VERIFY_CODE")
    for to in ("13800138000", "+8613800138000", "138 0013 8000", "A@EXAMPLE.test"):
        assert app.control("GET", "/outbox", userPoolId=app.pool_id, to=to)["totalCount"] == 1, to


def test_messages_are_filtered_and_counted(app: App) -> None:
    pool = app.pool_id
    for scene in ("RESET_PASSWORD", "VERIFY_CODE", "VERIFY_CODE"):
        app.post("/api/v2/email/send", email="a@example.test", scene=scene)
    newest = app.control("GET", "/outbox", userPoolId=pool, limit=1)
    assert newest["totalCount"] == 3 and len(newest["list"]) == 1
    assert app.control("GET", "/outbox", userPoolId=pool, scene="VERIFY_CODE")["totalCount"] == 2
    assert app.control("GET", "/outbox", userPoolId=pool, channel="sms")["totalCount"] == 0
    assert app.control("GET", "/outbox", userPoolId=pool, after=newest["list"][0]["id"])["totalCount"] == 0
    assert app.control("GET", "/outbox", userPoolId=pool, after="2020-01-01T00:00:00Z")["totalCount"] == 3


def test_a_wait_that_opens_before_the_send_answers_at_once(app: App) -> None:
    pool = app.pool_id
    sent_at = []

    def send() -> None:
        time.sleep(0.2)
        sent_at.append(time.monotonic())
        app.post("/api/v2/sms/send", phone="13800138000")

    sender = threading.Thread(target=send)
    sender.start()
    message = app.control("GET", "/outbox/wait", userPoolId=pool, to="13800138000", timeout=5)
    answered = time.monotonic()
    sender.join()
    assert message["to"] == "13800138000"
    assert answered - sent_at[0] < 2


def test_sixteen_waits_at_once_get_each_their_own_code(app: App) -> None:
    pool = app.pool_id
    phones = [f"138001380{n:02}" for n in range(16)]

    def wait(phone: str) -> tuple[str, str]:
        with httpx.Client(base_url=app.http.base_url, trust_env=False) as client:
            found = client.get("/_mock/outbox/wait", params={"userPoolId": pool, "to": phone, "timeout": 10}).json()
            return found["to"], found["code"]

    with ThreadPoolExecutor(16) as waiters:
        waiting = [waiters.submit(wait, phone) for phone in phones]
        for phone in phones:
            app.post("/api/v2/sms/send", phone=phone)
        codes = dict(each.result() for each in waiting)
    for phone in phones:
        assert app.post("/api/v2/login/phone-code", phone=phone, code=codes[phone], autoRegister=True)["code"] == 200


def test_a_wait_passes_over_used_messages(app: App) -> None:
    phone = "13800138000"
    code = app.code_for(phone)
    app.post("/api/v2/login/phone-code", phone=phone, code=code, autoRegister=True)
    late = app.http.get("/_mock/outbox/wait", params={"userPoolId": app.pool_id, "to": phone, "timeout": 0})
    assert late.status_code == 408
    assert [each["usedAt"] is not None for each in late.json()["list"]] == [True]


def test_a_wait_in_vain_says_what_did_arrive(app: App) -> None:
    app.post("/api/v2/sms/send", phone="13800138000")
    late = app.http.get("/_mock/outbox/wait", params={"userPoolId": app.pool_id, "to": "x@example.test", "timeout": 0})
    assert late.status_code == 408
    assert "13800138000" in late.json()["error"]["message"]
    assert late.json()["totalCount"] == 1


def test_clearing_leaves_the_codes_good(app: App) -> None:
    phone = "13800138000"
    code = app.code_for(phone)
    assert app.control("DELETE", "/outbox", userPoolId=app.pool_id, to=phone) is None
    assert app.control("GET", "/outbox", userPoolId=app.pool_id)["totalCount"] == 0
    assert app.post("/api/v2/login/phone-code", phone=phone, code=code, autoRegister=True)["code"] == 200


def test_a_wrong_filter_is_refused_by_name(app: App) -> None:
    for query, field in (({"chanel": "sms"}, "chanel"), ({"channel": "fax"}, "channel"), ({"after": "soon"}, "after")):
        refused = app.http.get("/_mock/outbox", params=query)
        assert refused.status_code == 400
        assert refused.json()["error"]["field"] == field


@pytest.mark.parametrize(
    ("phone", "country_code", "asked"),
    [
        ("07911123456", "+44", "07911123456"),
        ("07911 123-456", "+44", "7911123456"),
        ("07911123456", "+44", "+447911123456"),
        ("13800138005", "+1", "13800138005"),
        ("+8613800138000", None, "13800138000"),
        ("13800138000", None, " 8613800138000"),
    ],
)
def test_an_sms_is_found_under_the_number_as_given_and_under_its_other_forms(
    app: App, phone: str, country_code: str | None, asked: str
) -> None:
    body = {"phone": phone} | ({"phoneCountryCode": country_code} if country_code else {})
    assert app.post("/api/v2/sms/send", **body)["code"] == 200
    (message,) = app.control("GET", "/outbox", userPoolId=app.pool_id, to=asked)["list"]
    assert message["to"] == phone.replace(" ", "").replace("-", "").removeprefix("+86")


def test_messages_are_found_by_any_text_in_them(app: App) -> None:
    app.settings(verificationCode={"fixed": "7391"})
    app.post("/api/v2/email/send", email="Ann_1@example.test", scene="RESET_PASSWORD")
    app.settings(verificationCode={"fixed": "5555"})
    app.post("/api/v2/sms/send", phone="13800138000")
    mail, sms = reversed(app.control("GET", "/outbox", userPoolId=app.pool_id)["list"])
    for message, texts in (
        (mail, ("ann_1", "EXAMPLE.test", "7391", mail["subject"], mail["body"].strip()[:15].upper(), "n_1@")),
        (sms, ("0138", "+8613800138000", "5555", sms["body"][:8], " 13800138000 ")),
    ):
        for text in texts:
            found = app.control("GET", "/outbox", userPoolId=app.pool_id, search=text)
            assert (found["list"], found["totalCount"]) == ([message], 1), text
    for text in ("nobody", "%", "annX1", "RESET_PASSWORD"):
        assert app.control("GET", "/outbox", userPoolId=app.pool_id, search=text)["totalCount"] == 0, text
    assert app.control("GET", "/outbox", userPoolId=app.pool_id, search="")["totalCount"] == 2
    assert app.control("GET", "/outbox", userPoolId=app.pool_id, search="ann", channel="sms")["list"] == []


def test_a_text_that_no_message_can_hold_is_refused(app: App) -> None:
    for path in ("/_mock/outbox", "/_mock/outbox/stream", "/_mock/requests", "/_mock/requests/stream"):
        refused = app.http.get(path, params={"search": "a\0b"})
        assert (refused.status_code, refused.json()["error"]["field"]) == (400, "search")
