"""The catalogue under the shapes of DCAT-AP-SE 3.0.1 and of the EU."""

from pathlib import Path

import pyshacl
import pytest
from rdflib import SH, Graph

from tests.api.catalogue.conftest import BASE, PLACES, UMEA
from viauma_api.catalogue import RDF_XML, Catalogue, compose
from viauma_api.catalogue_graph import written
from viauma_api.publisher import Publisher

SPECS = Path(__file__).parents[4] / "shared" / "data" / "specs"
SHAPES = ("dcat_ap_se_3.0.1.shacl.ttl", "eu/dcat-ap_3.0.1_shapes.ttl")
EVERYTHING = Publisher(
    organisation_number="2120002627",
    contact_name="Geodata",
    contact_email="geodata@example.org",
    contact_page="https://example.org/geodata",
    availability="STABLE",
)

pytestmark = [
    pytest.mark.skipif(
        not (SPECS / SHAPES[0]).exists(),
        reason="the folder of specifications (../shared/data/specs) is not beside the repository",
    ),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*"),  # pyshacl's use of rdflib
]


def violations(text: bytes | str, shapes: str) -> list[str]:
    """Say what is wrong; a warning is a recommendation not followed, and no violation."""
    data = Graph().parse(data=text, format="xml")
    _, report, _ = pyshacl.validate(data, shacl_graph=str(SPECS / shapes))
    assert isinstance(report, Graph)
    return [
        f"{report.value(one, SH.focusNode)} {report.value(one, SH.resultPath)}"
        for one in report.subjects(SH.resultSeverity, SH.Violation)
    ]


@pytest.mark.parametrize("shapes", SHAPES)
def test_the_catalogue_violates_nothing(catalogue: Catalogue, shapes: str) -> None:
    assert violations(written(catalogue, RDF_XML), shapes) == []


@pytest.mark.parametrize("shapes", SHAPES)
@pytest.mark.parametrize("publisher", [EVERYTHING, Publisher(data_licence="https://example.org/")])
def test_a_publisher_who_says_more_violates_nothing(shapes: str, publisher: Publisher) -> None:
    catalogue = compose(BASE, {"places": PLACES}, [UMEA], publisher=publisher)

    assert violations(written(catalogue, RDF_XML), shapes) == []


def test_the_shapes_do_find_what_is_wrong(catalogue: Catalogue) -> None:
    """A publisher without a type is what most catalogues lack since 3.0.1."""
    spoilt = written(catalogue, RDF_XML).decode().replace("publishertype/LocalAuthority", "nothing")

    assert len(violations(spoilt, SHAPES[0])) == 1
