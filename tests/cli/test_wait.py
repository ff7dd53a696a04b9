"""`genauth-mock wait`: a script that starts the server in the background waits for it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from click.testing import CliRunner, Result
from genauth_mock.cli import main


def wait(url: str, timeout: float) -> Result:
    return CliRunner().invoke(main, ["wait", "--url", url, "--timeout", str(timeout)], catch_exceptions=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_it_returns_at_once_where_a_server_answers(server_url: str) -> None:
    ended = wait(server_url, 0)
    assert ended.exit_code == 0
    assert f"answers at {server_url}" in ended.output


def test_a_server_that_starts_meanwhile_is_waited_for() -> None:
    port = free_port()
    starting = subprocess.Popen(
        [sys.executable, "-m", "genauth_mock", "serve", "--port", str(port)], stdout=subprocess.DEVNULL
    )
    try:
        assert wait(f"http://127.0.0.1:{port}", 30).exit_code == 0
    finally:
        starting.terminate()
        assert starting.wait(10) == 0


def test_nothing_in_time_is_status_1_and_says_what_to_do() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    ended = wait(url, 0.1)
    assert ended.exit_code == 1
    assert url in ended.stderr
    assert "--url" in ended.stderr


def test_another_program_at_the_port_is_no_server() -> None:
    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Other) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        ended = wait(f"http://127.0.0.1:{other.server_port}", 0)
        other.shutdown()
    assert ended.exit_code == 1
    assert "is no genauth-mock" in ended.stderr
