"""The console's files: types, size, and that they keep to the house's rules."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import httpx
import pytest

from tests.clients.npm import Project

CONSOLE = Path(__file__).parents[2] / "mock_server" / "genauth_mock" / "console"
SCRIPTS = sorted(CONSOLE.rglob("*.js"))
FILES = sorted(path for path in CONSOLE.rglob("*") if path.is_file())
CONFIG = Path(__file__).parent / "tsconfig.json"


def test_the_types_are_right(project: Project) -> None:
    project.run("tsc", "-p", str(CONFIG))


def test_the_types_would_not_be_right_with_a_mistake(project: Project) -> None:
    (project.folder / "wrong.js").write_text(f"import {{ h }} from {json.dumps(str(CONSOLE / 'dom.js'))}\nh('dvi')\n")
    config = {"extends": str(CONFIG), "include": ["wrong.js"]}
    (project.folder / "tsconfig.json").write_text(json.dumps(config))
    with pytest.raises(AssertionError, match="dvi"):
        project.run("tsc", "-p", "tsconfig.json")


def test_all_script_is_less_than_250_kb_compressed() -> None:
    assert SCRIPTS
    assert sum(len(gzip.compress(path.read_bytes())) for path in SCRIPTS) < 250_000


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONSOLE)))
def test_no_file_is_crowded(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(CONSOLE)))
def test_html_is_read_nowhere_but_where_a_mail_is_shown(path: Path) -> None:
    readers = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|setHTML"
    text = path.read_text(encoding="utf-8")
    assert re.findall(readers, text) == []
    assert ("srcdoc" in text) == (path.name == "outbox.js")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CONSOLE)))
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    named = re.findall(r"https?://[^\s'\"`)<]+", path.read_text(encoding="utf-8"))
    # The name of a vocabulary is no address, and nobody asks for it.
    assert [each for each in named if each != "http://www.w3.org/2000/svg"] == []


def test_each_file_is_served_with_its_type_and_a_second_time_not_at_all(http: httpx.Client) -> None:
    types = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    for path in FILES:
        name = path.relative_to(CONSOLE).as_posix()
        answer = http.get(f"/_mock/ui/{name}")
        assert answer.status_code == 200, name
        assert answer.headers["content-type"].split(";")[0] == types[path.suffix], name
        assert answer.content == path.read_bytes(), name
        again = http.get(f"/_mock/ui/{name}", headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), name


def test_the_page_begins_at_the_folder_and_other_names_lead_there(http: httpx.Client) -> None:
    assert "<title>genauth-mock</title>" in http.get("/_mock/ui/").text
    for path in ("/", "/_mock/ui"):
        assert http.get(path).headers["location"] == "/_mock/ui/"


@pytest.mark.parametrize(
    "path", ["nothing.js", "../app.py", "..%2fapp.py", "%2e%2e/app.py", "pages", "/etc/passwd", "a" * 5000]
)
def test_what_is_no_file_of_the_console_is_404(http: httpx.Client, path: str) -> None:
    answer = http.get(httpx.URL(f"{http.base_url}/_mock/ui/").copy_with(raw_path=f"/_mock/ui/{path}".encode()))
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
