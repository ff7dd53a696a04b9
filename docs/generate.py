"""Writes the files that are made from the code: SUPPORTED.md, docs/errors.md, docs/settings.md, what calls refuse, the
seed files' schema, and parts of the clients.

`python docs/generate.py` writes them; with `--check` it only says which are stale, and fails if any is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import javascript_client
import orjson
import python_client
import refusals
import sdk_steps
from genauth_mock import errors
from genauth_mock.app import FACES
from genauth_mock.documents.pool_document import PoolDocument
from genauth_mock.routes.edge import operations
from genauth_mock.routes.edge.face import Faces
from genauth_mock.settings import table, variable

_ROOT = Path(__file__).parent.parent
_NOTE = "<!-- Made by `make generate`; do not edit by hand. -->\n\n"


def files() -> dict[str, str]:
    """Every generated file's path in the repository, and its text."""
    return {
        "SUPPORTED.md": _supported(),
        "docs/errors.md": _errors(),
        "docs/settings.md": _settings(),
        "fixtures/documented/refusals.json": _json(refusals.of_routes()),
        "fixtures/pools/schema.json": _json(_schema()),
        **javascript_client.files(_ROOT),
        **python_client.files(),
    }


def _supported() -> str:
    return "".join(_supported_lines(Faces(FACES).built()))


def _supported_lines(built: frozenset[tuple[str, str]]) -> Iterator[str]:
    yield "# What is built\n\n" + _NOTE
    yield "What is not built answers HTTP 501 and says so, never a plausible success. A running server tells the same\n"
    yield "at `/_mock/coverage`, and the console on its page Coverage.\n\n"
    yield from _by_sdk(built)
    yield from _by_function(built)
    yield "\n## By face\n\nEvery operation of GenAuth that is known. A face is a protocol that clients speak.\n\n"
    yield "| face | built | known |\n| --- | ---: | ---: |\n"
    for face in operations.FACES:
        known = [each for each in operations.operations() if each.face == face]
        yield f"| {face} | {sum(each.route in built for each in known)} | {len(known)} |\n"
    for face in operations.FACES:
        yield f"\n## {face}\n\n| operation | request | built | known from |\n| --- | --- | :---: | --- |\n"
        for each in operations.operations():
            if each.face == face:
                mark = "✅" if each.route in built else "501"
                yield f"| {each.operation} | `{each.method} {each.path}` | {mark} | {', '.join(each.documented)} |\n"


def _by_sdk(built: frozenset[tuple[str, str]]) -> Iterator[str]:
    """What each SDK sends, and how much of it is built; first what an app needs."""
    yield "## By SDK\n\nOperations that an app sends for its users, and those that a back end sends to manage a user "
    yield "pool.\n\n"
    yield "| SDK | for an app: built | known | for management: built | known |\n| --- | ---: | ---: | ---: | ---: |\n"
    shares = [
        (sdk, *(operations.share_of(sdk, built, management=which) for which in (False, True)))
        for sdk in operations.SDKS
    ]
    for sdk, app, management in shares:
        of_management = f"{management.built} | {management.known}" if management.known else "– | –"
        yield f"| {sdk.title} | {app.built} | {app.known} | {of_management} |\n"
    yield "\nWhat an app may send that is not built:\n"
    for sdk, app, _ in shares:
        yield f"\n- **{sdk.title}**: {', '.join(f'`{name}`' for name in app.missing) or 'nothing'}\n"


def _by_function(built: frozenset[tuple[str, str]]) -> Iterator[str]:
    """Each function of the mobile SDKs that asks the server for something, and the test that takes it."""
    yield "\n## Mobile SDKs, function by function\n\nThe tests send what the SDK sends, header by header, and read the "
    yield "answer as it does, up to the object that its\ncallback gets (`tests/sdk/mobile/`).\n"
    for sdk in operations.SDKS:
        rows = [(each, _proof(each, built)) for each in sdk_steps.of_sdk(sdk)]
        if rows:
            count = sum(proof not in ("501", "—") for _, proof in rows)
            yield f"\n### {sdk.title}: {count} of {len(rows)}\n\n| function | request | test |\n| --- | --- | --- |\n"
        for each, proof in rows:
            yield f"| {each.function} | `{each.operation.method} {each.operation.path}` | {proof} |\n"


def _proof(step: sdk_steps.Step, built: frozenset[tuple[str, str]]) -> str:
    """The sentence that a function's test proves; what is not built is not proved by a test that it says so."""
    if step.operation.route not in built:
        return "501"
    return (step.test or "—").removeprefix("test_").replace("_", " ")


def _errors() -> str:
    rows = sorted(errors.CATALOGUE.values(), key=lambda each: (each.code, each.name))
    lines = (
        f"| {each.code} | {each.name} | {_cell(each.zh)} | {_cell(each.en)} | {each.status} | {each.source} "
        f"| {_by_face(each)} |\n"
        for each in rows
    )
    return (
        "# Errors\n\n"
        + _NOTE
        + "REST v2 answers HTTP 200 with `code` and `message`. Texts come from the vendor's page (`page`), a recorded\n"
        "answer (`recorded`), the documentation (`docs`), a client's source (`client`), or nowhere (`guess`).\n"
        "API v3 is told `statusCode`, and the number as `apiCode` where it is 1000 or more. The last column is what a\n"
        "face says otherwise.\n\n"
        "| code | name | Chinese | English | v3 `statusCode` | source | by face |\n"
        "| ---: | --- | --- | --- | ---: | --- | --- |\n"
    ) + "".join((*lines, *_refused_by_calls()))


def _refused_by_calls() -> Iterator[str]:
    yield "\n## What a call refuses\n\n"
    yield "Read from the mock's source, so that more may be listed than can happen. What OAuth sends back to the\n"
    yield "application's redirect URI, and what a form of the login page shows, is not among it. Errors of OAuth go\n"
    yield "by their name, all others by their number, which OpenID Connect tells as `invalid_grant` or\n"
    yield "`invalid_request`.\n\n"
    yield "| call | refuses |\n| --- | --- |\n"
    for face, calls in refusals.of_routes().items():
        for call, names in calls.items():
            title = f"every call of {face}" if call == refusals.EVERY_CALL else f"`{call}`"
            entries = (errors.CATALOGUE[name] for name in names)
            told = dict.fromkeys(each.oauth or str(each.in_face("v2").code) for each in entries)
            yield f"| {title} | {', '.join(told) or 'nothing else'} |\n"


def _by_face(entry: errors.Entry) -> str:
    """What the faces say otherwise: number, Chinese words and where they are from."""
    found = []
    for face, said in entry.by_face.items():
        words = [str(said.code)] if said.code != entry.code else []
        words += [_cell(said.zh)] if said.zh != entry.zh else []
        if words:
            found.append(f"{face}: {' '.join(words)} ({said.source})")
    return "; ".join(found)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _settings() -> str:
    lines = [
        "# Settings of `genauth-mock serve`\n\n",
        _NOTE,
        "| option | variable | default | what it does |\n| --- | --- | --- | --- |\n",
    ]
    for each in table():
        is_demo = each.default is True
        option = "--no-demo" if is_demo else "--" + each.name.replace("_", "-")
        default = "" if each.default in (None, (), False) or is_demo else f"`{each.default}`"
        name = f"{variable('no_demo')}=1" if is_demo else variable(each.name)
        takes = f" {each.metadata['takes']}" if each.metadata["takes"] else ""
        cell = _cell(f"`{option}{takes}`")
        lines.append(f"| {cell} | `{name}` | {default} | {_cell(each.metadata['help'])} |\n")
    return "".join(lines)


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n"


def _schema() -> dict[str, object]:
    one = PoolDocument.model_json_schema(by_alias=True)
    definitions = one.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "genauth-mock seed file",
        "anyOf": [
            {"$ref": "#/$defs/PoolDocument"},
            {
                "type": "object",
                "properties": {"pools": {"type": "array", "items": {"$ref": "#/$defs/PoolDocument"}}},
                "required": ["pools"],
                "additionalProperties": False,
            },
        ],
        "$defs": {**definitions, "PoolDocument": one},
    }


def main(arguments: list[str]) -> int:
    """Writes the files, or with `--check` says which are stale; the exit status."""
    stale = [path for path, text in files().items() if _on_disk(_ROOT / path) != text]
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path} is stale: run `make generate` and commit it\n")
        return 1 if stale else 0
    for path in stale:
        (_ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (_ROOT / path).write_text(files()[path], encoding="utf-8")
        sys.stdout.write(f"wrote {path}\n")
    return 0


def _on_disk(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
