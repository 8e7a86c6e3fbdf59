"""A graph in which every node has an address and what is not known is simply not said."""

from collections.abc import Iterator
from datetime import date

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from viauma_api.dcat_terms import PREFIXES

Fact = tuple[URIRef, Node | None]
"""A property and its value; a value of None is not known."""


class Description:
    """A graph on its way."""

    def __init__(self, address: str) -> None:
        self.address = address
        # This store keeps the order in which facts are said; the default one does not.
        self.graph = Graph("SimpleMemory", bind_namespaces="none")
        for prefix, space in PREFIXES.items():
            self.graph.bind(prefix, space)

    def fragment(self, name: str) -> URIRef:
        """Address what has no page of its own."""
        return URIRef(f"{self.address}#{name}")

    def say(self, node: URIRef, kind: URIRef, *facts: Fact) -> URIRef:
        """Say what a node is and what is known of it."""
        self.graph.add((node, RDF.type, kind))
        for predicate, value in facts:
            if value is not None:
                self.graph.add((node, predicate, value))
        return node


def texts(predicate: URIRef, swedish: str, english: str) -> Iterator[Fact]:
    """Say the same in both languages."""
    yield predicate, Literal(swedish, "sv")
    yield predicate, Literal(english, "en")


def day(when: date | None) -> Literal | None:
    """Spell a date."""
    return None if when is None else Literal(when.isoformat(), datatype=XSD.date)
