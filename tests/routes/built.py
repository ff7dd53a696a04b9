"""What is built, as the server itself sees it."""

from __future__ import annotations

from genauth_mock.app import FACES
from genauth_mock.routes.edge.face import Faces

ALL = Faces(FACES)
ROUTES = ALL.routes()
CALLS = [(route.method, route.path) for route in ROUTES]
