"""The words of CQL2: which names it keeps for itself, and how its operators are spelled."""

import re
from typing import Literal, get_args

from viauma.cql2 import tree
from viauma.cql2.limits import check_characters
from viauma.errors import InvalidInput

LOGICAL = ("and", "or", "not")
COMPARISONS: tuple[str, ...] = get_args(tree.ComparisonOperator)
PREDICATES = ("like", "between", "in", "isnull")
FOLDINGS: tuple[Literal["casei", "accenti"], ...] = ("casei", "accenti")
ARITHMETIC: tuple[str, ...] = get_args(tree.ArithmeticOperator)
SPATIAL: tuple[str, ...] = get_args(tree.SpatialOperator)
TEMPORAL: tuple[str, ...] = get_args(tree.TemporalOperator)
ARRAYS: tuple[str, ...] = get_args(tree.ArrayOperator)

CONSTANTS = ("true", "false", "null")
INSTANTS = ("date", "timestamp", "interval")
SHAPES = (
    "bbox", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
    "geometrycollection",
)  # fmt: skip

KEPT = frozenset((
    *LOGICAL, *PREDICATES, "is", "div", *CONSTANTS, *FOLDINGS, *INSTANTS, *SHAPES,
    *SPATIAL, *TEMPORAL, *ARRAYS,
))  # fmt: skip
"""What neither a function nor an unquoted property may be called (clause 8.2)."""

JSON_SPELLINGS = {
    spelled.lower(): spelled
    for spelled in (
        "isNull", "a_containedBy", "t_finishedBy", "t_metBy", "t_overlappedBy", "t_startedBy",
    )
}  # fmt: skip
"""Operators that the JSON encoding does not spell in lower case."""

# Less than the grammar's NAME accepts; any other name is safe in quotes.
_PLAIN = re.compile("[A-Za-z_:À-ÖØ-öø-ÿ][A-Za-z0-9_:.À-ÖØ-öø-ÿ]*")


def needs_quotes(name: str) -> bool:
    """Tell whether CQL2 text can name a property only in quotes."""
    return name.lower() in KEPT or not _PLAIN.fullmatch(name)


def check_property_name(name: object, argument: str) -> str:
    """Accept what can name a property in both encodings."""
    if not isinstance(name, str) or not name or '"' in name:
        raise InvalidInput(argument, "a property is named by a text without quotes in it")
    check_characters(name, argument)
    return name


def check_function_name(name: str, argument: str) -> str:
    """Accept what can name a function in both encodings."""
    if name in KEPT:
        raise InvalidInput(argument, f"{name} is a word of CQL2 and cannot be used so")
    if not name.isascii() or not _PLAIN.fullmatch(name):
        shown = name[:40].encode(errors="replace").decode()
        raise InvalidInput(argument, f"'{shown}' is neither an operator nor a function")
    return name
