"""The application: the one list of faces, and what a server is made of."""

from __future__ import annotations

from genauth_mock.context import Mock
from genauth_mock.kit.ids import Ids
from genauth_mock.kit.passwords import TransportKey
from genauth_mock.routes import control, graphql, oidc, v2, v3
from genauth_mock.routes.edge import journal
from genauth_mock.routes.edge.deliveries import Deliveries
from genauth_mock.routes.edge.dispatcher import Dispatcher
from genauth_mock.routes.edge.face import Face, Faces
from genauth_mock.routes.edge.sweeper import Sweeper
from genauth_mock.settings import Settings
from genauth_mock.steering.pools import demo, seed_pools
from genauth_mock.steering.pools.seed_pools import SeedFile
from genauth_mock.steering.pools.seed_watch import SeedWatch
from genauth_mock.store.database import open_database, rows_ever, transaction
from genauth_mock.store.notes import Journal

# All faces. REST v2, the oldest, takes what begins as no other's.
FACES: tuple[Face, ...] = (control.FACE, oidc.FACE, graphql.FACE, v3.FACE, v2.FACE)


def create_mock(settings: Settings) -> Mock:
    """Opens the database and keys of a server.

    Raises passwords.KeyFileError, sqlalchemy's errors.
    """
    key = TransportKey.from_file(settings.key_file) if settings.key_file else None
    engine = open_database(settings.database)
    with transaction(engine) as db:
        return Mock(
            settings,
            engine,
            Ids(settings.rand_seed, rows_ever(db)),
            Journal(journal.describer(Faces(FACES), secrets=settings.journal_secrets)),
            key,
        )


def plant(mock: Mock) -> SeedWatch:
    """Makes the pools of the seeds and the demo pool, unless told not to; what comes back sees the seeds change.

    Raises steering.pools.seed_files.BadSeedFile, sqlalchemy's errors.
    """
    with transaction(mock.engine) as db:
        files: list[SeedFile] = []
        for path in mock.settings.seed:
            files.append(seed_pools.plant(db, mock, path, files))
        if mock.settings.demo:
            demo.plant(db, mock)
    return SeedWatch(mock, tuple(files))


def create_app(mock: Mock) -> Dispatcher:
    """The ASGI application of a server."""
    app = Dispatcher(mock, FACES)
    app.state.mock = mock
    app.state.is_stopping = lambda: False
    app.state.sweeper = Sweeper(mock, app.state)
    app.state.deliveries = Deliveries(mock, app.state)
    app.state.spoke_tls = app.journal.spoke_tls
    return app
