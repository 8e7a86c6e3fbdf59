"""Which category a row has: by the profile's rule and the taxonomy's own mappings."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from viauma_data.profiles.model import CategoryRule
from viauma_data.taxonomies import CategoryRecord, read_taxonomy

Choose = Callable[[Mapping[str, Any]], "str | LeftOut | None"]
"""From a row's values to a category; None: it cannot be told."""


class LeftOut(str):
    """Why a row is no place of ours."""

    __slots__ = ()


@cache
def categories() -> dict[str, CategoryRecord]:
    """List the categories that places carry, by key."""
    return {one.key: one for one in read_taxonomy() if not one.abstract}


def chooser(rule: CategoryRule, column: str | None) -> Choose:
    """Make the function that tells a row's category by a profile's rule.

    `column` is the table's spelling of the rule's column, None where the table has none.
    """
    if rule.always:
        return lambda _values: rule.always
    if rule.by == "osm":
        return _by_tags(rule)
    if column is None:
        return lambda _values: rule.otherwise
    return _by_values(column, rule)


def _by_values(column: str, rule: CategoryRule) -> Choose:
    meanings = [{word_of(word): key for word, key in rule.values.items()}]
    meanings.append(_meanings(rule.by) if rule.by else {} if rule.values else _labels())

    def choose(values: Mapping[str, Any]) -> str | LeftOut | None:
        raw = values.get(column)
        words = [word_of(one) for one in (raw if isinstance(raw, list | tuple) else [raw])]
        known = (meaning[word] for meaning in meanings for word in words if word in meaning)
        return next(known, None) or _left_out(words, rule)

    return choose


def _left_out(words: Iterable[str], rule: CategoryRule) -> LeftOut | None:
    for word in (*words, "*"):
        if word in rule.leave_out:
            return LeftOut(rule.leave_out[word])
    return None


@cache
def _labels() -> dict[str, str]:
    spelled = {
        label.casefold(): one.key for one in categories().values() for label in one.label.values()
    }
    return spelled | {key: key for key in categories()}


def word_of(raw: Any) -> str:
    """Spell a value so that a class, its short name and its address are equal."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = str(raw).strip()
    return text.rsplit("/", 1)[-1].rsplit("#", 1)[-1].removeprefix("schema:").casefold()


@cache
def _meanings(by: str) -> dict[str, str]:
    """Turn a mapping of the taxonomy round; the first category that names a word has it.

    Words that many categories share say too little (a CivicStructure may be anything).
    """
    named: dict[str, list[str]] = {}
    for one in categories().values():
        words: Iterable[Any] = getattr(one, "schema_org" if by == "schema_org" else by)
        for word in words:
            named.setdefault(str(word).casefold(), []).append(one.key)
    most = 3 if by == "lipas" else 1
    return {word: keys[0] for word, keys in named.items() if len(keys) <= most}


def _by_tags(rule: CategoryRule) -> Choose:
    return lambda tags: _of_tags(tags) or _left_out((), rule)


def _of_tags(tags: Mapping[str, Any]) -> str | None:
    """Take the category whose mapping says most of what the tags say."""
    best, most = None, 0
    for first in _TAGGED & tags.keys():
        for key, wanted in _tag_rules().get((first, tags[first]), ()):
            if len(wanted) > most and all(tags.get(tag) == value for tag, value in wanted):
                best, most = key, len(wanted)
    return best


@cache
def _tag_rules() -> dict[tuple[str, str], list[tuple[str, tuple[tuple[str, str], ...]]]]:
    rules: dict[tuple[str, str], list[tuple[str, tuple[tuple[str, str], ...]]]] = {}
    for one in categories().values():
        for text in one.osm:
            parts = (part.partition("=") for part in text.split("+"))
            wanted = tuple((tag, value) for tag, _, value in parts)
            rules.setdefault(wanted[0], []).append((one.key, wanted))
    return rules


_TAGGED = {tag for tag, _ in _tag_rules()}


def known_category(raw: Any) -> str | None:
    """Read a key of the taxonomy, or a label in any language."""
    return _labels().get(word_of(raw))
