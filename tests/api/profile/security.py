"""SAK: how the way is guarded, and how clients may prove who they are."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.api.profile.rules import SHALL, SHOULD, Breach, Document, rule, servers


@rule("SAK.01", SHALL, "every server is reached by https")
def encrypted(document: Document) -> Iterator[Breach]:
    for server in servers(document):
        if urlsplit(server).scheme != "https":
            yield Breach(server, "servers")


@rule("SAK.09", SHALL, "nobody sends a password: neither basic nor digest")
def no_passwords(document: Document) -> Iterator[Breach]:
    for name, scheme in _schemes(document, "http"):
        if str(scheme.get("scheme")).lower() in {"basic", "digest"}:
            yield Breach(str(scheme["scheme"]), name)


@rule("SAK.10", SHALL, "tokens of http are bearer tokens")
def bearer(document: Document) -> Iterator[Breach]:
    for name, scheme in _schemes(document):
        if "scheme" in scheme and scheme["scheme"].lower() != "bearer":
            yield Breach(scheme["scheme"], name)


@rule("SAK.15", SHALL, "no key stands in an address")
def no_key_in_addresses(document: Document) -> Iterator[Breach]:
    for name, scheme in _schemes(document, "apiKey"):
        if scheme.get("in") == "query":
            yield Breach("query", name)


@rule("SAK.16", SHALL, "keys are sent in a header")
def key_in_header(document: Document) -> Iterator[Breach]:
    for name, scheme in _schemes(document, "apiKey"):
        if scheme.get("in") != "header":
            yield Breach(str(scheme.get("in")), name)


@rule("SAK.18", SHOULD, "the addresses of OAuth 2 are https")
def oauth_addresses(document: Document) -> Iterator[Breach]:
    for name, scheme in _schemes(document, "oauth2"):
        for flow in scheme.get("flows", {}).values():
            for field, address in flow.items():
                if field.endswith("Url") and urlsplit(str(address)).scheme != "https":
                    yield Breach(field, name)


def _schemes(document: Document, kind: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, scheme in document.get("components", {}).get("securitySchemes", {}).items():
        if kind in {"", scheme.get("type")}:
            yield name, scheme
