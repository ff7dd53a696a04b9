"""sendSms and sendEmail, and how a message reads."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conftest import App

PAGE_SCENES = ["RESET_PASSWORD", "CHANGE_EMAIL", "MFA_VERIFY", "VERIFY_CODE", "VERIFY_EMAIL"]
NEWER_SCENES = [
    *("RESET_PASSWORD_VERIFY_CODE", "FIRST_EMAIL_LOGIN_VERIFY", "CONSOLE_CONDUCTED_VERIFY", "EMAIL_BIND_VERIFY_CODE"),
    *("EMAIL_UNBIND_VERIFY_CODE", "REGISTER_VERIFY_CODE", "LOGIN_VERIFY_CODE", "MFA_VERIFY_CODE"),
    *("INFORMATION_COMPLETION_VERIFY_CODE", "WELCOME_EMAIL", "FIRST_CREATED_USER"),
]


def _outbox(app: App) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"]
    return listed


@pytest.mark.parametrize("phone", ["13800138000", "+8613800138000", "138-0013-8000", "138 0013 8000", "19900011234"])
def test_an_sms_reaches_the_outbox(app: App, phone: str) -> None:
    assert app.post("/api/v2/sms/send", phone=phone) == {"code": 200, "message": "发送成功"}
    (message,) = _outbox(app)
    assert (message["channel"], message["phoneCountryCode"]) == ("sms", "+86")
    assert message["to"] == phone.removeprefix("+86").replace("-", "").replace(" ", "")
    assert message["code"] in message["body"] and "5 分钟" in message["body"]


@pytest.mark.parametrize(
    "country", [{}, {"phoneCountryCode": ""}, {"phoneCountryCode": None}, {"phoneCountryCode": "+86"}]
)
def test_a_missing_country_code_means_china(app: App, country: dict[str, Any]) -> None:
    assert app.post("/api/v2/sms/send", phone="13800138000", **country)["code"] == 200
    assert _outbox(app)[0]["phoneCountryCode"] == "+86"


@pytest.mark.parametrize("scene", PAGE_SCENES + NEWER_SCENES)
@pytest.mark.parametrize("path", ["/api/v2/email/send", "/api/v2/email/send-email"])
def test_a_mail_of_every_scene_reads_like_a_mail(app: App, path: str, scene: str) -> None:
    assert app.post(path, email="Me@X.test", scene=scene) == {"code": 200, "message": "发送成功"}
    (mail,) = _outbox(app)
    assert (mail["channel"], mail["to"], mail["scene"]) == ("email", "me@x.test", scene)
    assert len(mail["code"]) == 4 and mail["code"] in mail["subject"] and mail["code"] in mail["body"]
    assert mail["body"].startswith("<!doctype html>") and "您好" in mail["body"] and "None" not in mail["body"]


def test_a_mail_is_written_in_the_clients_language(app: App) -> None:
    app.headers["x-authing-lang"] = "en-US"
    assert app.post("/api/v2/email/send", email="a@x.test", scene="RESET_PASSWORD")["message"] == "Sent"
    app.post("/api/v2/sms/send", phone="13800138000")
    sms, mail = _outbox(app)
    assert "reset your password" in mail["body"] and mail["body"].isascii()
    assert "valid for 5 minutes" in sms["body"]


@pytest.mark.parametrize("body", [{"scene": "NO_SUCH_SCENE"}, {"scene": ""}, {"scene": None}, {}])
def test_an_unknown_or_missing_scene_is_refused_by_name(app: App, body: dict[str, Any]) -> None:
    answer = app.post("/api/v2/email/send", email="a@x.test", **body)
    assert answer["code"] == 400 and "scene" in answer["message"]
    assert _outbox(app) == []


@pytest.mark.parametrize("known", [True, False])
def test_a_reset_mail_is_sent_to_known_and_unknown_addresses(app: App, known: bool) -> None:
    if known:
        app.make_user(email="a@x.test")
    assert app.post("/api/v2/email/send", email="a@x.test", scene="RESET_PASSWORD")["code"] == 200
    assert len(_outbox(app)) == 1


def test_an_applications_name_is_escaped_in_a_mail(app: App) -> None:
    pool = app.control("POST", "/pools", {"applications": [{"name": "<b>Tom & Jerry</b>"}]})
    mine = App(app.http, app_id=pool["appId"])
    for lang in ("zh-CN", "en-US"):
        mine.headers["x-authing-lang"] = lang
        mine.code_for("a@x.test")
        body = _outbox(mine)[0]["body"]
        assert "&lt;b&gt;Tom &amp; Jerry&lt;/b&gt;" in body and "<b>" not in body


@pytest.mark.parametrize(
    ("language", "asked", "is_english"),
    [
        ("client", "", False),
        ("client", "zh-CN", False),
        ("client", "en-US", True),
        ("zh", "en-US", False),
        ("en", "", True),
        ("en", "zh-CN", True),
    ],
)
def test_mails_and_sms_are_in_the_language_of_the_pool_or_of_the_client(
    app: App, language: str, asked: str, is_english: bool
) -> None:
    app.settings(language=language)
    app.headers["x-authing-lang"] = asked
    app.post("/api/v2/sms/send", phone="13800138000")
    for scene in [*PAGE_SCENES, *NEWER_SCENES]:
        assert app.post("/api/v2/email/send", email="a@example.test", scene=scene)["code"] == 200, scene
    messages = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"]
    assert len(messages) == 1 + len([*PAGE_SCENES, *NEWER_SCENES])
    for each in messages:
        own_words = (each.get("subject", "") + each["body"]).replace(app.app_id, "")
        assert bool(re.search(r"[\u4e00-\u9fff]", own_words)) != is_english, own_words
    refused = app.post("/api/v2/login/account", account="nobody", password="1")["message"]
    assert bool(re.search(r"[\u4e00-\u9fff]", refused)) != (asked == "en-US"), "the setting is of mails and SMS alone"


def test_an_unknown_language_is_refused_by_name(app: App) -> None:
    refused = app.http.patch(f"/_mock/pools/{app.pool_id}", json={"settings": {"language": "fr"}})
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "settings.language")
