"""Where in a JSON text the rows stand: a list of objects, told from the text's beginning."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ijson

from viauma.errors import UnknownName
from viauma.exchange.findings import Evidence
from viauma_data.reading.json_objects import pieces
from viauma_data.reading.json_text import JsonText

# In this order; else the longest list.
USUAL = (
    "features", "@graph", "itemListElement", "results", "data", "items", "records", "elements",
    "value", "rows",
)  # fmt: skip
_PARTS = 200_000
_SCALARS = {"string", "number", "boolean"}
_LONGEST_TEXT = 2_000


@dataclass(slots=True)
class Outline:
    """The lists of objects in a text, and what stands beside them."""

    lists: Counter[str] = field(default_factory=Counter)
    """Objects by the path of the list, ``""`` for the text itself."""
    root: str = ""
    """The first event: ``start_map`` or ``start_array``."""
    members: Counter[str] = field(default_factory=Counter)
    """Objects that are members of the text itself, by name."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Values beside the rows, by path."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Which parts of a text are its rows."""

    prefix: str
    path: str
    evidence: tuple[Evidence, ...]
    extra: Mapping[str, Any]
    keyed: bool = False


def outline(text: JsonText) -> Outline:
    """Read as much of a text as tells where its rows are."""
    found = Outline()
    events = ijson.sendable_list()
    parser = ijson.parse_coro(events, use_float=True, multiple_values=True)
    parts = 0
    try:
        for piece in pieces(text):
            parser.send(piece)
            parts += len(events)
            _note(found, events)
            events.clear()
            if parts > _PARTS and found.lists:
                break
    except (ijson.JSONError, UnicodeDecodeError):
        # Reading it says what is wrong.
        _note(found, events)
    return found


def rows_of(text: JsonText, found: Outline) -> Rows:
    """Choose the list that holds the rows.

    Raises
    ------
    InvalidInput
        There is none, or none of the name that was asked for.
    """
    asked = text.source.layer
    if found.lists:
        path, because = _chosen(found, asked)
        prefix = f"{path}.item" if path else "item"
        return Rows(prefix, path, _told(path, because, found), found.extra)
    if found.root != "start_map":
        text.source.refuse("Its JSON holds no list of objects.")
    if len(found.members) > 1 and all("." in path for path in found.extra):
        evidence = Evidence("rows", "members", "each member of the JSON is an object of its own")
        return Rows("", "", (evidence,), {}, keyed=True)
    said = Evidence("rows", "1", "the JSON is one object, without a list of objects")
    return Rows("", "", (said,), found.extra)


def _note(found: Outline, events: list[tuple[str, str, Any]]) -> None:
    for prefix, event, value in events:
        found.root = found.root or event
        if event == "start_map":
            parts = prefix.split(".")
            if parts[-1] == "item" and parts.count("item") == 1:
                found.lists[".".join(parts[:-1])] += 1
            elif prefix and len(parts) == 1:
                found.members[prefix] += 1
        elif event in _SCALARS and prefix and "item" not in prefix.split("."):
            is_text = isinstance(value, str)
            found.extra[prefix] = value[:_LONGEST_TEXT] if is_text else value


def _chosen(found: Outline, asked: str | None) -> tuple[str, str]:
    if asked is not None:
        if asked not in found.lists:
            raise UnknownName("--layer", asked, [one for one in found.lists if one][:5])
        return asked, "it was asked for"
    for name in USUAL:
        if found.lists[name]:
            return name, "that is what a list of rows is called"
    path = max(found.lists, key=lambda one: found.lists[one])
    return path, "it is the longest list of objects" if len(found.lists) > 1 else "it is the list"


def _told(path: str, because: str, found: Outline) -> tuple[Evidence, ...]:
    if not path:
        return ()
    others = [f"'{one}'" for one in found.lists if one != path][:5]
    if others:
        because += f"; there is also {', '.join(others)}"
    return (Evidence("rows", path, because, "--layer"),)
