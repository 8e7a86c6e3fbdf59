"""What the two sides of a predicate are made of: SQL over the row, or a value not yet bound."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias

from viauma.cql2.queryables import Kind

TYPES: dict[Kind, str] = {
    Kind.STRING: "text", Kind.INTEGER: "bigint", Kind.NUMBER: "double precision",
    Kind.BOOLEAN: "boolean", Kind.DATE: "date", Kind.TIMESTAMP: "timestamptz",
}  # fmt: skip

Value: TypeAlias = str | int | float | bool | date | datetime


@dataclass(frozen=True, slots=True)
class Sql:
    """SQL over the row, closed in itself: it needs no parentheses."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is bound in the type its other side has."""

    value: Value
    kind: Kind


Operand: TypeAlias = Sql | Constant


@dataclass(frozen=True, slots=True)
class Binds:
    """The values that a statement binds, by name."""

    prefix: str
    values: dict[str, Any] = field(default_factory=dict)

    def bind(self, value: object, type_name: str) -> str:
        """Take a value in, and write it as its type."""
        name = f"{self.prefix}_{len(self.values)}"
        self.values[name] = value
        return f"cast(:{name} as {type_name})"

    def bind_all(self, values: Iterable[object], type_name: str) -> str:
        """Take values in as one array."""
        return self.bind(list(values), f"{type_name}[]")

    def spell(self, operand: Operand, kind: Kind | None = None) -> str:
        """Write an operand; a constant as the kind asked for, or else as its own."""
        if isinstance(operand, Sql):
            return operand.text
        kind = kind or operand.kind
        return self.bind(fitted(operand.value, kind), TYPES[kind])


def fitted(value: Value, kind: Kind) -> Value:
    """Give a number the type that its kind is bound in."""
    if kind is Kind.NUMBER:
        return float(value)  # type: ignore[arg-type]  # only numbers are of this kind
    return int(value) if kind is Kind.INTEGER else value  # type: ignore[arg-type]  # as above
