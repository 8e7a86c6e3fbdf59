"""Find out how a table tells positions, with the reasons, or ask: nothing is guessed silently."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from pyproj import Geod

from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous, Evidence, Finding, Severity
from viauma_data.detecting.deciding import Decision, Fit, Said, decide, fits
from viauma_data.detecting.layout import Layout
from viauma_data.detecting.names import AxisName, named_systems
from viauma_data.detecting.numbers import has_decimal_comma, parse_number
from viauma_data.detecting.region import Region, sweden
from viauma_data.detecting.stacking import stacked
from viauma_data.detecting.stated import Statement, Stating, statement
from viauma_data.detecting.systems import CANDIDATES, Numbers, epsg, system
from viauma_data.detecting.ways import Way, cells, pair, reaches, ways
from viauma_data.reading.table import Row, Table

SAMPLE: Final = 2_000
AGREEING_M: Final = 100.0
_DEGREE_M: Final = 111_320.0
_GEOD: Final = Geod(ellps="WGS84")
_AGREED: Final = "the rows lie where they lie by {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a person says of a table's coordinates; the rest is inferred."""

    crs: str | None = None
    lon_column: str | None = None
    lat_column: str | None = None
    shape_column: str | None = None
    decimal: str | None = None
    stated_at: Stating | None = None


@dataclass(frozen=True, slots=True)
class _Inquiry:
    """A table with a sample of its rows, and what is known before looking."""

    table: Table
    rows: Sequence[Row]
    told: _Told
    region: Region
    stated: Statement | None


def detect(  # noqa: PLR0913 - each is an option by which a person overrules what is inferred
    table: Table,
    *,
    crs: str | None = None,
    lon_column: str | None = None,
    lat_column: str | None = None,
    shape_column: str | None = None,
    decimal: str | None = None,
    region: Region | None = None,
    stated_at: Stating | None = None,
) -> Layout:
    """Find out where and how a table tells positions.

    The system is decided by the first rows; how many rows lie on one point, by all of them.

    Parameters
    ----------
    table
        Is read twice from its beginning.
    crs, lon_column, lat_column, shape_column, decimal
        What a person says; the rest is inferred.
    region
        Where rows are expected; None: Sweden with its waters; `WORLD`: anywhere.
    stated_at
        Where a row should lie: longitude, latitude and how far off it may be in metres; None: the
        municipality that a column, a link or the file's name states.

    Raises
    ------
    Ambiguous
        Several readings are plausible; the error names the option by which a person decides.
    InvalidInput
        An option is wrong, or all rows lie outside the region.
    """
    told = _Told(
        crs=crs,
        lon_column=lon_column,
        lat_column=lat_column,
        shape_column=shape_column,
        decimal=decimal,
        stated_at=stated_at,
    )
    inquiry = _inquiry(table, told, region or sweden())
    found = _ways(inquiry)
    if not found:
        return _without(table)
    main, decision, rest = _first_decided(inquiry, found)
    layout = _layout(main, decision.fit, inquiry)
    others = tuple(_others(inquiry, main, decision.fit, rest))
    layout = replace(
        layout,
        others=tuple(one for one, _ in others if one is not None),
        evidence=(*_evidence(main, decision, inquiry), *(one for _, one in others)),
        findings=tuple(_findings(main, decision, inquiry)),
    )
    return replace(layout, stacked=stacked(table.read(), layout))


def _inquiry(table: Table, told: _Told, region: Region) -> _Inquiry:
    rows = list(itertools.islice(table.read(), SAMPLE))
    stated = statement(rows, table.name, table.columns, told.stated_at)
    return _Inquiry(table, rows, told, region, stated)


def _ways(inquiry: _Inquiry) -> list[Way]:
    told, rows = inquiry.told, inquiry.rows
    _refuse_unknown_columns(inquiry.table, told)
    found = ways(inquiry.table, rows, told.decimal)
    if told.shape_column:
        way = cells(rows, told.shape_column, told.decimal)
        if way is None:
            reason = f"no cell of '{told.shape_column}' holds WKT, GeoJSON or a pair of numbers"
            raise InvalidInput("--wkt-column", reason)
        return [replace(way, because="you said so"), *_except(found, told.shape_column)]
    if told.lon_column and told.lat_column:
        x = AxisName(told.lon_column, "x", "degrees", "")
        y = AxisName(told.lat_column, "y", "degrees", "")
        way = replace(pair(rows, x, y, told.decimal), because="you said so")
        return [way, *_except(found, told.lon_column, told.lat_column)]
    return found


def _except(found: Sequence[Way], *names: str) -> list[Way]:
    return [one for one in found if not {one.x_column, one.y_column, one.shape_column} & set(names)]


def _refuse_unknown_columns(table: Table, told: _Told) -> None:
    if bool(told.lon_column) != bool(told.lat_column):
        option = "--lat-column" if told.lon_column else "--lon-column"
        raise InvalidInput(option, "is needed too: a position is two coordinates")
    for option, name in (
        ("--lon-column", told.lon_column),
        ("--lat-column", told.lat_column),
        ("--wkt-column", told.shape_column),
    ):
        if name is not None and name not in table.columns:
            known = ", ".join(table.columns[:20])
            raise InvalidInput(
                option, f"'{name[:80]}' is not a column of {table.name}; it has {known}"
            )


def _without(table: Table) -> Layout:
    message = "No column of the table holds positions that can be recognised; name them by option."
    return Layout(
        findings=(Finding("no-coordinates", Severity.ERROR, message),),
        evidence=(
            Evidence("coordinates", "none", f"no column of {table.name} reads as positions"),
        ),
    )


def _first_decided(inquiry: _Inquiry, found: Sequence[Way]) -> tuple[Way, Decision, list[Way]]:
    """Take the first way whose system can be told; the others may be told by it."""
    refusals: list[InvalidInput] = []
    for way in found:
        try:
            decision = decide(way, inquiry.region, _said(way, inquiry), inquiry.stated)
        except InvalidInput as refusal:
            refusals.append(refusal)
            continue
        return way, decision, [one for one in found if one is not way]
    # What can be answered by one option goes before what is wrong as a whole.
    raise next((one for one in refusals if isinstance(one, Ambiguous)), refusals[0])


def _said(way: Way, inquiry: _Inquiry) -> list[Said]:
    """List who says in which system a way is written, the weightiest first."""
    said = []
    if inquiry.told.crs:
        return [Said((system(inquiry.told.crs),), "you say", is_final=True)]
    if inquiry.table.crs and way.words == "format":
        said.append(Said((system(inquiry.table.crs),), "the file says"))
    if way.systems:
        said.append(Said(tuple(map(epsg, way.systems)), f"the name or content of {way.tells} says"))
    by_name = named_systems(inquiry.table.name)
    if by_name and not way.systems and way.words != "format":
        said.append(Said(tuple(map(epsg, by_name)), "the name of the file says"))
    return said


def _layout(way: Way, fit: Fit, inquiry: _Inquiry) -> Layout:
    sample = inquiry.rows
    names = [one for one in (way.x_column, way.y_column) if one]
    commas = any(has_decimal_comma(row.values.get(name)) for row in sample for name in names)
    return Layout(
        x_column=way.x_column,
        y_column=way.y_column,
        shape_column=way.shape_column,
        crs=fit.system.name,
        is_swapped=fit.is_swapped,
        decimal_comma=inquiry.told.decimal == "," or commas,
        has_shapes=way.words == "format",
        decimal=inquiry.told.decimal,
        region=inquiry.region,
    )


def _others(
    inquiry: _Inquiry, main: Way, fit: Fit, rest: Sequence[Way]
) -> Iterator[tuple[Layout | None, Evidence]]:
    """Read the further ways in the system in which they lie where the first one lies.

    What lies elsewhere in most rows is no second statement of the same position, but of another
    one, such as the end of a trail: it is told and left alone.
    """
    reach_m = reaches(main) * (_DEGREE_M if fit.system.is_geographic else 1.0)
    for way in rest:
        systems = map(epsg, dict.fromkeys((*way.systems, *CANDIDATES)))
        tried = fits(way, systems, inquiry.region, None)
        apart = [_median_m(fit, one, reach_m) for one in tried]
        best = int(np.argmin(apart))
        if apart[best] <= AGREEING_M:
            because = _AGREED.format(main.tells) + f" (half of them within {apart[best]:.1f} m)"
            told = Evidence("further coordinates", f"{way.tells}: {tried[best].system}", because)
            yield _layout(way, tried[best], inquiry), told
        else:
            because = f"in no system do the rows lie where they lie by {main.tells}"
            yield None, Evidence("coordinates left out", way.tells, because)


def _median_m(one: Fit, other: Fit, reach_m: Numbers) -> float:
    """Measure how far apart half of the rows lie at most, but for how far their shapes reach."""
    both = np.isfinite(one.lon) & np.isfinite(one.lat)
    both &= np.isfinite(other.lon) & np.isfinite(other.lat)
    both &= (np.abs(other.lat) <= 90) & (np.abs(one.lat) <= 90)  # noqa: PLR2004 - the pole
    if not both.any():
        return np.inf
    *_, metres = _GEOD.inv(one.lon[both], one.lat[both], other.lon[both], other.lat[both])
    return float(np.median(np.maximum(metres - reach_m[both], 0.0)))


def _evidence(way: Way, decision: Decision, inquiry: _Inquiry) -> Iterator[Evidence]:
    first = "" if len(inquiry.rows) < SAMPLE else f" (of the first {SAMPLE:,} rows)"
    option = "--wkt-column" if way.shape_column else "--lon-column, --lat-column"
    yield Evidence("coordinates", way.tells, way.because, None if way.words == "format" else option)
    yield Evidence("CRS", str(decision.fit.system), decision.because + first, "--crs")
    # The name of a file may speak of more than where its rows lie.
    if inquiry.stated is not None and decision.fit.near:
        share = f"{decision.fit.near:.0%} of the rows lie there"
        yield Evidence("stated position", inquiry.stated.about, share)
    yield Evidence("axis order", *_order(way, decision.fit))


def _order(way: Way, fit: Fit) -> tuple[str, str]:
    first, second = ("northing", "easting")
    if fit.system.is_geographic:
        first, second = ("latitude", "longitude")
    if way.x_column is None:
        order = f"{first}, {second}" if fit.is_swapped else f"{second}, {first}"
        return order, "so the rows lie where they should"
    holds = (way.y_column, way.x_column) if fit.is_swapped else (way.x_column, way.y_column)
    because = "in the other order they would lie elsewhere" if fit.is_swapped else "as named"
    return f"{second} in {holds[0]}, {first} in {holds[1]}", because


def _findings(way: Way, decision: Decision, inquiry: _Inquiry) -> Iterator[Finding]:
    fit = decision.fit
    if decision.refuted:
        yield Finding("crs-refuted", Severity.NOTE, f"{decision.refuted}; read as {fit.system}.")
    # Surveyors in Sweden call the northing x: letters and bare pairs are not against anything.
    if fit.is_swapped and way.words not in {"pair", "letters"}:
        message = (
            f"{way.tells} are written in the other order than their names or format say:"
            f" only exchanged do they lie in {inquiry.region.name}."
        )
        yield Finding("axes-swapped", Severity.NOTE, message)
    if _mixes_signs(way, inquiry):
        message = f"{way.tells} mix decimal commas and points; each number is read by its own sign."
        yield Finding("mixed-decimal-signs", Severity.NOTE, message)


def _mixes_signs(way: Way, inquiry: _Inquiry) -> bool:
    if way.x_column is None or way.y_column is None or inquiry.told.decimal:
        return False
    values = [row.values.get(name) for row in inquiry.rows for name in (way.x_column, way.y_column)]
    texts = [one for one in values if isinstance(one, str)]
    has_comma = any(has_decimal_comma(one) for one in texts)
    return has_comma and any(
        "." in one and "," not in one and parse_number(one) % 1 for one in texts
    )
