"""Databases besides the one under test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import Databases


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of one kind or the other."""
    kind = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    databases: Databases = request.getfixturevalue(kind)
    with databases.fresh() as url:
        yield url


@pytest.fixture
def empty(sqlite_databases: Databases) -> Iterator[str]:
    with sqlite_databases.fresh() as url:
        yield url
