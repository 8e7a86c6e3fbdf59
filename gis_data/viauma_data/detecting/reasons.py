"""Say why a table is read as it is, and what is odd about it."""

from collections.abc import Iterator

from viauma.exchange.findings import Evidence, Finding, Severity
from viauma_data.detecting.deciding import Decision, Fit
from viauma_data.detecting.inquiry import SAMPLE, Inquiry
from viauma_data.detecting.numbers import has_decimal_comma, parse_number
from viauma_data.detecting.ways import Way


def evidence(way: Way, decision: Decision, inquiry: Inquiry) -> Iterator[Evidence]:
    """List what was inferred of a table, with the reason and the option that overrules."""
    first = "" if len(inquiry.rows) < SAMPLE else f" (of the first {SAMPLE:,} rows)"
    option = "--wkt-column" if way.shape_column else "--lon-column, --lat-column"
    yield Evidence("coordinates", way.tells, way.because, None if way.words == "format" else option)
    yield Evidence("CRS", str(decision.fit.system), decision.because + first, "--crs")
    # The name of a file may speak of more than where its rows lie.
    if inquiry.stated is not None and decision.fit.near:
        share = f"{decision.fit.near:.0%} of the rows lie there"
        yield Evidence("stated position", inquiry.stated.about, share)
    yield Evidence("axis order", *_order(way, decision.fit))
    with_comma = _with_comma(way, inquiry)
    if with_comma:
        yield Evidence("decimal sign", "comma", f"of {with_comma}", "--decimal")


def _with_comma(way: Way, inquiry: Inquiry) -> str:
    for row in inquiry.rows:
        for name in (way.x_column, way.y_column):
            if name and has_decimal_comma(row.values.get(name)):
                return f"'{row.values[name]}' in {name}"
    return ""


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


def oddities(way: Way, decision: Decision, inquiry: Inquiry) -> Iterator[Finding]:
    """List what somebody should know about all rows together."""
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


def _mixes_signs(way: Way, inquiry: Inquiry) -> bool:
    if way.x_column is None or way.y_column is None or inquiry.told.decimal:
        return False
    values = [row.values.get(name) for row in inquiry.rows for name in (way.x_column, way.y_column)]
    texts = [one for one in values if isinstance(one, str)]
    has_comma = any(has_decimal_comma(one) for one in texts)
    return has_comma and any(
        "." in one and "," not in one and parse_number(one) % 1 for one in texts
    )
