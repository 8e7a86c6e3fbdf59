"""The Frictionless description and the files it describes agree."""

import json
from importlib.resources import as_file, files

import pytest

from viauma_data.region import (
    LOCALITY_COLUMNS,
    MUNICIPALITY_COLUMNS,
    PLACE_COLUMNS,
    POPULATION_COLUMNS,
)

REGION = files("viauma_data.region")


@pytest.mark.filterwarnings("ignore")
def test_every_described_file_is_valid() -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is a dev dependency")

    with as_file(REGION) as folder:
        report = frictionless.Package(str(folder / "datapackage.json")).validate()

    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []


def test_every_described_column_is_a_field_of_the_reader() -> None:
    package = json.loads(REGION.joinpath("datapackage.json").read_text(encoding="utf-8"))

    described = {
        resource["name"]: tuple(field["name"] for field in resource["schema"]["fields"])
        for resource in package["resources"]
        if resource["type"] == "table"
    }

    assert described == {
        "places": PLACE_COLUMNS,
        "municipalities": MUNICIPALITY_COLUMNS,
        "population": POPULATION_COLUMNS,
        "localities": LOCALITY_COLUMNS,
    }


def test_every_resource_names_licence_and_source() -> None:
    package = json.loads(REGION.joinpath("datapackage.json").read_text(encoding="utf-8"))

    assert all(resource["licenses"] and resource["sources"] for resource in package["resources"])
