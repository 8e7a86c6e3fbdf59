"""In which formats a collection can be had: what stands behind every dcat:Distribution.

Which formats are served, under which name and as which media type, viauma_api.formats says; this
adds how the rest of the world calls them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from viauma.exchange.media_types import Delivery, Format
from viauma_api.collections import Collection
from viauma_api.formats import ITEMS

IANA = "https://www.iana.org/assignments/media-types/"
FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"

# Codes of the EU authority table file-type; it has none for the others.
FILE_TYPE_CODES: Mapping[str, str] = {
    "json": "GEOJSON",
    # JSON-FG is GeoJSON with more members.
    "jsonfg": "GEOJSON",
    "jsonld": "JSON_LD",
    "csv": "CSV",
    "xlsx": "XLSX",
    "kml": "KML",
    "gpkg": "GPKG",
    "parquet": "PARQUET",
}

# What IANA does not know gets no address there.
UNREGISTERED = frozenset(("jsonfg", "gpx", "fgb", "pmtiles"))

# A page is where people are led to, not a form of the data; and Excel's table is the other one.
NO_DATA = frozenset(("html", "csv-excel"))


@dataclass(frozen=True, slots=True)
class Distribution:
    """A collection in one format, with absolute addresses."""

    format: Format
    access_url: str
    file_type: str | None
    """Address in the EU authority table."""
    registration: str | None
    """Address of the media type at IANA."""
    bytes: int | None = None
    """How long the file is, where it lies ready."""

    @property
    def is_whole(self) -> bool:
        """Whether one answer holds the whole collection, however large; a page does not."""
        return self.format.delivery is not Delivery.DOCUMENT

    @property
    def download_url(self) -> str | None:
        """The address of the whole file, where there is one."""
        return self.access_url if self.is_whole else None

    @property
    def how_much(self) -> tuple[str, str]:
        """How much one answer holds, in Swedish and in English."""
        if self.is_whole:
            return "Hela samlingen i en fil.", "The whole collection in one file."
        return "Sida för sida; länken next leder vidare.", "Page by page; the link next leads on."


def distributions(
    collection: Collection, base: str, formats: Mapping[str, Format] = ITEMS
) -> tuple[Distribution, ...]:
    """List in which formats a collection can be had.

    Parameters
    ----------
    base
        Address of the landing page without its final slash.
    formats
        What is served, by the value of `f`.
    """
    return tuple(_distributions(f"{base}/collections/{collection.id}/items", formats))


def of_file(format_: Format, address: str, size: int) -> Distribution:
    """Describe a file that lies ready; `format_` has the key that the API knows it by."""
    code = FILE_TYPE_CODES.get(format_.key)
    media_type = format_.media_type.partition(";")[0]
    return Distribution(
        format_,
        address,
        None if code is None else f"{FILE_TYPES}{code}",
        None if format_.key in UNREGISTERED else f"{IANA}{media_type}",
        size,
    )


def _distributions(items: str, formats: Mapping[str, Format]) -> Iterator[Distribution]:
    for key, one in formats.items():
        if key not in NO_DATA:
            code = FILE_TYPE_CODES.get(key)
            media_type = one.media_type.partition(";")[0]
            yield Distribution(
                one,
                f"{items}?f={key}",
                None if code is None else f"{FILE_TYPES}{code}",
                None if key in UNREGISTERED else f"{IANA}{media_type}",
            )
