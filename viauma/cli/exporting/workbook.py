"""A workbook of an answer: places on a sheet for each group of categories, others on one sheet."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import shapely

from viauma.cli.exporting.answer import Answer
from viauma.exchange.column import Column, ColumnType
from viauma.exchange.column_titles import SWEDISH
from viauma.exchange.csv_rows import positions
from viauma.exchange.features import Feature, parse_features, shapes_of, to_json, values_of
from viauma.exchange.workbook import Heading, SheetPlan, Workbook
from viauma.geo.crs import Crs
from viauma.taxonomy.queries import categories, category_schemas
from viauma.taxonomy.rules import CategoryRef, CategorySchema

_TYPES = {
    "boolean": ColumnType.BOOLEAN, "integer": ColumnType.INTEGER, "number": ColumnType.NUMBER,
    "array": ColumnType.JSON, "object": ColumnType.JSON,
}  # fmt: skip


def write_workbook(answer: Answer, target: Path, language: str | None) -> None:
    """Write the rows, the codebook and the sources."""
    sheets = _Sheets(answer, language or "sv", for_people=language is not None)
    plans = [SheetPlan(name, sheets.headings(name)) for name in sheets.names]
    with Workbook(target, plans, language) as book:
        for page in answer.placed():
            for name, rows in sheets.rows(parse_features(page)):
                book.write(name, rows)
        book.explain(answer.credits)


class _Sheets:
    """Which sheets there are, and which columns each has."""

    def __init__(self, answer: Answer, language: str, *, for_people: bool) -> None:
        self._columns = [one for one in answer.columns if one.type is not ColumnType.GEOMETRY]
        self._geometry = answer.columns[-1]
        self._crs = answer.crs
        whole = answer.collection.title_sv if language == "sv" else answer.collection.title
        self._group: Mapping[str, str] = {}
        self._attributes: dict[str, dict[str, Mapping[str, Any]]] = {whole: {}}
        if answer.collection.layer is None:
            refs = {one.key: one for one in categories(answer.session)}
            self._group = _groups(refs, answer.categories, language)
            has_attributes = any(one.name == "attributes" for one in self._columns)
            schemas = category_schemas(answer.session) if has_attributes else []
            self._attributes = _attributes(self._group, schemas) or {whole: {}}
        self._whole = whole
        # Headings in a language are for people; by the columns' own names a program takes back
        # what it gave, and needs the attributes in one piece.
        if for_people and any(self._attributes.values()):
            self._columns = [one for one in self._columns if one.name != "attributes"]

    @property
    def names(self) -> list[str]:
        """The sheets, in the order of the taxonomy."""
        return list(self._attributes)

    def headings(self, sheet: str) -> list[Heading]:
        """List a sheet's columns: the common ones, the group's attributes, the position."""
        return [
            *map(_heading, self._columns),
            *(_of_attribute(*one) for one in self._attributes[sheet].items()),
            *(_axis(name) for name in _axes(self._crs)),
            _heading(self._geometry),
        ]

    def rows(self, features: Sequence[Feature]) -> Iterator[tuple[str, Iterator[list[Any]]]]:
        """Part a page by its sheets."""
        by_sheet: dict[str, list[Feature]] = {}
        for one in features:
            sheet = self._group.get(one["properties"].get("category", ""), self._whole)
            by_sheet.setdefault(sheet, []).append(one)
        for sheet, mine in by_sheet.items():
            yield sheet, self._rows(sheet, mine)

    def _rows(self, sheet: str, features: Sequence[Feature]) -> Iterator[list[Any]]:
        cells = [values_of(one, features) for one in self._columns]
        shapes = shapes_of(features)
        x, y = positions(shapes, self._crs.decimals)
        attributes = [one["properties"].get("attributes") or {} for one in features]
        for key, schema in self._attributes[sheet].items():
            kind = _TYPES.get(schema.get("type", ""), ColumnType.TEXT)
            cells.append([_fitting(one.get(key), kind) for one in attributes])
        for row in zip(*cells, x, y, shapely.to_wkt(shapes, -1), strict=True):
            yield list(row)


def _groups(
    refs: Mapping[str, CategoryRef], present: Sequence[str], language: str
) -> dict[str, str]:
    ordered = [key for key in refs if key in set(present)]
    return {key: refs[refs[key].path[0]].labels[language] for key in ordered}


def _attributes(
    groups: Mapping[str, str], schemas: Sequence[CategorySchema]
) -> dict[str, dict[str, Mapping[str, Any]]]:
    found: dict[str, dict[str, Mapping[str, Any]]] = {name: {} for name in groups.values()}
    for one in schemas:
        if one.key in groups:
            for key, schema in one.attributes.items():
                found[groups[one.key]].setdefault(key, schema)
    return found


def _heading(column: Column) -> Heading:
    titles = {"sv": SWEDISH.get(column.name, column.name), "en": column.title}
    codes = ", ".join(map(str, column.keywords.get("enum", ())))
    unit = str(column.keywords.get("x-ogc-unit", ""))
    return Heading(column.name, column.type, titles, column.description, unit, codes)


def _of_attribute(key: str, schema: Mapping[str, Any]) -> Heading:
    english = schema.get("title", key)
    codes = schema.get("enum") or schema.get("items", {}).get("enum", ())
    return Heading(
        key,
        _TYPES.get(schema.get("type", ""), ColumnType.TEXT),
        {"sv": schema.get("x-title-sv", english), "en": english},
        schema.get("description", ""),
        schema.get("x-unit", ""),
        ", ".join(map(str, codes)),
    )


def _axes(crs: Crs) -> tuple[str, str]:
    return ("lon", "lat") if crs.is_geographic else ("E", "N")


def _axis(name: str) -> Heading:
    english = {"lon": "Longitude", "lat": "Latitude", "E": "Easting", "N": "Northing"}[name]
    titles = {"sv": SWEDISH[name], "en": english}
    return Heading(
        name, ColumnType.NUMBER, titles, "Of a point inside.", "m" if name in "EN" else "deg"
    )


def _fitting(value: Any, kind: ColumnType) -> Any:
    """Give a value as its column has it; what is of another type than its schema says is text."""
    if kind is ColumnType.JSON and value is not None:
        return to_json(value)
    return value
