"""A server that writes down what it is asked, and the database's own word on what is true."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from tests.clients.recording import Recorder
from tests.fixtures.database import settings_for
from tests.fixtures.serving import running
from viauma.cli.serve import server_config

SOURCES = {
    "places": ("published_place", "true"),
    "sites": ("published_place", "is_site"),
    "facilities": ("published_place", "is_facility"),
    "trails": ("published_place", "'trails' = any(category_path)"),
    "municipalities": ("published_municipality", "true"),
    "projects": ("published_project", "true"),
}

Truth = dict[str, tuple[dict[str, Any], BaseGeometry | None]]
"""Properties and geometry by id."""


@pytest.fixture(scope="session")
def watched(region_url: str) -> Iterator[tuple[str, Recorder]]:
    config = server_config(settings_for(region_url), port=0, log_level="critical")
    recorder = Recorder(config.app)
    config.app = recorder
    with running(config) as address:
        yield address, recorder


@pytest.fixture
def recorder(watched: tuple[str, Recorder]) -> Recorder:
    """What was asked since the test began."""
    watched[1].exchanges.clear()
    return watched[1]


@pytest.fixture
def via_uma(watched: tuple[str, Recorder], recorder: Recorder) -> str:
    """The address that a client is given; what it asks there is recorded."""
    return watched[0]


@pytest.fixture(scope="session")
def true(region_url: str) -> Callable[..., Truth]:
    """Ask the database itself which features of a collection fulfil a condition in SQL."""
    connection = psycopg.connect(region_url.replace("+psycopg", ""), autocommit=True)

    def ask(layer: str, condition: str = "true", *values: Any) -> Truth:
        relation, own = SOURCES[layer]
        rows = connection.execute(
            f"select id::text, feature, st_asbinary(geom) from viauma.{relation} "
            f"where ({own}) and ({condition})",
            values or None,
        )
        return {
            id_: (
                json.loads(feature)["properties"] | {"id": id_},
                None if shape is None else shapely.from_wkb(bytes(shape)),
            )
            for id_, feature, shape in rows
        }

    return ask
