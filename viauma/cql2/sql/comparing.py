"""Comparisons of scalars, in the type of the column."""

import json
from collections.abc import Sequence
from decimal import Decimal

from viauma.cql2.queryables import Kind, Queryable
from viauma.cql2.sql import times
from viauma.cql2.sql.operands import TYPES, Binds, Constant, Operand, Sql, fitted
from viauma.cql2.tree import ComparisonOperator

LARGEST_BIGINT = 2**63 - 1

MOST_CONTAINMENTS = 32
"""An index is asked so many times for one list; for a longer one the rows are read."""

NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
CONTAINED = frozenset({Kind.STRING, Kind.INTEGER, Kind.NUMBER, Kind.BOOLEAN})
"""Kinds that JSON has; a date in JSON is a text, and equal days may be spelled otherwise."""


def comparison(operator: ComparisonOperator, left: Operand, right: Operand, binds: Binds) -> str:
    """Compare two scalars."""
    kinds = {left.kind, right.kind}
    if kinds == {Kind.DATE, Kind.TIMESTAMP}:
        return times.comparison(operator, left, right, binds)
    if kinds <= NUMBERS:
        return " ".join((_number(left, right, binds), operator, _number(right, left, binds)))
    one, other = binds.spell(left), binds.spell(right)
    is_unlike_index = isinstance(left, Sql) and isinstance(right, Sql)
    # The standard's order is that of code points. Equality needs no collation, except between
    # columns that have different ones, which PostgreSQL would refuse.
    if kinds == {Kind.STRING} and (is_unlike_index or operator not in {"=", "<>"}):
        one = f'{one} collate "C"'
    return f"{one} {operator} {other}"


def membership(value: Operand, items: Sequence[Operand], binds: Binds) -> str:
    """Ask whether a scalar is one of a list."""
    kinds = {value.kind, *(item.kind for item in items)}
    if kinds == {Kind.DATE, Kind.TIMESTAMP}:
        return " or ".join(comparison("=", value, item, binds) for item in items)
    constants = [item for item in items if isinstance(item, Constant)]
    if len(constants) < len(items):
        texts = [
            _number(item, value, binds) if kinds <= NUMBERS else binds.spell(item) for item in items
        ]
        collation = ' collate "C"' if kinds == {Kind.STRING} else ""
        return f"{binds.spell(value)}{collation} in ({', '.join(texts)})"
    if kinds <= NUMBERS:
        return f"{_number(value, constants[0], binds)} = any({_numbers(value, constants, binds)})"
    array = binds.bind_all((item.value for item in constants), TYPES[value.kind])
    return f"{binds.spell(value)} = any({array})"


def containment(
    queryable: Queryable, values: Sequence[str | float | bool], binds: Binds
) -> str | None:
    """Ask an index on a jsonb column whether a key has one of these values.

    Where there is no such key, it says no, though the truth is unknown.
    """
    if queryable.member_of is None or queryable.kind not in CONTAINED:
        return None
    if not 0 < len(values) <= MOST_CONTAINMENTS:
        return None
    column, key = queryable.member_of
    documents = (json.dumps({key: value}, ensure_ascii=False) for value in values)
    return " or ".join(f"{column} @> {binds.bind(document, 'jsonb')}" for document in documents)


def _number(side: Operand, other: Operand, binds: Binds) -> str:
    """Write a number so that a column beside it keeps its type."""
    if isinstance(side, Sql):
        return side.text
    if isinstance(other, Sql) and other.kind is Kind.NUMBER:
        return binds.spell(side, Kind.NUMBER)
    if _is_bigint(side):
        return binds.spell(side, Kind.INTEGER)
    # A bigint beside a double would itself become one, and lose digits.
    return binds.bind(_decimal(side), "numeric")


def _numbers(value: Operand, items: Sequence[Constant], binds: Binds) -> str:
    if value.kind is Kind.NUMBER:
        return binds.bind_all(
            (fitted(item.value, Kind.NUMBER) for item in items), "double precision"
        )
    if all(map(_is_bigint, items)):
        return binds.bind_all((fitted(item.value, Kind.INTEGER) for item in items), "bigint")
    return binds.bind_all(map(_decimal, items), "numeric")


def _is_bigint(constant: Constant) -> bool:
    value = Decimal(constant.value)  # type: ignore[arg-type]  # only numbers come here
    return value == value.to_integral_value() and abs(value) <= LARGEST_BIGINT


def _decimal(constant: Constant) -> Decimal:
    return Decimal(repr(constant.value))
