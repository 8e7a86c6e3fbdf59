"""The declared columns of every kind of feature, and the choice among them.

Schemas, file formats and the `properties` parameter read this one table.
"""

import difflib
from collections.abc import Iterable, Mapping

from viauma.errors import InvalidInput, UnknownName
from viauma.exchange import municipality_columns, place_columns, project_columns
from viauma.exchange.column import Column, ColumnType

__all__ = ["COLUMNS", "Column", "ColumnType", "Columns", "is_whole", "selected"]

Columns = tuple[Column, ...]
"""Columns of one kind of feature in their order: the id first, the geometry last."""

COLUMNS: Mapping[str, Columns] = {
    "place": place_columns.COLUMNS,
    "municipality": municipality_columns.COLUMNS,
    "project": project_columns.COLUMNS,
}


def selected(columns: Columns, names: Iterable[str], argument: str = "properties") -> Columns:
    """Narrow columns to the named properties, in the declared order; id and geometry stay.

    Raises
    ------
    InvalidInput
        A name is no property of such features, or none is given.
    """
    known = [column.name for column in columns if column.is_property]
    chosen = set(names)
    if not chosen:
        raise InvalidInput(argument, f"needs at least one name, such as {known[0]}")
    for name in sorted(chosen.difference(known)):
        raise UnknownName(argument, name, difflib.get_close_matches(name, known, n=2))
    return tuple(one for one in columns if one.name in chosen or not one.is_property)


def is_whole(columns: Columns) -> bool:
    """Tell whether nothing has been left out, so that a stored Feature is sent as it is."""
    return columns in COLUMNS.values()
