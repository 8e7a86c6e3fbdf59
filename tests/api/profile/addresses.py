"""RES, UFN, VER, MOG and FOR: how resources are named, where they are, which methods they have."""

import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import urlsplit

from tests.api.profile.rules import (
    METHODS,
    SHALL,
    SHOULD,
    Breach,
    Document,
    operations,
    rule,
    servers,
)

PERSONAL = frozenset(
    ("pnr", "personnummer", "personnr", "personalidentitynumber", "ssn", "socialsecuritynumber")
)
LONGEST = 2048
TEMPLATE = re.compile(r"\{[^{}]*\}")


@rule("RES.02", SHOULD, "no parameter asks who a person is")
def personal_numbers(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        for parameter in one.parameters:
            asked = parameter["name"].lower().replace("_", "").replace("-", "")
            if parameter["in"] in {"path", "query"} and asked in PERSONAL:
                yield Breach(parameter["name"], one.where)


@rule("RES.06", SHALL, "resources are named in lower case, digits and hyphens")
def resource_names(document: Document) -> Iterator[Breach]:
    for path, part in _static_parts(document):
        if not re.fullmatch("[a-z0-9-]+", part):
            yield Breach(part, path)


@rule("UFN.01", SHOULD, "the address is scheme, host, name of the API, version")
def address_of_the_api(document: Document) -> Iterator[Breach]:
    for server in servers(document):
        if not re.fullmatch(r"[a-z][a-z0-9+.-]*://[^/{}]+/[^/{}]+/v[0-9]+/?", server):
            yield Breach(server, "servers")


@rule("UFN.02", SHALL, "the API is at the usual port of https")
def usual_port(document: Document) -> Iterator[Breach]:
    for server in servers(document):
        parts = urlsplit(server)
        if parts.scheme != "https" or parts.port not in {None, 443}:
            yield Breach(server, "servers")


@rule("UFN.05", SHOULD, "no address is longer than 2 048 characters")
def length(document: Document) -> Iterator[Breach]:
    longest = max(map(len, servers(document)))
    for path in document.get("paths", {}):
        if longest + len(path) > LONGEST:
            yield Breach(path[:40], "paths")
    if longest > LONGEST:
        yield Breach("server", "servers")


@rule("UFN.07", SHALL, "addresses are written in a-z, 0-9, hyphen, point and tilde")
def characters(document: Document) -> Iterator[Breach]:
    bare = (re.sub("^[a-z]+:/|:[0-9]+(?=/|$)", "", server) for server in servers(document))
    for address in chain(bare, document.get("paths", {})):
        if not re.fullmatch(r"[a-z0-9./~-]+", TEMPLATE.sub("", address)):
            yield Breach(address, "addresses")


@rule("UFN.08", SHALL, "words are parted by single hyphens only")
def separators(document: Document) -> Iterator[Breach]:
    for path, part in _static_parts(document):
        if not re.fullmatch("[A-Za-z0-9]+(-[A-Za-z0-9]+)*", part):
            yield Breach(part, path)


@rule("UFN.09", SHALL, "no address holds a blank or an underscore")
def blanks_and_underscores(document: Document) -> Iterator[Breach]:
    names = (
        parameter["name"]
        for one in operations(document)
        for parameter in one.parameters
        if parameter["in"] == "path"
    )
    for address in chain(servers(document), document.get("paths", {}), names):
        if re.search(r"[\s_]", address):
            yield Breach(address, "addresses")


@rule("VER.05", SHOULD, "the address names one major version")
def version_in_the_address(document: Document) -> Iterator[Breach]:
    for server in servers(document):
        if not re.search(r"/v[0-9]+(/|$)", server):
            yield Breach(server, "servers")


@rule("VER.06", SHALL, "the resource api-info stands under the root of the API")
def api_info(document: Document) -> Iterator[Breach]:
    if "/api-info" not in document.get("paths", {}):
        yield Breach("/api-info", "paths")


@rule("MOG.01", SHALL, "every resource has a method")
def some_method(document: Document) -> Iterator[Breach]:
    for path, item in document.get("paths", {}).items():
        if not set(METHODS) & {name.lower() for name in item}:
            yield Breach("no method", path)


@rule("MOG.02", SHOULD, "there are several resources, each with several methods")
def several_methods(document: Document) -> Iterator[Breach]:
    paths = document.get("paths", {})
    if len(paths) < 2:
        yield Breach("one path", "paths")
    for path, item in paths.items():
        if len(item) < 2:
            yield Breach("one method", path)


@rule("FOR.02", SHALL, "GET brings no body")
def get_without_body(document: Document) -> Iterator[Breach]:
    for one in operations(document):
        if one.method == "get" and "requestBody" in one.said:
            yield Breach("requestBody", one.where)


def _static_parts(document: Document) -> Iterator[tuple[str, str]]:
    for path in document.get("paths", {}):
        for part in path.split("/"):
            if part and not TEMPLATE.fullmatch(part):
                yield path, part
