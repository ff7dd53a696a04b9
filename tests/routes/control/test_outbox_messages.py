"""One message of the outbox: taken out, or saved as a mail program's file."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from genauth_mock.routes.control.mail_files import eml
from genauth_mock.store.messages import Message

from tests.conftest import App


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


def newest(app: App) -> dict[str, str]:
    message: dict[str, str] = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"][0]
    return message


def test_a_message_is_taken_out_and_its_code_stays_good(app: App) -> None:
    phone = "13800138000"
    code = app.code_for(phone)
    app.code_for("a@example.test")
    mail, sms = app.control("GET", "/outbox", userPoolId=app.pool_id)["list"]
    assert app.control("DELETE", f"/outbox/{sms['id']}") is None
    assert app.control("GET", "/outbox", userPoolId=app.pool_id)["list"] == [mail]
    again = app.http.delete(f"/_mock/outbox/{sms['id']}")
    assert (again.status_code, again.json()["error"]["field"]) == (404, "id")
    assert app.post("/api/v2/login/phone-code", phone=phone, code=code, autoRegister=True)["code"] == 200


def test_messages_of_one_channel_are_cleared(app: App) -> None:
    app.code_for("13800138000")
    app.code_for("a@example.test")
    app.control("DELETE", "/outbox", userPoolId=app.pool_id, channel="email")
    assert [each["channel"] for each in app.control("GET", "/outbox", userPoolId=app.pool_id)["list"]] == ["sms"]


@pytest.mark.parametrize("address", ["user+tag@example.test", "müller@例子.test"])
def test_a_mail_is_saved_as_a_file_that_mail_programs_read(app: App, address: str) -> None:
    app.code_for(address)
    message = newest(app)
    by_ending = app.http.get(f"/_mock/outbox/{message['id']}.eml")
    by_header = app.http.get(f"/_mock/outbox/{message['id']}", headers={"accept": "message/rfc822"})
    assert by_ending.content == by_header.content
    assert by_ending.headers["content-type"] == by_header.headers["content-type"] == "message/rfc822"
    mail = parsed(by_ending.content)
    assert (mail["To"], mail["Subject"]) == (message["to"], message["subject"])
    assert mail.get_content_type() == "text/html" and mail.get_content().replace("\r\n", "\n") == message["body"]
    assert mail["Date"].datetime.isoformat()[:19] == message["createdAt"][:19]


def test_an_sms_and_what_is_not_there_are_no_mails(app: App) -> None:
    app.code_for("13800138000")
    message = newest(app)
    refused = app.http.get(f"/_mock/outbox/{message['id']}.eml")
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "no_mail")
    assert app.http.get("/_mock/outbox/nobody.eml").status_code == 404
    assert app.http.get(f"/_mock/outbox/{message['id']}", headers={"accept": "*/*"}).json() == message


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_text_never_becomes_a_header(end: str) -> None:
    row = Message(
        id="one",
        user_pool_id="pool",
        channel="email",
        recipient=f"a@example.test{end}Bcc: evil@example.test",
        typed="a@example.test",
        scene="VERIFY_CODE",
        code="1234",
        subject=f"[shop{end}Bcc: evil@example.test{end}{end}<script>] Your code",
        body="<p>1234</p>\r\n.\r\nBcc: evil@example.test\r\n",
        created_at=0,
        expires_at=0,
    )
    mail = parsed(eml(row))
    assert mail["Bcc"] is None
    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "MIME-Version")
    }
    assert "<p>1234</p>" in mail.get_content()


def test_no_application_has_a_name_that_could_end_a_header(app: App) -> None:
    document = {"applications": [{"name": "shop\r\nBcc: evil@example.test"}]}
    refused = app.http.post("/_mock/pools", json=document)
    assert (refused.status_code, refused.json()["error"]["field"]) == (400, "applications[0].name")
