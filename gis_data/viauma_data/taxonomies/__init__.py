"""The taxonomy as data: read once, in file order, parents before children."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class CategoryRecord:
    """A kind of place, with its place in the tree, its looks, its mappings and its attributes."""

    key: str
    parent: str | None
    label: Mapping[str, str]
    definition: Mapping[str, str]
    geometry: tuple[str, ...]
    abstract: bool
    is_site: bool
    is_facility: bool
    icon: str
    colour: str
    shape: str
    osm: tuple[str, ...]
    schema_org: tuple[str, ...]
    lipas: tuple[int, ...]
    datatourisme: tuple[str, ...]
    maturity: str
    attributes: Mapping[str, Mapping[str, Any]]

    @property
    def is_trail(self) -> bool:
        """Whether it is a way to go along: such places may begin where others begin."""
        return self.parent == "trails"

    @property
    def attribute_schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of the attributes; it refuses unknown keys."""
        return {
            "$schema": JSON_SCHEMA,
            "type": "object",
            "properties": {name: dict(schema) for name, schema in self.attributes.items()},
            "additionalProperties": False,
        }


def read_taxonomy(name: str = "viauma") -> Iterator[CategoryRecord]:
    """Yield the categories of a taxonomy, groups first, each before its children."""
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    for table in tomllib.loads(text)["category"]:
        yield _category(table)


def _category(table: Mapping[str, Any]) -> CategoryRecord:
    return CategoryRecord(
        key=table["key"],
        parent=table.get("parent"),
        label=table["label"],
        definition=table["definition"],
        geometry=tuple(table["geometry"]),
        abstract=table.get("abstract", False),
        is_site=table["is_site"],
        is_facility=table["is_facility"],
        icon=table["icon"],
        colour=table["colour"],
        shape=table["shape"],
        osm=tuple(table["osm"]),
        schema_org=tuple(table["schema_org"]),
        lipas=tuple(table["lipas"]),
        datatourisme=tuple(table["datatourisme"]),
        maturity=table["maturity"],
        attributes=table.get("attributes", {}),
    )
