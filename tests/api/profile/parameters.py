"""FNS: how one filters, pages and searches."""

import re
from collections.abc import Iterator
from typing import Any

from tests.api.profile.messages import CAMEL, SNAKE
from tests.api.profile.rules import SHALL, SHOULD, Breach, Document, Operation, operations, rule


@rule("FNS.01", SHALL, "query parameters are named in camelCase or snake_case")
def names(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for name in one.query_names:
            if not (SNAKE.fullmatch(name) or CAMEL.fullmatch(name)):
                yield Breach(name, one.where)


@rule("FNS.03", SHALL, "query parameters start with a letter")
def first_letters(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for name in one.query_names:
            if not re.match("[A-Za-z]", name):
                yield Breach(name, one.where)


@rule("FNS.05", SHOULD, "query parameters are optional")
def optional(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for parameter in one.parameters:
            if parameter["in"] == "query" and parameter.get("required"):
                yield Breach(parameter["name"], one.where)


@rule("FNS.06", SHOULD, "query parameters are named in characters that are safe in addresses")
def safe_characters(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for name in one.query_names:
            if not re.fullmatch("[A-Za-z0-9._~-]+", name):
                yield Breach(name, one.where)


@rule("FNS.07", SHALL, "whoever pages by page or offset can set a limit")
def limit_beside_paging(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        if {"page", "offset"} & set(one.query_names) and "limit" not in one.query_names:
            yield Breach("limit", one.where)


@rule("FNS.08", SHALL, "pages are numbered from 1")
def first_page(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        if {"page", "limit"} <= set(one.query_names) and _default(one, "page") != 1:
            yield Breach("page", one.where)


@rule("FNS.09", SHOULD, "a page has 20 rows unless another limit is set")
def usual_limit(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        # Said of page and offset; a cursor pages too.
        paged = {"page", "offset", "cursor"} & set(one.query_names)
        if paged and "limit" in one.query_names and _default(one, "limit") != 20:
            yield Breach("limit", one.where)


def _default(operation: Operation, name: str) -> Any:
    found = next(one for one in operation.parameters if one["name"] == name)
    return found.get("schema", {}).get("default")
