"""What a reader in a process of its own says to this one: tables, then rows, as lines of JSON."""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from typing import Any

import orjson
import shapely

from viauma.exchange.findings import Evidence, Finding, Severity
from viauma_data.reading.table import Row

# A value that JSON has no form for is an object with this one member before it.
_TYPE = "$"
_READ = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat}
# A datetime is a date as well, so it comes first.
_WRITTEN = ((datetime, "datetime"), (date, "date"), (time, "time"))
_OPTIONS = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS


@dataclass(frozen=True, slots=True)
class Described:
    """A table as its reader knows it before any row is read."""

    name: str
    format: str
    columns: tuple[str, ...]
    crs: str | None = None
    has_shapes: bool = False
    row_count: int | None = None
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row whose geometry is still WKB, in hexadecimal."""

    number: int
    values: Mapping[str, Any]
    wkb: str | None = None
    findings: tuple[Finding, ...] = ()


def written_tables(tables: Iterable[Described]) -> bytes:
    """Write all tables on one line."""
    return orjson.dumps([asdict(one) for one in tables], default=_spelled, option=_OPTIONS)


def parsed_tables(line: bytes) -> list[Described]:
    """Read what `written_tables` wrote."""
    return [
        Described(
            **{
                **one,
                "columns": tuple(one["columns"]),
                "evidence": tuple(Evidence(**each) for each in one["evidence"]),
                "findings": tuple(map(_finding, one["findings"])),
            }
        )
        for one in orjson.loads(line)
    ]


def written_rows(rows: Sequence[RawRow]) -> bytes:
    """Write a batch of rows on one line."""
    batch = [(row.number, row.values, row.wkb, row.findings) for row in rows]
    return orjson.dumps(batch, default=_spelled, option=_OPTIONS)


def parsed_rows(line: bytes) -> Iterator[Row]:
    """Read what `written_rows` wrote; geometries are made all at once."""
    batch = orjson.loads(line)
    shapes = shapely.from_wkb([wkb for _, _, wkb, _ in batch])
    for (number, values, _, findings), shape in zip(batch, shapes, strict=True):
        typed = {key: _typed(value) for key, value in values.items()}
        yield Row(number, typed, shape, tuple(map(_finding, findings)))


def _finding(members: Mapping[str, Any]) -> Finding:
    return Finding(**{**members, "severity": Severity(members["severity"])})


def _spelled(value: Any) -> Any:
    for kind, name in _WRITTEN:
        if isinstance(value, kind):
            return {_TYPE: name, "value": value.isoformat()}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return list(value) if isinstance(value, set | tuple) else str(value)


def _typed(value: Any) -> Any:
    if isinstance(value, dict) and _TYPE in value:
        return _READ[value[_TYPE]](value["value"])
    return value
