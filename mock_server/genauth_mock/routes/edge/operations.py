"""Every operation of GenAuth that is known, and what answers where this mock has not built one, or knows none."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

import orjson

from genauth_mock import errors
from genauth_mock.errors import Refused
from genauth_mock.kit.shipped import FIXTURES

FACES = ("v2", "graphql", "v3", "oidc")
GRAPHQL = "/graphql/v2"
_GRAPHQL_NAME = re.compile(rb"\b(?:query|mutation)\s+(\w+)")
# No operation's path is as long, whatever its parameters are.
_LONGEST_PATH = 4096
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
    only management clients send it, with the credentials of a user pool, and no app for its users.
    """

    face: str
    operation: str
    method: str
    path: str
    documented: tuple[str, ...]
    management: bool = False

    @property
    def sdks(self) -> tuple[str, ...]:
        """The SDKs that send it, by the names of `SDKS`."""
        sources = {each.partition(": ")[0] for each in self.documented}
        return tuple(each.sdk for each in SDKS if sources.intersection(each.sources))

    @property
    def route(self) -> tuple[str, str]:
        """Method and path, whatever the path's parameters are called."""
        return self.method, without_names(self.path)

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
    return tuple(_read())


def _read() -> Iterator[Operation]:
    for face in FACES:
        data = orjson.loads((FIXTURES / "documented" / f"{face}.json").read_bytes())
        for each in data["operations"]:
            yield Operation(
                face,
                each["operation"],
                each["method"],
                each["path"],
                tuple(each["documented"]),
                each.get("management", False),
            )


@cache
def _by_path() -> dict[tuple[str, str], Operation]:
    """The operations whose paths have no parameters, by method and path; GraphQL's by their names."""
    return {
        (each.operation if each.path == GRAPHQL else each.method, each.path): each
        for each in reversed(operations())
        if "{" not in each.path
    }


@cache
def _patterns() -> dict[tuple[str, int], tuple[tuple[re.Pattern[str], Operation], ...]]:
    """The operations whose paths have parameters, by method and number of segments."""
    found: dict[tuple[str, int], tuple[tuple[re.Pattern[str], Operation], ...]] = {}
    for each in sorted(operations(), key=lambda each: each.path.count("{")):
        if "{" in each.path:
            pattern = re.compile("[^/]+".join(re.escape(part) for part in _PARAMETER.split(each.path)))
            key = each.method, each.path.count("/")
            found[key] = (*found.get(key, ()), (pattern, each))
    return found


def known(method: str, path: str, body: bytes = b"") -> Operation | None:
    """The operation that a request means. All of GraphQL's have one path: there the query in the body names it."""
    if len(path) > _LONGEST_PATH:
        return None
    wanted = "GET" if method == "HEAD" else method
    if path == GRAPHQL:
        named = {name.decode() for name in _GRAPHQL_NAME.findall(body)}
        return next((found for name in sorted(named) if (found := _by_path().get((name, path)))), None)
    found = _by_path().get((wanted, path))
    if found is None:
        patterns = _patterns().get((wanted, path.count("/")), ())
        found = next((each for pattern, each in patterns if pattern.fullmatch(path)), None)
    return found


def nearest(method: str, path: str) -> str:
    """The known operation that is most like a request, as `METHOD /path`."""
    wanted = path.split("/")
    compared = SequenceMatcher(None, "", path)
    best, most = operations()[0], -1.0
    for each in operations():
        same = 0
        for ours, theirs in zip(each.path.split("/"), wanted, strict=False):
            if ours != theirs:
                break
            same += 1
        likeness = same + (0.05 if each.method == method else 0)
        compared.set_seq1(each.path)
        # What is quickly known to be less like it is not compared in full, which takes fifty times as long.
        if likeness + compared.real_quick_ratio() <= most or likeness + compared.quick_ratio() <= most:
            continue
        likeness += compared.ratio()
        if likeness > most:
            best, most = each, likeness
    return f"{best.method} {best.path}"


def absent(method: str, path: str, *, takes_others: bool, body: bytes = b"") -> Refused:
    """Why a request that no route takes is refused: 501 for a known operation, 405, or 404 with the nearest one.

    `takes_others` is whether a route takes this path with another method.
    """
    operation = known(method, path, body)
    if operation or path == GRAPHQL:
        name = operation.operation if operation else "GraphQL"
        return Refused(errors.NOT_IMPLEMENTED, operation=name, method=method, path=path)
    if takes_others:
        return Refused(errors.METHOD_NOT_ALLOWED)
    return Refused(errors.NOT_FOUND, method=method, path=path[:200], nearest=nearest(method, path[:200]))
