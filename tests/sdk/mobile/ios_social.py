"""Guard iOS 1.4.10's logins by third parties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sdk.mobile.ios import Ios
from tests.sdk.mobile.wire import Outcome

_QUESTIONS = (1640, 1641, 2921)


def _login(kind: str, path: str, field: str) -> Callable[[IosSocial, str], Outcome]:
    def log_in(self: IosSocial, secret: str) -> Outcome:
        return self.social_login(kind, path, **{field: secret})

    return log_in


def _by_code(kind: str, path: str) -> Callable[[IosSocial, str], Outcome]:
    return _login(kind, f"{path}/authByCode", "code")


def _by_token(kind: str, path: str) -> Callable[[IosSocial, str], Outcome]:
    return _login(kind, f"{path}/authByAccessToken", "access_token")


class IosSocial(Ios):
    """An app with the iOS SDK in it, and the SDKs of third parties."""

    login_by_wechat = _by_code("wechat:mobile", "wechatMobile")
    login_by_we_com = _by_code("wechatwork:mobile", "wechat-work")
    loginby_we_com_agency = _by_code("wechatwork:agency:mobile", "wechat-work-agency")
    login_by_google = _by_code("google:mobile", "google")
    login_by_baidu = _by_code("baidu:mobile", "baidu")
    login_by_linkedin = _by_code("linkedin:mobile", "linkedin")
    login_by_douyin = _by_code("douyin:mobile", "douyin")
    login_by_kuaishou = _by_code("kuaishou:mobile", "kuaishou")
    login_by_xiaomi = _by_code("xiaomi:mobile", "xiaomi")
    login_by_github = _by_code("github:mobile", "github")
    login_by_gitee = _by_code("gitee:mobile", "gitee")
    login_by_gitlab = _by_code("gitlab:mobile", "gitlab")
    login_by_slack = _by_code("slack:mobile", "slack")
    login_by_facebook = _by_token("facebook:mobile", "facebook")
    login_by_tencent = _by_token("qq:mobile", "QQConnect")
    login_by_weibo = _by_token("weibo:mobile", "weibo")
    login_by_baidu_by_access_token = _by_token("baidu:mobile", "baidu")
    login_by_amazon = _by_token("amazon:mobile", "amazon")

    def social_login(self, kind: str, path: str, **body: Any) -> Outcome:
        """Nothing goes out where the configuration has no connection of the type."""
        connection_id = self._connection(kind)
        if connection_id is None:
            return Outcome(10002, "Config not found")
        return self._asked(self._post(f"/api/v2/ecConn/{path}", connId=connection_id, **body))

    def login_by_lark(self, code: str) -> Outcome:
        kind = "lark-internal" if self._connection("lark-internal") else "lark-public"
        return self.social_login(kind, "lark/authByCode", code=code)

    def login_by_apple(self, code: str) -> Outcome:
        assert self.config is not None
        path = f"/connection/social/apple/{self.config['userPoolId']}/callback?app_id={self.app_id}"
        return self._asked(self._post(path, code=code))

    def login_by_miniprogram(self, code: str, phone_info_code: str | None = None) -> Outcome:
        body = {"iv": "", "encryptedData": "", "code": code, "phoneInfoCode": phone_info_code}
        return self.social_login("wechat:miniprogram:app-launch", "wechatminiprogramapplaunch/authByCode", **body)

    def login_by_ding_talk(self, code: str) -> Outcome:
        return self.social_login("dingtalk:mobile", "dingtalk/authByCode", code=code, isSnsCode=True)

    def login_by_line(self, access_token: str, id_token: str) -> Outcome:
        body = {"access_token": access_token, "id_token": id_token}
        return self.social_login("line:mobile", "line/authByAccessToken", **body)

    def login_by_twitter(self, request_token: str, token_secret: str) -> Outcome:
        body = {"requestToken": request_token, "tokenSecret": token_secret}
        return self.social_login("twitter:mobile", "twitter/authByRequestToken", **body)

    # WeChat's identities

    def get_data_by_wechatlogin(self, code: str) -> Outcome:
        body = {"connId": self._connection("wechat:mobile"), "code": code, "appId": self.app_id}
        return self._identity("authByCodeIdentity", **body, options={"scope": "openid profile"})

    def bind_wechat_with_register(self, key: str) -> Outcome:
        return self._identity("register", action="create-federation-account", key=key)

    def bind_wechat_by_account(self, account: str, password: str, key: str) -> Outcome:
        body = {"account": account, "password": self._encrypted(password), "key": key}
        return self._identity("byAccount", action="bind-identity-by-password", **body)

    def bind_wechat_by_phone_code(self, phone: str, code: str, key: str) -> Outcome:
        return self._identity("byPhoneCode", action="bind-identity-by-phone-code", phone=phone, code=code, key=key)

    def bind_wechat_by_email_code(self, email: str, code: str, key: str) -> Outcome:
        return self._identity("byEmailCode", action="bind-identity-by-email-code", email=email, code=code, key=key)

    def bind_wechat_by_selected_account_id(self, account_id: str, key: str) -> Outcome:
        return self._identity("select", action="bind-identity-by-selection", accountId=account_id, key=key)

    def bind_wechat_by_account_id(self, account_id: str, key: str) -> Outcome:
        return self._identity("byAccountId", action="bind-identity-by-account-id", accountId=account_id, key=key)

    def _identity(self, step: str, **body: Any) -> Outcome:
        answer = self._post(f"/api/v2/ecConn/wechatMobile/{step}", **body)
        outcome = self._asked(answer)
        return self.get_current_user() if answer.code == 200 else outcome

    def _asked(self, answer: Outcome) -> Outcome:
        """A question is told in every call that gives a user."""
        if answer.code in _QUESTIONS:
            data = answer.data or {}
            return Outcome(answer.code, answer.message, {name: data[name] for name in ("methods", "key", "accounts")})
        return self._create_user_info(answer)

    def _connection(self, kind: str) -> str | None:
        of_config = (self.config or {}).get("ecConnections") or ()
        return next((str(each["id"]) for each in of_config if each["type"] == kind), None)
