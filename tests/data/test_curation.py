"""The shipped files are what the curation makes of the sources, to the byte."""

from importlib.resources import files
from pathlib import Path

import pytest

from viauma_data.curation.build import build_files
from viauma_data.curation.identity import place_id, slugify
from viauma_data.curation.osm import osm_attributes, spaced_postcode

SOURCE = Path(__file__).parents[3] / "shared" / "data"


@pytest.mark.skipif(
    not (SOURCE / "umearegionen_places.geojson").exists(),
    reason="the folder of sources (../shared/data) is not beside the repository",
)
def test_the_shipped_files_are_made_again_to_the_byte() -> None:
    shipped = files("viauma_data.region")

    made = build_files(SOURCE)

    for name, text in made.items():
        assert shipped.joinpath(name).read_bytes() == text.encode(), name


def test_an_id_depends_on_nothing_but_the_source_row() -> None:
    assert place_id("osm:node/1") == place_id("osm:node/1")
    assert place_id("osm:node/1") != place_id("osm:node/2")
    assert place_id("osm:node/1").version == 7


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Åmsele camping", "amsele-camping"),
        ("2 x 3²", "2-x-3"),
        ("U&Me Hotel", "u-me-hotel"),
        ("Handlar'n Nyåker", "handlar-n-nyaker"),
    ],
)
def test_a_slug_is_plain_words(name: str, slug: str) -> None:
    assert slug == slugify(name)


def test_tags_become_typed_attributes() -> None:
    tags = {"amenity": "fuel", "fuel:diesel": "only", "self_service": "yes", "phone": "1"}

    expected = {"fuel_diesel": True, "single_fuel": True, "self_service": True}

    assert expected == osm_attributes(tags)


def test_a_postcode_is_spaced_as_the_post_does() -> None:
    assert [spaced_postcode(text) for text in ("90582", "905 82", "")] == ["905 82", "905 82", ""]
