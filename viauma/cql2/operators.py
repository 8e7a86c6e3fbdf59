"""What each operator of CQL2 takes and which node it makes.

Only what the standard's grammar says is asked here (a pattern is a text in quotes, a spatial
predicate is not given numbers). Whether a property is of the right type, checking knows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from viauma.cql2 import tree, words
from viauma.errors import InvalidInput

_SORTS: dict[type, str] = {
    tree.Property: "a property", tree.Function: "a function", tree.Instant: "an instant",
    tree.Interval: "an interval", tree.Geometry: "a geometry", tree.Array: "a list",
    tree.Arithmetic: "a number",
}  # fmt: skip
CONDITION, TRUTH, TEXT, PATTERN, NUMBER = (
    "a condition", "a truth value", "a text", "a text in quotes", "a number",
)  # fmt: skip


def sort_of(node: tree.Expression) -> str:
    """Name what a node is, as far as that can be said without knowing the properties."""
    folded = node
    while isinstance(folded, tree.Folded):
        folded = folded.value
    if isinstance(folded, tree.Literal) and isinstance(folded.value, str):
        return PATTERN
    if isinstance(node, tree.Folded):
        return TEXT
    if isinstance(node, tree.Literal):
        return TRUTH if isinstance(node.value, bool) else NUMBER
    return _SORTS.get(type(node), CONDITION)


@dataclass(frozen=True, slots=True)
class Operand:
    """What may stand in a place, and how that is called."""

    phrase: str
    sorts: frozenset[str]

    def check(self, node: tree.Expression, operator: str, argument: str) -> None:
        """Refuse a node that may not stand here."""
        if (sort := sort_of(node)) not in self.sorts:
            raise InvalidInput(argument, f"{operator} takes {self.phrase}, got {sort}")


def _operand(phrase: str, *sorts: str, is_named: bool = True) -> Operand:
    named = ("a property", "a function") if is_named else ()
    return Operand(phrase, frozenset((*sorts, *named)))


CONDITIONS = _operand("conditions", CONDITION, TRUTH)
SCALARS = _operand(
    "texts, numbers, truth values or instants", TEXT, PATTERN, NUMBER, TRUTH, "an instant"
)
TEXTS = _operand("a text", TEXT, PATTERN)
PATTERNS = _operand("a pattern in quotes", PATTERN, is_named=False)
NUMBERS = _operand("numbers", NUMBER)
RANGES = _operand("numbers or instants", NUMBER, "an instant")
GEOMETRIES = _operand("geometries", "a geometry")
TIMES = _operand("instants or intervals", "an instant", "an interval")
LISTS = _operand("lists", "a list")
ITEMS = _operand("a list", "a list", is_named=False)
ANYTHING = _operand("a value", *_SORTS.values(), CONDITION, TRUTH, TEXT, PATTERN, NUMBER)


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator of the JSON encoding."""

    operands: tuple[Operand, ...]
    build: Callable[..., Any]
    is_chain: bool = False
    """Whether it takes more operands, all like its last."""

    def operand(self, at: int) -> Operand:
        """What stands at a place, counted from 0."""
        return self.operands[min(at, len(self.operands) - 1)]

    def accepts(self, count: int) -> bool:
        """Whether it takes so many operands."""
        return count >= len(self.operands) if self.is_chain else count == len(self.operands)


def joined(kind: type[tree.And | tree.Or], *parts: tree.Expression) -> tree.And | tree.Or:
    """Join conditions; a part that is joined in the same way gives its own parts."""
    flat: list[tree.Expression] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return kind(tuple(flat))


def _is_in(value: tree.Expression, listed: tree.Array) -> tree.In:
    return tree.In(value, listed.items)


def _pairs(names: tuple[str, ...], operand: Operand, kind: Callable[..., Any]) -> dict[str, Any]:
    return {name: Operator((operand, operand), partial(kind, name)) for name in names}


OPERATORS: dict[str, Operator] = {
    "and": Operator((CONDITIONS, CONDITIONS), partial(joined, tree.And), is_chain=True),
    "or": Operator((CONDITIONS, CONDITIONS), partial(joined, tree.Or), is_chain=True),
    "not": Operator((CONDITIONS,), tree.Not),
    "like": Operator((TEXTS, PATTERNS), tree.Like),
    "between": Operator((RANGES, RANGES, RANGES), tree.Between),
    "in": Operator((SCALARS, ITEMS), _is_in),
    "isnull": Operator((ANYTHING,), tree.IsNull),
    **{name: Operator((TEXTS,), partial(tree.Folded, name)) for name in words.FOLDINGS},
    **_pairs(words.COMPARISONS, SCALARS, tree.Comparison),
    **_pairs(words.ARITHMETIC, NUMBERS, tree.Arithmetic),
    **_pairs(words.SPATIAL, GEOMETRIES, tree.Spatial),
    **_pairs(words.TEMPORAL, TIMES, tree.Temporal),
    **_pairs(words.ARRAYS, LISTS, tree.Arrays),
}
