"""Documents in the words of schema.org, and how they stand in a page."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from rdflib import SDO, Graph, URIRef

from tests.unit.api.features import BASE, PLACE_URL, category, place
from tests.unit.api.test_schema_org_regions import funding, municipality, project
from viauma_api.schema_org import graph_json_ld, item_json_ld, script_json

TAXONOMY = {"bathing_beach": category("bathing_beach", "Beach")}
# Newer than the list that rdflib has of schema.org's words.
NEWER = {"funding"}


def test_a_page_of_features_is_a_graph_under_one_context() -> None:
    said = graph_json_ld("place", [place(), place()], TAXONOMY, BASE, "places")

    assert said["@context"] == "https://schema.org"
    assert [one["@id"] for one in said["@graph"]] == [PLACE_URL] * 2
    assert all("@context" not in one for one in said["@graph"])


@pytest.mark.parametrize(
    ("record", "feature", "kind"),
    [
        ("place", place(), "Beach"),
        ("municipality", municipality(), "AdministrativeArea"),
        ("project", project(), "Project"),
    ],
)
def test_every_record_has_a_document_of_its_own(record: str, feature: dict, kind: str) -> None:
    said = item_json_ld(record, feature, url=PLACE_URL, taxonomy=TAXONOMY)

    assert said["@context"] == "https://schema.org"
    assert said["@type"] == kind


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")  # its own reader of JSON-LD
def test_every_word_that_is_used_is_one_of_schema_orgs() -> None:
    rich = place(
        name_sv="Bad", text_sv="Text", street="Gata 1", municipality="2480",
        municipality_name="Umeå", municipality_basis="nearest", opening_hours="Mo-Fr 08:00-16:00",
        website="https://example.org/", identifiers={"osm": "node/1"}, licence="ODbL-1.0",
        attribution="©", status="closed",
        attributes={"fee": True, "access": "yes", "lit": True, "length_km": 1.5, "alt_name": "B",
                    "capacity_persons": 10},
    )  # fmt: skip
    granted = project(
        funding=[funding("EU", "1.00", 2004)], parties=[{"organisation": "A", "role": "owner"}],
        municipalities=["2480"], part_of="other", ends_on="2006-01-01",
    )  # fmt: skip
    graph = Graph()
    for record, feature in (
        ("place", rich),
        ("municipality", municipality()),
        ("project", granted),
    ):
        said = item_json_ld(record, feature, url=PLACE_URL, taxonomy=TAXONOMY)
        # The context of schema.org lies on the web; for its words this one does the same.
        said["@context"] = {"@vocab": "https://schema.org/", "propertyID": {"@type": "@vocab"}}
        graph.parse(data=json.dumps(said), format="json-ld")

    words = {str(word) for word in dir(SDO)} | {f"{SDO}{word}" for word in NEWER}
    used = {str(one) for triple in graph for one in triple[:2] if isinstance(one, URIRef)}
    used |= {str(kind) for kind in graph.objects(None, URIRef(RDF_TYPE))}
    ours = {one for one in used if str(SDO) in one}
    assert len(ours) > 40
    assert ours - words == set()


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Script(HTMLParser):
    """The text of the one script of a page, and whatever tags there are besides."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.content, self.tags = "", []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.content += data


@given(
    st.text() | st.sampled_from(["</script><script>alert(1)</script>", "<!--<script>", "\u2028"])
)
def test_no_text_gets_out_of_its_script(text: str) -> None:
    document = {"@context": "https://schema.org", "name": text}

    page = Script(f'<script type="application/ld+json">{script_json(document)}</script>')

    assert page.tags == ["script"]
    assert json.loads(page.content) == document


def test_a_template_takes_the_script_as_it_is() -> None:
    written = script_json({"name": "<b> & \u2029"})

    assert isinstance(written, Markup)
    assert written == '{"name":"\\u003cb\\u003e \\u0026 \\u2029"}'
