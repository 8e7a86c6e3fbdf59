"""A small database with two beaches that are one, told by two sources."""

import psycopg
import pytest

from tests.factories import place_draft, store_small_world, writing
from viauma.places.actions import store_places

OFFICIAL = {
    "slug": "bettnesand", "source": "agency", "source_id": "SE1", "licence": "CC0-1.0",
    "attribution": "The Agency", "names": {"sv": "Bettnessand"}, "identifiers": {"hav": "SE1"},
    "wkt": "POINT (20.263 63.8258)", "observed_on": "2026-01", "website": "https://a.example/",
    "street": "Strandvägen 1",
}  # fmt: skip
MAPPED = {
    "slug": "bettnesands-badplats", "source": "osm", "source_id": "node/1", "licence": "ODbL-1.0",
    "attribution": "© OpenStreetMap contributors", "names": {"sv": "Bettnesands badplats"},
    "identifiers": {"osm": "node/1"}, "wkt": "POINT (20.2635 63.826)", "observed_on": "2025-06-01",
    "attributes": {"lit": True}, "opening_hours": "24/7", "city": "Umeå",
}  # fmt: skip


@pytest.fixture
def small_url(empty_database_url: str) -> str:
    with writing(empty_database_url) as session:
        store_small_world(session)
    return empty_database_url


@pytest.fixture
def beaches(small_url: str) -> str:
    store(small_url, OFFICIAL, MAPPED)
    return small_url


def store(url, *given):
    with writing(url) as session:
        return store_places(session, [place_draft(**one) for one in given])


def row_of(url, slug):
    """Read all of a place but what counts and dates its writes."""
    with psycopg.connect(url) as connection:
        return connection.execute(
            "select to_jsonb(p) - 'version' - 'updated_at' from viauma.place p where slug = %s",
            [slug],
        ).fetchone()[0]


def asked(url, query, *values):
    with psycopg.connect(url) as connection:
        return connection.execute(query, values or None).fetchall()
