"""Files about places that other sources and officers speak of too."""

import pytest

from tests.factories import place_draft, writing
from tests.imports.conftest import DOUBT, row
from tests.imports.test_taking_in import asked, written
from viauma.duplicates.actions import merge_places
from viauma.imports.actions import accept
from viauma.imports.queries import waiting_proposals
from viauma.places.actions import store_places
from viauma.places.correcting import correct_place

OSM = {"source": "osm", "source_id": "node/1", "slug": "from-osm", "licence": "ODbL-1.0"}


def place(url, slug):
    (found,) = asked(
        url, f"select names ->> 'sv', status, website from viauma.place where slug = '{slug}'"
    )
    return found


@pytest.fixture
def merged(take, small_url):
    """Five beaches of the town; the first is told by OpenStreetMap too."""
    take([row(n) for n in range(1, 6)])
    with writing(small_url) as session:
        store_places(session, [place_draft(**OSM, website="https://osm.example/")])
        merge_places(session, "beach-1", "from-osm")
    return small_url


def test_a_file_with_rows_that_others_speak_of_has_those_rows(take, merged):
    outcome = take([row(1, names={"sv": "Ny"}), *(row(n) for n in range(2, 6))])

    assert (outcome.gone, outcome.proposed) == (0, 0)
    assert (outcome.stored.updated, outcome.stored.unchanged) == (1, 4)
    assert place(merged, "beach-1") == ("Ny", "active", "https://osm.example/")


def test_the_same_file_of_rows_that_others_speak_of_changes_nothing(take, merged):
    before = written(merged)
    outcome = take([row(n) for n in range(1, 6)])

    assert before == written(merged)
    assert (outcome.gone, outcome.stored.unchanged) == (0, 5)
