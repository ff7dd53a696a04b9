"""Events by npm authing-js-sdk 4 and authing-node-sdk 4, unmodified, in Node."""

from __future__ import annotations

from tests.conftest import App
from tests.sdk import packages


def test_sdks_hear_what_others_publish_and_publish_themselves(node: str, server_url: str, app: App) -> None:
    app.make_user(username="ci", password="111111")
    results = packages.run([node, "events.js", server_url, app.app_id], packages.JS)
    assert results["told"] == [1, 1, 1] and results["toldAgain"] == [2, 2, 2]
    assert results["pub"]["value"] == {"statusCode": 200, "message": "", "data": {"success": True}}
    assert results["pubOfJs"]["value"] == {"success": True}
    assert results["pubOfNoJson"]["value"] == {"statusCode": 400, "message": "参数 eventData 格式错误"}
    refused = "socket 连接异常：Error: Unexpected server response: 403"
    assert results["badToken"] == results["badKey"] == refused
