"""`viauma places`: the area questions, asked from a terminal."""

import json
from pathlib import Path
from typing import Annotated

import typer

from viauma.analysis.queries import GROUPS, counts_by_area, cuts_through
from viauma.cli import tables
from viauma.cli.asking import Asked, place_filter
from viauma.cli.output import checked_format, write
from viauma.db.session import reading
from viauma.errors import InvalidInput
from viauma.exchange.formats import WRITERS, write_csv
from viauma.geo.areas import parse_point
from viauma.places.nearest import Neighbour, nearest_places
from viauma.places.queries import places_in
from viauma.places.rules import PlaceFilter
from viauma.settings import Settings

MOST_PLACES = 2_147_483_647

Texts = list[str] | None


def places(  # noqa: PLR0913 - each is a word of the question
    *,
    in_: Annotated[
        Texts, typer.Option("--in", help="Municipality by code or name; may be repeated.")
    ] = None,
    category: Annotated[
        Texts, typer.Option(help="Category with all below it; may be repeated.")
    ] = None,
    kind: Annotated[str, typer.Option(help="place, site, facility or trail.")] = "place",
    status: Annotated[Texts, typer.Option(help="planned, active, closed, …")] = None,
    text: Annotated[str, typer.Option(help="Text in the name, town or slug.")] = "",
    attribute: Annotated[Texts, typer.Option(help="key=value, as in lit=true.")] = None,
    bbox: Annotated[str, typer.Option(help="west,south,east,north in degrees.")] = "",
    within: Annotated[str, typer.Option(help="GeoJSON polygon: a file, or the text itself.")] = "",
    circle: Annotated[str, typer.Option(help="lon,lat,metres (geodesic).")] = "",
    along: Annotated[str, typer.Option(help="GeoJSON line: a file, or the text itself.")] = "",
    buffer: Annotated[
        float | None, typer.Option(help="Metres on both sides of --along; left out: 1000.")
    ] = None,
    around: Annotated[str, typer.Option(help="slug,metres: the neighbourhood of a place.")] = "",
    filter_: Annotated[
        str, typer.Option("--filter", help="CQL2, as in: length_km > 5 AND lit = TRUE.")
    ] = "",
    near: Annotated[str, typer.Option(help="lon,lat: nearest first, with distance.")] = "",
    counts: Annotated[
        bool, typer.Option("--counts", help="Count per municipality and category, with rates.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=MOST_PLACES, help="At most so many.")] = 10_000,
    format_: Annotated[
        str, typer.Option("--format", help="table, geojson, csv or gpx; counts: table, json, csv.")
    ] = "table",
    out: Annotated[Path | None, typer.Option(help="Write to this file.")] = None,
) -> None:
    """List or count the places in an area, or find the nearest ones."""
    known = ("table", "json", "csv") if counts else ("table", *WRITERS)
    checked_format(format_, known)
    if counts and near:
        raise InvalidInput("--near", "does not go with --counts; ask for a --circle")
    asked = Asked(
        in_ or [], category or [], kind, status or [], text, attribute or [], bbox, within,
        circle, along, buffer, around, filter_,
    )  # fmt: skip
    answer = _counts if counts else _places
    write(answer(asked, near=near, limit=limit, format_=format_), out)


def _places(asked: Asked, *, near: str, limit: int, format_: str) -> str:
    origin = parse_point(near, "--near") if near else None
    with reading(Settings()) as session:
        question = place_filter(session, asked)
        if origin is None:
            features = places_in(session, question, limit)
        else:
            found = nearest_places(session, origin, question, limit)
            features = [_measured(one) for one in found]
    return tables.places(features) if format_ == "table" else WRITERS[format_](features)


def _counts(asked: Asked, *, format_: str, **_: object) -> str:
    with reading(Settings()) as session:
        question: PlaceFilter = place_filter(session, asked)
        by = ("category",) if cuts_through(question) else GROUPS
        found = counts_by_area(session, question, by)
    if format_ == "table":
        return tables.counts(found)
    rows = [tables.count_row(count) for count in found]
    if format_ == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1)
    return write_csv(tables.COUNT_COLUMNS, rows)


def _measured(neighbour: Neighbour) -> dict[str, object]:
    bearing = neighbour.bearing_deg
    measured = {
        "distance_m": round(neighbour.distance_m, 1),
        "bearing_deg": None if bearing is None else round(bearing, 1),
    }
    feature = neighbour.feature
    return {**feature, "properties": {**feature["properties"], **measured}}
