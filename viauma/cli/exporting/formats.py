"""The formats of `viauma export`: those of the API as whole files, and what no page can be."""

from collections.abc import Mapping
from dataclasses import dataclass

from viauma.exchange.media_types import FORMATS


@dataclass(frozen=True, slots=True)
class Export:
    """A format by its name on the command line."""

    key: str
    title: str
    suffix: str
    description: str
    media_type: str
    takes_crs: bool = False
    is_stream: bool = False
    """Whether it is written from front to back, and so can go out as it comes."""


def _of_api(key: str, name: str, *, is_stream: bool, takes_crs: bool) -> Export:
    one = FORMATS[key]
    return Export(
        name, one.title, one.suffix, one.description, one.media_type, takes_crs, is_stream
    )


EXPORTS: Mapping[str, Export] = {
    one.key: one
    for one in (
        Export("geojson", "GeoJSON", ".geojson",
               "A FeatureCollection that every web map reads (RFC 7946).",
               "application/geo+json", is_stream=True),
        _of_api("jsonseq", "geojsonseq", is_stream=True, takes_crs=False),
        _of_api("jsonfg", "jsonfg", is_stream=True, takes_crs=True),
        Export("jsonld", "JSON-LD", ".jsonld",
               "Linked data in the words of schema.org; needs --base-url.",
               "application/ld+json", is_stream=True),
        _of_api("csv", "csv", is_stream=True, takes_crs=True),
        _of_api("csv-excel", "csv-excel", is_stream=True, takes_crs=True),
        Export("xlsx", "Excel", ".xlsx",
               "An Excel workbook with typed cells, a codebook and the sources.",
               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
               takes_crs=True),
        _of_api("kml", "kml", is_stream=True, takes_crs=False),
        _of_api("gpx", "gpx", is_stream=False, takes_crs=False),
        _of_api("fgb", "fgb", is_stream=False, takes_crs=True),
        _of_api("gpkg", "gpkg", is_stream=False, takes_crs=True),
        _of_api("parquet", "parquet", is_stream=False, takes_crs=True),
        Export("pmtiles", "PMTiles", ".pmtiles",
               "Vector tiles in one file; `tiles` has more options.", "application/vnd.pmtiles"),
        Export("badplatser", "Badplatser 1.0", ".csv",
               "Bathing places as the national specification has them.",
               "text/csv; charset=utf-8", is_stream=True),
        Export("utegym", "Utegym 1.0", ".csv",
               "Outdoor gyms as the national specification has them.",
               "text/csv; charset=utf-8", is_stream=True),
    )
}  # fmt: skip

NATIONAL: Mapping[str, str] = {"badplatser": "bathing_beach", "utegym": "outdoor_gym"}
"""The national specifications, and the category whose places each is of."""

_IN_THE_API: Mapping[str, str] = {"geojson": "json", "geojsonseq": "jsonseq"}


def key_in_the_api(key: str) -> str:
    """Find what the API calls a format."""
    return _IN_THE_API.get(key, key)
