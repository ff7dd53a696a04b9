"""`/api/v2/users/…`: who is logged in."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.kit import addresses, passwords
from genauth_mock.routes.edge.bodies import Body, Required, Text
from genauth_mock.routes.v2 import pages, shapes, texts
from genauth_mock.routes.v2.face import Call, Router
from genauth_mock.routes.v2.profile_fields import ProfileFields
from genauth_mock.rules import access, binding, identities, passcodes, password, profile, register, session
from genauth_mock.rules.binding import Kind
from genauth_mock.rules.connections import linking
from genauth_mock.steering import pool_users

router = Router()


class BindPhone(Body):
    """Body of bindPhone; Flutter calls the code `code`."""

    phone: Required
    phone_country_code: Text | None = None
    phone_code: Text | None = None
    code: Text | None = None


class UpdatePhone(BindPhone):
    """Body of updatePhone."""

    old_phone: Text | None = None
    old_phone_country_code: Text | None = None
    old_phone_code: Text | None = None


class BindEmail(Body):
    """Body of bindEmail."""

    email: Required
    email_code: Text | None = None
    code: Text | None = None


class UpdateEmail(BindEmail):
    """Body of updateEmail."""

    old_email: Text | None = None
    old_email_code: Text | None = None


class Link(Body):
    """Body of link."""

    primary_user_token: Required
    secondary_user_token: Required


class Unlink(Body):
    """Body of unlink."""

    provider: Required
    primary_user_token: Text | None = None


class ResetByFirstLoginToken(Body):
    """Body of resetPasswordByFirstTimeLoginToken."""

    token: Required
    password: Required


class CheckLoginStatus(Body):
    """Body of checkLoginStatus."""

    token: Required


class AuthorizedResources(Body):
    """Body of listAuthorizedResources."""

    namespace: Text = "default"
    resource_type: Text | None = None


@router.get("/api/v2/users/me")
@router.get("/api/v2/users/me/info")
async def get_current_user(call: Call) -> Response:
    """Who is logged in. Documented: getCurrentUser."""
    with call.begin() as ctx:
        return call.answer(shapes.logged_in(call, session.current(ctx, call.token)), texts.GOT)


@router.post("/api/v2/users/profile/update")
async def update_profile(call: Call, body: ProfileFields) -> Response:
    """Changes the profile, never phone, e-mail or password. Documented: updateProfile."""
    with call.begin(body) as ctx:
        who = session.current(ctx, call.token)
        user = profile.update(ctx, who.user, body.changes())
        return call.answer(shapes.logged_in(call, who.now(user)), texts.UPDATED)


@router.post("/api/v2/users/phone/bind")
async def bind_phone(call: Call, body: BindPhone) -> Response:
    """Binds a phone number. Documented: bindPhone."""
    with call.begin(body) as ctx:
        who = session.current(ctx, call.token)
        address = passcodes.phone_address(body.phone, body.phone_country_code)
        user = binding.bind(ctx, who.user, address, body.phone_code or body.code)
        return call.answer(shapes.logged_in(call, who.now(user)), texts.BOUND)


@router.post("/api/v2/users/phone/unbind")
async def unbind_phone(call: Call, body: Body) -> Response:
    """Takes the phone number away. Documented: unbindPhone."""
    return _unbind(call, body, binding.PHONE)


@router.post("/api/v2/users/phone/update")
async def update_phone(call: Call, body: UpdatePhone) -> Response:
    """Changes the phone number. Documented by Flutter: updatePhone."""
    with call.begin(body) as ctx:
        who = session.current(ctx, call.token)
        new = passcodes.phone_address(body.phone, body.phone_country_code)
        old = passcodes.phone_address(body.old_phone, body.old_phone_country_code) if body.old_phone else None
        user = binding.update(ctx, who.user, new, body.phone_code or body.code, old, body.old_phone_code)
        return call.answer(shapes.logged_in(call, who.now(user)), texts.UPDATED)


@router.post("/api/v2/users/email/bind")
async def bind_email(call: Call, body: BindEmail) -> Response:
    """Binds an e-mail address. Documented: bindEmail."""
    with call.begin(body) as ctx:
        who = session.current(ctx, call.token)
        user = binding.bind(ctx, who.user, passcodes.email_address(body.email), body.email_code or body.code)
        return call.answer(shapes.logged_in(call, who.now(user)), texts.BOUND)


@router.post("/api/v2/users/email/unbind")
async def unbind_email(call: Call, body: Body) -> Response:
    """Takes the e-mail address away. Documented: unbindEmail."""
    return _unbind(call, body, binding.MAIL)


@router.post("/api/v2/users/email/update")
async def update_email(call: Call, body: UpdateEmail) -> Response:
    """Changes the e-mail address. Documented by Flutter: updateEmail."""
    with call.begin(body) as ctx:
        who = session.current(ctx, call.token)
        new = passcodes.email_address(body.email)
        old = passcodes.email_address(body.old_email) if body.old_email else None
        user = binding.update(ctx, who.user, new, body.email_code or body.code, old, body.old_email_code)
        return call.answer(shapes.logged_in(call, who.now(user)), texts.UPDATED)


@router.post("/api/v2/users/link")
async def link_account(call: Call, body: Link) -> Response:
    """Gives the identities of one user to another, by both tokens. Documented: linkAccount; in Flutter: link."""
    with call.begin(body) as ctx:
        who = linking.link(ctx, body.primary_user_token, body.secondary_user_token)
        return call.answer(shapes.logged_in(call, who), texts.BOUND)


@router.post("/api/v2/users/unlink")
async def unlink_account(call: Call, body: Unlink) -> Response:
    """Takes the identities of a provider away. Documented: unLinkAccount; in Flutter: unlink."""
    with call.begin(body) as ctx:
        who = linking.holder_of(ctx, body.primary_user_token, call.token)
        linking.unlink(ctx, who.user, body.provider)
        return call.answer(shapes.logged_in(call, who), texts.UNBOUND)


@router.get("/api/v2/users/login-status")
async def check_user_login_status(
    call: Call,
    userId: str = "",  # noqa: N803 - the wire's name
    appId: str | None = None,  # noqa: N803 - the wire's name
) -> Response:
    """Whether a user is logged in, and where: for the pool's administrator. Documented: users.checkLoginStatus.

    The mock asks for no proof of who asks.
    """
    with call.begin() as ctx:
        status = session.status_of(ctx, userId, appId)
        data: dict[str, Any] = {"isLogin": status.user is not None}
        if status.user is not None:
            data |= {
                "user": shapes.user(call, status.user),
                "application": [shapes.application(each) for each in status.applications],
            }
        return call.answer(data, texts.GOT)


@router.post("/api/v2/users/login/check-status")
async def check_login_status(call: Call, body: CheckLoginStatus) -> Response:
    """Whether a token is somebody's; `status` stands beside the code. In Guard only: checkLoginStatus."""
    with call.begin(body) as ctx:
        return call.answer_beside({"status": session.is_alive(ctx, body.token)}, texts.GOT)


@router.get("/api/v2/users/me/security-level")
async def get_security_level(call: Call) -> Response:
    """How well the account is protected. Documented: getSecurityLevel."""
    with call.begin() as ctx:
        level = profile.security_level(session.current(ctx, call.token).user)
        return call.answer(shapes.security_level(level))


@router.post("/api/v2/users/refresh-token")
async def update_id_token(call: Call, body: Body) -> Response:
    """A new token; the old one lives on until it expires. Documented: updateIdToken."""
    with call.begin(body) as ctx:
        renewed = session.renewed(ctx, session.current(ctx, call.token))
        times = {"iat": renewed.issued_at // 1000, "exp": renewed.expires_at // 1000}
        return call.answer(shapes.logged_in(call, renewed) | times, texts.REFRESHED)


@router.get("/api/v2/users/me/applications/allowed")
async def list_applications(call: Call, page: int = 1, limit: int = 10) -> Response:
    """The applications that one may enter, a page at a time. Documented: listApplications."""
    pages.check(page, limit)
    with call.begin() as ctx:
        session.current(ctx, call.token)
        rows, total = access.applications_of(ctx, page, limit)
        return call.answer({"list": [shapes.application(row) for row in rows], "totalCount": total}, texts.APPLICATIONS)


@router.get("/api/v2/users/me/orgs")
async def list_orgs_of_current_user(call: Call) -> Response:
    """Where one is in the pool's organisations, as the JavaScript SDK asks. Documented: listOrgs."""
    return _orgs(call, None)


@router.get("/api/v2/users/{user_id}/orgs")
async def list_orgs(call: Call, user_id: str) -> Response:
    """Where one is in the pool's organisations. Documented: listOrgs."""
    return _orgs(call, user_id)


@router.get("/api/v2/users/me/roles")
async def list_roles(call: Call, namespace: Text | None = None) -> Response:
    """One's roles, all or those of a namespace. Documented: listRoles."""
    with call.begin() as ctx:
        user = session.current(ctx, call.token).user
        return call.answer([shapes.role(each) for each in access.roles(ctx, user, namespace)], texts.GOT)


@router.post("/api/v2/users/resource/authorized")
async def list_authorized_resources(call: Call, body: AuthorizedResources) -> Response:
    """The resources that one may use. Documented: listAuthorizedResources. iOS encrypts `resourceType`."""
    resource_type = call.decrypted(body.resource_type) if body.resource_type else None
    with call.begin(body) as ctx:
        user = session.current(ctx, call.token).user
        found = access.authorized_resources(ctx, user, body.namespace or "default", resource_type)
        return call.answer({"totalCount": len(found), "list": [shapes.resource(each) for each in found]}, texts.GOT)


@router.delete("/api/v2/users/delete")
async def delete_account(call: Call) -> Response:
    """Removes one's own account. Documented: deleteAccount."""
    with call.begin() as ctx:
        pool_users.remove(ctx, session.current(ctx, call.token).user)
        return call.answer(text=texts.DELETED)


@router.post("/api/v2/users/password/reset-by-first-login-token")
async def reset_password_by_first_time_login_token(call: Call, body: ResetByFirstLoginToken) -> Response:
    """Sets the password that must be chosen at the first login. Documented: resetPasswordByFirstTimeLoginToken."""
    new_password = call.password(body.password)
    with call.begin(body) as ctx:
        user = password.reset_by_first_login_token(ctx, body.token, new_password)
        return call.answer(shapes.user(call, user), texts.PASSWORD_RESET)


@router.get("/api/v2/users/password/check")
async def check_password(call: Call, password: Text = "") -> Response:
    """Whether a password is strong enough for the pool. In iOS and Android only: checkPassword."""
    plain = call.password(password)
    with call.begin() as ctx:
        register.check_password(ctx, plain)
        message = texts.PASSWORD_GOOD.in_lang(call.lang)
        data = {"valid": True, "message": message, "strength": passwords.security_level(plain)}
        return call.answer(data, texts.PASSWORD_GOOD)


@router.get("/api/v2/users/find")
async def find_user_by_key(call: Call, key: Required, type: Required) -> Response:  # noqa: A002 - the wire's name
    """Whose a value is: `type` is email, phone, username or another field. In Guard only: findUserByKey.

    Guard asks only whether there is one. What is told of the user is a guess: the id, since anybody may ask.
    """
    with call.begin() as ctx:
        user = identities.of_field(ctx, type, addresses.with_plus(key))
        return call.answer_or_null(user and {"id": user.id}, texts.GOT)


@router.get("/api/v2/users/is-user-exists")
async def check_account(
    call: Call,
    phone: Text | None = None,
    email: Text | None = None,
    username: Text | None = None,
    phoneCountryCode: Text | None = None,  # noqa: N803 - the wire's name
    externalId: Text | None = None,  # noqa: N803 - the wire's name
) -> Response:
    """Whether an account exists. In iOS and Android only: checkAccount.

    They do not escape the value, so a blank that begins a number, or is in an address or name, may be a plus sign.
    """
    if not (phone or email or username or externalId):
        raise Refused(errors.INVALID_PARAMETER, field="phone | email | username | externalId", detail="-")
    if phone and phone.startswith(" "):
        phone = f"+{phone.strip()}"
    with call.begin() as ctx:
        exists = identities.is_taken(
            ctx,
            phone=phone,
            country_code=phoneCountryCode and phoneCountryCode.strip(),
            email=email and email.strip().replace(" ", "+"),
            username=username,
            external_id=externalId,
        ) or (username is not None and identities.is_taken(ctx, username=username.replace(" ", "+")))
        return call.answer(exists)


def _orgs(call: Call, user_id: str | None) -> Response:
    with call.begin() as ctx:
        user = session.current(ctx, call.token).user
        if user_id not in (None, user.id):
            raise Refused(errors.NO_PERMISSION)
        return call.answer([shapes.org_path(path) for path in access.org_paths(ctx, user)], texts.ORGS)


def _unbind(call: Call, body: Body, kind: Kind) -> Response:
    with call.begin(body) as ctx:
        who = session.current(ctx, call.token)
        return call.answer(shapes.logged_in(call, who.now(binding.unbind(ctx, who.user, kind))), texts.UNBOUND)
