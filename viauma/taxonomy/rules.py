"""What a category is, and how people name one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process

from viauma.errors import UnknownName


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDraft:
    """A node of the taxonomy with the geometry kinds it accepts."""

    key: str
    parent: str | None
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    geometry_kinds: frozenset[str]
    abstract: bool
    is_site: bool
    is_facility: bool
    icon: str
    colour: str
    shape: str
    attributes_schema: Mapping[str, Any]
    mappings: Mapping[str, Any]
    maturity: str


@dataclass(frozen=True, slots=True)
class CategoryRef:
    """Enough of a category to be asked for, drawn and listed."""

    key: str
    path: tuple[str, ...]
    labels: Mapping[str, str]
    abstract: bool
    icon: str
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class CategorySchema:
    """A category that places carry, with its meaning and the JSON Schema of each attribute."""

    key: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    attributes: Mapping[str, Mapping[str, Any]]
    mappings: Mapping[str, Any]


def recognise(
    given: Iterable[str], known: Sequence[CategoryRef], argument: str = "category"
) -> tuple[str, ...]:
    """Turn keys and labels (in any language) into keys, in the order given.

    Raises
    ------
    UnknownName
        A category is not known; the nearest keys are suggested.
    """
    spelled = {word.casefold(): one.key for one in known for word in one.labels.values()}
    spelled |= {one.key: one.key for one in known}
    return tuple(_recognised(name, spelled, argument) for name in given)


def unfolded(keys: Iterable[str], known: Sequence[CategoryRef]) -> tuple[str, ...]:
    """List the categories that places can carry among these and all below them."""
    wanted = set(keys)
    return tuple(one.key for one in known if not one.abstract and wanted & set(one.path))


def _recognised(name: str, keys: Mapping[str, str], argument: str) -> str:
    wanted = name.strip().casefold()
    if wanted not in keys:
        near = process.extract(wanted[:100], list(keys), limit=2, score_cutoff=60)
        raise UnknownName(argument, name, list(dict.fromkeys(keys[str(word)] for word, *_ in near)))
    return keys[wanted]
