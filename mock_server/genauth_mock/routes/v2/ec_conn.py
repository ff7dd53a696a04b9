"""`/api/v2/ecConn/…`: login by other providers, and what follows where an identity has no user yet."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.context import Context
from genauth_mock.errors import Refused
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2.entering import enter
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.rules import credentials, passcodes
from genauth_mock.rules.connections import identity_binding, providers, social
from genauth_mock.store.social_connections import SocialConnection

router = Router()

# The types of connection that the SDKs look for, by the segment of the path; of any other it is the segment itself.
_TYPES: dict[str, tuple[str, ...]] = {
    "wechatMobile": ("wechat:mobile",),
    "wechat-work": ("wechatwork:mobile",),
    "wechat-work-agency": ("wechatwork:agency:mobile",),
    "wechatminiprogramapplaunch": ("wechat:miniprogram:app-launch",),
    "lark": ("lark-internal", "lark-public"),
    "QQConnect": ("qq:mobile",),
    "alipay": ("alipay",),
}


class LoginByOneAuth(Body):
    """Body of loginByOneAuth."""

    token: Required
    access_token: Required
    net_work: Any = None


class AuthByCode(Body):
    """Body of a login by a provider's code. Android sends an empty `connId` where it knows no connection of the type.

    The stand-in has the phone that a mini program's other fields are about in the person's profile.
    """

    code: Required
    conn_id: Text = ""
    is_sns_code: Any = None
    iv: Any = None
    encrypted_data: Any = None
    phone_info_code: Any = None


class AuthByAccessToken(Body):
    """Body of a login by a provider's access token."""

    access_token: Required = Field(alias="access_token")
    conn_id: Text = ""
    id_token: Any = Field(default=None, alias="id_token")


class AuthByRequestToken(Body):
    """Body of loginByTwitter; Android calls the token `token`."""

    conn_id: Text = ""
    request_token: Text = ""
    token: Text = ""
    token_secret: Any = None


class AuthByCodeIdentity(Body):
    """Body of loginByWechatWithBind."""

    code: Required
    conn_id: Text = ""
    app_id: Any = None
    options: Any = None


class _Step(Body):
    key: Required
    action: Any = None


class ByAccount(_Step):
    """Body of bindWechatByAccount."""

    account: Required
    password: Required


class ByPhoneCode(_Step):
    """Body of bindWechatByPhoneCode."""

    phone: Required
    phone_country_code: Text | None = None
    code: Text | None = None


class ByEmailCode(_Step):
    """Body of bindWechatByEmailCode."""

    email: Required
    code: Text | None = None


class ByChoice(_Step):
    """Body of bindWechatBySelectedAccountId, where Android calls the id `account`, and of bindWechatByAccountId."""

    account_id: Text = ""
    account: Text = ""


@router.post("/api/v2/ecConn/oneAuth/login")
async def login_by_one_auth(call: Call, body: LoginByOneAuth) -> Response:
    """Logs in a phone by one tap, with the carrier's tokens. Documented: loginByOneAuth."""
    with call.begin(body) as ctx:
        return enter(call, ctx, credentials.of_carrier(ctx, body.token, body.access_token))


@router.post("/api/v2/ecConn/wechatMobile/authByCode")
@router.post("/api/v2/ecConn/wechat-work/authByCode")
@router.post("/api/v2/ecConn/wechat-work-agency/authByCode")
@router.post("/api/v2/ecConn/wechatminiprogramapplaunch/authByCode")
@router.post("/api/v2/ecConn/lark/authByCode")
@router.post("/api/v2/ecConn/alipay/authByCode")
@router.post("/api/v2/ecConn/google/authByCode")
@router.post("/api/v2/ecConn/baidu/authByCode")
@router.post("/api/v2/ecConn/linkedin/authByCode")
@router.post("/api/v2/ecConn/dingtalk/authByCode")
@router.post("/api/v2/ecConn/douyin/authByCode")
@router.post("/api/v2/ecConn/kuaishou/authByCode")
@router.post("/api/v2/ecConn/xiaomi/authByCode")
@router.post("/api/v2/ecConn/github/authByCode")
@router.post("/api/v2/ecConn/gitee/authByCode")
@router.post("/api/v2/ecConn/gitlab/authByCode")
@router.post("/api/v2/ecConn/slack/authByCode")
@router.post("/api/v2/ecConn/huawei/authByCode")
@router.post("/api/v2/ecConn/oppo/authByCode")
async def log_in_by_code(call: Call, body: AuthByCode) -> Response:
    """Logs in by a code of the provider that the path names. Documented: loginByWechat, loginByGithub …"""
    return _by_code(call, body)


@router.post("/api/v2/ecConn/{type}/authByCode")
async def social_login(call: Call, body: AuthByCode, type: str) -> Response:  # noqa: A002 - the wire's name
    """Logs in by a code of any provider. In Flutter only: socialLogin."""
    del type  # the path is read as it is for all
    return _by_code(call, body)


@router.post("/api/v2/ecConn/facebook/authByAccessToken")
@router.post("/api/v2/ecConn/QQConnect/authByAccessToken")
@router.post("/api/v2/ecConn/weibo/authByAccessToken")
@router.post("/api/v2/ecConn/baidu/authByAccessToken")
@router.post("/api/v2/ecConn/line/authByAccessToken")
@router.post("/api/v2/ecConn/amazon/authByAccessToken")
async def log_in_by_access_token(call: Call, body: AuthByAccessToken) -> Response:
    """Logs in by an access token of the provider that the path names. Documented: loginByFacebook, loginByWeibo …"""
    with call.begin(body) as ctx:
        person = providers.by_token(_meant(call, ctx, body.conn_id), body.access_token)
        return enter(call, ctx, social.log_in(ctx, person))


@router.post("/api/v2/ecConn/twitter/authByRequestToken")
async def login_by_twitter(call: Call, body: AuthByRequestToken) -> Response:
    """Logs in by a request token. Documented: loginByTwitter."""
    token = _either(body.request_token, body.token, "requestToken | token")
    with call.begin(body) as ctx:
        person = providers.by_token(_meant(call, ctx, body.conn_id), token)
        return enter(call, ctx, social.log_in(ctx, person))


@router.post("/api/v2/ecConn/wechatMobile/authByCodeIdentity")
async def login_by_wechat_with_bind(call: Call, body: AuthByCodeIdentity) -> Response:
    """Logs in by a code, or asks whose the identity is. Documented: loginByWechatWithBind, getDataByWechatlogin."""
    with call.begin(body) as ctx:
        person = providers.by_code(_meant(call, ctx, body.conn_id), body.code)
        return enter(call, ctx, social.log_in(ctx, person, asks=True))


@router.post("/api/v2/ecConn/wechatMobile/register")
async def bind_wechat_with_register(call: Call, body: _Step) -> Response:
    """Makes a user of the identity. Documented: bindWechatWithRegister."""
    with call.begin(body) as ctx:
        return enter(call, ctx, identity_binding.create(ctx, body.key))


@router.post("/api/v2/ecConn/wechatMobile/byAccount")
async def bind_wechat_by_account(call: Call, body: ByAccount) -> Response:
    """Binds the identity to the user of an account and a password. Documented: bindWechatByAccount."""
    plain = call.password(body.password)
    with call.begin(body) as ctx:
        return enter(call, ctx, identity_binding.by_password(ctx, body.key, body.account, plain))


@router.post("/api/v2/ecConn/wechatMobile/byPhoneCode")
async def bind_wechat_by_phone_code(call: Call, body: ByPhoneCode) -> Response:
    """Binds the identity to the user of a phone. Documented: bindWechatByPhoneCode."""
    with call.begin(body) as ctx:
        address = passcodes.phone_address(body.phone, body.phone_country_code)
        return enter(call, ctx, identity_binding.by_code(ctx, body.key, address, body.code))


@router.post("/api/v2/ecConn/wechatMobile/byEmailCode")
async def bind_wechat_by_email_code(call: Call, body: ByEmailCode) -> Response:
    """Binds the identity to the user of an e-mail address. Documented: bindWechatByEmailCode."""
    with call.begin(body) as ctx:
        address = passcodes.email_address(body.email)
        return enter(call, ctx, identity_binding.by_code(ctx, body.key, address, body.code))


@router.post("/api/v2/ecConn/wechatMobile/select")
@router.post("/api/v2/ecConn/wechatMobile/byAccountId")
async def bind_wechat_by_account_id(call: Call, body: ByChoice) -> Response:
    """Binds the identity to one of the accounts that the question named.

    Documented: bindWechatBySelectedAccountId, bindWechatByAccountId.
    """
    account_id = _either(body.account_id, body.account, "accountId | account")
    with call.begin(body) as ctx:
        return enter(call, ctx, identity_binding.by_choice(ctx, body.key, account_id))


def _by_code(call: Call, body: AuthByCode) -> Response:
    with call.begin(body) as ctx:
        person = providers.by_code(_meant(call, ctx, body.conn_id), body.code)
        return enter(call, ctx, social.log_in(ctx, person))


def _meant(call: Call, ctx: Context, connection_id: str) -> SocialConnection:
    """The connection that a call names, or of the type that its path names."""
    segment = call.request.scope["path"].split("/")[4]
    types = _TYPES.get(segment) or (f"{segment}:mobile", segment)
    return providers.find(ctx, connection_id, types)


def _either(one: str, other: str, names: str) -> str:
    """What stands under either of two names."""
    if not (one or other):
        raise Refused(errors.INVALID_PARAMETER, field=names, detail="-")
    return one or other
