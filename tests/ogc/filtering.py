"""How the abstract tests of CQL2 ask: in both languages, of every data source, by data type."""

import json
import random
from collections.abc import Iterable
from typing import Any

import httpx

from tests.ogc.asking import Asked, Feature, good
from viauma.cql2.json_encoding import to_json
from viauma.cql2.reading import read_filter

SOURCES = ("places", "municipalities", "projects")
"""The collections with different queryables; the others are parts of places."""

LANGUAGES = ("cql2-text", "cql2-json")

VALUES = {
    "string": "'foo'",
    "boolean": "true",
    "number": "3.14",
    "integer": "1",
    "timestamp": "TIMESTAMP('2022-04-14T14:48:46Z')",
    "date": "DATE('2022-04-14')",
}
"""What the standard compares queryables of each kind with."""


class Filters:
    """Evaluates filters through items, each once in each language."""

    def __init__(self, asked: Asked) -> None:
        self._api = asked.api
        self._asked = asked
        self._found: dict[tuple[str, str, str], frozenset[str]] = {}
        self._kinds: dict[str, dict[str, str]] = {}

    def found(self, source: str, text: str, lang: str = "cql2-text") -> frozenset[str]:
        """Find the ids of what a filter, written as text, means when it is sent in a language."""
        key = (source, text, lang)
        if key not in self._found:
            response = self.response(source, text, lang)
            assert response.status_code == 200, (text, response.text[:400])
            features = response.json()["features"]
            self._found[key] = frozenset(one["id"] for one in features)
        return self._found[key]

    def count(self, source: str, text: str, lang: str = "cql2-text") -> int:
        """Count what a filter finds: a fifth of the work where that is nearly everything."""
        spelled = text if lang == "cql2-text" else in_json(text)
        response = self.sent(source, spelled, lang, limit="1")
        assert response.status_code == 200, (text, response.text[:400])
        return int(response.json()["numberMatched"])

    def response(self, source: str, text: str, lang: str = "cql2-text") -> httpx.Response:
        """Send a filter that is written as text in a language."""
        spelled = text if lang == "cql2-text" else in_json(text)
        return self.sent(source, spelled, lang)

    def sent(self, source: str, spelled: str, lang: str, limit: str = "10000") -> httpx.Response:
        """Send a filter as it is."""
        params = {"filter": spelled, "filter-lang": lang, "limit": limit, "properties": "slug"}
        # Packing and unpacking takes longer than the answer does.
        plain = {"accept-encoding": "identity"}
        return self._api.get(f"/collections/{source}/items", params=params, headers=plain)

    def kinds(self, source: str) -> dict[str, str]:
        """Map the queryables of a data source to their data types."""
        if source not in self._kinds:
            address = f"/collections/{source}/queryables"
            schema = good(self._api, address, "application/schema+json").json()
            self._kinds[source] = {name: kind_of(one) for name, one in schema["properties"].items()}
        return self._kinds[source]

    def of_kind(self, source: str, *kinds: str) -> list[str]:
        """List the queryables of some data types."""
        return [name for name, kind in self.kinds(source).items() if kind in kinds]

    def features(self, source: str) -> list[Feature]:
        """Find all features of a data source."""
        return self._asked.every(source)

    def ids(self, source: str) -> frozenset[str]:
        """Find the ids of all of them."""
        return frozenset(one["id"] for one in self.features(source))

    def assert_combined(self, source: str, predicates: Iterable[str], lang: str) -> None:
        """Run the tests called logical: ten combinations of four predicates, and their results.

        NOT is true where the predicate is false and not where it is unknown: what each predicate
        and its negation find tells what the combination must find.
        """
        known = sorted(set(predicates))
        chosen = random.Random(f"{source} {known}")  # noqa: S311
        for _ in range(10):
            p1, p2, p3, p4 = (chosen.choice(known) for _ in range(4))
            whole = f"((NOT ({p1}) AND {p2}) OR ({p3} AND NOT ({p4})) OR NOT (({p1}) AND {p4}))"
            is_true = [self.found(source, one, lang) for one in (p1, p2, p3, p4)]
            is_false = [self.found(source, f"NOT ({one})", lang) for one in (p1, p2, p3, p4)]
            expected = (
                (is_false[0] & is_true[1])
                | (is_true[2] & is_false[3])
                | (is_false[0] | is_false[3])
            )
            assert self.found(source, whole, lang) == expected, whole


def in_json(text: str) -> str:
    """Convert CQL2 text to CQL2 JSON."""
    return json.dumps(to_json(read_filter(text)))


def kind_of(schema: dict[str, Any]) -> str:
    """Find the data type of a queryable as the standard names it, in small letters."""
    format_ = schema.get("format", "")
    if format_.startswith("geometry"):
        return "geometry"
    if format_ in {"date", "date-time"}:
        return "date" if format_ == "date" else "timestamp"
    if format_ == "interval-array":
        return "interval"
    return str(schema["type"])
