"""JSON in all its shapes as a table: GeoJSON, JSON-LD, lists of objects wrapped in other things."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from viauma.exchange.findings import Evidence, Finding
from viauma.progress import EVERY
from viauma_data.reading.crs_names import authority_code
from viauma_data.reading.json_objects import Ending, objects
from viauma_data.reading.json_outline import Rows, outline, rows_of
from viauma_data.reading.json_rows import Kind, has_mark, json_row, kind_of
from viauma_data.reading.json_spool import Spool, Spooling, spooling
from viauma_data.reading.json_text import JsonText, json_text
from viauma_data.reading.limits import Limits
from viauma_data.reading.source import Source
from viauma_data.reading.table import Row, Table
from viauma_data.reading.whole_tables import bom_in_name, round_count

_CRS_MEMBERS = ("crs.properties.name", "crs.properties.code", "crs", "coordRefSys",
                "spatialReference.latestWkid", "spatialReference.wkid")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Found:
    text: JsonText
    rows: Rows
    kind: Kind
    many: bool

    def objects(self, ending: Ending) -> Iterator[Any]:
        found = objects(self.text, self.rows.prefix, ending, keyed=self.rows.keyed, many=self.many)
        for one in found:
            pair = isinstance(one, tuple)
            yield {"key": one[0], **one[1]} if pair and isinstance(one[1], Mapping) else one


def open_json(source: Source) -> list[Table]:
    """Read a JSON file as a table.

    Raises
    ------
    InvalidInput
        It holds no objects, or is beyond the bounds.
    """
    text = json_text(source)
    rows = rows_of(text, outline(text))
    found = _table(text, rows, many=False)
    is_one = not rows.prefix and found.row_count == 1
    if is_one and any(one.code == "text-after-json" for one in found.findings):
        # Objects over several lines each, one behind the other, begin as a single one does.
        sequence = _table(text, Rows("", "", (), {}), many=True)
        if (sequence.row_count or 0) > 1:
            return [sequence]
    return [found]


def open_json_sequence(source: Source) -> list[Table]:
    """Read JSON texts that follow each other (RFC 8142, or one on each line) as a table."""
    text = json_text(source)
    return [_table(text, Rows("", "", (), {}), many=True)]


def _table(text: JsonText, rows: Rows, *, many: bool) -> Table:
    first = next(objects(text, rows.prefix, Ending(), keyed=rows.keyed, many=many), None)
    _refuse_columns(text, first)
    found = _Found(text, rows, kind_of(first, rows.extra), many)
    with spooling(text.source) as written:
        columns, count, findings = _survey(found, written)
    spool, kind = written.spool, found.kind
    named = f"{kind}-seq" if many else str(kind)
    return Table(
        name=rows.path.rsplit(".", 1)[-1] if text.source.layer else text.source.stem,
        format=named,
        columns=columns,
        read=lambda: _read(spool, kind, text.source.limits),
        has_shapes=kind is Kind.GEOJSON,
        crs=_crs(rows.extra),
        evidence=(*text.evidence, *rows.evidence, Evidence("format", named, kind.because)),
        findings=(*text.findings, *findings, *round_count(count)),
        row_count=count,
        extra=rows.extra,
    )


def _refuse_columns(text: JsonText, first: Any) -> None:
    """Refuse a table that is written column by column, as pandas does unless told otherwise."""
    if isinstance(first, tuple):
        _, inner = first
        is_turned = isinstance(inner, Mapping) and list(inner)[:2] == ["0", "1"]
    else:
        columns = list(first.values()) if isinstance(first, Mapping) else []
        is_turned = len(columns) > 1 and all(map(_is_column, columns))
        is_turned = is_turned and len(set(map(len, columns))) == 1
    if is_turned:
        text.source.refuse("Its JSON is written column by column; write an object for each row.")


def _is_column(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and not isinstance(value[0], list | Mapping)


def _survey(found: _Found, written: Spooling) -> tuple[tuple[str, ...], int, tuple[Finding, ...]]:
    """Read all of it once, and write the objects down.

    Only the end tells whether the file is whole, and each object may have members of its own.
    """
    ending = Ending()
    columns: dict[str, None] = {}
    marked: set[str] = set()
    count = 0
    limits = found.text.source.limits
    for count, one in enumerate(found.objects(ending), start=1):
        written.add(one)
        row = json_row(one, count, found.kind, limits, with_shape=False)
        columns.update(dict.fromkeys(row.values))
        marked |= has_mark(one)
        if count % EVERY == 0:
            found.text.source.surveyed(count, ending.read_bytes)
        if len(columns) > limits.columns:
            found.text.source.refuse(f"Its objects have more than {limits.columns} members.")
    if not count and not ending.findings:
        found.text.source.refuse("Its JSON holds no objects.")
    return tuple(columns), count, (*ending.findings, *map(bom_in_name, sorted(marked)))


def _read(spool: Spool, kind: Kind, limits: Limits) -> Iterator[Row]:
    for number, one in enumerate(spool, start=1):
        yield json_row(one, number, kind, limits)


def _crs(extra: Mapping[str, Any]) -> str | None:
    for member in _CRS_MEMBERS:
        code = authority_code(extra.get(member))
        if code:
            return code
    return None
