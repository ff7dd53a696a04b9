"""`genauth-mock sdk …`: what to paste into an app."""

from __future__ import annotations

import click

from mock_server.cli.asking import DEFAULT_URL, server_options
from mock_server.client import GenAuthError, Server
from mock_server.passwords import packaged_key
from mock_server.rules import demo

# {url} {host} {port} and {scheme} are the server's, {key} is its public key on one line, {pem} the same as PEM.
SNIPPETS = {
    "ios": """\
// AppDelegate. The order matters: everything before start, which fetches the configuration at once.
Authing.setSchema(schema: "{scheme}")
Authing.setOnPremiseInfo(host: "{host}", publicKey: "{key}")
Authing.setWebsocketHost(websocketHost: "{ws}")
Authing.start("{app_id}")
// Info.plist of the debug build: NSAppTransportSecurity > NSAllowsLocalNetworking = YES, or iOS refuses plain http.
// Any other app id works too, and gets a user pool of its own.
""",
    "android": """\
// Application.onCreate. The order matters: init fetches the configuration at once, and with it the key.
Authing.setScheme("{scheme}");
Authing.setHost("{android_host}");           // the emulator's name for your machine; keep the port
Authing.setWebSocketHost("{scheme}://{android_host}");   // http, not ws: with ws the SDK never calls back
Authing.init(getApplicationContext(), "{app_id}");
// A phone on a cable: adb reverse tcp:{port} tcp:{port}, and 127.0.0.1:{port} as the host.
// AndroidManifest.xml of the debug build: android:usesCleartextTraffic="true", or Android refuses plain http.
// Any other app id works too, and gets a user pool of its own.
""",
    "flutter": """\
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
// Any other app id works too, and gets a user pool of its own.
""",
    "js": """\
// authing-js-sdk 4. It reads the server's key by itself. GraphQL calls answer 501 until they are built.
import {{ AuthenticationClient }} from 'authing-js-sdk'

const authing = new AuthenticationClient({{
  appId: '{app_id}',
  appHost: '{url}',          // appHost, not host
}})
""",
    "node": """\
// authing-node-sdk 4. It speaks REST v3, which answers 501 until it is built.
const {{ AuthenticationClient }} = require('authing-node-sdk')

const authing = new AuthenticationClient({{
  appId: '{app_id}',
  appSecret: '{app_secret}',
  appHost: '{url}',          // with the scheme
  redirectUri: 'http://localhost:3000/callback',
}})
""",
    "python": """\
# authing 4. Its built-in key is the vendor's: give it the server's. GraphQL calls answer 501 until they are built.
from authing.v2.authentication import AuthenticationClient, AuthenticationClientOptions

authing = AuthenticationClient(
    AuthenticationClientOptions(
        app_id="{app_id}",
        app_host="{url}",      # no slash at the end
        enc_public_key=\"\"\"{pem}\"\"\",
    )
)
""",
}


def text(
    sdk: str,
    url: str,
    key: str,
    pem: str,
    app_id: str,
    user_pool_id: str,
    app_secret: str,
) -> str:
    """What to paste for one SDK."""
    scheme, _, host = url.partition("://")
    name, _, port = host.partition(":")
    port = port or ("443" if scheme == "https" else "80")
    local = name in ("127.0.0.1", "localhost", "[")
    return SNIPPETS[sdk].format(
        url=url,
        scheme=scheme,
        ws=url.replace("http", "ws", 1),
        host=host,
        android_host=f"10.0.2.2:{port}" if local else f"{name}:{port}",
        name=name,
        port=port,
        key=key,
        pem=pem.strip(),
        app_id=app_id,
        user_pool_id=user_pool_id,
        app_secret=app_secret,
    )


@click.command("sdk")
@click.argument("sdk", type=click.Choice(list(SNIPPETS)))
@click.option("--app-id", help="Your app's id; default: the demo application's.")
@server_options
def command(sdk: str, app_id: str | None, url: str, control_token: str | None) -> None:
    """Print the ready-to-paste configuration of an SDK, with the server's address and key."""
    url = url.rstrip("/")
    own_demo: dict[str, str] = {}
    key = packaged_key()
    public, pem = key.public_base64, key.public_pem
    try:
        with Server(url, control_token) as server:
            info = server.info()
            public, pem = info["rsaPublicKey"], info["rsaPublicKeyPem"]
            # Without a demo pool, the first that there is; without any, any id will do, or none.
            own_demo = info["demo"] or next(iter(server.pools(limit=1)), {}) or {"appId": "my-app", "userPoolId": ""}
        click.echo(f"# with the key of the server at {url}", err=True)
    except GenAuthError as fault:
        click.echo(f"# no answer from a server ({fault.message});", err=True)
        start = "genauth-mock serve" if url == DEFAULT_URL else "a server there without --key-file"
        click.echo(f"# with the packaged key, which is right for {start}", err=True)
    click.echo(
        text(
            sdk,
            url,
            public,
            pem,
            app_id or own_demo.get("appId", demo.APP_ID),
            own_demo.get("userPoolId", demo.USER_POOL_ID),
            own_demo.get("appSecret", "YOUR_APP_SECRET"),
        ),
        nl=False,
    )
