"""Types of expressions: a kind or a list of one; which compare, and what to call them."""

from datetime import datetime
from typing import NamedTuple, TypeAlias

from viauma.cql2 import tree
from viauma.cql2.queryables import Kind


class ArrayOf(NamedTuple):
    """A list; of what, nobody knows where it is empty."""

    items: Kind | None


Type: TypeAlias = Kind | ArrayOf

MOST_SHOWN = 40
"""So much of a text is repeated in a sentence about it."""

NUMBERS: frozenset[Type] = frozenset({Kind.INTEGER, Kind.NUMBER})
INSTANTS: frozenset[Type] = frozenset({Kind.DATE, Kind.TIMESTAMP})

CONDITIONS = (
    tree.And, tree.Or, tree.Not, tree.Comparison, tree.Between, tree.Like, tree.In, tree.IsNull,
    tree.Spatial, tree.Temporal, tree.Arrays,
)  # fmt: skip
"""The nodes that are true or false by themselves."""

_ALIKE: tuple[frozenset[Type], ...] = (
    frozenset({Kind.STRING}),
    frozenset({Kind.BOOLEAN}),
    NUMBERS,
    INSTANTS,
)

_NOUNS: dict[Kind, str] = {
    Kind.STRING: "a text", Kind.INTEGER: "a whole number", Kind.NUMBER: "a number",
    Kind.BOOLEAN: "a truth value", Kind.DATE: "a date", Kind.TIMESTAMP: "a timestamp",
    Kind.INTERVAL: "an interval", Kind.GEOMETRY: "a geometry", Kind.STRINGS: "a list of texts",
}  # fmt: skip


def are_comparable(left: Type, right: Type) -> bool:
    """Tell whether two scalars can be compared: numbers with numbers, instants with instants."""
    return any(left in kinds and right in kinds for kinds in _ALIKE)


def type_of_property(kind: Kind) -> Type:
    """See the list in a queryable of texts."""
    return ArrayOf(Kind.STRING) if kind is Kind.STRINGS else kind


def kind_of_literal(value: str | float | bool) -> Kind:  # noqa: FBT001
    """Name the kind of a literal."""
    if isinstance(value, bool):
        return Kind.BOOLEAN
    if isinstance(value, int):
        return Kind.INTEGER
    return Kind.NUMBER if isinstance(value, float) else Kind.STRING


def kind_of_instant(instant: tree.Instant) -> Kind:
    """Tell a moment from a day."""
    return Kind.TIMESTAMP if isinstance(instant.value, datetime) else Kind.DATE


def phrase_of(node: tree.Expression, kind: Type) -> str:  # noqa: PLR0911 - one per node
    """Name an expression in a sentence: ``'population' (a whole number)``, ``the text 'x'``."""
    noun = noun_of(kind)
    match node:
        case tree.Property(name):
            return f"'{name}' ({noun})"
        case tree.Function(name):
            return f"{name}() ({noun})"
        case tree.Literal(bool() as value):
            return f"the truth value {str(value).lower()}"
        case tree.Literal(str() as value):
            return f"the text '{value if len(value) <= MOST_SHOWN else value[:MOST_SHOWN] + '…'}'"
        case tree.Literal(value):
            return f"the number {value}"
        case tree.Instant(value):
            return f"the {kind} {value.isoformat()}"
        case _:
            return noun


def noun_of(kind: Type) -> str:
    """Name a type with its article."""
    if not isinstance(kind, ArrayOf):
        return _NOUNS[kind]
    return f"a list of {_NOUNS[kind.items].split(' ', 1)[1]}s" if kind.items else "an empty list"
