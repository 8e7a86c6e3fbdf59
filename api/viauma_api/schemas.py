"""What a collection's features hold, can be filtered by and sorted by, as JSON Schema.

OGC API - Common - Part 3: Schemas (23-058r2). One table of queryables writes the queryables and the
sortables and is what filters are checked against, so the documents cannot promise too much.
"""

from collections.abc import Mapping
from typing import Any

from viauma.cql2.queryables import Queryable
from viauma.exchange.columns import COLUMNS
from viauma.features.rules import sortables
from viauma_api.collections import Collection
from viauma_api.vocabulary import Vocabulary, schema_of

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Document = dict[str, Any]

# Which property takes its values from which list, at /codelists/{id}.
CODELISTS = {"category": "categories", "municipality": "municipalities", "code": "municipalities"}
ROLES = {"id": "id", "code": "id", "category": "type"}


class Codes:
    """The codelists' entries, and where they are."""

    def __init__(self, base: str, lists: Mapping[str, Mapping[str, str]], profile: str) -> None:
        self._base, self._lists, self._profile = base, lists, profile

    def applied(self, name: str, schema: Document) -> Document:
        """Describe a property whose values come from a codelist, in the chosen profile."""
        codelist = CODELISTS.get(name)
        if codelist is None or schema.get("type") != "string":
            return schema
        entries = self._lists[codelist]
        uri = {"x-ogc-codelistUri": f"{self._base}/codelists/{codelist}"}
        if self._profile == "codelist-inline":
            values = [{"const": code, "title": label} for code, label in entries.items()]
            return {**schema, "oneOf": values, **uri}
        return {**schema, "enum": list(entries), **uri}


def queryables_document(
    collection: Collection, known: Mapping[str, Queryable], url: str, codes: Codes
) -> Document:
    """Describe what a filter may name."""
    title = f"{collection.title}: what can be filtered by"
    return _document(url, title, _properties(known, codes))


def sortables_document(
    collection: Collection, known: Mapping[str, Queryable], url: str, codes: Codes
) -> Document:
    """Describe what pages can be sorted by."""
    title = f"{collection.title}: what can be sorted by"
    return _document(url, title, _properties(sortables(known), codes))


def returnables_document(
    collection: Collection, vocabulary: Vocabulary, url: str, codes: Codes
) -> Document:
    """Describe what features hold; nothing is receivable yet, so all of it is read-only."""
    properties: dict[str, Document] = {}
    for column in COLUMNS[collection.record]:
        schema = {**column.json_schema, "readOnly": True}
        if column.name == "attributes":
            schema["properties"] = attribute_schemas(vocabulary)
        properties[column.name] = codes.applied(column.name, schema)
    return _document(url, f"{collection.title}: what features hold", _numbered(properties))


def attribute_schemas(vocabulary: Vocabulary) -> dict[str, Document]:
    """Collect the attributes of all categories."""
    known = vocabulary.queryables("place")
    return {one.name: schema_of(one) for one in known.values() if one.member_of or _is_list(one)}


def _is_list(one: Queryable) -> bool:
    return "jsonb_array_elements_text" in one.sql


def _properties(known: Mapping[str, Queryable], codes: Codes) -> dict[str, Document]:
    found: dict[str, Document] = {}
    for name, one in known.items():
        role = {"x-ogc-role": ROLES[name]} if name in ROLES else {}
        found[name] = codes.applied(name, schema_of(one) | role)
    return _numbered(found)


def _numbered(properties: dict[str, Document]) -> dict[str, Document]:
    return {
        name: {**schema, "x-ogc-propertySeq": at}
        for at, (name, schema) in enumerate(properties.items(), start=1)
    }


def _document(url: str, title: str, properties: dict[str, Document]) -> Document:
    return {
        "$schema": DRAFT,
        "$id": url,
        "title": title,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
