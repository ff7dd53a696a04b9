"""Guard Android 1.5.8's logins by third parties, as they were measured on a JVM."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.sdk.mobile.android import Android
from tests.sdk.mobile.android_json import UserInfo, get_array, get_text
from tests.sdk.mobile.wire import Outcome

_QUESTIONS = (1640, 1641, 2921)


@dataclass
class SocialBindData:
    """What the app gets where somebody must say whose an identity is."""

    methods: list[str]
    key: str
    accounts: list[dict[str, Any]]


def _login(kind: str, path: str, field: str) -> Callable[[AndroidSocial, str], Outcome]:
    def log_in(self: AndroidSocial, secret: str) -> Outcome:
        return self.social_login(kind, path, **{field: secret})

    return log_in


def _by_code(kind: str, path: str) -> Callable[[AndroidSocial, str], Outcome]:
    return _login(kind, f"{path}/authByCode", "code")


def _by_token(kind: str, path: str) -> Callable[[AndroidSocial, str], Outcome]:
    return _login(kind, f"{path}/authByAccessToken", "access_token")


class AndroidSocial(Android):
    """An app with the Android SDK in it, and the SDKs of third parties."""

    login_by_wechat = _by_code("wechat:mobile", "wechatMobile")
    login_by_wecom = _by_code("wechatwork:mobile", "wechat-work")
    login_by_wecom_agency = _by_code("wechatwork:agency:mobile", "wechat-work-agency")
    login_by_alipay = _by_code("alipay", "alipay")
    login_by_google = _by_code("google:mobile", "google")
    login_by_linkedin = _by_code("linkedin:mobile", "linkedin")
    login_by_ding_talk = _by_code("dingtalk:mobile", "dingtalk")
    login_by_douyin = _by_code("douyin:mobile", "douyin")
    login_by_github = _by_code("github:mobile", "github")
    login_by_gitee = _by_code("gitee:mobile", "gitee")
    login_by_gitlab = _by_code("gitlab:mobile", "gitlab")
    login_by_xiaomi = _by_code("xiaomi:mobile", "xiaomi")
    login_by_kuaishou = _by_code("kuaishou:mobile", "kuaishou")
    login_by_slack = _by_code("slack:mobile", "slack")
    login_by_huawei = _by_code("huawei:mobile", "huawei")
    login_by_oppo = _by_code("oppo:mobile", "oppo")
    login_by_face_book = _by_token("facebook:mobile", "facebook")
    login_by_qq = _by_token("qq:mobile", "QQConnect")
    login_by_weibo = _by_token("weibo:mobile", "weibo")
    login_by_baidu = _by_token("baidu:mobile", "baidu")
    login_by_amazon = _by_token("amazon:mobile", "amazon")

    def social_login(self, kind: str, path: str, **body: Any) -> Outcome:
        """An empty `connId` goes out where the configuration has no connection of the type."""
        return self._create_user_info(self._post(f"/api/v2/ecConn/{path}", connId=self._connection(kind), **body))

    def login_by_lark(self, code: str) -> Outcome:
        kind = "lark-internal" if self._connection("lark-internal") else "lark-public"
        return self.social_login(kind, "lark/authByCode", code=code)

    def login_by_wechat_mini_program(self, code: str, phone_info_code: str) -> Outcome:
        body = {"iv": "", "encryptedData": "", "code": code, "phoneInfoCode": phone_info_code}
        return self.social_login("wechat:miniprogram:app-launch", "wechatminiprogramapplaunch/authByCode", **body)

    def login_by_line(self, access_token: str, id_token: str) -> Outcome:
        body = {"access_token": access_token, "id_token": id_token}
        return self.social_login("line:mobile", "line/authByAccessToken", **body)

    def login_by_twitter(self, token: str, token_secret: str) -> Outcome:
        """The request token is called `token` here."""
        body = {"token": token, "tokenSecret": token_secret}
        return self.social_login("twitter:mobile", "twitter/authByRequestToken", **body)

    # WeChat's identities

    def login_by_wechat_with_bind(self, code: str, context: str = "ctx") -> Outcome:
        body = {"connId": self._connection("wechat:mobile"), "code": code, "appId": self.app_id}
        return self._identity("authByCodeIdentity", **body, options={"context": context})

    def bind_wechat_with_register(self, key: str) -> Outcome:
        return self._identity("register", action="create-federation-account", key=key)

    def bind_wechat_by_account(self, key: str, account: str, password: str) -> Outcome:
        body = {"account": account, "password": self._encrypted(password)}
        return self._identity("byAccount", action="bind-identity-by-password", key=key, **body)

    def bind_wechat_by_phone_code(self, key: str, phone: str, code: str, country_code: str | None = None) -> Outcome:
        body = {"phoneCountryCode": country_code, "phone": phone, "code": code}
        return self._identity("byPhoneCode", action="bind-identity-by-phone-code", key=key, **body)

    def bind_wechat_by_email_code(self, key: str, email: str, code: str) -> Outcome:
        return self._identity("byEmailCode", action="bind-identity-by-email-code", key=key, email=email, code=code)

    def bind_wechat_by_selected_account_id(self, key: str, account_id: str) -> Outcome:
        """The id is called `account` here."""
        return self._identity("select", action="bind-identity-by-selection", key=key, account=account_id)

    def bind_wechat_by_account_id(self, key: str, account_id: str) -> Outcome:
        return self._identity("byAccountId", action="bind-identity-by-account-id", key=key, accountId=account_id)

    def _identity(self, step: str, **body: Any) -> Outcome:
        answer = self._post(f"/api/v2/ecConn/wechatMobile/{step}", **body)
        if answer.code in _QUESTIONS:
            data = answer.data or {}
            asked = SocialBindData(get_array(data, "methods"), get_text(data, "key"), get_array(data, "accounts"))
            return Outcome(answer.code, answer.message, asked)
        if answer.code != 200:
            return self._create_user_info(answer)
        self.user = UserInfo().merged(answer.data or {})
        return self.get_current_user()

    def _connection(self, kind: str) -> str:
        return self.config.connections.get(kind, "") if self.config else ""
