"""Whether a filter can be answered: names from the queryables, and types that fit each other.

What passes here is compiled to SQL that PostgreSQL can execute on every row. How long, how deep
and how well-formed a filter is, the readers know (viauma.cql2.limits, viauma.cql2.geometries).
"""

from viauma.cql2 import tree
from viauma.cql2.checking_values import Values
from viauma.cql2.instants import parse_day, parse_moment
from viauma.cql2.kinds import (
    CONDITIONS,
    INSTANTS,
    NUMBERS,
    ArrayOf,
    Type,
    are_comparable,
    noun_of,
    phrase_of,
)
from viauma.cql2.queryables import Kind, Queryables
from viauma.cql2.tree import Expression
from viauma.errors import InvalidInput

FOR_INSTANTS_TOO = frozenset({"t_after", "t_before", "t_disjoint", "t_equals", "t_intersects"})
"""Relations of instants and intervals; the others are for intervals only (21-065r2, 7.8)."""

_INSTEAD: dict[Type, str] = {Kind.GEOMETRY: "S_EQUALS", Kind.INTERVAL: "T_EQUALS"}


def check(expression: Expression, queryables: Queryables, argument: str = "filter") -> Expression:
    """Accept a filter, or say what is wrong with it.

    Returns
    -------
    Expression
        The filter with two things spelled out: a truth value that stands as a condition is
        compared with true, and texts in a list of instants are instants.

    Raises
    ------
    UnknownName
        A property is not among the queryables; the nearest names are suggested.
    InvalidInput
        It is no condition, a function is unknown, or types do not fit.
    """
    return _Check(Values(queryables, argument)).condition(expression)


class _Check:
    """One walk over a filter."""

    def __init__(self, values: Values) -> None:
        self.type_of = values.type_of
        self.refusal = values.refusal

    def condition(self, node: Expression) -> Expression:  # noqa: PLR0911 - one per node
        """Check what is to be true or false."""
        match node:
            case tree.And(parts):
                return tree.And(tuple(map(self.condition, parts)))
            case tree.Or(parts):
                return tree.Or(tuple(map(self.condition, parts)))
            case tree.Not(part):
                return tree.Not(self.condition(part))
            case tree.IsNull(value):
                return tree.IsNull(self._asked_of(value))
            case tree.In(value, items):
                return self._in(value, items)
            case tree.Comparison() | tree.Between() | tree.Like():
                self._compare(node)
            case tree.Spatial() | tree.Temporal() | tree.Arrays():
                self._relate(node)
            case _:
                return self._truth_value(node)
        return node

    def _truth_value(self, node: Expression) -> Expression:
        if (kind := self.type_of(node)) is not Kind.BOOLEAN:
            raise self.refusal(
                f"{phrase_of(node, kind)} is not a condition; compare it with something"
            )
        if isinstance(node, tree.Literal):
            return node
        return tree.Comparison("=", node, tree.Literal(value=True))

    def _asked_of(self, value: Expression) -> Expression:
        if isinstance(value, CONDITIONS):
            return self.condition(value)
        self.type_of(value)
        if isinstance(value, tree.Interval):
            raise self.refusal("IS NULL asks about a value; ask about an end of the interval")
        return value

    def _in(self, value: Expression, items: tuple[Expression, ...]) -> Expression:
        kind = self.type_of(value)
        if not items:
            raise self.refusal("the list after IN is empty")
        items = tuple(_as_instant(item, kind) for item in items)
        for item in items:
            self._must_compare(value, item, "IN")
        return tree.In(value, items)

    def _compare(self, node: tree.Comparison | tree.Between | tree.Like) -> None:
        match node:
            case tree.Comparison(operator, left, right):
                self._must_compare(left, right, operator)
            case tree.Between(value, lower, upper):
                self._must_be(value, NUMBERS | INSTANTS, "BETWEEN takes numbers or instants")
                self._must_compare(value, lower, "BETWEEN")
                self._must_compare(value, upper, "BETWEEN")
            case tree.Like(value, pattern):
                self._must_be(value, frozenset({Kind.STRING}), "LIKE takes texts")
                self._must_be_pattern(pattern)

    def _relate(self, node: tree.Spatial | tree.Temporal | tree.Arrays) -> None:
        operator = node.operator.upper()
        match node:
            case tree.Spatial():
                self._must_be_geometry(node.left, operator)
                self._must_be_geometry(node.right, operator)
            case tree.Temporal():
                self._must_be_time(node.left, operator)
                self._must_be_time(node.right, operator)
            case tree.Arrays():
                one, other = self._list(node.left, operator), self._list(node.right, operator)
                if one.items and other.items and not are_comparable(one.items, other.items):
                    raise self.refusal(
                        f"{operator} cannot compare {noun_of(one)} with {noun_of(other)}"
                    )

    def _must_be_geometry(self, side: Expression, operator: str) -> None:
        self._must_be(side, frozenset({Kind.GEOMETRY}), f"{operator} takes geometries")
        is_mixed = isinstance(side, tree.Geometry) and side.shape.geom_type == "GeometryCollection"
        # The relations ask for interior and boundary, which a mixture does not have.
        if is_mixed and operator not in {"S_INTERSECTS", "S_DISJOINT"}:
            raise self.refusal(
                f"{operator} is not defined for a GEOMETRYCOLLECTION; "
                "ask about its parts one by one"
            )

    def _must_be_time(self, side: Expression, operator: str) -> None:
        times = INSTANTS | {Kind.INTERVAL}
        kind = self._must_be(side, times, f"{operator} takes instants or intervals")
        if kind in INSTANTS and operator.lower() not in FOR_INSTANTS_TOO:
            raise self.refusal(
                f"{operator} takes intervals, and {phrase_of(side, kind)} is none; instants have "
                "T_AFTER, T_BEFORE, T_DISJOINT, T_EQUALS and T_INTERSECTS"
            )

    def _list(self, side: Expression, operator: str) -> ArrayOf:
        if isinstance(kind := self.type_of(side), ArrayOf):
            return kind
        raise self.refusal(f"{operator} takes lists, and {phrase_of(side, kind)} is none")

    def _must_be(self, node: Expression, kinds: frozenset[Type], sentence: str) -> Type:
        if (kind := self.type_of(node)) in kinds:
            return kind
        raise self.refusal(f"{sentence}, and {phrase_of(node, kind)} is none")

    def _must_compare(self, left: Expression, right: Expression, operator: str) -> None:
        kinds = self.type_of(left), self.type_of(right)
        for node, kind in zip((left, right), kinds, strict=True):
            if isinstance(kind, ArrayOf) or kind in _INSTEAD:
                instead = _INSTEAD.get(kind, "A_EQUALS")
                raise self.refusal(
                    f"{operator} cannot compare {phrase_of(node, kind)}; use {instead}"
                )
        if not are_comparable(*kinds):
            phrases = phrase_of(left, kinds[0]), phrase_of(right, kinds[1])
            hint = _proposal(right, kinds[0]) or _proposal(left, kinds[1])
            raise self.refusal(f"{phrases[0]} cannot be compared with {phrases[1]}{hint}")

    def _must_be_pattern(self, pattern: Expression) -> None:
        self.type_of(pattern)
        while isinstance(pattern, tree.Folded):
            pattern = pattern.value
        if not (isinstance(pattern, tree.Literal) and isinstance(pattern.value, str)):
            raise self.refusal("LIKE takes a pattern in quotes on its right side")
        backslashes = len(pattern.value) - len(pattern.value.rstrip("\\"))
        if backslashes % 2:
            raise self.refusal("a LIKE pattern ends in a backslash; write two to mean one")


def _as_instant(item: Expression, kind: Type) -> Expression:
    """Read a text as the instant it spells: the standard's test of IN writes lists that way."""
    if isinstance(item, tree.Literal) and isinstance(item.value, str) and kind in INSTANTS:
        try:
            parse = parse_day if kind is Kind.DATE else parse_moment
            return tree.Instant(parse(item.value, ""))
        except InvalidInput:
            pass
    return item


def _proposal(node: Expression, wanted: Type) -> str:
    """Say how a literal is written in another type."""
    if not isinstance(node, tree.Literal) or isinstance(node.value, bool):
        return ""
    if not isinstance(node.value, str):
        return f"; write '{node.value}'" if wanted is Kind.STRING else ""
    if wanted in INSTANTS:
        return _constructor(node.value)
    return "; write a number, without quotes" if wanted in NUMBERS else ""


def _constructor(text: str) -> str:
    for name, parse in (("DATE", parse_day), ("TIMESTAMP", parse_moment)):
        try:
            parse(text, "")
        except InvalidInput:
            continue
        return f"; write {name}('{text}')"
    return "; write DATE('2024-06-30') or TIMESTAMP('2024-06-30T12:00:00Z')"
