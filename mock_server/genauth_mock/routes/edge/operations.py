"""Every operation of GenAuth that is known, and why a request is refused that no route takes.

They are data: `fixtures/documented/<face>.json` has those of a face, and is read when it is first asked for.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import orjson

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.kit.shipped import FIXTURES

# The faces that have documented operations, the oldest first.
FACES = ("v2", "graphql", "v3", "oidc")
_GRAPHQL = "graphql"
# No operation's path is as long, whatever its parameters are.
_LONGEST_PATH = 4096
_LONGEST_COMPARED = 200
_COMPARED_IN_FULL = 12
_PARAMETER = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True)
class Sdk:
    """A client library. `sources` is how the operations that it sends name it in `documented`."""

    sdk: str
    title: str
    sources: tuple[str, ...]


SDKS = (
    Sdk("ios", "iOS (Guard)", ("iOS SDK",)),
    Sdk("android", "Android (Guard)", ("Android SDK",)),
    Sdk("flutter", "Flutter (authing_sdk)", ("Flutter SDK",)),
    Sdk("flutter-v3", "Flutter (authing_sdk_v3)", ("Flutter SDK v3",)),
    Sdk("guard", "Guard for web (@authing/guard)", ("@authing/guard",)),
    Sdk("web", "Browser (@authing/web)", ("@authing/web",)),
    Sdk("sso", "Browser (@authing/sso)", ("@authing/sso",)),
    Sdk("js", "JavaScript (authing-js-sdk 4)", ("authing-js-sdk 4",)),
    Sdk("node", "Node.js (genauth-node-sdk, authing-node-sdk)", ("genauth-node-sdk", "authing-node-sdk")),
    Sdk("python-4", "Python (authing 4)", ("authing (Python) 4",)),
    Sdk("python-5", "Python (genauth 5, authing 5)", ("genauth (Python) 5", "authing (Python) 5")),
)


@dataclass(frozen=True, slots=True)
class Operation:
    """A documented operation. `documented` says where one can read of it or which SDK sends it; `management` is whether
    only management clients send it, with the credentials of a user pool, and no app for its users. `section` is where
    the SDK's own list has it, None where the path says that.
    """

    face: str
    operation: str
    method: str
    path: str
    documented: tuple[str, ...]
    management: bool = False
    section: str | None = None

    @property
    def sdks(self) -> tuple[str, ...]:
        """The SDKs that send it, by the names of `SDKS`."""
        sources = {each.partition(": ")[0] for each in self.documented}
        return tuple(each.sdk for each in SDKS if sources.intersection(each.sources))

    @property
    def route(self) -> tuple[str, str]:
        """Method and path, whatever the path's parameters are called. GraphQL's have one path, and the root field."""
        return self.method, without_names(self.path) + (f"#{self.operation}" if self.face == _GRAPHQL else "")

    @property
    def names(self) -> frozenset[str]:
        """What GenAuth and its SDKs call it."""
        return frozenset((self.operation, *(each.partition(": ")[2] for each in self.documented)))


@cache
def names() -> dict[str, tuple[str, ...]]:
    """The operations that are meant by each name: GenAuth's own, or that of an SDK's function."""
    own = {each.operation: (each.operation,) for each in operations()}
    others: dict[str, tuple[str, ...]] = {}
    for each in operations():
        for name in each.names - own.keys():
            others[name] = (*others.get(name, ()), each.operation)
    return own | others


@dataclass(frozen=True, slots=True)
class Share:
    """What one SDK sends, for an app's users or for management: how many operations, how many are built, which not."""

    known: int
    built: int
    missing: tuple[str, ...]


def share_of(sdk: Sdk, built: Container[tuple[str, str]], *, management: bool) -> Share:
    """How much of what an SDK sends is built; `built` holds the routes there are, as `Operation.route` names them."""
    sent = [each for each in operations() if sdk.sdk in each.sdks and each.management == management]
    missing = tuple(dict.fromkeys(each.operation for each in sent if each.route not in built))
    return Share(len(sent), sum(each.route in built for each in sent), missing)


def without_names(path: str) -> str:
    """A path in which all parameters have the same name."""
    return _PARAMETER.sub("{}", path)


@cache
def operations() -> tuple[Operation, ...]:
    """All known operations, by face in the order of `FACES`."""
    return tuple(each for face in FACES for each in of_face(face))


@cache
def of_face(face: str) -> tuple[Operation, ...]:
    """The known operations of a face; none for one that has none documented."""
    return tuple(_read(face)) if face in FACES else ()


def _read(face: str) -> Iterator[Operation]:
    for each in orjson.loads((FIXTURES / "documented" / f"{face}.json").read_bytes())["operations"]:
        yield Operation(
            face,
            each["operation"],
            each["method"],
            each["path"],
            tuple(each["documented"]),
            each.get("management", False),
            each.get("section"),
        )


@cache
def sections(face: str) -> dict[str, str | None]:
    """The section of each path of a face."""
    return {each.path: each.section for each in of_face(face)}


@cache
def by_name(face: str) -> dict[str, Operation]:
    """The operations of a face by their names."""
    return {each.operation: each for each in of_face(face)}


@cache
def _by_path(face: str) -> dict[tuple[str, str], Operation]:
    """The operations of a face whose paths have no parameters, by method and path."""
    return {(each.method, each.path): each for each in reversed(of_face(face)) if "{" not in each.path}


@cache
def _patterns(face: str) -> dict[tuple[str, int], tuple[tuple[re.Pattern[str], Operation], ...]]:
    """The operations of a face whose paths have parameters, by method and number of segments."""
    found: dict[tuple[str, int], tuple[tuple[re.Pattern[str], Operation], ...]] = {}
    for each in sorted(of_face(face), key=lambda each: each.path.count("{")):
        if "{" in each.path:
            pattern = re.compile("[^/]+".join(re.escape(part) for part in _PARAMETER.split(each.path)))
            key = each.method, each.path.count("/")
            found[key] = (*found.get(key, ()), (pattern, each))
    return found


def find(face: str, method: str, path: str) -> Operation | None:
    """The operation of a face that a request means by its path."""
    if len(path) > _LONGEST_PATH:
        return None
    wanted = "GET" if method == "HEAD" else method
    found = _by_path(face).get((wanted, path))
    if found is None:
        patterns = _patterns(face).get((wanted, path.count("/")), ())
        found = next((each for pattern, each in patterns if pattern.fullmatch(path)), None)
    return found


def absent(method: str, path: str, others: Sequence[str], operation: Operation | None) -> Refused:
    """Why a request that no route takes is refused: 501 for a known operation, 405, or 404 with the nearest one.

    `others` are the methods with which a route takes this path.
    """
    if operation is not None:
        return Refused(errors.NOT_IMPLEMENTED, operation=operation.operation, method=method, path=path)
    if others:
        return Refused(errors.METHOD_NOT_ALLOWED)
    shown = path[:_LONGEST_COMPARED]
    return Refused(errors.NOT_FOUND, method=method, path=shown, nearest=nearest(method, shown))


# By these a request is refused that no route takes: each face says so by `code` and `message`, beside its own form.
UNROUTED = (errors.NOT_FOUND, errors.METHOD_NOT_ALLOWED, errors.NOT_IMPLEMENTED)


def nearest(method: str, path: str) -> str:
    """The known operation that is most like a request, as `METHOD /path`: it begins with the same segments, and of
    those that do, it has the most letters in common.
    """
    wanted = path.split("/")
    same = [_same_segments(segments, wanted) for segments, _ in _compared()]
    most = max(same)
    near = [n for n, count in enumerate(same) if count == most]
    if len(near) > _COMPARED_IN_FULL:
        # Comparing in full takes fifty times as long.
        triples = _triples(path)
        near.sort(key=lambda n: -_share(triples, _compared()[n][1]))
    compared = SequenceMatcher(None, "", path)

    def likeness(n: int) -> float:
        each = operations()[n]
        compared.set_seq1(each.path)
        return compared.ratio() + (0.05 if each.method == method else 0)

    best = operations()[max(near[:_COMPARED_IN_FULL], key=likeness)]
    return f"{best.method} {best.path}"


@cache
def _compared() -> tuple[tuple[list[str], frozenset[str]], ...]:
    """Of each known operation the path's segments, and what stands in it three letters at a time."""
    return tuple((each.path.split("/"), _triples(each.path)) for each in operations())


def _triples(path: str) -> frozenset[str]:
    return frozenset(path[n : n + 3] for n in range(len(path) - 2))


def _share(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """How much of two paths is common to both, up to 1: a long one has something in common with everything."""
    return 2 * len(ours & theirs) / (len(ours) + len(theirs) or 1)


def _same_segments(ours: list[str], theirs: list[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
