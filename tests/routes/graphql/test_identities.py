"""What GraphQL tells of a user's identities."""

from __future__ import annotations

import orjson

from tests.conftest import App

LOGIN = """
    mutation Enter($input: LoginByUsernameInput!) {
      loginByUsername(input: $input) {
        identities { openid userIdInIdp userInfoInIdp connectionId isSocial provider type extIdpId accessToken }
      }
    }
"""


def test_a_users_identities_are_told(app: App) -> None:
    profile = {"openid": "wei", "nickname": "Wei"}
    document = {
        "connections": [{"type": "github:mobile", "id": "git", "identities": [{"profile": profile}]}],
        "users": [{"username": "a", "password": "1", "identities": [{"connectionId": "git", "openid": "wei"}]}],
    }
    made = app.control("POST", "/pools", document)
    other = App(app.http, app_id=made["appId"])
    answer = other.post("/graphql/v2", query=LOGIN, variables={"input": {"username": "a", "password": "1"}})
    (identity,) = answer["data"]["loginByUsername"]["identities"]
    assert orjson.loads(identity.pop("userInfoInIdp")) == profile
    assert identity == {
        "openid": "wei",
        "userIdInIdp": "wei",
        "connectionId": "git",
        "extIdpId": "git",
        "isSocial": True,
        "provider": "github",
        "type": "openid",
        "accessToken": None,
    }
