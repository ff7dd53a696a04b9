"""What to paste into an app, so that its SDK speaks to this server."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Snippet:
    """The configuration of one SDK; `language` is what the text is written in."""

    sdk: str
    title: str
    language: str
    template: str
    is_mobile: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """What an app is to be pointed at. `url` is the server's, without a slash at its end; `key` is its public key on
    one line, `pem` the same as PEM. `takes_any_app` is whether an app id that it does not know gets a pool of its own.
    """

    url: str
    key: str
    pem: str
    app_id: str
    user_pool_id: str
    app_secret: str
    takes_any_app: bool = True


UNKNOWN_SECRET = "YOUR_APP_SECRET"  # noqa: S105 - a place to fill in
_ANY_APP = "// Any other app id works too, and gets a user pool of its own.\n"

# fmt: off
# {url} {host} {port} and {scheme} are the server's, {key} is its public key on one line, {pem} the same as PEM.
SNIPPETS = (
    Snippet(
        "ios", "iOS (Guard)", "swift",
        """\
// AppDelegate. The order matters: everything before start, which fetches the configuration at once.
Authing.setSchema(schema: "{scheme}")
Authing.setOnPremiseInfo(host: "{host}", publicKey: "{key}")
Authing.setWebsocketHost(websocketHost: "{ws}")
Authing.start("{app_id}")
// Info.plist of the debug build: NSAppTransportSecurity > NSAllowsLocalNetworking = YES, or iOS refuses plain http.
""", is_mobile=True,
    ),
    Snippet(
        "android", "Android (Guard)", "java",
        """\
// Application.onCreate. The order matters: init fetches the configuration at once, and with it the key.
Authing.setScheme("{scheme}");
Authing.setHost("{android_host}");           // the emulator's name for your machine; keep the port
Authing.setWebSocketHost("{scheme}://{android_host}");   // http, not ws: with ws the SDK never calls back
Authing.init(getApplicationContext(), "{app_id}");
// A phone on a cable: adb reverse tcp:{port} tcp:{port}, and 127.0.0.1:{port} as the host.
// AndroidManifest.xml of the debug build: android:usesCleartextTraffic="true", or Android refuses plain http.
""", is_mobile=True,
    ),
    Snippet(
        "flutter", "Flutter (authing_sdk)", "dart",
        """\
// main.dart, in debug builds. The SDK speaks https to hosts of its own; this sends it all to the mock, as plain http.
import 'dart:io';

class ToTheMock extends HttpOverrides {{
  @override
  HttpClient createHttpClient(SecurityContext? context) =>
      super.createHttpClient(context)
        ..connectionFactory = (uri, proxyHost, proxyPort) => Socket.startConnect('{name}', {port});
}}

Future<void> main() async {{
  WidgetsFlutterBinding.ensureInitialized();
  HttpOverrides.global = ToTheMock();   // '10.0.2.2' in place of '{name}' on the Android emulator
  Authing.sPublicKey = '{key}';
  await Authing.init('{user_pool_id}', '{app_id}');
  runApp(const MyApp());
}}
""", is_mobile=True,
    ),
    Snippet(
        "js", "JavaScript (authing-js-sdk)", "javascript",
        """\
// authing-js-sdk 4. It reads the server's key by itself. Most GraphQL calls answer 501 as yet.
import {{ AuthenticationClient }} from 'authing-js-sdk'

const authing = new AuthenticationClient({{
  appId: '{app_id}',
  appHost: '{url}',          // appHost, not host
}})
""",
    ),
    Snippet(
        "node", "Node.js (authing-node-sdk)", "javascript",
        """\
// authing-node-sdk 4. It speaks API v3, most of which answers 501 as yet.
const {{ AuthenticationClient }} = require('authing-node-sdk')

const authing = new AuthenticationClient({{
  appId: '{app_id}',
  appSecret: '{app_secret}',
  appHost: '{url}',          // with the scheme
  redirectUri: 'http://localhost:3000/callback',
}})
""",
    ),
    Snippet(
        "python", "Python (authing)", "python",
        """\
# authing 4. Its built-in key is the vendor's: give it the server's. Most GraphQL calls answer 501 as yet.
from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions

authing = AuthenticationClient(
    AuthenticationClientOptions(
        app_id="{app_id}",
        app_host="{url}",      # no slash at the end
        enc_public_key=\"\"\"{pem}\"\"\",
    )
)
""",
    ),
)

# The comments of the templates in Chinese.
_CHINESE = {
    "AppDelegate. The order matters: everything before start, which fetches the configuration at once.":
        "AppDelegate。顺序很重要：以下设置都要写在 start 之前，start 会立即获取配置。",
    "Info.plist of the debug build: NSAppTransportSecurity > NSAllowsLocalNetworking = YES, or iOS refuses plain http.":
        "调试版的 Info.plist：NSAppTransportSecurity > NSAllowsLocalNetworking = YES，否则 iOS 会拒绝明文 http。",
    "Application.onCreate. The order matters: init fetches the configuration at once, and with it the key.":
        "Application.onCreate。顺序很重要：init 会立即获取配置，其中带有公钥。",
    "the emulator's name for your machine; keep the port": "模拟器中你电脑的地址；端口要保留",
    "http, not ws: with ws the SDK never calls back": "用 http，不要用 ws：用 ws 时 SDK 不会触发回调",
    "A phone on a cable: adb reverse tcp:{port} tcp:{port}, and 127.0.0.1:{port} as the host.":
        "用数据线连接的手机：执行 adb reverse tcp:{port} tcp:{port}，主机地址用 127.0.0.1:{port}。",
    'AndroidManifest.xml of the debug build: android:usesCleartextTraffic="true", or Android refuses plain http.':
        '调试版的 AndroidManifest.xml：android:usesCleartextTraffic="true"，否则 Android 会拒绝明文 http。',
    "main.dart, in debug builds. "
    "The SDK speaks https to hosts of its own; this sends it all to the mock, as plain http.":
        "main.dart，仅用于调试版。SDK 固定以 https 访问官方主机；以下代码把请求都改为以明文 http 发往模拟服务。",
    "'10.0.2.2' in place of '{name}' on the Android emulator": "在 Android 模拟器上用 '10.0.2.2' 代替 '{name}'",
    "authing-js-sdk 4. It reads the server's key by itself. Most GraphQL calls answer 501 as yet.":
        "authing-js-sdk 4。它会自动读取服务器的公钥。多数 GraphQL 接口目前返回 501。",
    "appHost, not host": "是 appHost，不是 host",
    "authing-node-sdk 4. It speaks API v3, most of which answers 501 as yet.":
        "authing-node-sdk 4。它使用 API v3，其中多数接口目前返回 501。",
    "with the scheme": "要写上协议",
    "authing 4. Its built-in key is the vendor's: give it the server's. Most GraphQL calls answer 501 as yet.":
        "authing 4。它内置的是官方云服务的公钥，需要换成本服务器的。多数 GraphQL 接口目前返回 501。",
    "no slash at the end": "末尾不要加斜杠",
    "Any other app id works too, and gets a user pool of its own.": "也可使用其他任意应用 ID，会自动获得自己的用户池。",
}

# fmt: on

BY_NAME = {each.sdk: each for each in SNIPPETS}


def text(sdk: str, target: Target, lang: str = "en") -> str:
    """What to paste for one SDK, with comments in English or, for `zh`, in Chinese."""
    snippet = BY_NAME[sdk]
    template = snippet.template + (_ANY_APP if snippet.is_mobile and target.takes_any_app else "")
    if lang == "zh":
        for english, chinese in _CHINESE.items():
            template = template.replace(english, chinese)
    return filled(template, target)


def filled(template: str, target: Target, **more: str) -> str:
    """A text in which `{host}`, `{key}` and the other names of the table above stand, filled in; `more` are others."""
    scheme, _, host = target.url.partition("://")
    name, port = _name_and_port(host, 443 if scheme == "https" else 80)
    is_local = name in ("127.0.0.1", "localhost", "::1")
    return template.format(
        url=target.url,
        scheme=scheme,
        ws=target.url.replace("http", "ws", 1),
        host=host,
        android_host=f"{'10.0.2.2' if is_local else f'[{name}]' if ':' in name else name}:{port}",
        name=name,
        port=port,
        key=target.key,
        pem=target.pem.strip(),
        app_id=target.app_id,
        user_pool_id=target.user_pool_id,
        app_secret=target.app_secret,
        **more,
    )


def _name_and_port(host: str, usual: int) -> tuple[str, int]:
    """`[::1]:8400` as `::1` and 8400. Of a host that is none, as clients may say anything, the text itself."""
    try:
        parts = urlsplit(f"//{host}")
        name, port = parts.hostname or "", parts.port
    except ValueError:
        name, port = host, None
    return name, port or usual
