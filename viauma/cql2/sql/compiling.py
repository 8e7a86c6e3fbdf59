"""The walk over a checked filter that writes its SQL."""

from collections.abc import Callable

from viauma.cql2 import tree
from viauma.cql2.functions import DISTANCE
from viauma.cql2.kinds import CONDITIONS
from viauma.cql2.queryables import Compiled, Queryables
from viauma.cql2.sql import lists, shapes, times
from viauma.cql2.sql.comparing import comparison, containment, membership
from viauma.cql2.sql.operands import Binds
from viauma.cql2.sql.patterns import gathered
from viauma.cql2.sql.values import Values
from viauma.cql2.tree import Expression

FARTHEST_M = 20_100_000.0
"""Nothing on earth is farther apart: a search that wide needs no index."""


def compile_sql(expression: Expression, queryables: Queryables, *, prefix: str = "cql") -> Compiled:
    """Write a filter as SQL.

    Parameters
    ----------
    expression
        What viauma.cql2.checking.check returned.
    queryables
        Those it was checked with.
    prefix
        How the names of the bound values begin.

    Returns
    -------
    Compiled
        One boolean expression in parentheses, without percent signs, and without colons but
        those of ``:names``; and the values for these.
    """
    binds = Binds(prefix)
    sql = _Conditions(Values(queryables, binds)).plain(expression)
    return Compiled(f"({sql})", binds.values)


class _Conditions:
    """Conditions as SQL, in the three-valued logic that SQL shares with the standard."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.binds = values.binds

    def plain(self, node: Expression) -> str:
        """Write a condition above which stand only AND and OR.

        There unknown comes to the same as false, and an index may answer that knows no unknown.
        """
        match node:
            case tree.And(parts):
                return " and ".join(f"({self.plain(part)})" for part in parts)
            case tree.Or(parts):
                return self._alternatives(parts, self.plain)
            case tree.Comparison():
                return self._contained(node) or self._within(node) or self.exact(node)
            case tree.In(value, items):
                return self._one_contained(value, items) or self.exact(node)
        return self.exact(node)

    def exact(self, node: Expression) -> str:
        """Write a condition that is unknown where its truth is unknown."""
        match node:
            case tree.And(parts):
                return " and ".join(f"({self.exact(part)})" for part in parts)
            case tree.Or(parts):
                return self._alternatives(parts, self.exact)
            case tree.Not(part):
                return f"not ({self.exact(part)})"
            case tree.Literal(value):
                return "true" if value else "false"
            case tree.Spatial() | tree.Temporal() | tree.Arrays():
                return self._relation(node)
            case _:
                return self._comparison(node)

    def _alternatives(
        self, parts: tuple[Expression, ...], write: Callable[[Expression], str]
    ) -> str:
        written = (
            self._like_any(part) if isinstance(part, list) else write(part)
            for part in gathered(parts)
        )
        return " or ".join(f"({part})" for part in written)

    def _like_any(self, likes: list[tree.Like]) -> str:
        scalar, binds = self.values.scalar, self.binds
        patterns = ", ".join(binds.spell(scalar(like.pattern)) for like in likes)
        # Selected, the patterns are folded once, not for every row.
        listed = f"cast((select array[{patterns}]) as text[])"
        return f"{binds.spell(scalar(likes[0].value))} like any({listed})"

    def _relation(self, node: tree.Spatial | tree.Temporal | tree.Arrays) -> str:
        match node:
            case tree.Spatial(operator, left, right):
                sides = self.values.shape(left), self.values.shape(right)
                return shapes.relation(operator, *sides, self.binds)
            case tree.Temporal(operator, left, right):
                spans = self.values.stretch(left), self.values.stretch(right)
                return times.relation(operator, *spans, self.binds)
            case tree.Arrays(operator, left, right):
                items = self.values.items(left), self.values.items(right)
                return lists.relation(operator, *items, self.binds)

    def _comparison(self, node: Expression) -> str:
        scalar, binds = self.values.scalar, self.binds
        match node:
            case tree.Comparison(operator, left, right):
                return comparison(operator, scalar(left), scalar(right), binds)
            case tree.Between(value, lower, upper):
                above = comparison(">=", scalar(value), scalar(lower), binds)
                below = comparison("<=", scalar(value), scalar(upper), binds)
                return f"({above}) and ({below})"
            case tree.Like(value, pattern):
                return f"{binds.spell(scalar(value))} like {binds.spell(scalar(pattern))}"
            case tree.In(value, items):
                return membership(scalar(value), self.values.scalars(items), binds)
            case tree.IsNull(value):
                return f"{self._asked_of(value)} is null"
        raise TypeError(f"{type(node).__name__} is no condition; was the filter checked?")

    def _asked_of(self, value: Expression) -> str:
        is_condition = isinstance(value, CONDITIONS)
        return f"({self.exact(value)})" if is_condition else self.values.any(value)

    def _contained(self, node: tree.Comparison) -> str | None:
        if node.operator != "=":
            return None
        one, other = node.left, node.right
        return self._one_contained(one, (other,)) or self._one_contained(other, (one,))

    def _one_contained(self, value: Expression, items: tuple[Expression, ...]) -> str | None:
        literals = [item.value for item in items if isinstance(item, tree.Literal)]
        if not isinstance(value, tree.Property) or len(literals) < len(items):
            return None
        return containment(self.values.queryables[value.name], literals, self.binds)

    def _within(self, node: tree.Comparison) -> str | None:
        """Write a bound on a distance as a search, which an index on the geography serves."""
        match node:
            case tree.Comparison("<" | "<=", tree.Function(DISTANCE.name, sides), bound):
                is_strict = node.operator == "<"
            case tree.Comparison(">" | ">=", bound, tree.Function(DISTANCE.name, sides)):
                is_strict = node.operator == ">"
            case _:
                return None
        if not (isinstance(bound, tree.Literal) and 0 <= float(bound.value) <= FARTHEST_M):
            return None
        one, other = (f"geography({self.values.any(side)})" for side in sides)
        distance = self.binds.bind(float(bound.value), "double precision")
        found = f"st_dwithin({one}, {other}, {distance})"
        return f"{found} and st_distance({one}, {other}) < {distance}" if is_strict else found
