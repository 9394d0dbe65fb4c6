"""Both databases for every test, the same time and the same randomness each time."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import Phase, settings
from sqlalchemy import Connection

from storage.database.connect import open_store
from storage.database.store import Store
from tests import province
from tests.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.emulators.telegram_api import TelegramApi
from tests.province import Province

DATABASES = ("sqlite", "postgresql")

settings.register_profile("tests", deadline=None)  # how fast the machine is decides about no test
settings.register_profile("unshrunk", settings.get_profile("tests"), phases=set(Phase) - {Phase.shrink, Phase.explain})
"""For `make test-fast`: a failure is shown as it was found; to look for a smaller one may take five minutes."""
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write tests/conversations/*.yaml anew")
    parser.addoption("--sqlite-only", action="store_true", help="leave out every test that needs PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With ``--sqlite-only`` no PostgreSQL server is started: the tests that need one are deselected."""
    if config.getoption("--sqlite-only"):
        config.hook.pytest_deselected(items=[item for item in items if needs_postgresql(item)])
        items[:] = [item for item in items if not needs_postgresql(item)]


def needs_postgresql(item: pytest.Item) -> bool:
    """Whether a test has the parameter "postgresql", as with ``databases``, or asks for ``postgres_databases``."""
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    is_parameter = any(isinstance(value, str) and value == "postgresql" for value in parameters)
    return is_parameter or "postgres_databases" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteDatabases]:
    with SqliteDatabases.made(tmp_path_factory.mktemp("sqlite")) as databases:
        yield databases


@pytest.fixture(scope="session")
def postgres_databases(pytestconfig: pytest.Config) -> Iterator[PostgresDatabases]:
    """One server for the whole run, started by whoever needs it first, stopped with the last.

    ``workerinput`` exists in the worker processes of pytest-xdist only; without it there is one process.
    """
    worker = getattr(pytestconfig, "workerinput", {"testrunuid": uuid.uuid4().hex, "workerid": "master"})
    with PostgresDatabases.started(worker["testrunuid"], worker["workerid"]) as databases:
        yield databases


@pytest.fixture(params=DATABASES)
def databases(request: pytest.FixtureRequest) -> Databases:
    """SQLite's and PostgreSQL's in turn; a test that asks for them, or for what is below, runs on both."""
    name = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    chosen_databases: Databases = request.getfixturevalue(name)
    return chosen_databases


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A database of the test's own, with tables and nothing in them."""
    with databases.fresh() as url:
        yield url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = await open_store(database_url)
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture
def tx(databases: Databases) -> Iterator[Connection]:
    """A transaction on empty tables, rolled back afterwards: for everything that needs no store around it."""
    with databases.scratch.connect() as sql:
        sql.begin()
        yield sql
        sql.rollback()


@pytest.fixture
def years() -> tuple[int, ...]:
    """The years of Cà Mau's plan; a module that needs others overrides this."""
    return (2026,)


@pytest.fixture
def ca_mau(tx: Connection, now: datetime, years: tuple[int, ...]) -> Province:
    """A small Cà Mau in the transaction of the test."""
    return province.build(tx, now, years)


@pytest.fixture
def now() -> datetime:
    """09:42 in Vietnam on Tuesday 19 May 2026: five days before Cà Mau's six-month report is due."""
    return datetime(2026, 5, 19, 2, 42, tzinfo=UTC)


class CountingCodes:
    """A ``RandomCodes``: "AAAA2", "AAAA3"…, different each time and the same in each run."""

    ALPHABET = "2345679ACDEFGHJKMNPQRTUVWXYZ"

    def __init__(self) -> None:
        self._numbers = itertools.count()

    def code(self, length: int) -> str:
        number, letters = next(self._numbers), ""
        for _ in range(length):
            number, digit = divmod(number, len(self.ALPHABET))
            letters = self.ALPHABET[digit] + letters
        return letters

    def token(self) -> str:
        return f"token{next(self._numbers):027}"


@pytest.fixture
def random_codes() -> CountingCodes:
    return CountingCodes()


@pytest.fixture
def api() -> Iterator[TelegramApi]:
    """Telegram's Bot API, emulated."""
    with TelegramApi() as api:
        yield api
