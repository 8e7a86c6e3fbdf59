"""What a rule of the Swedish REST API profile is to our linter.

The official linter (RAP-LP) is no Python and needs the network; ours checks the same sentences on
the same places of the document, and each check has a broken document that it must catch.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Document = dict[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")
SHALL, SHOULD = "SKALL", "BÖR"


class Breach(NamedTuple):
    """Where a document breaks a rule."""

    what: str
    """What breaks it, without the place: waivers name it."""
    where: str


Check = Callable[[Document], Iterator[Breach]]


class Rule(NamedTuple):
    """A rule by its id, with how binding it is and what it asks."""

    id: str
    level: str
    sentence: str
    breaches: Check


RULES: dict[str, Rule] = {}


def rule(id_: str, level: str, sentence: str) -> Callable[[Check], Check]:
    """Enter a check into the table of rules."""

    def entered(check: Check) -> Check:
        assert id_ not in RULES
        RULES[id_] = Rule(id_, level, sentence, check)
        return check

    return entered


class Operation(NamedTuple):
    """One method of one path, in a document without references."""

    path: str
    method: str
    said: dict[str, Any]

    @property
    def where(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[dict[str, Any]]:
        return list(self.said.get("parameters", ()))

    @property
    def query_names(self) -> list[str]:
        return [one["name"] for one in self.parameters if one["in"] == "query"]

    @property
    def responses(self) -> dict[str, dict[str, Any]]:
        return dict(self.said.get("responses", {}))

    @property
    def body_content(self) -> dict[str, Any] | None:
        body = self.said.get("requestBody")
        return None if body is None else body.get("content", {})


def operations(document: Document) -> Iterator[Operation]:
    """List the operations."""
    for path, item in document.get("paths", {}).items():
        for method in METHODS:
            if method in item:
                yield Operation(path, method, item[method])


def servers(document: Document) -> list[str]:
    """List the servers' addresses, their variables filled in; a document must have some."""
    return [_filled(one) for one in document.get("servers") or [{"url": ""}]]


def schemas(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """List every schema with properties among the components, however deep it stands."""
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        yield from _with_properties(name, schema)


def _with_properties(where: str, value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, list):
        for one in value:
            yield from _with_properties(where, one)
    if not isinstance(value, dict):
        return
    if isinstance(value.get("properties"), dict):
        yield where, value
        for name, one in value["properties"].items():
            yield from _with_properties(f"{where}.{name}", one)
    for keyword, one in value.items():
        if keyword != "properties":
            yield from _with_properties(where, one)


def _filled(server: dict[str, Any]) -> str:
    address = str(server["url"])
    for name, variable in server.get("variables", {}).items():
        address = address.replace(f"{{{name}}}", str(variable["default"]))
    return address
