"""The formats in which features leave the house: their keys, media types and file names."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from viauma.errors import InvalidInput, UnknownName
from viauma.geo.crs import CRS84, Crs


class Delivery(StrEnum):
    """How a format can be sent."""

    DOCUMENT = "document"
    """Page by page, with links to the next."""
    STREAM = "stream"
    """Whole, written while it is sent; see viauma.exchange.streams."""
    FILE = "file"
    """Whole, written to a file first, since its beginning depends on its end; see …files."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format and what it is called by people, by HTTP and by file systems."""

    key: str
    """Value of the `f` parameter."""
    title: str
    media_type: str
    suffix: str
    delivery: Delivery
    description: str
    """One sentence on what it is good for."""
    takes_crs: bool = True
    """Whether coordinates may be asked for in another CRS than WGS 84."""


def _formats(*formats: Format) -> Mapping[str, Format]:
    return {one.key: one for one in formats}


FORMATS: Mapping[str, Format] = _formats(
    Format("json", "GeoJSON", "application/geo+json", ".geojson", Delivery.DOCUMENT,
           "Pages of features that every web map reads (RFC 7946)."),
    Format("jsonfg", "JSON-FG", "application/vnd.ogc.fg+json", ".fg.json", Delivery.DOCUMENT,
           "GeoJSON with time, feature type and, beside it, coordinates in another CRS."),
    Format("jsonseq", "GeoJSON text sequence", "application/geo+json-seq", ".geojsons",
           Delivery.STREAM, "One feature after the other, for programs that read as they go.",
           takes_crs=False),
    Format("csv", "CSV", "text/csv; charset=utf-8", ".csv", Delivery.STREAM,
           "A table with lon, lat (or northing, easting) and WKT for statistics and programs."),
    Format("csv-excel", "CSV for Excel", "text/csv; charset=utf-8; dialect=excel-sv", ".excel.csv",
           Delivery.STREAM,
           "The table as Excel in Swedish opens it: with semicolons and decimal commas."),
    Format("kml", "KML", "application/vnd.google-earth.kml+xml", ".kml", Delivery.STREAM,
           "Placemarks for globes and for maps on the telephone.", takes_crs=False),
    Format("gpx", "GPX", "application/gpx+xml", ".gpx", Delivery.FILE,
           "Waypoints and tracks to carry in a GPS receiver.", takes_crs=False),
    Format("fgb", "FlatGeobuf", "application/flatgeobuf", ".fgb", Delivery.FILE,
           "One file with a spatial index, quick to open however large it is."),
    Format("gpkg", "GeoPackage", "application/geopackage+sqlite3", ".gpkg", Delivery.FILE,
           "A database in a file that GIS desktops open and edit."),
    Format("parquet", "GeoParquet", "application/vnd.apache.parquet", ".parquet", Delivery.FILE,
           "Columns for analysis of whole collections (GeoParquet 1.1)."),
)  # fmt: skip


def checked_file(format_: str, crs: Crs) -> None:
    """Refuse what cannot be written to a file.

    Raises
    ------
    InvalidInput
        Pages are no file, the format is unknown, or it cannot hold this CRS.
    """
    files = [key for key, one in FORMATS.items() if one.delivery is not Delivery.DOCUMENT]
    if format_ not in files:
        raise UnknownName("f", format_, files)
    if crs.srid != CRS84.srid and not FORMATS[format_].takes_crs:
        raise InvalidInput("crs", f"{FORMATS[format_].title} is always in WGS 84")
