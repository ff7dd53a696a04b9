"""What the emulation of the Android SDK sends, byte for byte as the real one was measured to (its bodies, in order)."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from tests.conftest import App
from tests.sdk.android_steps import registered
from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_mfa import AndroidMfa
from tests.sdk.mobile.android_network import HEADER_SETS
from tests.sdk.mobile.android_passkeys import PasskeyAndroid
from tests.sdk.mobile.android_social import AndroidSocial
from tests.sdk.mobile.wire import Sent

# The connections of the configuration with which it was measured.
CONNECTIONS = (
    *("wechat:mobile", "alipay", "lark-internal", "facebook:mobile", "github:mobile", "line:mobile", "twitter:mobile"),
)
SOCIAL = """
wechatMobile/authByCode {"connId":"conn-wechat-mobile","code":"c"}
wechat-work/authByCode {"connId":"","code":"c"}
wechat-work-agency/authByCode {"connId":"","code":"c"}
alipay/authByCode {"connId":"conn-alipay","code":"c"}
lark/authByCode {"connId":"conn-lark-internal","code":"c"}
google/authByCode {"connId":"","code":"c"}
facebook/authByAccessToken {"connId":"conn-facebook-mobile","access_token":"t"}
wechatminiprogramapplaunch/authByCode {"connId":"","iv":"","encryptedData":"","code":"c","phoneInfoCode":"p"}
QQConnect/authByAccessToken {"connId":"","access_token":"t"}
weibo/authByAccessToken {"connId":"","access_token":"t"}
baidu/authByAccessToken {"connId":"","access_token":"t"}
linkedin/authByCode {"connId":"","code":"c"}
dingtalk/authByCode {"connId":"","code":"c"}
douyin/authByCode {"connId":"","code":"c"}
github/authByCode {"connId":"conn-github-mobile","code":"c"}
gitee/authByCode {"connId":"","code":"c"}
gitlab/authByCode {"connId":"","code":"c"}
xiaomi/authByCode {"connId":"","code":"c"}
kuaishou/authByCode {"connId":"","code":"c"}
line/authByAccessToken {"connId":"conn-line-mobile","access_token":"t","id_token":"i"}
slack/authByCode {"connId":"","code":"c"}
huawei/authByCode {"connId":"","code":"c"}
oppo/authByCode {"connId":"","code":"c"}
amazon/authByAccessToken {"connId":"","access_token":"t"}
twitter/authByRequestToken {"connId":"conn-twitter-mobile","token":"t","tokenSecret":"s"}
""".strip().splitlines()
WECHAT = """
authByCodeIdentity {"connId":"conn-wechat-mobile","code":"c","appId":"{app}","options":{"context":"ctx"}}
register {"action":"create-federation-account","key":"k"}
byAccount {"action":"bind-identity-by-password","key":"k","account":"a","password":"⟨enc⟩"}
byPhoneCode {"action":"bind-identity-by-phone-code","key":"k","phoneCountryCode":"+86","phone":"13800000000","code":"1"}
byEmailCode {"action":"bind-identity-by-email-code","key":"k","email":"a@b.co","code":"1"}
select {"action":"bind-identity-by-selection","key":"k","account":"id"}
byAccountId {"action":"bind-identity-by-account-id","key":"k","accountId":"id"}
""".strip().splitlines()


def printed(sent: Sent) -> str:
    """Method, path, body and header set; a password is not the same twice."""
    body = (sent.body or b"").decode().replace("\\/", "/")
    body = re.sub(r'("(?:password|newPassword|oldPassword)":")[^"]+', r"\1⟨enc⟩", body)
    return " ".join(filter(None, (sent.method, sent.path, body, f"[{HEADER_SETS[sent.names]}]")))


def _id(kind: str) -> str:
    """As it was, but for the colon, which no id has here."""
    return f"conn-{kind.replace(':', '-')}"


def start(sdk: Android) -> None:
    """Logs in, as the SDK was logged in when it was measured."""
    sdk.init()
    registered(sdk)
    sdk.wire.take()


@pytest.fixture
def social(server_url: str, http: httpx.Client) -> AndroidSocial:
    """Android in a pool whose connections know nobody: the app is refused, whatever it sends."""
    document = {"connections": [{"type": kind, "id": _id(kind)} for kind in CONNECTIONS]}
    made = http.post("/_mock/pools", json=document)
    assert made.status_code == 201, made.text
    sdk = AndroidSocial(server_url, made.json()["appId"])
    start(sdk)
    return sdk


def test_logins_by_third_parties(social: AndroidSocial) -> None:
    outcomes = [
        social.login_by_wechat("c"),
        social.login_by_wecom("c"),
        social.login_by_wecom_agency("c"),
        social.login_by_alipay("c"),
        social.login_by_lark("c"),
        social.login_by_google("c"),
        social.login_by_face_book("t"),
        social.login_by_wechat_mini_program("c", "p"),
        social.login_by_qq("t"),
        social.login_by_weibo("t"),
        social.login_by_baidu("t"),
        social.login_by_linkedin("c"),
        social.login_by_ding_talk("c"),
        social.login_by_douyin("c"),
        social.login_by_github("c"),
        social.login_by_gitee("c"),
        social.login_by_gitlab("c"),
        social.login_by_xiaomi("c"),
        social.login_by_kuaishou("c"),
        social.login_by_line("t", "i"),
        social.login_by_slack("c"),
        social.login_by_huawei("c"),
        social.login_by_oppo("c"),
        social.login_by_amazon("t"),
        social.login_by_twitter("t", "s"),
    ]
    assert [printed(each) for each in social.wire.take()] == [f"POST /api/v2/ecConn/{each} [H3]" for each in SOCIAL]
    assert {each.code for each in outcomes} == {400} and all(each.message for each in outcomes)


def test_wechats_identity_binding(social: AndroidSocial) -> None:
    outcomes = [
        social.login_by_wechat_with_bind("c"),
        social.bind_wechat_with_register("k"),
        social.bind_wechat_by_account("k", "a", "secret"),
        social.bind_wechat_by_phone_code("k", "13800000000", "1", "+86"),
        social.bind_wechat_by_email_code("k", "a@b.co", "1"),
        social.bind_wechat_by_selected_account_id("k", "id"),
        social.bind_wechat_by_account_id("k", "id"),
    ]
    wanted = [f"POST /api/v2/ecConn/wechatMobile/{each} [H3]".replace("{app}", social.app_id) for each in WECHAT]
    assert [printed(each) for each in social.wire.take()] == wanted
    assert {each.code for each in outcomes} == {400} and all(each.message for each in outcomes)


ELSE: list[tuple[Callable[[Android], object], str]] = [
    (
        lambda sdk: sdk.register_by_email("a@b.co", "secret", '{"a":1}'),
        (
            'POST /api/v2/register/email {"email":"a@b.co","password":"⟨enc⟩","forceLogin":true,'
            '"context":"{\\"a\\":1}"} [H3]'
        ),
    ),
    (
        lambda sdk: sdk.register_by_extend_field("nickname", "nick", "secret"),
        'POST /api/v2/register-nickname {"account":"nick","password":"⟨enc⟩","forceLogin":true} [H3]',
    ),
    (
        lambda sdk: sdk.register_by_phone_password("13800000000", "secret", "+86"),
        (
            'POST /api/v2/register-phone {"phoneCountryCode":"+86","account":"13800000000","password":"⟨enc⟩",'
            '"forceLogin":true} [H3]'
        ),
    ),
    (
        lambda sdk: sdk.login_by_one_auth("t", "a", 3),
        'POST /api/v2/ecConn/oneAuth/login {"token":"t","accessToken":"a","netWork":3} [H3]',
    ),
    (
        lambda sdk: sdk.update_phone("13418585237", "1", "13632530515", "5731"),
        (
            'POST /api/v2/users/phone/update {"phone":"13418585237","phoneCode":"1","oldPhone":"13632530515",'
            '"oldPhoneCode":"5731"} [H3]'
        ),
    ),
    (
        lambda sdk: sdk.update_profile({"nickname": 5, "custom_a_b": True, "_x": "y", "address": None}),
        'POST /api/v2/users/profile/update {"nickname":"5","customAB":"true","X":"y","address":"null"} [H3]',
    ),
    (
        lambda sdk: sdk.set_custom_user_data({"n": 5, "b": True, "o": {"k": 1}}),
        (
            'POST /api/v2/udfs/values {"udfs":[{"definition":"n","value":5},{"definition":"b","value":true},'
            '{"definition":"o","value":{"k":1}}]} [H3]'
        ),
    ),
    (
        lambda sdk: sdk.check_account("email", "a+b@example.com"),
        "GET /api/v2/users/is-user-exists?email=a+b@example.com [H4]",
    ),
    (lambda sdk: sdk.logout("true"), "GET /api/v2/logout?app_id={app}&only_self=true [H4]"),
    (
        lambda sdk: sdk.feedback("13800000000", 1, "text", ["h/1.png"]),
        (
            'POST /api/v2/feedback {"appId":"{app}","phone":"13800000000","type":1,"description":"text",'
            '"images":["h/1.png"]} [H3]'
        ),
    ),
    (
        lambda sdk: sdk.login_by_qr_code("qid"),
        'POST /api/v3/qrcode-app-login {"qrcodeId":"qid","action":"APP_LOGIN"} [H3]',
    ),
    (lambda sdk: sdk.bind_push_cid("cid"), 'POST /api/v3/user-bind-app {"cid":"cid"} [H3]'),
    (lambda sdk: sdk.un_bind_push_cid("cid"), 'POST /api/v3/user-unbind-app {"cid":"cid"} [H3]'),
    (
        lambda sdk: sdk.change_push_code_status("pid", "CONFIRM"),
        'POST /api/v3/change-pushcode-status {"pushCodeId":"pid","action":"CONFIRM"} [H3]',
    ),
    (
        lambda sdk: sdk.get_fast_pass_client_apps("qid", sdk.app_id),
        "GET /api/v3/get-fastpass-client-apps?qrcodeId=qid&appId={app} [H4]",
    ),
    (
        lambda sdk: sdk.get_push_login_relation_apps("pid", sdk.app_id),
        'POST /api/v3/get-pushlogin-relation-apps {"pushCodeId":"pid","appId":"{app}"} [H3]',
    ),
    (lambda sdk: sdk.mark_qr_code_scanned("t"), 'POST /api/v2/qrcode/scanned {"random":"t"} [H3]'),
    (lambda sdk: sdk.login_by_scanned_ticket("t"), 'POST /api/v2/qrcode/confirm {"random":"t"} [H3]'),
    (lambda sdk: sdk.cancel_by_scanned_ticket("t"), 'POST /api/v2/qrcode/cancel {"random":"t"} [H3]'),
    (lambda sdk: sdk.remove_device("d1"), 'POST /api/v3/mydevices/unbind {"deviceId":"d1"} [H3]'),
    (lambda sdk: sdk.logout_by_device_id("d1"), 'POST /api/v3/mydevices/revoke-session {"deviceId":"d1"} [H3]'),
]


@pytest.mark.parametrize(("send", "wanted"), ELSE, ids=[wanted.split()[1].split("?")[0] for _, wanted in ELSE])
def test_everything_else(android: Android, send: Callable[[Android], object], wanted: str) -> None:
    registered(android)
    send(android)
    assert printed(android.wire.sent[0]) == wanted.replace("{app}", android.app_id)
    assert android.last and android.last.status == 200  # whatever was wrong with it stands in the body


def test_passkeys(server_url: str, app: App) -> None:
    sdk = PasskeyAndroid(server_url.replace("127.0.0.1", "localhost"), app.app_id)
    start(sdk)
    credential = {"id": "i", "rawId": "i", "type": "public-key", "response": {"userHandle": "u"}}
    outcomes = [
        sdk.bind_biometric_request(),
        sdk.get_biometric_list(),
        sdk.check_biometric_bind(["cred"]),
        sdk.un_bind_biometric("cred"),
        sdk.biometric_authentication_request(),
        sdk.bind_biometric("ticket", credential),
        sdk.biometric_authentication("ticket", credential),
    ]
    assert [printed(each) for each in sdk.wire.take()][:5] == [
        "GET /api/v3/webauthn/registration [H4]",
        'POST /api/v3/webauthn/page-authenticator-device {"authenticatorCode":"fingerprint"} [H3]',
        (
            'POST /api/v3/webauthn/check-valid-credentials-by-credIds {"authenticatorCode":"fingerprint",'
            '"credentialIds":"[Ljava.lang.String;@1a2b"} [H3]'
        ),
        'POST /api/v3/webauthn/remove-credential/cred {"credentialID":"cred"} [H3]',
        "GET /api/v3/webauthn/authentication [H4]",
    ]
    assert [each.code == 200 for each in outcomes] == [True, True, True, False, True, False, False]
    assert all(each.message for each in outcomes[-2:])


def test_second_factors(server_url: str, app: App) -> None:
    sdk = AndroidMfa(server_url, app.app_id)
    start(sdk)
    sdk.mfa_token = "no.real.token"
    outcomes = [
        sdk.mfa_check(phone="13800000000"),
        sdk.mfa_verify_by_phone("13800000000", "1"),
        sdk.mfa_verify_by_email("a@b.co", "1"),
        sdk.get_otp_qr_code(),
        sdk.mfa_bind_by_otp("1"),
        sdk.mfa_verify_by_otp("1"),
        sdk.mfa_verify_by_recovery_code("1"),
        sdk.mfa_verify_by_face("u"),
        sdk.mfa_bind_by_face("a", "b"),
    ]
    assert [printed(each) for each in sdk.wire.take()] == [
        'POST /api/v2/applications/mfa/check {"phone":"13800000000"} [H3]',
        'POST /api/v2/applications/mfa/sms/verify {"phone":"13800000000","code":"1"} [H3]',
        'POST /api/v2/applications/mfa/email/verify {"email":"a@b.co","code":"1"} [H3]',
        'POST /api/v2/mfa/totp/associate {"authenticator_type":"totp","source":"SELF"} [H3]',
        'POST /api/v2/mfa/totp/associate/confirm {"authenticator_type":"totp","totp":"1","source":"SELF"} [H3]',
        'POST /api/v2/mfa/totp/verify {"authenticatorType":"totp","totp":"1"} [H3]',
        'POST /api/v2/mfa/totp/recovery {"authenticatorType":"totp","recoveryCode":"1"} [H3]',
        'POST /api/v2/mfa/face/verify {"type":"face","photo":"u"} [H3]',
        'POST /api/v2/mfa/face/associate {"photoA":"a","photoB":"b","isExternalPhoto":false} [H3]',
    ]
    assert {each.code for each in outcomes} == {2021}
