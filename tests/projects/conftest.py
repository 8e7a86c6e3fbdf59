"""A small database: two municipalities, four categories, one organisation."""

import pytest

from tests.factories import store_small_world, writing


@pytest.fixture
def small_url(empty_database_url: str) -> str:
    with writing(empty_database_url) as session:
        store_small_world(session)
    return empty_database_url
