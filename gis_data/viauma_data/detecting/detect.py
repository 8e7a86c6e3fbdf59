"""Find out how a table tells positions, with the reasons, or ask: nothing is guessed silently."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous, Evidence, Finding, Severity
from viauma.progress import Progress, counted, silent
from viauma_data.detecting.deciding import Decision, Said, decide
from viauma_data.detecting.further import further
from viauma_data.detecting.inquiry import SAMPLE, Inquiry, Told, inquire, layout_of
from viauma_data.detecting.layout import Layout
from viauma_data.detecting.names import AxisName, named_systems
from viauma_data.detecting.reasons import evidence, oddities
from viauma_data.detecting.region import Region, sweden
from viauma_data.detecting.stacking import stacked
from viauma_data.detecting.stated import Stating
from viauma_data.detecting.systems import epsg, system
from viauma_data.detecting.ways import Way, cells, pair, ways
from viauma_data.reading.table import Table


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
    progress: Progress = silent,
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
    progress
        Is told how many rows have been located.

    Raises
    ------
    Ambiguous
        Several readings are plausible; the error names the option by which a person decides.
    InvalidInput
        An option is wrong, or all rows lie outside the region.
    """
    told = Told(
        crs=crs,
        lon_column=lon_column,
        lat_column=lat_column,
        shape_column=shape_column,
        decimal=decimal,
        stated_at=stated_at,
    )
    inquiry = inquire(table, told, region or sweden())
    found = _ways(inquiry)
    if not found:
        return _without(table)
    main, decision, rest = _first_decided(inquiry, found)
    layout = layout_of(main, decision.fit, inquiry)
    others = tuple(further(inquiry, main, decision.fit, rest))
    layout = replace(
        layout,
        others=tuple(one for one, _ in others if one is not None),
        evidence=(*evidence(main, decision, inquiry), *(one for _, one in others)),
        findings=tuple(oddities(main, decision, inquiry)),
    )
    rows = counted(table.read(), "located", progress, table.row_count)
    return replace(layout, stacked=stacked(rows, layout))


def tells_positions(table: Table) -> bool:
    """Whether anything in the first rows of a table may be read as where they lie."""
    rows = list(islice(table.read(), SAMPLE))
    return bool(ways(table, rows, None))


def _ways(inquiry: Inquiry) -> list[Way]:
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


def _refuse_unknown_columns(table: Table, told: Told) -> None:
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


def _first_decided(inquiry: Inquiry, found: Sequence[Way]) -> tuple[Way, Decision, list[Way]]:
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


def _said(way: Way, inquiry: Inquiry) -> list[Said]:
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
