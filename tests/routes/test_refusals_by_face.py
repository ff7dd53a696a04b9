"""One meaning, and how it looks in each face. That a rule refuses is proved in `tests/rules`, without HTTP.

Another face is another class with the same verbs, and a column of the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Any

import pytest
from genauth_mock import errors

from tests.conftest import App

MAIL, PHONE = "me@x.test", "13800138000"
CI = {"username": "ci", "password": "111111", "email": MAIL, "phone": PHONE}

# HTTP status, and what the client reads of the rest.
Told = tuple[object, ...]


class V2:
    """REST v2: code and message, in Chinese unless another language is asked for."""

    @staticmethod
    def _post(app: App, path: str, **body: Any) -> Told:
        response = app.call("POST", f"/api/v2/{path}", body)
        answer = response.json()
        return (response.status_code, answer["code"], answer["message"])

    def log_in(self, app: App, account: str, password: str) -> Told:
        return self._post(app, "login/account", account=account, password=password)

    def log_in_by_code(self, app: App, email: str, code: str) -> Told:
        return self._post(app, "login/email-code", email=email, code=code)

    def register(self, app: App, username: str, password: str) -> Told:
        return self._post(app, "register/username", username=username, password=password)

    def register_by_email(self, app: App, email: str, password: str) -> Told:
        return self._post(app, "register/email", email=email, password=password)

    def register_by_code(self, app: App, phone: str, code: str) -> Told:
        return self._post(app, "register/phone-code", phone=phone, code=code)

    def send(self, app: App, phone: str) -> Told:
        return self._post(app, "sms/send", phone=phone)

    def reset(self, app: App, email: str, code: str, password: str) -> Told:
        return self._post(app, "password/reset/email", email=email, code=code, newPassword=password)

    def as_ci(self, app: App, path: str, **body: Any) -> Told:
        """A call of who is logged in; the login page has none."""
        app.log_in("ci")
        return self._post(app, path, **body)


class PasswordGrant:
    """The password grant of OpenID Connect: `error` and `error_description`, in English."""

    def log_in(self, app: App, account: str, password: str) -> Told:
        form = {"client_id": app.app_id, "grant_type": "password", "username": account, "password": password}
        response = app.http.post("/oidc/token", data=form)
        answer = response.json()
        return (response.status_code, answer["error"], answer["error_description"])


class LoginPage:
    """The login page: what the page says that comes back, here in English. Without a word of refusal, its title."""

    @staticmethod
    def _post(app: App, path: str, **form: str) -> Told:
        response = app.http.post(path, data={"app_id": app.app_id, "lang": "en"} | form)
        said = re.search(r'role="alert">(.*?)</p>', response.text) or re.search(r"<h1>(.*?)</h1>", response.text)
        assert said is not None, response.text
        return (response.status_code, unescape(said[1]))

    def log_in(self, app: App, account: str, password: str) -> Told:
        return self._post(app, "/login", account=account, password=password)

    def log_in_by_code(self, app: App, email: str, code: str) -> Told:
        return self._post(app, "/login/code", tab="email-code", address=email, code=code, step="login")

    def register(self, app: App, username: str, password: str) -> Told:
        return self._post(app, "/register", tab="username", username=username, password=password)

    def register_by_email(self, app: App, email: str, password: str) -> Told:
        return self._post(app, "/register", tab="email", address=email, password=password)

    def register_by_code(self, app: App, phone: str, code: str) -> Told:
        return self._post(app, "/register", tab="phone", address=phone, code=code, step="register")

    def send(self, app: App, phone: str) -> Told:
        return self._post(app, "/login/code", tab="phone-code", address=phone, step="send")

    def reset(self, app: App, email: str, code: str, password: str) -> Told:
        return self._post(app, "/login/forgot", address=email, code=code, password=password, step="reset")


class V3:
    """API v3: `statusCode`, the number of the meaning as `apiCode`, and the message."""

    def log_in(self, app: App, account: str, password: str) -> Told:
        return self._sign_in(app, connection="PASSWORD", passwordPayload={"account": account, "password": password})

    def log_in_by_code(self, app: App, email: str, code: str) -> Told:
        return self._sign_in(app, connection="PASSCODE", passCodePayload={"email": email, "passCode": code})

    @staticmethod
    def _sign_in(app: App, **body: Any) -> Told:
        response = app.call("POST", "/api/v3/signin", body)
        answer = response.json()
        return (response.status_code, answer["statusCode"], answer.get("apiCode"), answer["message"])


class GraphQL:
    """GraphQL: the number and the message of the first error. Its only login is by an e-mail address."""

    def log_in(self, app: App, account: str, password: str) -> Told:
        assert account == "ci", "whose address it is"
        query = f'mutation {{ loginByEmail(input: {{email: "{MAIL}", password: "{password}"}}) {{ id }} }}'
        response = app.call("POST", "/graphql/v2", {"query": query})
        told = response.json()["errors"][0]["message"]
        return (response.status_code, told["code"], told["message"])


V2_FACE = V2()
FACES = (V2_FACE, PasswordGrant(), LoginPage(), V3(), GraphQL())
Act = Callable[[Any, App], Told]


@dataclass(frozen=True)
class Row:
    """A meaning, how it comes about, and how each face that can come to it tells it."""

    meaning: str
    act: Act
    v2: Told | None = None
    grant: Told | None = None
    page: Told | None = None
    v3: Told | None = None
    graphql: Told | None = None
    settings: dict[str, Any] | None = None
    user: dict[str, Any] | None = None
    before: Callable[[App], object] | None = None


def after_wrong_ones(times: int) -> Callable[[App], object]:
    """So many wrong passwords come first."""
    return lambda app: [V2_FACE.log_in(app, "ci", "wrong") for _ in range(times)]


def log_in(password: str = "111111") -> Act:
    return lambda face, app: face.log_in(app, "ci", password)


def log_in_by_code(email: str = MAIL, *, is_wrong: bool = False) -> Act:
    def act(face: Any, app: App) -> Told:
        code = app.code_for(email, "LOGIN_VERIFY_CODE")
        told: Told = face.log_in_by_code(app, email, "no" if is_wrong else code)
        return told

    return act


def log_in_with_an_old_code(face: Any, app: App) -> Told:
    code = app.code_for(MAIL)
    app.control("PUT", "/clock", {"offsetSeconds": 301}, userPoolId=app.pool_id)
    told: Told = face.log_in_by_code(app, MAIL, code)
    return told


def register(username: str = "new", password: str = "111111") -> Act:
    return lambda face, app: face.register(app, username, password)


def register_three(app: App) -> None:
    for n in range(3):
        assert app.post("/api/v2/register/username", username=f"u{n}", password="111111")["code"] == 200


def reset(email: str = MAIL, password: str = "222222") -> Act:
    return lambda face, app: face.reset(app, email, app.code_for(email, "RESET_PASSWORD"), password)


def as_ci(path: str, **body: Any) -> Act:
    return lambda face, app: face.as_ci(app, path, **body)


def bind_with_code(field: str, address: str, what: str = "bind") -> Act:
    def act(face: Any, app: App) -> Told:
        told: Told = face.as_ci(app, f"users/{field}/{what}", **{field: address, "code": app.code_for(address)})
        return told

    return act


def refused_grant(description: str) -> Told:
    return (400, "invalid_grant", description)


NEIGHBOUR = {"username": "neighbour", "email": "n@x.test", "phone": "13900139000"}


def beside_a_neighbour(app: App) -> None:
    app.make_user(**NEIGHBOUR)


WRONG = "Account not exists or password is incorrect."
CAPTCHA = "The account is abnormal, you need to enter the verification code"
LOCKED_OUT = "The account is locked after too many failed logins"
UNVERIFIED = "The email is not verified, logging in is not allowed"
WEAK = {
    1: ("密码长度至少为 6 位", "The password must have at least 6 characters"),
    2: ("密码长度至少为 6 位，且要包含英文、数字与符号中的两种",
        "The password must have at least 6 characters, with two of letters, digits and symbols"),
    3: ("密码长度至少为 6 位，且要同时包含英文、数字与符号",
        "The password must have at least 6 characters, with letters, digits and symbols"),
}  # fmt: skip

ROWS = [
    Row("CREDENTIALS_WRONG", log_in("wrong"),
        v2=(200, 2333, "帐号或密码错误"), grant=refused_grant(WRONG), page=(200, WRONG),
        v3=(200, 403, 2333, "帐号或密码错误"), graphql=(200, 2333, "帐号或密码错误")),
    Row("CAPTCHA_NEEDED", log_in(), settings={"limits": "documented"}, before=after_wrong_ones(3),
        v2=(200, 2000, "账号异常，需要输入验证码"), grant=refused_grant(CAPTCHA), page=(200, CAPTCHA),
        v3=(200, 499, 2000, "账号异常，需要输入验证码"), graphql=(200, 2000, "账号异常，需要输入验证码")),
    Row("LOCKED_AFTER_FAILURES", log_in(), settings={"lockout": {"attempts": 3}}, before=after_wrong_ones(3),
        v2=(200, 2057, "多次登录失败，账号已被锁定"), grant=refused_grant(LOCKED_OUT), page=(200, LOCKED_OUT),
        v3=(200, 403, 2057, "多次登录失败，账号已被锁定"),
        graphql=(200, 2057, "多次登录失败，账号已被锁定")),
    Row("EMAIL_UNVERIFIED", log_in(), settings={"emailVerifiedRequired": True},
        v2=(200, 2042, "邮箱未验证，禁止登录"), grant=refused_grant(UNVERIFIED), page=(200, UNVERIFIED),
        v3=(200, 403, 2042, "邮箱未验证，禁止登录"), graphql=(200, 2042, "邮箱未验证，禁止登录")),
    Row("USER_LOCKED", log_in(), user={"blocked": True},
        v2=(200, 2005, "用户已被锁定"), grant=refused_grant("User has been locked"),
        page=(200, "User has been locked"), v3=(200, 403, 2005, "用户已被锁定"), graphql=(200, 2005, "用户已被锁定")),
    Row("USER_LOCKED", log_in_by_code(), user={"status": "Suspended"},
        v2=(200, 2005, "用户已被锁定"), page=(200, "User has been locked")),
    # The page asks for the password; the token of it is REST v2's and the page's own.
    Row("FIRST_LOGIN_RESET", log_in(), user={"resetPasswordOnFirstLogin": True},
        v2=(200, 1639, "首次登录，请先重置密码"), grant=refused_grant("First login: please reset the password"),
        page=(200, "This is your first login. Choose a new password."),
        v3=(200, 499, 1639, "首次登录，请先重置密码"), graphql=(200, 1639, "首次登录，请先重置密码")),
    # The page asks for it at once.
    Row("MFA_REQUIRED", log_in(), settings={"mfa": {"policies": ["SMS"]}},
        v2=(200, 1636, "需要进行多因素认证"),
        grant=refused_grant("Multi-factor authentication is required"), page=(200, "Second factor"),
        v3=(200, 499, 1636, "需要进行多因素认证"), graphql=(200, 1636, "需要进行多因素认证")),
    # Clients of REST know 1636 alone.
    Row("MFA_PERSONAL", log_in(), user={"mfa": {"totpSecret": "JAPDSOAZLV4BG3RA"}},
        v2=(200, 1636, "请输入二次认证安全码"),
        grant=refused_grant("Please enter the security code of the second factor"), page=(200, "Second factor"),
        v3=(200, 499, 1636, "请输入二次认证安全码"), graphql=(200, 1635, "请输入二次认证安全码")),
    Row("PASSCODE_WRONG", log_in_by_code(is_wrong=True),
        v2=(200, 2001, "验证码不正确！"), page=(200, "The verification code is incorrect"),
        v3=(200, 403, 2001, "验证码不正确！")),
    Row("PASSCODE_EXPIRED", log_in_with_an_old_code,
        v2=(200, 2001, "验证码已过期"), page=(200, "The verification code has expired"),
        v3=(200, 403, 2001, "验证码已过期")),
    Row("USER_NOT_FOUND", log_in_by_code("nobody@x.test"),
        v2=(200, 2004, "用户不存在"), page=(200, "User does not exist"), v3=(200, 404, 2004, "用户不存在")),
    Row("USER_NOT_FOUND", reset("nobody@x.test"), v2=(200, 2004, "用户不存在"), page=(200, "User does not exist")),
    Row("USER_EXISTS", register("ci"), v2=(200, 2026, "用户已存在，请直接登录！"),
        page=(200, "The user already exists, please do not register again")),
    Row("REGISTER_DISABLED", register(), settings={"registerDisabled": True},
        v2=(200, 2031, "应用已禁止注册用户"), page=(200, "App has banned user registration")),
    Row("REGISTER_TOO_OFTEN", register(), settings={"limits": "documented"}, before=register_three,
        v2=(200, 2100, "注册过于频繁，请稍候再试"),
        page=(200, "Registration is too frequent, please try again later")),
    *(Row(f"PASSWORD_TOO_WEAK_{level}", register(password="1"), settings={"passwordStrength": level},
          v2=(200, 2029, zh), page=(200, en)) for level, (zh, en) in WEAK.items()),
    Row("PASSWORD_TOO_WEAK_1", reset(password="1"), settings={"passwordStrength": 1},
        v2=(200, 2029, WEAK[1][0]), page=(200, WEAK[1][1])),
    # A body of REST v2 must have one, which is told by the field's name.
    Row("PASSWORD_MISSING", register(password=""), page=(200, "Password required for registration")),
    Row("EMAIL_INVALID", lambda face, app: face.register_by_email(app, "1", "111111"),
        v2=(200, 2003, "非法邮箱地址"), page=(200, "The email format is incorrect")),
    Row("PHONE_INVALID", lambda face, app: face.register_by_code(app, "1", "1234"),
        v2=(200, 500, "手机号码格式非法"), page=(200, "The phone number format is illegal")),
    Row("SENT_TOO_OFTEN", lambda face, app: face.send(app, PHONE), settings={"limits": "documented"},
        before=lambda app: [V2_FACE.send(app, PHONE), LoginPage().send(app, PHONE)],
        v2=(200, 2080, "发送过于频繁，请稍候再试"), page=(200, "Sent too frequently, please try again later")),
    Row("INVALID_PARAMETER", register("n" * 129), page=(200, "Parameter username is not valid: 1 … 128")),
    # A face names a field as it is called there.
    Row("INVALID_PARAMETER",
        lambda face, app: face._post(app, "login/account", account="n" * 129, password="111111", autoRegister=True),
        v2=(200, 400, "请求参数 account 不合法：1 … 128")),
    Row("INVALID_PARAMETER", lambda face, app: face._post(app, "register-nonsense", account="x", password="111111"),
        v2=(200, 400, "请求参数 register-nonsense 不合法：既不是资料字段，也不是本用户池中 STRING 类型的自定义字段")),
    Row("INVALID_PARAMETER", lambda face, app: face._post(app, "register-gender", account="x", password="111111"),
        v2=(200, 400, "请求参数 account 不合法：M, F, U")),
    # What follows, only who is logged in can do.
    Row("PASSCODE_EMPTY", as_ci("users/email/bind", email="new@x.test"), v2=(200, 400, "验证码不能为空")),
    Row("BOUND_BY_OTHER_EMAIL", bind_with_code("email", "n@x.test"), before=beside_a_neighbour,
        v2=(200, 1320004, "邮箱已被其他用户绑定")),
    Row("BOUND_BY_OTHER_PHONE", bind_with_code("phone", "13900139000"), before=beside_a_neighbour,
        v2=(200, 1320004, "手机号已被其他用户绑定")),
    Row("EMAIL_UNCHANGED", bind_with_code("email", MAIL, "update"), v2=(200, 2229, "新邮箱和旧邮箱一样")),
    Row("PHONE_UNCHANGED", bind_with_code("phone", PHONE, "update"), v2=(200, 2230, "新手机号和旧手机号一样")),
    Row("OLD_EMAIL_NOT_VERIFIED", bind_with_code("email", "new@x.test", "update"),
        v2=(200, 2227, "修改邮箱必须验证原来的邮箱")),
    Row("OLD_PHONE_NOT_VERIFIED", bind_with_code("phone", "13900139000", "update"),
        v2=(200, 2228, "修改手机号必须验证原来的手机号")),
    Row("NO_EMAIL_BOUND", as_ci("users/email/unbind"), user={"email": None}, v2=(200, 1320005, "当前用户未绑定邮箱")),
    Row("NO_PHONE_BOUND", as_ci("users/phone/unbind"), user={"phone": None},
        v2=(200, 1320005, "当前用户未绑定手机号")),
    Row("OLD_PASSWORD_WRONG", as_ci("password/update", newPassword="222222", oldPassword="x"),
        v2=(200, 1320011, "旧密码不正确")),
    Row("NOT_LOGGED_IN", lambda face, app: face._post(app, "users/profile/update", nickname="Iron"),
        v2=(200, 2020, "尚未登录，无访问权限")),
    Row("TOKEN_INVALID",
        lambda face, app: face._post(app, "users/password/reset-by-first-login-token", token="x", password="222222"),
        v2=(200, 1010001, "id token 非法或者已过期")),
]  # fmt: skip

CASES = [
    pytest.param(row, face, told, id=f"{row.meaning}-{type(face).__name__}")
    for row in ROWS
    for face, told in zip(FACES, (row.v2, row.grant, row.page, row.v3, row.graphql), strict=True)
    if told is not None
]


@pytest.mark.parametrize(("row", "face", "told"), CASES)
def test_a_meaning_looks_in_a_face_as_the_table_says(app: App, row: Row, face: object, told: Told) -> None:
    assert row.meaning in errors.CATALOGUE
    app.settings(**row.settings or {})
    app.make_user(**CI | (row.user or {}))
    if row.before is not None:
        row.before(app)
    assert row.act(face, app) == told
