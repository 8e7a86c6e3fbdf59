"""Patterns that one folded text is held against: the text is folded once for all of them."""

from collections.abc import Iterable

from viauma.cql2 import tree
from viauma.cql2.tree import Expression


def gathered(parts: Iterable[Expression]) -> list[Expression | list[tree.Like]]:
    """Put the LIKEs of one folded text together, in the place of the first of them.

    Folding costs ten times the comparison. Of other texts the LIKEs stay alone: an index that
    knows trigrams serves them one by one, and not as a list.
    """
    found: dict[Expression, list[tree.Like]] = {}
    kept: list[Expression | list[tree.Like]] = []
    for part in parts:
        if not (isinstance(part, tree.Like) and isinstance(part.value, tree.Folded)):
            kept.append(part)
        elif part.value in found:
            found[part.value].append(part)
        else:
            found[part.value] = [part]
            kept.append(found[part.value])
    return [one[0] if isinstance(one, list) and len(one) == 1 else one for one in kept]
