"""Every row of the error lists of the vendor's page: which function answers which code, and with which text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.conftest import App, enveloped

PHONE, EMAIL = "13800138000", "a@x.test"
Scene = Callable[[App], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One row: the function, the code, the page's words, the message that the mock sends, and how it comes about."""

    function: str
    code: int
    words: str
    message: str
    scene: Scene

    def __str__(self) -> str:
        return f"{self.function} {self.code}"


def _post(path: str, **body: Any) -> Scene:
    return lambda app: app.post(path, **body)


def _get(path: str) -> Scene:
    return lambda app: app.get(path)


def _with(user: dict[str, Any], then: Scene) -> Scene:
    def scene(app: App) -> dict[str, Any]:
        app.make_user(**user)
        return then(app)

    return scene


def _logged_in(user: dict[str, Any], then: Scene) -> Scene:
    def scene(app: App) -> dict[str, Any]:
        app.logged_in_user(**user)
        return then(app)

    return scene


def _with_code(address: str, path: str, **body: Any) -> Scene:
    return lambda app: app.post(path, **body, code=app.code_for(address))


def _only_phone(app: App) -> dict[str, Any]:
    app.token = _with_code(PHONE, "/api/v2/register/phone-code", phone=PHONE, forceLogin=True)(app)["data"]["token"]
    return app.post("/api/v2/users/phone/unbind")


def _bad_token(app: App) -> dict[str, Any]:
    app.token = "a.b.c"
    return app.get("/api/v2/logout")


def _upload_then_update(app: App) -> dict[str, Any]:
    file = {"file": ("personal.png", b"\x89PNG\r\n\x1a\n", "image/png")}
    url = app.http.post("/api/v2/upload?folder=photos", files=file).json()["data"]["url"]
    return app.post("/api/v2/users/profile/update", photo=url)


def _delete(app: App) -> dict[str, Any]:
    return enveloped(app.call("DELETE", "/api/v2/users/delete"))


TAKEN, WRONG, NOBODY = "用户已存在，请直接登录！", "验证码不正确！", "尚未登录，无访问权限"
RESET_SMS, RESET_MAIL = "/api/v2/password/reset/sms", "/api/v2/password/reset/email"
RESET = {"code": "1234", "newPassword": "222222"}
ROWS = [
    Row("registerByEmail", 2003, "非法邮箱地址", "非法邮箱地址",
        _post("/api/v2/register/email", email="1", password="x")),
    Row("registerByEmail", 2026, "邮箱已注册", TAKEN,
        _with({"email": EMAIL}, _post("/api/v2/register/email", email=EMAIL, password="x"))),
    Row("registerByEmailCode", 2003, "非法邮箱地址", "非法邮箱地址",
        _post("/api/v2/register/email-code", email="1", code="1234")),
    Row("registerByEmailCode", 2026, "邮箱已注册", TAKEN,
        _with({"email": EMAIL}, _with_code(EMAIL, "/api/v2/register/email-code", email=EMAIL))),
    Row("registerByUserName", 2026, "用户名已存在", TAKEN,
        _with({"username": "ci"}, _post("/api/v2/register/username", username="ci", password="x"))),
    Row("registerByPhoneCode", 2001, "验证码错误", WRONG, _post("/api/v2/register/phone-code", phone=PHONE, code="0")),
    Row("registerByPhoneCode", 2026, "手机号已注册", TAKEN,
        _with({"phone": PHONE}, _with_code(PHONE, "/api/v2/register/phone-code", phone=PHONE))),
    Row("loginByEmail", 2001, "邮箱验证码错误", WRONG,
        _with({"email": EMAIL}, _post("/api/v2/login/email-code", email=EMAIL, code="0"))),
    Row("loginByAccount", 2333, "帐号或密码错误", "帐号或密码错误",
        _post("/api/v2/login/account", account="ci", password="x")),
    Row("loginByPhoneCode", 2001, "短信验证码不正确", WRONG,
        _with({"phone": PHONE}, _post("/api/v2/login/phone-code", phone=PHONE, code="0"))),
    Row("loginByOneAuth", 2333, "帐号或密码错误", "帐号或密码错误",
        _post("/api/v2/ecConn/oneAuth/login", token="t", accessToken="a")),
    Row("getCurrentUser", 2020, "未登录", NOBODY, _get("/api/v2/users/me")),
    Row("logout", 1010001, "如果用户的 id token 非法或者过期", "id token 非法或者已过期", _bad_token),
    Row("sendSms", 500, "手机号码格式非法", "手机号码格式非法", _post("/api/v2/sms/send", phone="1")),
    Row("sendEmail", 1020017, "邮箱地址非法", "邮箱地址非法",
        _post("/api/v2/email/send", email="1", scene="RESET_PASSWORD")),
    Row("getCustomUserData", 2020, "未登录", NOBODY, _post("/api/v2/udvs/get", targetType="USER")),
    Row("setCustomUserData", 2020, "未登录", NOBODY, _post("/api/v2/udfs/values", udfs=[])),
    Row("uploadAvatar", 2020, "未登录", NOBODY, _upload_then_update),
    Row("resetPasswordByPhone", 2004, "用户不存在", "用户不存在", _post(RESET_SMS, phone=PHONE, **RESET)),
    Row("resetPasswordByEmail", 2004, "用户不存在", "用户不存在", _post(RESET_MAIL, email=EMAIL, **RESET)),
    Row("updateProfile", 2020, "未登录", NOBODY, _post("/api/v2/users/profile/update", nickname="x")),
    Row("updatePassword", 2020, "未登录", NOBODY, _post("/api/v2/password/update", newPassword="x")),
    Row("updatePassword", 1320011, "旧密码不正确", "旧密码不正确",
        _logged_in({}, _post("/api/v2/password/update", newPassword="222222", oldPassword="x"))),
    Row("bindPhone", 2020, "未登录", NOBODY, _post("/api/v2/users/phone/bind", phone=PHONE, phoneCode="0")),
    Row("unbindPhone", 2020, "未登录", NOBODY, _post("/api/v2/users/phone/unbind")),
    Row("unbindPhone", 1320005, "当前用户未绑定其他登录方式", "当前用户未绑定其他登录方式", _only_phone),
    Row("bindEmail", 2020, "未登录", NOBODY, _post("/api/v2/users/email/bind", email=EMAIL, emailCode="0")),
    Row("unbindEmail", 2020, "未登录", NOBODY, _post("/api/v2/users/email/unbind")),
    Row("unbindEmail", 1320005, "当前用户未绑定邮箱", "当前用户未绑定邮箱",
        _logged_in({}, _post("/api/v2/users/email/unbind"))),
    Row("getSecurityLevel", 2020, "未登录", NOBODY, _get("/api/v2/users/me/security-level")),
    Row("updateIdToken", 2020, "未登录", NOBODY, _post("/api/v2/users/refresh-token")),
    Row("listApplications", 2020, "未登录", NOBODY, _get("/api/v2/users/me/applications/allowed")),
    Row("listOrgs", 2020, "未登录", NOBODY, _get("/api/v2/users/abc/orgs")),
    Row("listRoles", 2020, "未登录", NOBODY, _get("/api/v2/users/me/roles")),
    Row("listAuthorizedResources", 2020, "未登录", NOBODY, _post("/api/v2/users/resource/authorized")),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_function_of_the_page_answers_its_documented_code(app: App, row: Row) -> None:
    assert row.scene(app) == {"code": row.code, "message": row.message}


def test_an_account_that_nobody_is_logged_in_to_cannot_be_deleted(app: App) -> None:
    assert _delete(app) == {"code": 2020, "message": NOBODY}
