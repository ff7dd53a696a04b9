"""The house's own rules, where no tool has one for them."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from genauth_mock import errors
from genauth_mock.app import FACES
from genauth_mock.routes.edge import operations

from tests.routes import built as built_things

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "mock_server" / "genauth_mock"
CLIENT = ROOT / "clients" / "python" / "src" / "genauth_mock_client"
CORE_PAGE = [each for each in operations.operations() if any(src.startswith("iOS docs") for src in each.documented)]


def of_the_client() -> Iterator[Path]:
    made = CLIENT / "documents.py"  # a list that is made from the server's
    return (path for path in sorted(CLIENT.glob("*.py")) if path != made)


def modules() -> Iterator[Path]:
    return (path for path in sorted(PACKAGE.rglob("*.py")) if "__pycache__" not in path.parts)


@pytest.mark.parametrize("operation", CORE_PAGE, ids=lambda each: f"{each.operation} {each.path}")
def test_every_function_of_the_core_authentication_page_is_built(operation: operations.Operation) -> None:
    built = built_things.ALL.built()
    assert operation.route in built


def test_every_route_is_a_documented_operation_or_a_part_of_the_login_page() -> None:
    # GraphQL's operations are root fields behind one path.
    known = {(method, path.partition("#")[0]) for method, path in (each.route for each in operations.operations())}
    own = {
        *("/files/{key:path}", "/files/user-contentsqrcode/{user_pool_id}/{random}.png"),
        *("/authz", "/register", "/interaction/oidc/{uuid}/abort"),
        *("/connections/social/{identifier}", "/connections/{protocol}/init"),
        *("/login", "/login/code", "/login/as", "/login/mfa", "/login/first-password", "/login/forgot", "/login/done"),
    }
    strangers = [
        f"{method} {path}"
        for method, path in built_things.CALLS
        if built_things.ALL.of(path).is_noted
        and path not in own
        and (method, operations.without_names(path)) not in known
    ]
    assert strangers == []


def test_a_route_stands_in_the_file_of_its_first_path_segment() -> None:
    misplaced = []
    for path in (PACKAGE / "routes" / "v2").glob("*.py"):
        for route in re.findall(r'@router\.\w+\("(/api/v2/[^"]+)"', path.read_text()):
            segment = route.removeprefix("/api/v2/").split("/")[0].split("-{")[0].split("-")[0]
            stem = re.sub(r"(?<!^)(?=[A-Z])", "_", segment.strip(".")).lower()
            if path.stem.split("_")[0] != stem.split("_")[0]:
                misplaced.append(f"{route} in {path.name}")
    assert misplaced == []


def test_the_contracts_of_faces_are_about_all_of_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {each["name"]: each for each in project["tool"]["importlinter"]["contracts"]}
    packages = sorted(face.package for face in FACES)
    assert sorted(contracts["Faces are strangers to each other"]["modules"]) == packages
    assert sorted(contracts["What all faces share knows none of them"]["forbidden_modules"]) == packages


def test_what_differs_by_face_is_told_by_faces_that_there_are() -> None:
    assert set(get_args(errors.Face)) == set(operations.FACES) == {face.name for face in FACES if face.is_noted}


def test_every_documented_operation_has_a_path_of_its_face() -> None:
    strangers = [each for each in operations.operations() if built_things.ALL.of(each.path).name != each.face]
    assert strangers == []


def test_no_room_is_crowded() -> None:
    crowded = {
        str(path.relative_to(ROOT)): lines
        for path in (*modules(), *of_the_client())
        if (lines := len(path.read_text().splitlines())) > 400
    }
    assert crowded == {}


def test_nobody_calls_a_room_utils() -> None:
    assert [
        path
        for path in (*modules(), *of_the_client())
        if path.stem in {"utils", "helpers", "common", "misc", "manager"}
    ] == []


def test_rules_and_routes_never_commit() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.parent != PACKAGE / "store" and re.search(r"\.(commit|rollback)\(\)", path.read_text())
    ]
    assert found == []


def test_routes_never_await_inside_a_transaction() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (PACKAGE / "routes").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.With) and any(isinstance(inner, ast.Await) for inner in ast.walk(node))
    ]
    assert found == []


def test_an_error_is_worded_in_both_languages_and_holes_match() -> None:
    for entry in errors.CATALOGUE.values():
        for said in (entry, *entry.by_face.values()):
            assert said.zh and said.en, entry.name
            assert set(re.findall(r"{\w+}", said.zh)) == set(re.findall(r"{\w+}", said.en)), entry.name


def test_every_source_of_an_error_is_one_of_five() -> None:
    said = [said for entry in errors.CATALOGUE.values() for said in (entry, *entry.by_face.values())]
    assert {each.source for each in said} <= {"page", "recorded", "docs", "client", "guess"}


def test_an_error_is_called_in_the_code_as_in_the_catalogue() -> None:
    for module in (errors, errors.oauth):
        for name, entry in vars(module).items():
            if isinstance(entry, errors.Entry):
                assert entry.name == ("OAUTH_" if module is errors.oauth else "") + name
    assert {*vars(errors), *(f"OAUTH_{name}" for name in vars(errors.oauth))} >= set(errors.CATALOGUE)


def test_documented_operations_are_listed_once() -> None:
    seen: set[tuple[str, str]] = set()
    for each in operations.operations():
        assert (each.face, each.operation) not in seen, each
        seen.add((each.face, each.operation))
