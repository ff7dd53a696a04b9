"""Projects whose own folders and modules have the names of this one's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.test_plugin import pytest_run

USES_ITS_OWN = """
import mock_server

def test_it(genauth):
    assert mock_server.mine == 1
    assert genauth.users.list() == []
"""


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


@pytest.mark.parametrize("own", ["mock_server/__init__.py", "mock_server.py", "src/mock_server/__init__.py"])
def test_a_package_mock_server_of_the_projects_own_is_the_projects(tmp_path: Path, own: str) -> None:
    write(tmp_path, own, "mine = 1\n")
    write(tmp_path, "pytest.ini", "[pytest]\npythonpath = src .\n")
    ended = pytest_run(tmp_path, USES_ITS_OWN)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_a_folder_mock_server_without_python_harms_nobody(tmp_path: Path) -> None:
    write(tmp_path, "mock_server/index.js", "")
    ended = pytest_run(tmp_path, "def test_it(genauth):\n    assert genauth.app_id\n")
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


@pytest.mark.parametrize("mode", ["prepend", "importlib", "append"])
def test_a_helper_of_that_name_beside_the_tests_is_not_hidden(tmp_path: Path, mode: str) -> None:
    write(tmp_path, "tests/mock_server.py", "mine = 1\n")
    write(tmp_path, "tests/test_helper.py", USES_ITS_OWN)
    write(tmp_path, "pytest.ini", "[pytest]\npythonpath = tests\n")
    text = "def test_it(genauth):\n    assert genauth.app_id\n"
    ended = pytest_run(tmp_path, text, f"--import-mode={mode}")
    assert "2 passed" in ended.stdout, ended.stdout + ended.stderr


def test_modules_named_like_the_standard_librarys_do_not_stop_a_shared_server(tmp_path: Path) -> None:
    # The server's process does not look into the folder of the tests.
    write(tmp_path, "secrets.py", "raise ImportError('mine')\n")
    write(tmp_path, "genauth_mock_data/__init__.py", "")
    text = "def test_it(genauth):\n    assert genauth.app_id\n"
    ended = pytest_run(tmp_path, text, "-n", "1", "--genauth-shared", "-p", "no:hypothesispytest")
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr
