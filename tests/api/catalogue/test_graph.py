"""The catalogue as RDF, without a server: what harvesters demand of any catalogue."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from tests.api.catalogue.conftest import BASE, PLACES
from viauma_api.catalogue import JSON_LD, RDF_XML, TURTLE, Catalogue, compose
from viauma_api.catalogue_graph import build, written
from viauma_api.collections import COLLECTIONS
from viauma_api.dcat_terms import VCARD
from viauma_api.distributions import NO_DATA
from viauma_api.formats import ITEMS
from viauma_api.publisher import Publisher

NAMES = {RDF_XML: "xml", TURTLE: "turtle", JSON_LD: "json-ld", "application/json": "json-ld"}
ADDRESS = f"{BASE}/datasets/dcat"


@pytest.fixture(scope="module")
def graph(catalogue: Catalogue) -> Graph:
    return build(catalogue)


def described_by(publisher: Publisher) -> Graph:
    return build(compose(BASE, {"places": PLACES}, publisher=publisher))


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")  # its own reader of JSON-LD
@pytest.mark.parametrize("media_type", NAMES)
def test_every_syntax_says_the_same(catalogue: Catalogue, media_type: str, graph: Graph) -> None:
    read = Graph().parse(data=written(catalogue, media_type), format=NAMES[media_type])

    assert len(graph) > 500
    assert isomorphic(read, graph)


def test_every_address_is_absolute(graph: Graph) -> None:
    addresses = {str(one) for triple in graph for one in triple if isinstance(one, URIRef)}

    strange = [one for one in addresses if not one.startswith(("http://", "https://"))]
    assert strange == []
    assert [one for one in addresses if set(one) & set(' <>"{}|\\^`')] == []


def test_no_node_is_blank(graph: Graph) -> None:
    assert [one for triple in graph for one in triple if isinstance(one, BNode)] == []


def test_every_node_that_is_ours_and_pointed_to_by_fragment_is_described(graph: Graph) -> None:
    fragments = {
        one for one in graph.objects() if isinstance(one, URIRef) and one.startswith(f"{ADDRESS}#")
    }

    assert len(fragments) > 60
    assert [one for one in fragments if (one, RDF.type, None) not in graph] == []


def test_every_collection_is_a_dataset_in_two_languages(graph: Graph) -> None:
    for collection in COLLECTIONS.values():
        dataset = URIRef(f"{ADDRESS}#{collection.id}")

        assert (URIRef(ADDRESS), DCAT.dataset, dataset) in graph
        assert set(graph.objects(dataset, DCTERMS.title)) == {
            Literal(collection.title_sv, "sv"),
            Literal(collection.title, "en"),
        }
        languages = {text.language for text in graph.objects(dataset, DCTERMS.description)}
        assert languages == {"sv", "en"}


def test_every_dataset_comes_in_every_format_that_is_data(graph: Graph) -> None:
    for collection in COLLECTIONS:
        items = f"{BASE}/collections/{collection}/items"
        given = graph.objects(URIRef(f"{ADDRESS}#{collection}"), DCAT.distribution)

        addresses = {str(graph.value(one, DCAT.accessURL)) for one in given}

        assert addresses == {f"{items}?f={key}" for key in ITEMS if key not in NO_DATA}


def test_every_distribution_names_format_licence_and_service(graph: Graph) -> None:
    distributions = list(graph.subjects(RDF.type, DCAT.Distribution))

    assert len(distributions) == len(COLLECTIONS) * len(ITEMS.keys() - NO_DATA)
    for one in distributions:
        for predicate in (DCTERMS["format"], DCTERMS.license, DCTERMS.rights, DCAT.accessService):
            assert graph.value(one, predicate) is not None, (one, predicate)


def test_only_a_whole_file_is_a_download(graph: Graph) -> None:
    downloads = {str(one) for one in graph.objects(None, DCAT.downloadURL)}

    assert f"{BASE}/collections/places/items?f=csv" in downloads
    assert not any(one.endswith(("f=json", "f=jsonfg", "f=jsonld")) for one in downloads)


def test_a_media_type_unknown_to_iana_is_described_here_and_not_claimed(graph: Graph) -> None:
    flatgeobuf = URIRef(f"{ADDRESS}#places-fgb")

    assert graph.value(flatgeobuf, DCAT.mediaType) is None
    named = graph.value(flatgeobuf, DCTERMS["format"])
    assert (named, RDF.type, DCTERMS.MediaTypeOrExtent) in graph


def test_the_service_names_its_document_and_serves_every_dataset(graph: Graph) -> None:
    service = URIRef(f"{ADDRESS}#service")

    assert graph.value(service, DCAT.endpointURL) == URIRef(f"{BASE}/")
    assert graph.value(service, DCAT.endpointDescription) == URIRef(f"{BASE}/api")
    assert set(graph.objects(service, DCAT.servesDataset)) == set(
        graph.objects(URIRef(ADDRESS), DCAT.dataset)
    )


def test_the_area_is_the_box_of_the_data_and_the_members_of_the_region(graph: Graph) -> None:
    areas = set(graph.objects(URIRef(f"{ADDRESS}#places"), DCTERMS.spatial))

    assert areas == {
        URIRef(f"{ADDRESS}#extent-places"),
        URIRef(f"{BASE}/collections/municipalities/items/2480"),
    }
    box = str(graph.value(URIRef(f"{ADDRESS}#extent-places"), DCAT.bbox))
    assert box.startswith("POLYGON")
    assert "18.8 63.4" in box


def test_without_data_there_is_no_extent_and_still_a_catalogue() -> None:
    graph = build(compose(BASE, {}))

    assert list(graph.subjects(RDF.type, DCTERMS.Location)) == []
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == len(COLLECTIONS)


def test_the_licence_is_the_page_that_explains_what_stands_on_each_row(graph: Graph) -> None:
    licences = set(graph.objects(URIRef(f"{ADDRESS}#places-csv"), DCTERMS.license))

    assert licences == {URIRef(f"{BASE}/catalog#licences")}


def test_a_publisher_who_owns_everything_may_set_one_licence() -> None:
    cc_by = "http://creativecommons.org/licenses/by/4.0/"

    graph = described_by(Publisher(data_licence=cc_by))

    distributions = list(graph.subjects(RDF.type, DCAT.Distribution))
    assert {str(graph.value(one, DCTERMS.license)) for one in distributions} == {cc_by}
    assert list(graph.objects(None, DCTERMS.rights)) == []


def test_without_an_address_there_is_no_contact_point(graph: Graph) -> None:
    assert list(graph.objects(None, DCAT.contactPoint)) == []


def test_a_contact_point_is_never_the_publisher() -> None:
    graph = described_by(Publisher(contact_email="geodata@example.org"))

    contacts = set(graph.objects(None, DCAT.contactPoint))
    assert len(contacts) == 1
    assert contacts.isdisjoint(graph.objects(None, DCTERMS.publisher))
    assert set(graph.objects(None, VCARD.hasEmail)) == {URIRef("mailto:geodata@example.org")}


def test_an_organisation_number_makes_the_address_that_the_portal_knows() -> None:
    graph = described_by(Publisher(organisation_number="2120002627"))

    (agent,) = graph.subjects(RDF.type, FOAF.Agent)
    assert agent == URIRef("http://dataportal.se/organisation/SE2120002627")


def test_what_is_promised_is_said_and_nothing_else_is() -> None:
    promised = described_by(Publisher(availability="STABLE", issued=date(2026, 2, 3)))
    silent = described_by(Publisher())
    availability = URIRef("http://data.europa.eu/r5r/availability")

    assert len(set(promised.objects(None, availability))) == 1
    assert {str(day) for day in promised.objects(None, DCTERMS.issued)} == {"2026-02-03"}
    assert list(silent.objects(None, availability)) == []
    assert list(silent.objects(None, DCTERMS.issued)) == []


def test_no_national_specification_and_no_high_value_is_claimed(graph: Graph) -> None:
    """Our columns are not those of badplatser 1.0 or utegym 1.0: claiming them would mislead."""
    standards = {str(one) for one in graph.objects(None, DCTERMS.conformsTo)}

    assert [one for one in standards if "dataportal.se/specifications" in one] == []
    assert [one for one in graph.predicates() if "hvdCategory" in one] == []


def test_what_is_written_is_remembered_until_something_changes(catalogue: Catalogue) -> None:
    first = written(catalogue, RDF_XML)

    assert written(replace(catalogue), RDF_XML) is first
    assert written(replace(catalogue, modified=date(2026, 1, 3)), RDF_XML) != first


PROGRAM = """
import hashlib
from tests.api.catalogue.conftest import BASE, LYCKSELE, PLACES, UMEA
from viauma_api.catalogue import compose
from viauma_api.catalogue_graph import written
catalogue = compose(BASE, {"places": PLACES}, [UMEA, LYCKSELE])
for kind in ("application/rdf+xml", "text/turtle", "application/ld+json"):
    print(hashlib.sha256(written(catalogue, kind)).hexdigest())
"""


def test_every_process_writes_the_same_bytes() -> None:
    """Workers share no memory, but clients compare their ETags."""
    said = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(said) == 1


def test_a_server_starts_without_the_library_for_rdf() -> None:
    program = "import sys, viauma_api.app; sys.exit('rdflib' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
