"""What a face is: one protocol over the same rules. `app.FACES` lists them; what treats all faces alike reads it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from starlette.requests import Request
from starlette.responses import Response

from genauth_mock.errors import Refused
from genauth_mock.routes.edge import operations
from genauth_mock.routes.edge.operations import Operation
from genauth_mock.routes.edge.routing import Route
from genauth_mock.steering.faults import Forced

FACE = "genauth_mock.face"


def _nothing(_path: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Face:
    """One protocol.

    `name` is as in `fixtures/documented`, `title` is for readers. `prefixes` begin its paths; one without a slash at
    its end is a whole path too. `topic` says which module of `package` holds a path; its first request imports it.
    `refuse` prints a refusal, a fault of the mock itself included, `force` what a fault has it answer. `code` is what
    an answer says of its success, as the journal shows it. `operation` finds what a request means where its path does
    not say it; `absent` says why a request that no route takes is refused, given the methods that its path takes.
    `routes` gives those of a module where they are not its `router`'s, `answers` what is built where no path says it.
    `is_page` tells paths of pages that a person sees; `is_noted` is whether the journal notes what is asked.
    """

    name: str
    title: str
    package: str
    prefixes: tuple[str, ...]
    topic: Callable[[str], str | None]
    refuse: Callable[[Request, Refused], Response]
    force: Callable[[Request, Forced], Awaitable[Response]]
    code: Callable[[bytes], str | None]
    operation: Callable[[str, str, bytes], Operation | None] | None = None
    absent: Callable[[str, str, Sequence[str], Operation | None], Refused] = operations.absent
    routes: Callable[[str], Iterable[Route]] | None = None
    answers: Callable[[], frozenset[tuple[str, str]]] | None = None
    is_page: Callable[[str], bool] = _nothing
    is_noted: bool = True

    def operation_of(self, method: str, path: str, body: bytes = b"") -> Operation | None:
        """The documented operation that a request means: by its path, unless the face knows better."""
        if self.operation is not None:
            return self.operation(method, path, body)
        return operations.find(self.name, method, path)

    def has(self, topic: str) -> bool:
        """Whether there is such a module."""
        return topic in _modules_of(self.package)

    def routes_of(self, topic: str) -> tuple[Route, ...]:
        """The routes of a topic, whose module is imported; none where there is no such module."""
        if not self.has(topic):
            return ()
        return tuple((self.routes or _of_module)(f"{self.package}.{topic}"))

    def built(self) -> frozenset[tuple[str, str]]:
        """Which operations are built, as `Operation.route` names them."""
        if self.answers is not None:
            return self.answers()
        routes = (route for topic in self.topics() for route in self.routes_of(topic))
        return frozenset((each.method, operations.without_names(each.path)) for each in routes)

    def topics(self) -> tuple[str, ...]:
        """All topics that there are: the modules that have routes."""
        return tuple(topic for topic in _modules_of(self.package) if self.routes_of(topic))


def _of_module(name: str) -> Iterable[Route]:
    router = getattr(import_module(name), "router", None)
    return router.routes if router is not None else ()


@cache
def _modules_of(package: str) -> tuple[str, ...]:
    return tuple(sorted(each.name for each in iter_modules(import_module(package).__path__)))


class Faces:
    """All faces of a server. The last takes what begins as none of the others'."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        self.all = faces
        self._last = faces[-1]
        self._whole = {prefix.rstrip("/") or "/": face for face in faces for prefix in face.prefixes}
        self._below = tuple((f"{prefix}/", face) for prefix, face in self._whole.items() if prefix != "/")

    def of(self, path: str) -> Face:
        """The face that a path is one of."""
        for prefix, face in self._below:
            if path.startswith(prefix):
                return face
        return self._whole.get(path, self._last)

    def built(self) -> frozenset[tuple[str, str]]:
        """What is built, as `Operation.route` names it; all topics are imported for that."""
        return frozenset(route for face in self.all for route in face.built())

    def routes(self) -> tuple[Route, ...]:
        """Every route of every face; all topics are imported for that."""
        return tuple(route for face in self.all for topic in face.topics() for route in face.routes_of(topic))
