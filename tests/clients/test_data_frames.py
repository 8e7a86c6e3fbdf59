"""geopandas and pandas read an address as if it were a file."""

import geopandas
import pandas as pd
import pytest

from tests.clients.gdal import assert_same_shapes


@pytest.mark.parametrize("asked", ["f=json&limit=10000", "f=fgb", "f=gpkg", "f=jsonseq"])
@pytest.mark.parametrize("layer", ["places", "municipalities", "projects"])
def test_geopandas_reads_an_address(layer, asked, via_uma, true):
    frame = geopandas.read_file(f"{via_uma}/collections/{layer}/items?{asked}").set_index("id")
    expected = true(layer)

    assert frame.crs.to_epsg() == 4326
    assert {id_: None if pd.isna(name) else name for id_, name in frame["name"].items()} == {
        id_: known["name"] for id_, (known, _) in expected.items()
    }
    assert_same_shapes(
        {id_: shape or None for id_, shape in frame.geometry.items()},
        {id_: shape for id_, (_, shape) in expected.items()},
    )


def test_geopandas_reads_what_a_filter_leaves(via_uma, true):
    address = f"{via_uma}/collections/places/items?f=fgb&filter=is_site=TRUE%20AND%20lit=TRUE"
    frame = geopandas.read_file(address)
    expected = true("places", "is_site and (attributes->>'lit')::boolean")

    assert sorted(frame["id"]) == sorted(expected) != []


def test_pandas_reads_a_table_with_its_letters_and_codes(via_uma, true):
    address = f"{via_uma}/collections/places/items?f=csv"
    frame = pd.read_csv(address, dtype={"municipality": str, "postcode": str}).set_index("id")
    expected = true("places")

    assert sorted(frame.index) == sorted(expected)
    for id_, row in frame.iterrows():
        known, shape = expected[id_]
        assert (None if pd.isna(row["name"]) else row["name"]) == known["name"]
        assert row["municipality"] == known["municipality"]
        assert row["is_site"] == known["is_site"]
        if shape.geom_type == "Point":
            assert (row["lon"], row["lat"]) == pytest.approx((shape.x, shape.y), abs=1e-6)
