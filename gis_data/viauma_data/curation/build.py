"""Make the region's CSV files from the folder of public sources, always to the same bytes.

`python -m viauma_data.curation.build --source ../shared/data --out gis_data/viauma_data/region`
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from viauma_data.curation.duplicates import merge_duplicates
from viauma_data.curation.facts import read_features
from viauma_data.curation.localities import locality_rows
from viauma_data.curation.municipality import load_outlines, municipality_of
from viauma_data.curation.rows import as_csv, place_rows
from viauma_data.curation.statistics import NAMES, municipality_rows, population_rows
from viauma_data.region import (
    LOCALITY_COLUMNS,
    MUNICIPALITY_COLUMNS,
    PLACE_COLUMNS,
    POPULATION_COLUMNS,
)
from viauma_data.taxonomies import read_taxonomy

PLACES: Final = "umearegionen_places.geojson"
OUTLINES: Final = "boundaries/kommuner_okfse_2020.geojson"
AREAS: Final = "population/kommuner_areal_folkmangd.csv"
POPULATION: Final = "population/umearegionen_folkmangd_1950_2019.csv"
SETTLEMENTS: Final = "region/geonames_sweden_cities500.tsv"
COAST: Final = "region/geonames_umekusten.tsv"


def build_places(source: Path) -> str:
    """Return the text of places.csv."""
    features = json.loads((source / PLACES).read_text(encoding="utf-8"))["features"]
    drafts = merge_duplicates(list(read_features(features)))
    outlines = load_outlines(source / OUTLINES)
    found = {draft.key: municipality_of(draft, outlines) for draft in drafts}
    defaults = {c.key: (c.is_site, c.is_facility) for c in read_taxonomy()}
    return as_csv(place_rows(drafts, found, NAMES, defaults), PLACE_COLUMNS)


def build_files(source: Path) -> dict[str, str]:
    """Return every file that is made, as text by name."""
    municipalities = list(municipality_rows(source / AREAS))
    population = list(population_rows(source / POPULATION))
    outlines = load_outlines(source / OUTLINES)
    localities = locality_rows(source / SETTLEMENTS, source / COAST, outlines)
    return {
        "localities.csv": as_csv(localities, LOCALITY_COLUMNS),
        "places.csv": build_places(source),
        "municipalities.csv": as_csv(municipalities, MUNICIPALITY_COLUMNS),
        "population.csv": as_csv(population, POPULATION_COLUMNS),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files into the folder asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("gis_data/viauma_data/region"))
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in build_files(options.source).items():
        (options.out / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
