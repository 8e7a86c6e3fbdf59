"""Calls that SQL alone cannot answer, replaced by conditions that it can.

Whether a place is open is told by a library in Python, of each text of hours there is; what the
database is asked is which places have one of these texts. The filter that somebody wrote stays as
it is, and so does its canonical text.
"""

from collections.abc import Callable
from typing import TypeAlias

from viauma.cql2 import tree
from viauma.cql2.costs import nodes_of
from viauma.cql2.functions import FUNCTIONS
from viauma.cql2.tree import Expression
from viauma.errors import InvalidInput

Resolve: TypeAlias = Callable[[str, tuple[Expression, ...]], Expression]
"""From a function's name and its arguments to a condition that is true or false, never unknown."""


def resolved(expression: Expression, resolve: Resolve | None, argument: str) -> Expression:
    """Replace the calls in a checked filter.

    Raises
    ------
    InvalidInput
        Such a call does not stand as a condition, or nobody can answer it here.
    """
    if not _calls(expression):
        return expression
    if resolve is None:
        (name, *_) = _calls(expression)
        raise InvalidInput(argument, f"{name}() cannot be asked here")
    return _Resolving(resolve, argument).condition(expression)


def _calls(expression: Expression) -> list[str]:
    functions = (node for node in nodes_of(expression) if isinstance(node, tree.Function))
    return [one.name for one in functions if FUNCTIONS[one.name].about]


class _Resolving:
    """One walk over a filter's conditions."""

    def __init__(self, resolve: Resolve, argument: str) -> None:
        self._resolve = resolve
        self._argument = argument

    def condition(self, node: Expression) -> Expression:
        """Rewrite a condition; one without such calls stays as it is."""
        if not (calls := _calls(node)):
            return node
        match node:
            case tree.And(parts):
                return tree.And(tuple(map(self.condition, parts)))
            case tree.Or(parts):
                return tree.Or(tuple(map(self.condition, parts)))
            case tree.Not(part):
                return tree.Not(self.condition(part))
            case tree.Comparison("=" | "<>" as sign, tree.Function() as call, tree.Literal(truth)):
                return self._compared(call, is_asked=truth is (sign == "="))
            case tree.Comparison("=" | "<>" as sign, tree.Literal(truth), tree.Function() as call):
                return self._compared(call, is_asked=truth is (sign == "="))
        example = f"{calls[0]}(TIMESTAMP('2024-06-30T12:00:00Z'))"
        raise InvalidInput(self._argument, f"{calls[0]}() is a condition, as in {example}")

    def _compared(self, call: tree.Function, *, is_asked: bool) -> Expression:
        try:
            found = self._resolve(call.name, call.arguments)
        except InvalidInput as refused:
            raise InvalidInput(self._argument, refused.reason) from None
        return found if is_asked else tree.Not(found)
