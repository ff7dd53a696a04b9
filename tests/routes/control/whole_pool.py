"""A pool document that uses every feature of the pool document; ids that are known all over a server are made anew."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from genauth_mock.kit.passwords import hashed

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256))).decode()
# Of an authenticator (ES256), in the form of COSE.
PUBLIC_KEY = "pQECAyYgASFYIJ-thK6uCLvvfwEAFNgs72oJ3isM-HG1zgxPHROlmlk0IlggB8tFdp8QcOLCRw_lsb_mMTPAsM3GTqS_N5Go7CoH_U8"
AWKWARD = "two\n  lines\twith: 'quotes\", #, {braces}, 中文 and no end:\n"


def whole_pool() -> dict[str, Any]:
    """The document. Nothing in it is left to be made, but what is said not to be."""
    own = uuid.uuid4().hex[:20]
    return {
        "version": 1,
        "userPoolId": f"pool{own}",
        "userPoolSecret": "secret of the pool",
        "name": "Whole: 全",
        "identifier": "whole",
        "createdAt": "2020-01-02T03:04:05.678Z",
        "settings": {
            "limits": "documented",
            "verificationCode": {"length": 6, "fixed": "123456", "ttlSeconds": 60, "maxAttempts": 3, "sceneBound": True,
                                 "latestOnly": True},
            "tokens": {"tokenTtlSeconds": 100, "idTokenAlg": "RS256", "rotateRefreshTokens": False},
            "passwordStrength": 2,
            "registerDisabled": True,
            "emailVerifiedRequired": True,
            "mfa": {"policies": ["OTP", "SMS"]},
            "oidc": {"consent": "ask", "autoLogin": "ci", "redirects": "any", "endSessionRevokesTokens": True,
                     "showCodes": False},
            "language": "en",
            "strict": True,
            "journalSize": 10,
            "lockout": {"attempts": 7, "seconds": 70},
        },
        "applications": [
            {"id": f"app1{own}", "secret": "s1", "name": "one", "identifier": "one-x", "logo": "https://x.test/l.png",
             "description": "d", "protocol": "saml", "isIntegrate": True, "appType": "BOTH", "template": "t",
             "redirectUris": ["https://a.test/cb"], "logoutRedirectUris": [], "allowedOrigins": ["https://a.test:444"],
             "tokenEndpointAuthMethod": "client_secret_basic", "mfa": {"policies": ["EMAIL"]},
             "createdAt": "2021-01-01T00:00:00.001Z", "updatedAt": "2021-01-01T00:00:00.002Z"},
            {"id": f"app2{own}", "secret": "s2", "name": "two", "redirectUris": []},
            {"id": f"app3{own}"},
        ],
        "accessKeys": [{"id": f"key1{own}", "secret": "k1"}, {"id": f"key2{own}", "secret": "k2"}],
        "customFields": [
            {"key": "school", "label": "学校"},
            {"key": "age", "dataType": "NUMBER"},
            {"key": "when", "dataType": "DATETIME"},
            {"key": "vip", "dataType": "BOOLEAN"},
            {"key": "more", "dataType": "OBJECT"},
        ],
        "namespaces": [{"id": 7, "code": "ns", "name": "n", "description": "d"}, {"id": 8, "code": "default"}],
        "resources": [
            {"namespace": "ns", "code": "menu", "type": "MENU", "description": "d", "actions": ["read", "write"],
             "apiIdentifier": "https://api.test"},
            {"code": "menu", "actions": []},
            {"code": "ci:*"},
        ],
        "roles": [
            {"id": "role1", "code": "admin", "namespace": "ns", "description": "d", "parentCode": "boss",
             "isSystem": True, "resources": ["menu", {"namespace": "default", "code": "menu"}, "ci:*"],
             "createdAt": "2021-02-01T00:00:00.001Z", "updatedAt": "2021-02-01T00:00:00.002Z"},
            {"id": "role2", "code": "admin", "resources": [{"code": "ci:*", "actions": ["ci:read"]}]},
            {"code": "boss"},
        ],
        "groups": [{"code": "staff", "name": "Staff", "description": "d", "resources": ["ci:*"]}, {"code": "bare"}],
        "orgs": [
            {"id": "org1", "rootNodeId": "node0", "name": "HR", "description": "d", "code": "c", "logo": "l",
             "resources": ["menu"], "createdAt": "2021-03-01T00:00:00.001Z", "updatedAt": "2021-03-01T00:00:00.002Z",
             "rootNodeCreatedAt": "2021-03-01T00:00:00.003Z", "rootNodeUpdatedAt": "2021-03-01T00:00:00.004Z",
             "children": [
                 {"id": "node1", "name": "Dev", "description": "", "code": "c1",
                  "resources": [{"namespace": "ns", "code": "menu", "actions": ["read"]}],
                  "createdAt": "2021-03-02T00:00:00.001Z", "updatedAt": "2021-03-02T00:00:00.002Z",
                  "children": [{"name": "Swift"}, {"name": "swift"}]},
                 {"name": "Dev/Swift"},
             ]},
            {"name": "a/b", "children": [{"name": "c"}]},
        ],
        "connections": [
            {"type": "wechat:mobile", "id": "conn1", "fields": {"b": 1, "a": [None, {"x": 1.5}]},
             "identities": [{"code": "good", "profile": {"z": 1, "a": None}}, {"accessToken": "t"}]},
            {"type": "apple", "identifier": "my-apple", "displayName": "😀 é", "bindOnly": True},
            {"type": "apple", "id": "conn3"},
        ],
        "directory": [
            {"username": "ad", "password": "111111", "profile": {"nickname": "from\nAD", "gender": "F"}},
            {"username": "ldap", "passwordHash": hashed("222222")},
        ],
        "carrier": [
            {"token": "t1", "accessToken": "a1", "phone": "13800138001"},
            {"token": "t2", "accessToken": "a2", "phone": "+447911123456"},
        ],
        "webhooks": [
            {"id": "hook1", "name": "all", "url": "http://localhost:9/a?b=c", "contentType": "form", "secret": "s",
             "enabled": False},
            {"name": "some", "url": "https://[::1]/", "events": ["login", "user:updated"]},
        ],
        "pipelines": [
            {"id": "pipe1", "name": "first", "scene": "POST_REGISTER", "url": "http://localhost:9/p", "timeoutMs": 10,
             "enabled": False},
            {"name": "second", "scene": "POST_REGISTER", "url": "http://127.0.0.1/"},
        ],
        "users": [
            {"id": "user1", "username": "ci", "password": "111111", "email": "Ci@Example.test", "emailVerified": True,
             "phone": "13800138000", "phoneVerified": True, "externalId": "e", "unionid": "u", "openid": "o",
             "status": "Suspended", "blocked": True, "resetPasswordOnFirstLogin": True,
             "registerSource": ["basic:email", "x"], "loginsCount": 3, "lastLogin": "2021-04-01T00:00:00.001Z",
             "lastIp": "127.0.0.1", "signedUp": "2021-04-01T00:00:00.002Z", "createdAt": "2021-04-01T00:00:00.003Z",
             "updatedAt": "2021-04-01T00:00:00.004Z", "nickname": AWKWARD, "name": "n", "givenName": "g",
             "familyName": "f", "middleName": "m", "profile": "p", "preferredUsername": "pu", "website": "w",
             "photo": "https://x.test/p.png", "gender": "M", "birthdate": "b", "zoneinfo": "z", "locale": "zh",
             "company": "co", "browser": "br", "device": "de", "address": "ad", "formatted": "fo",
             "streetAddress": "sa", "locality": "lo", "region": "re", "postalCode": "pc", "city": "ci",
             "province": "pr", "country": "cn", "roles": ["admin", {"code": "admin"}, "boss"],
             "groups": ["staff", "bare"],
             "orgs": ["HR/Dev", ["HR", "Dev", "Swift"], ["HR", "Dev/Swift"], ["a/b", "c"], "a/b"],
             "resources": ["ci:*", {"namespace": "ns", "code": "menu", "actions": ["read"]}],
             "customData": {"school": AWKWARD, "age": 1.5, "when": "2021-01-01", "vip": False,
                            "more": {"b": [1, None, {"c": "😀"}], "a": ""}},
             "mfa": {"totpSecret": "JBSWY3DPEHPK3PXP", "recoveryCode": "8477-a1a6", "email": "safe@x.test",
                     "phone": "7911123457", "phoneCountryCode": "+44", "face": "安 <b>&amp;"},
             "devices": [
                 {"id": "device1", "deviceUniqueId": "a/b 设备", "type": "Browser", "name": "n", "version": "v",
                  "os": "o", "mod": "m", "producer": "p", "userAgent": "u", "language": "l", "description": "d",
                  "sn": "s", "imei": "i", "meid": "me", "hks": "h", "fde": "f", "hor": True, "cookie": True,
                  "customData": {"b": [1, None], "a": "text"}, "status": "suspended",
                  "suspendedUntil": "2031-05-01T00:00:00.001Z", "lastLogin": "2021-05-01T00:00:00.001Z",
                  "lastIp": "127.0.0.1", "createdAt": "2021-05-01T00:00:00.000Z"},
                 {"deviceUniqueId": "bare"},
             ],
             "identities": [{"connectionId": "conn1", "openid": "wx", "id": "identity1",
                             "profile": {"b": 1, "a": [None]}, "createdAt": "2021-04-01T00:00:00.006Z"},
                            {"connectionId": "conn3", "openid": "😀 é", "id": "identity2",
                             "createdAt": "2021-04-01T00:00:00.005Z"}],
             "consents": [{"appId": f"app2{own}", "scopes": ["openid", "email"]},
                          {"appId": f"app1{own}", "scopes": ["openid"]}],
             "passkeys": [{"credentialId": "AAECAw", "publicKey": PUBLIC_KEY, "counter": 4_294_967_295,
                           "authenticatorCode": "fingerprint", "name": "我的手机", "transports": ["internal", "hybrid"],
                           "aaguid": "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", "createdAt": "2021-04-02T00:00:00.001Z",
                           "lastUsedAt": "2021-04-02T00:00:00.002Z"},
                          {"credentialId": "_-8", "publicKey": PUBLIC_KEY, "createdAt": "2021-04-02T00:00:00.003Z"}]},
            {"id": "user2", "username": "true", "passwordHash": hashed("222222"), "passwordSecurityLevel": 3,
             "nickname": "", "name": "007", "company": "off", "website": " ", "region": "1e5", "city": "2021-01-01"},
            {"id": "user3", "phone": "7911123456", "phoneCountryCode": "+44", "nickname": "  \n\n x \u2028y"},
            {"id": "user4", "email": "root@localhost"},
            {},
        ],
        "uploads": [{"key": f"photos/{own}.png", "contentType": "image/png", "content": PIXEL,
                     "fileName": "脸.png", "createdAt": "2021-05-01T00:00:00.001Z"}],
    }  # fmt: skip
