"""A file of no known kind: which columns are name, id, address and the like, guessed and told.

Only names of columns that mean one thing are taken, and only when the values agree. The category is
never guessed: a person gives it, or a column has keys or labels of the taxonomy.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from viauma.errors import InvalidInput, UnknownName
from viauma.exchange.findings import Ambiguous, Evidence
from viauma_data.profiles.categories import categories, known_category
from viauma_data.profiles.matching import Match
from viauma_data.profiles.model import CategoryRule, ColumnRule, Profile, Type
from viauma_data.profiles.names import bare, plain
from viauma_data.profiles.suggesting import near_categories, suggested
from viauma_data.reading.empty_rows import emptiness
from viauma_data.reading.table import Table
from viauma_data.taxonomies import CategoryRecord

SAMPLE: Final = 200
KEY: Final = "generic"
_HALF: Final = 0.5
_NEARLY: Final = 0.95

_PERSONAL: Final = re.compile(
    r"e_?(?:post|mail).*|mail|tele(?:fon|phone).*|phone.*|mobil.*|kontakt.*"
)


@dataclass(frozen=True, slots=True)
class _Guess:
    to: str
    names: tuple[str, ...]
    type: Type = "text"
    pattern: str | None = None
    """What half of the values must look like."""


_GUESSES: Final = (
    _Guess("name", (
        "name", "namn", "titel", "title", "label", "itemlabel", "benamning", "benämning",
        "objektnamn", "anlaggningsnamn", "anläggningsnamn", "anläggning", "displayname",
        "display_name", "name_sv", "namn_sv", "platsnamn", "locality", "nimi", "nom", "sname",
        "trail_name", "plats", "park", "lekplats",
    ), "name", r"[^\W\d_]"),
    _Guess("names.en", ("name_en", "name:en", "namn_en", "english_name"), "name", r"[^\W\d_]"),
    _Guess("texts.sv", ("description", "beskrivning", "descr", "desc", "text", "info", "ingress")),
    _Guess("texts.en", ("description_en", "beskrivning_en")),
    _Guess("street", ("address", "adress", "gatuadress", "street", "street_address",
                      "streetaddress", "besöksadress", "besoksadress", "gata")),
    _Guess("postcode", ("postcode", "postnummer", "postnr", "postalcode", "postal_code", "zip",
                        "zipcode"), "postcode", r"[0-9]{3}"),
    _Guess("city", ("city", "postort", "ort", "stad", "town", "tätort", "tatort")),
    _Guess("municipality", ("kommunkod", "kommun_kod", "kommunkd", "municipality_code", "knkod"),
           "code", r"^[0-9]{3,4}(?:\.0)?$"),
    _Guess("municipality_name", ("kommun", "kommunnamn", "kommun_namn", "municipality", "kmn_namn",
                                 "knnamn"), "text", r"[^\W\d_]"),
    _Guess("website", ("website", "webbplats", "hemsida", "webb", "url", "link", "länk", "lank",
                       "www", "webbadress", "homepage", "visit_url"), "url", r"\."),
    _Guess("opening_hours", ("opening_hours", "öppettider", "oppettider", "openinghours"), "hours"),
    _Guess("observed_on", ("updated", "uppdaterad", "modified", "changed", "modificationdate",
                           "ändrad", "andrad", "senast_ändrad", "lastmodified", "last_modified"),
           "date", r"[0-9]{4}"),
    _Guess("identifiers.wikidata", ("wikidata", "qid", "wikidata_id"), "text", r"Q[1-9][0-9]*"),
)  # fmt: skip

_IDS: Final = (
    "id", "objectid", "objekt_id", "objektid", "objektidentitet", "uuid", "guid", "globalid",
    "fid", "gid", "identifier", "anl_id", "anlaggningsid", "anläggningsid", "place_id", "ident",
    "satid", "qid", "ref", "item", "nr",
)  # fmt: skip
_CATEGORIES: Final = ("category", "kategori", "kind", "typ", "type")

Rows = Sequence[Mapping[str, Any]]


def guessed(table: Table, *, category: str | None = None, called: str = "") -> Match:
    """Make a profile for a table of no known kind.

    Parameters
    ----------
    table
        Read for a sample of its rows.
    category
        What all rows are; None: a column has keys or labels of the taxonomy.
    called
        The name of the file, where that is not the table's.

    Raises
    ------
    Ambiguous
        No category is given and no column has one, but words of the file speak for some.
    InvalidInput
        Nothing speaks for any, or the category given is not known.
    """
    is_empty = emptiness(table.columns)
    rows = [row.values for row in islice(table.read(), SAMPLE) if not is_empty(row)]
    spelled = _spelled(table.columns)
    rule, told = _category(category, spelled, rows, called or table.name)
    kind = categories().get(category or "")
    found = [*_fields(spelled, rows), *_attributes(spelled, kind)]
    ids = _id(spelled, rows)
    evidence = [told, *(_told(one, why) for one, why in found)]
    evidence.append(_id_told(ids))
    columns = {one.name: one for one, _why in found}
    if ids and ids not in columns:
        columns[ids] = ColumnRule(name=ids, to="source_id")
    if rule.column and rule.column not in columns:
        columns[rule.column] = ColumnRule(name=rule.column, drop="Tells the category.")
    columns |= {one.name: one for one in _dropped(spelled) if one.name not in columns}
    if not columns and table.has_shapes and table.columns:
        columns = {"": ColumnRule(name=table.columns[0], drop="Its values are no names.")}
    if not columns:
        raise InvalidInput("--as", _no_column(table.columns))
    profile = Profile(
        key=KEY,
        title={"sv": "Okänt slag av fil", "en": "File of no known kind"},
        id=(ids,) if ids else (),
        category=rule,
        column=tuple(columns.values()),
    )
    return Match(profile, 0.3, tuple(evidence))


def _spelled(columns: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for spelling in (plain, bare):
        for column in columns:
            found.setdefault(spelling(column), column)
    return {name: column for name, column in found.items() if name}


def _category(
    given: str | None, spelled: Mapping[str, str], rows: Rows, name: str
) -> tuple[CategoryRule, Evidence]:
    if given is not None:
        if given not in categories():
            recalled = near_categories(given)
            raise UnknownName("--category", given, recalled, "Give a category of the taxonomy.")
        return CategoryRule(always=given), Evidence("category", given, "it was given", "--category")
    for called in _CATEGORIES:
        column = spelled.get(called)
        if column and _share(rows, column, lambda raw: known_category(raw) is not None) >= _HALF:
            because = f"column '{column}' has categories of the taxonomy"
            return CategoryRule(column=column), Evidence("category", column, because, "--category")
    near = suggested(name, rows)
    if near:
        told = "; ".join(because for _key, because in near)
        question = f"The file does not say for certain what kind of places these are ({told})."
        raise Ambiguous("--category", question, [key for key, _because in near])
    raise InvalidInput(
        "--category",
        "Nothing in the file says what kind of places these are; give a category of the taxonomy.",
    )


def _fields(spelled: Mapping[str, str], rows: Rows) -> Iterator[tuple[ColumnRule, str]]:
    taken: set[str] = set()
    for guess in _GUESSES:
        for name in guess.names:
            column = spelled.get(plain(name))
            if column is None or column in taken or not _agrees(rows, column, guess.pattern):
                continue
            taken.add(column)
            yield _rule(column, guess), f"the column is called '{column.strip()}'"
            break


def _rule(column: str, guess: _Guess) -> ColumnRule:
    if guess.type == "code":
        return ColumnRule(
            name=column, to=guess.to, type="code", length=4, pattern=re.compile("[0-9]{4}")
        )
    pattern = re.compile(r"(?:.*/)?(Q[1-9][0-9]*)") if guess.to.endswith("wikidata") else None
    return ColumnRule(name=column, to=guess.to, type=guess.type, pattern=pattern)


_OF_SCHEMA: Final[dict[str, Type]] = {
    "boolean": "yes_no", "number": "number", "integer": "integer", "array": "words",
}  # fmt: skip


def _attributes(
    spelled: Mapping[str, str], kind: CategoryRecord | None
) -> Iterator[tuple[ColumnRule, str]]:
    """Take columns that are called like an attribute of the category, by key or title."""
    for name, schema in (kind.attributes if kind else {}).items():
        for called in (name, schema.get("title", ""), schema.get("x-title-sv", "")):
            column = spelled.get(plain(called))
            if column is not None:
                rule = ColumnRule(
                    name=column,
                    to=f"attributes.{name}",
                    type="url"
                    if schema.get("format") == "uri"
                    else _OF_SCHEMA.get(schema.get("type", ""), "text"),
                )
                yield rule, f"the category has an attribute called '{called}'"
                break


def _dropped(spelled: Mapping[str, str]) -> Iterator[ColumnRule]:
    for name, column in spelled.items():
        if _PERSONAL.fullmatch(name):
            yield ColumnRule(name=column, drop="May be a person's; contacts need consent.")


def _id(spelled: Mapping[str, str], rows: Rows) -> str | None:
    """Find the column whose values are all there and all different.

    One that is called an id need not be without fault: a total below the rows has none, and a
    copied row has the same twice, which is told of that row.
    """
    names = [*_IDS, *(name for name in spelled if name.endswith(("_id", "id", "nr", "ref")))]
    for name in dict.fromkeys(names):
        column = spelled.get(name)
        if column is None:
            continue
        values = [str(row.get(column)) for row in rows if row.get(column) not in (None, "")]
        least = _NEARLY * len(rows) if name in _IDS else len(rows)
        if values and len(values) >= least and len(set(values)) >= min(least, len(values)):
            return column
    return None


def _id_told(column: str | None) -> Evidence:
    if column is None:
        because = "no column has a value of its own in each row"
        return Evidence("id", "name and position", because)
    return Evidence("id", column, "its rows have values of their own")


def _told(rule: ColumnRule, because: str) -> Evidence:
    return Evidence(f"column for {rule.to}", rule.name, because)


def _agrees(rows: Rows, column: str, pattern: str | None) -> bool:
    return (
        pattern is None or _share(rows, column, lambda raw: re.search(pattern, str(raw))) >= _HALF
    )


def _share(rows: Rows, column: str, judge: Callable[[Any], object]) -> float:
    filled = [row[column] for row in rows if row.get(column) not in (None, "")]
    return sum(bool(judge(value)) for value in filled) / len(filled) if filled else 0.0


def _no_column(columns: Sequence[str]) -> str:
    if columns and all(re.fullmatch(r"column_\d+", one) for one in columns):
        return "The file lacks the names of its columns; write them on a line above its rows."
    return f"No column is understood; the file has {_some(columns)}."


def _some(columns: Sequence[str]) -> str:
    return ", ".join(columns[:12]) or "no columns"
