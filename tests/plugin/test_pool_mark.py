"""The mark `genauth_pool`: what the pool of a test is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugin.test_plugin import pytest_run

SHOP = """
name: shop
settings: {verificationCode: {fixed: "4711"}}
applications: [{name: web, redirectUris: ["http://localhost:3000/callback"]}]
users:
  - {username: ann, password: s3cret!}
"""
FIXED = """
import time

import pytest

pytestmark = pytest.mark.genauth_pool({"userPoolId": "my-pool", "appId": "my-app", "users": [{"username": "ann"}]})


@pytest.mark.parametrize("n", range(4))
def test_it(genauth, n):
    assert (genauth.user_pool_id, genauth.app_id) == ("my-pool", "my-app")
    genauth.users.create(username=f"bob{n}")
    time.sleep(0.3)
    assert {each["username"] for each in genauth.users.list()} == {"ann", f"bob{n}"}
"""


def test_a_document_holds_on_functions_classes_and_modules_and_the_closest_counts(
    tmp_path: Path, server_url: str
) -> None:
    text = """
import pytest

pytestmark = pytest.mark.genauth_pool({"name": "of the module"})

def test_module(genauth):
    assert genauth.name == "of the module"

@pytest.mark.genauth_pool({"name": "of the class", "users": [{"username": "ann"}]})
class TestClass:
    def test_class(self, genauth):
        assert genauth.name == "of the class"
        assert [each["username"] for each in genauth.users.list()] == ["ann"]

    @pytest.mark.genauth_pool({"customFields": [{"key": "a_b"}], "users": [{"customData": {"a_b": "x"}}]})
    def test_function(self, genauth):
        assert genauth.name == "test_function"
        assert [each["customData"] for each in genauth.users.list()] == [{"a_b": "x"}]

    @pytest.mark.parametrize("anyio_backend", ["asyncio"])
    @pytest.mark.anyio
    async def test_awaited(self, genauth_async, anyio_backend):
        assert len(await genauth_async.users.list()) == 1
        await genauth_async.users.create(username="later")
        await genauth_async.reset()
        assert len(await genauth_async.users.list()) == 1
"""
    ended = pytest_run(tmp_path, text, "--strict-markers", GENAUTH_MOCK_URL=server_url)
    assert "4 passed" in ended.stdout, ended.stdout + ended.stderr


@pytest.mark.parametrize("place", [".", "tests/shop"])
def test_a_file_is_looked_for_beside_the_test_and_then_in_the_root(tmp_path: Path, place: str, server_url: str) -> None:
    folder = tmp_path / "tests" / "shop"
    folder.mkdir(parents=True)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / place / "shop.yaml").write_text(SHOP)
    (folder / "test_shop.py").write_text("""
import pytest

@pytest.mark.genauth_pool("shop.yaml")
def test_it(genauth):
    assert genauth.name == "shop"
    assert [each["username"] for each in genauth.users.list()] == ["ann"]
    assert genauth.settings()["verificationCode"]["fixed"] == "4711"
""")
    ended = pytest_run(tmp_path, "", str(folder), GENAUTH_MOCK_URL=server_url)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


def test_a_file_may_be_json_and_a_path(tmp_path: Path, server_url: str) -> None:
    (tmp_path / "shop.json").write_text('{\n\t"name": "shop",\n\t"users": [{"username": "ann"}]\n}\n')
    text = """
from pathlib import Path

import pytest

@pytest.mark.genauth_pool(Path(__file__).with_name("shop.json"))
def test_it(genauth):
    assert len(genauth.users.list()) == 1
"""
    ended = pytest_run(tmp_path, text, GENAUTH_MOCK_URL=server_url)
    assert "1 passed" in ended.stdout, ended.stdout + ended.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"usres": []}', "the mark genauth_pool: usres: unknown field; did you mean 'users'?"),
        ('"shop.yml"', "the mark genauth_pool names 'shop.yml', a file that is not in"),
        ('"wrong.yaml"', "wrong.yaml: line 2: users[0].usrname: unknown field; did you mean 'username'?"),
        ('"broken.yaml"', "broken.yaml: the body is not valid YAML"),
        ("", "the mark genauth_pool takes one thing"),
        ("users=[]", "the mark genauth_pool takes one thing"),
    ],
)
def test_what_is_wrong_with_it_is_said_in_a_line(tmp_path: Path, given: str, said: str, server_url: str) -> None:
    (tmp_path / "wrong.yaml").write_text("users:\n  - usrname: ann\n")
    (tmp_path / "broken.yaml").write_text("users: [\n")
    text = f"import pytest\n\n@pytest.mark.genauth_pool({given})\ndef test_it(genauth):\n    pass\n"
    ended = pytest_run(tmp_path, text, GENAUTH_MOCK_URL=server_url)
    assert "1 error" in ended.stdout and said in ended.stdout, ended.stdout
    assert "pytest_pool.py" not in ended.stdout, "of the plugin's own code nobody is shown anything"


@pytest.mark.parametrize(
    "arguments", [(), ("-n", "2"), ("-n", "2", "--genauth-shared")], ids=["one", "two", "two who share"]
)
def test_fixed_ids_are_good_for_many_tests_and_workers(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = pytest_run(tmp_path, FIXED, *arguments)
    assert "4 passed" in ended.stdout, ended.stdout + ended.stderr


@pytest.mark.parametrize("taken", ["userPoolId", "appId"])
def test_an_id_that_somebody_else_has_is_said_with_what_to_do(tmp_path: Path, server_url: str, taken: str) -> None:
    text = f"""
import pytest

@pytest.fixture
def other(genauth_server):
    other = genauth_server.create_pool({{"{taken}": "theirs-{taken}"}})
    yield
    other.delete()

@pytest.mark.genauth_pool({{"{taken}": "theirs-{taken}"}})
def test_it(other, genauth):
    pass
"""
    ended = pytest_run(tmp_path, text, "--genauth-url", server_url)
    assert "1 error" in ended.stdout, ended.stdout
    assert f"An id that the document fixes is in use at {server_url}" in ended.stdout
    assert "Leave userPoolId and appId out" in ended.stdout
