"""From a cell to a value: each type reads the spellings people use and refuses the rest."""

from collections.abc import Callable
from typing import Any

from viauma_data.profiles import number_cells, text_cells
from viauma_data.profiles.model import ColumnRule
from viauma_data.profiles.unfit import Convert, Unfit, short, spelled


def converter(rule: ColumnRule, *, are_guarded: bool = False) -> Convert:
    """Choose how a column's cells are read.

    Texts kept as they are lose the apostrophe that guards them only where files guard them
    (`are_guarded`); in other formats, one that stands there was always there.

    The function answers a value, a `Told`, or None for a cell that says nothing; it raises `Unfit`.
    """
    is_guarded = rule.type == "exact" and are_guarded
    read = text_cells.guarded_cells(rule) if is_guarded else _OF_TYPE[rule.type](rule)
    if not rule.values:
        return read
    words = {word.casefold(): value for word, value in rule.values.items()}
    return _by_words(words, None if rule.type == "code" else read)


def _by_words(words: dict[str, Any], read: Convert | None) -> Convert:
    def convert(raw: Any) -> Any:
        word = spelled(raw).casefold()
        if word in words:
            return words[word]
        if not word:
            return None
        if read is not None:
            return read(raw)
        known = ", ".join(list(words)[:8])
        raise Unfit("unknown-code", f"'{short(word)}' is not a known code; known are {known}.")

    return convert


_OF_TYPE: dict[str, Callable[[ColumnRule], Convert]] = {
    "text": text_cells.texts_cells,
    "name": text_cells.texts_cells,
    "yes_no": number_cells.yes_no_cells,
    "number": number_cells.number_cells,
    "integer": number_cells.number_cells,
    "date": number_cells.date_cells,
    "url": text_cells.url_cells,
    "code": text_cells.code_cells,
    "postcode": text_cells.postcode_cells,
    "hours": text_cells.hours_cells,
    "object": text_cells.object_cells,
    "exact": text_cells.exact_cells,
    "words": text_cells.words_cells,
}
