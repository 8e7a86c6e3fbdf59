"""Lists as sets: order and repeats do not matter."""

from collections.abc import Sequence
from dataclasses import dataclass

from viauma.cql2.queryables import Kind
from viauma.cql2.sql.operands import TYPES, Binds, Constant, Operand, Sql, fitted
from viauma.cql2.tree import ArrayOperator

# The operators of PostgreSQL's arrays are those of sets, and GIN indexes serve them.
_RELATIONS: dict[ArrayOperator, str] = {
    "a_contains": "{0} @> {1}",
    "a_containedby": "{0} <@ {1}",
    "a_equals": "{0} @> {1} and {0} <@ {1}",
    "a_overlaps": "{0} && {1}",
}


@dataclass(frozen=True, slots=True)
class Items:
    """A list written in the filter."""

    operands: Sequence[Operand]

    @property
    def kind(self) -> Kind | None:
        """The kind of its items, with all numbers alike; unknown where there are none."""
        kinds = {operand.kind for operand in self.operands}
        return Kind.NUMBER if kinds & {Kind.INTEGER, Kind.NUMBER} else next(iter(kinds), None)


def relation(operator: ArrayOperator, left: Items | Sql, right: Items | Sql, binds: Binds) -> str:
    """Write a relation of two lists; over a row there are lists of texts only."""
    kinds = [side.kind if isinstance(side, Items) else Kind.STRING for side in (left, right)]
    one, other = (
        spelled(side, binds, kinds[0] or kinds[1]) if isinstance(side, Items) else side.text
        for side in (left, right)
    )
    if isinstance(left, Sql) and isinstance(right, Sql):
        # Columns may have different collations, of which PostgreSQL would not choose one.
        one = f'({one} collate "C")'
    return _RELATIONS[operator].format(one, other)


def spelled(items: Items, binds: Binds, kind: Kind | None = None) -> str:
    """Write a list; one with an unknown item is unknown."""
    kind = kind or items.kind or Kind.STRING
    constants = [each for each in items.operands if isinstance(each, Constant)]
    if len(constants) == len(items.operands):
        return binds.bind_all((fitted(each.value, kind) for each in constants), TYPES[kind])
    texts = [f"cast({binds.spell(each, kind)} as {TYPES[kind]})" for each in items.operands]
    if kind is Kind.STRING:
        texts = [f'{text} collate "C"' for text in texts]
    unknown = " or ".join(f"{text} is null" for text in texts)
    return f"(case when {unknown} then null else array[{', '.join(texts)}] end)"
