"""A catalogue composed by hand."""

from datetime import date

import pytest

from viauma.geo.bbox import BBox
from viauma.municipalities.rules import MunicipalityRef
from viauma_api.catalogue import Catalogue, compose

BASE = "https://data.example.org/geo"
PLACES = BBox(18.8, 63.4, 20.9, 64.9)
UMEA = MunicipalityRef("2480", "Umeå", "umea", True, 2317.0, 130_000, 2019)
LYCKSELE = MunicipalityRef("2481", "Lycksele", "lycksele", False, 5600.0, 12_000, 2019)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return compose(
        BASE,
        {"places": PLACES, "municipalities": PLACES},
        [UMEA, LYCKSELE],
        modified=date(2026, 1, 2),
    )
