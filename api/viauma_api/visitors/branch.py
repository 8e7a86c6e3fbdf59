"""A category with everything below it: what it is called, how many places, as which filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from viauma.taxonomy.rules import CategoryRef, unfolded
from viauma_api.visitors.choices import Choices
from viauma_api.visitors.words import Voice

Counts = Mapping[str, Mapping[str, int]]
"""Places by category and municipality."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A category as a page lists it."""

    key: str
    label: str
    count: int
    is_abstract: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A category at the top, and those below it that have places."""

    head: Branch
    below: Sequence[Branch]


def branch_of(
    one: CategoryRef, known: Sequence[CategoryRef], counts: Counts, voice: Voice
) -> Branch:
    """Describe a category; its count is of the whole branch."""
    keys = unfolded([one.key], known)
    total = sum(sum(counts.get(key, {}).values()) for key in keys)
    return Branch(one.key, voice.pick(one.labels), total, one.abstract)


def groups_of(known: Sequence[CategoryRef], counts: Counts, voice: Voice) -> list[Group]:
    """Arrange the categories that have places under those at the top."""
    found: dict[str, tuple[Branch, list[Branch]]] = {}
    for one in known:
        branch = branch_of(one, known, counts, voice)
        if len(one.path) == 1:
            found[one.key] = (branch, [])
        if branch.count and not one.abstract:
            found[one.path[0]][1].append(branch)
    return [Group(head, below) for head, below in found.values() if below]


def filter_of(one: CategoryRef, known: Sequence[CategoryRef]) -> str:
    """Write the filter of a whole branch, as the map's form would."""
    return Choices(categories=unfolded([one.key], known)).text
