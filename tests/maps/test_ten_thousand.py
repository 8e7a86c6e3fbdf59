"""Ten thousand places are one map: the page stays within bounds that a phone can load."""

import pytest

from tests.maps.subjects import many_places, scene
from viauma_maps.build import make_map

PLACES = 10_000
MOST_BYTES_PER_PLACE = 500


@pytest.mark.slow
def test_a_page_of_ten_thousand_places_is_compact() -> None:
    made = make_map(scene(list(many_places(PLACES))))

    assert made.entries == PLACES
    assert len(made.html.encode()) < PLACES * MOST_BYTES_PER_PLACE
