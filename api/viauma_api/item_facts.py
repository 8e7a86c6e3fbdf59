"""What is known of a feature in words for people: labels, units, dates and addresses to follow."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from viauma.exchange.column import Column, ColumnType
from viauma.exchange.columns import COLUMNS
from viauma_api.licences import LICENCE_PAGES
from viauma_api.schema_org_places import IDENTITY
from viauma_api.visitors.words import VOICES, Voice

Schemas = Mapping[str, Mapping[str, Any]]

IN_THE_HEAD = frozenset(
    ("id", "geometry", "name", "category", "category_sv", "category_en",
     "text_sv", "text_en", "is_site", "is_facility", "municipality", "municipality_name",
     "municipality_basis", "attributes", "identifiers")
)  # fmt: skip
NOT_MISSED = frozenset(("name_sv", "name_en"))
"""Names in one language: shown beside another, and nothing lacks without them."""
OF_THE_ROW = frozenset(
    ("slug", "source", "source_id", "licence", "attribution", "observed_on", "verified_at",
     "updated_at", "version", "geom_source", "geom_accuracy_m", "population_source", "code")
)  # fmt: skip
REGISTERS = {
    "osm": "OpenStreetMap",
    "wikidata": "Wikidata",
    "hav": "Agency for Marine and Water Management",
    "icao": "Airport code (ICAO)",
    "lantmateriet": "Land survey (Lantmäteriet)",
    "lst": "County administrative board",
    "nvr": "Register of protected nature (NVR)",
    "ourairports": "OurAirports",
    "systembolaget": "Systembolaget",
    "umea": "Municipality of Umeå",
}
# Units as people write them, where the schema has their code (UCUM).
UNITS = {"km2": "km²", "m2": "m²", "{person}/km2": "per km²", "har": "ha", "Cel": "°C"}
ENGLISH = VOICES["en"]

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Fact(NamedTuple):
    """A label and what stands beside it."""

    label: str
    text: str
    label_sv: str = ""
    href: str = ""
    instant: str = ""
    """The instant that the text names, as machines read it."""


class Facts(NamedTuple):
    """What is known of a feature, by who wants to know."""

    about: list[Fact]
    elsewhere: list[Fact]
    row: list[Fact]
    unknown: list[str]


def facts_of(
    record: str, properties: Mapping[str, Any], attributes: Schemas, voice: Voice = ENGLISH
) -> Facts:
    """Word a place or a municipality; `attributes` are the schemas of its category."""
    columns = [one for one in COLUMNS[record] if one.name in properties]
    told = [one for one in columns if properties[one.name] is not None]
    values = {one.name: _of_column(one, properties[one.name], voice) for one in told}
    return Facts(
        about=[
            *_of_attributes(properties.get("attributes") or {}, attributes, voice),
            *(
                values[name]
                for name in values
                if name not in IN_THE_HEAD | OF_THE_ROW and not _is_the_name(name, properties)
            ),
        ],
        elsewhere=list(_of_identifiers(properties.get("identifiers") or {}, voice)),
        row=[values[name] for name in values if name in OF_THE_ROW],
        unknown=[
            voice.spelled("fields", one.name, one.title).lower()
            for one in columns
            if properties[one.name] is None
            and one.name not in IN_THE_HEAD | NOT_MISSED
            and one.name not in (properties.get("attributes") or {})
        ],
    )


def _is_the_name(name: str, properties: Mapping[str, Any]) -> bool:
    return name in NOT_MISSED and properties[name] == properties.get("name")


def _of_attributes(values: Mapping[str, Any], schemas: Schemas, voice: Voice) -> Iterator[Fact]:
    for key, value in values.items():
        schema = schemas.get(key, {})
        text, unit = _spelled(value, voice, schema), schema.get("x-unit", "")
        label_sv = schema.get("x-title-sv", "")
        label = schema.get("title") or key.replace("_", " ").capitalize()
        if voice.language == "sv":
            label = label_sv or label
        yield Fact(label, f"{text} {unit}".strip(), label_sv)


def _of_column(column: Column, value: Any, voice: Voice) -> Fact:
    unit = str(column.keywords.get("x-ogc-unit", ""))
    spoken = UNITS.get(unit, unit)
    label = voice.spelled("fields", column.name, column.title)
    if column.type is ColumnType.TIMESTAMP or column.name == "observed_on":
        return Fact(label, readable(str(value), voice), instant=str(value))
    text = f"{_spelled(value, voice, column.keywords)} {spoken}".strip()
    return Fact(label, text, href=_address(column.name, str(value)))


def _of_identifiers(values: Mapping[str, str], voice: Voice) -> Iterator[Fact]:
    for namespace, value in values.items():
        label = voice.spelled("registers", namespace, REGISTERS.get(namespace, namespace))
        pattern, home = IDENTITY.get(namespace, (None, ""))
        href = f"{home}{value}" if pattern and pattern.fullmatch(value) else ""
        yield Fact(label, value, href=href)


def _address(name: str, value: str) -> str:
    if name == "licence":
        return LICENCE_PAGES.get(value, "")
    # What is no web address would be followed as something else.
    is_web = name == "website" and value.lower().startswith(("https://", "http://"))
    return value if is_web else ""


def _spelled(value: Any, voice: Voice, schema: Mapping[str, Any]) -> str:
    match value:
        case bool():
            word = "yes" if value else "no"
            return voice.spelled("values", word, word)
        case int() if abs(value) >= 10_000:  # noqa: PLR2004 - four digits are read at once
            return f"{value:,}".replace(",", "\u00a0")
        case float():
            return repr(value).removesuffix(".0").replace(".", voice.decimal)
        case list():
            return ", ".join(_spelled(one, voice, schema) for one in value)
        case str():
            return _text(value, voice, schema)
        case _:
            return str(value)


def _text(value: str, voice: Voice, schema: Mapping[str, Any]) -> str:
    if schema.get("format") == "date":
        return readable(value, voice)
    # What is one of a few words is a word of the language; a name stays what it is.
    return voice.spelled("values", value, value) if "enum" in schema else value


def readable(text: str, voice: Voice = ENGLISH) -> str:
    """Write a year, a month, a day or a moment for people; what is none stays as it is.

    Examples
    --------
    >>> readable("2022-04-12"), readable("2022-04"), readable("2026-11-27T23:10:05.5+00:00")
    ('12 April 2022', 'April 2022', '27 November 2026, 23:10 UTC')
    """
    try:
        if _DAY.fullmatch(text):
            return voice.reduced(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    clock = f"{moment:%H:%M} UTC" if moment.utcoffset() is not None else f"{moment:%H:%M}"
    return f"{voice.day(moment)}, {clock}"
