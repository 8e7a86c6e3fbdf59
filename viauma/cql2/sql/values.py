"""Values of a filter as operands: scalars, geometries, stretches of time and lists."""

from collections.abc import Sequence

from viauma.cql2 import tree
from viauma.cql2.functions import FUNCTIONS
from viauma.cql2.kinds import kind_of_instant, kind_of_literal
from viauma.cql2.queryables import Kind, Queryables
from viauma.cql2.sql import lists, shapes, times
from viauma.cql2.sql.calculating import calculation
from viauma.cql2.sql.folding import folded
from viauma.cql2.sql.operands import Binds, Constant, Operand, Sql
from viauma.cql2.tree import Expression


class Values:
    """Whoever asks knows by the operator which sort of value stands in a place."""

    def __init__(self, queryables: Queryables, binds: Binds) -> None:
        self.queryables = queryables
        self.binds = binds

    def scalar(self, node: Expression) -> Operand:
        """Read a text, a number, a truth value or an instant."""
        match node:
            case tree.Property(name):
                return self._property(name)
            case tree.Literal(value):
                return Constant(value, kind_of_literal(value))
            case tree.Instant(value):
                return Constant(value, kind_of_instant(node))
            case tree.Folded(by, value):
                text = folded(by, self.binds.spell(self.scalar(value)))
                # What is written in the filter is folded once, not for every row.
                return Sql(text if _is_read(value) else f"(select {text})", Kind.STRING)
            case tree.Arithmetic(operator, left, right):
                return calculation(operator, self.scalar(left), self.scalar(right), self.binds)
            case tree.Function(name, arguments):
                return self._call(name, arguments)
        raise TypeError(f"{type(node).__name__} is no scalar; was the filter checked?")

    def scalars(self, nodes: Sequence[Expression]) -> list[Operand]:
        """Read several."""
        return [self.scalar(node) for node in nodes]

    def shape(self, node: Expression) -> shapes.Shape:
        """Read a geometry."""
        return node.shape if isinstance(node, tree.Geometry) else self._sql(node)

    def stretch(self, node: Expression) -> times.Stretch:
        """Read an instant or an interval."""
        if isinstance(node, tree.Interval):
            ends = (self.scalar(end) if end else None for end in (node.start, node.end))
            return times.interval(*ends)
        operand = self.scalar(node)
        if operand.kind is Kind.INTERVAL:
            return times.of_range(self.binds.spell(operand))
        return times.instant(operand)

    def items(self, node: Expression) -> lists.Items | Sql:
        """Read a list."""
        return (
            lists.Items(self.scalars(node.items))
            if isinstance(node, tree.Array)
            else self._sql(node)
        )

    def any(self, node: Expression) -> str:
        """Write a value of whatever sort."""
        match node:
            case tree.Geometry(shape):
                return shapes.spelled(shape, self.binds)
            case tree.Array():
                return lists.spelled(lists.Items(self.scalars(node.items)), self.binds)
            case _:
                return self.binds.spell(self.scalar(node))

    def _property(self, name: str) -> Sql:
        queryable = self.queryables[name]
        return Sql(f"({queryable.sql})", queryable.kind)

    def _call(self, name: str, arguments: Sequence[Expression]) -> Sql:
        function = FUNCTIONS[name]
        return Sql(f"({function.sql.format(*map(self._argument, arguments))})", function.returns)

    def _argument(self, node: Expression) -> str:
        text = self.any(node)
        is_moment = not isinstance(node, tree.Geometry) and self._is_moment(node)
        return f"({text} at time zone 'UTC')" if is_moment else text

    def _is_moment(self, node: Expression) -> bool:
        match node:
            case tree.Property(name):
                return self.queryables[name].kind is Kind.TIMESTAMP
            case tree.Instant():
                return kind_of_instant(node) is Kind.TIMESTAMP
            case _:
                return False

    def _sql(self, node: Expression) -> Sql:
        found = self.scalar(node)
        if isinstance(found, Sql):
            return found
        raise TypeError(f"{type(node).__name__} does not stand here; was the filter checked?")


def _is_read(node: Expression) -> bool:
    """Tell whether a text comes from the row."""
    while isinstance(node, tree.Folded):
        node = node.value
    return not isinstance(node, tree.Literal)
