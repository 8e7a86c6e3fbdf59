"""The catalogue at its addresses: syntaxes, negotiation, and every link in it followed."""

from urllib.parse import urlsplit

import httpx
import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, URIRef

from tests.fixtures.serving import looked_up, problem_of
from viauma_api.collections import COLLECTIONS

DOCUMENT = "/datasets/dcat"
PAGE = "/catalog"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SYNTAXES = {
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "turtle": "text/turtle; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}


@pytest.fixture(scope="module")
def graph(api: httpx.Client) -> Graph:
    return Graph().parse(data=api.get(DOCUMENT).content, format="xml")


@pytest.mark.parametrize("path", [DOCUMENT, PAGE])
@pytest.mark.parametrize(("f", "media_type"), SYNTAXES.items())
def test_f_chooses_the_syntax(api: httpx.Client, path: str, f: str, media_type: str) -> None:
    response = api.get(f"{path}?f={f}", headers={"accept": "image/png"})

    assert response.status_code == 200
    assert response.headers["content-type"] == media_type


@pytest.mark.parametrize("f", SYNTAXES)
def test_accept_chooses_the_syntax(api: httpx.Client, f: str) -> None:
    wanted = SYNTAXES[f].partition(";")[0]

    response = api.get(DOCUMENT, headers={"accept": f"{wanted}, image/png;q=0.5"})

    assert response.headers["content-type"] == SYNTAXES[f]


@pytest.mark.parametrize(
    ("path", "accept", "f"),
    [(DOCUMENT, "*/*", "rdf"), (PAGE, "*/*", "html"), (DOCUMENT, BROWSER, "html"),
     (PAGE, BROWSER, "html"), (PAGE, "application/rdf+xml", "rdf")],
)  # fmt: skip
def test_harvesters_get_rdf_and_people_a_page(
    api: httpx.Client, path: str, accept: str, f: str
) -> None:
    response = api.get(path, headers={"accept": accept})

    assert response.headers["content-type"] == SYNTAXES[f]


def test_plain_json_is_the_same_bytes_as_json_ld(api: httpx.Client) -> None:
    plain, linked = (api.get(f"{DOCUMENT}?f={f}").content for f in ("json", "jsonld"))

    assert plain == linked


def test_an_unknown_syntax_is_refused_by_name(api: httpx.Client) -> None:
    problem = problem_of(api.get(f"{DOCUMENT}?f=n3"), 400)

    assert problem["parameter"] == "f"


def test_an_unknown_parameter_is_refused_by_name(api: httpx.Client) -> None:
    problem = problem_of(api.get(f"{DOCUMENT}?format=rdf"), 400)

    assert problem["parameter"] == "format"


def test_what_is_not_offered_is_not_acceptable(api: httpx.Client) -> None:
    problem_of(api.get(DOCUMENT, headers={"accept": "image/png"}), 406)


@pytest.mark.parametrize("f", SYNTAXES)
def test_who_has_the_catalogue_already_gets_no_second_copy(api: httpx.Client, f: str) -> None:
    first = api.get(f"{DOCUMENT}?f={f}")

    again = api.get(f"{DOCUMENT}?f={f}", headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 304
    assert again.content == b""


def test_every_collection_is_a_dataset(graph: Graph, server: str) -> None:
    catalogue = URIRef(f"{server}{DOCUMENT}")

    listed = {str(one).rpartition("#")[2] for one in graph.objects(catalogue, DCAT.dataset)}

    assert listed == set(COLLECTIONS)


def test_the_catalogue_speaks_of_this_regions_data(graph: Graph) -> None:
    names = {
        str(one)
        for one in graph.objects(None, URIRef("http://www.w3.org/2000/01/rdf-schema#label"))
    }

    assert {"Umeå", "Vännäs", "Bjurholm", "Vindeln", "Robertsfors", "Nordmaling"} <= names
    assert "Lycksele" not in names
    assert list(graph.objects(None, DCTERMS.modified)) != []


def test_every_link_of_ours_leads_somewhere(graph: Graph, api: httpx.Client, server: str) -> None:
    ours = urlsplit(server).netloc
    predicates = (
        DCAT.landingPage, DCAT.endpointURL, DCAT.endpointDescription, FOAF.homepage, FOAF.page,
        DCTERMS.spatial, DCTERMS.license,
    )  # fmt: skip
    links = {str(one) for predicate in predicates for one in graph.objects(None, predicate)}
    own = {one.partition("#")[0] for one in links if urlsplit(one).netloc == ours}

    assert len(own) > 10
    assert [one for one in own if looked_up(api, one).status_code != 200] == []


def test_every_distribution_is_there_with_the_type_that_is_promised(
    graph: Graph, api: httpx.Client
) -> None:
    registered = "https://www.iana.org/assignments/media-types/"
    for one in graph.subjects(RDF.type, DCAT.Distribution):
        promised = graph.value(one, DCAT.mediaType)
        response = looked_up(api, str(graph.value(one, DCAT.accessURL)))
        assert response.status_code == 200, one
        kind = response.headers["content-type"].partition(";")[0]
        assert promised is None or str(promised) == f"{registered}{kind}"


def test_the_page_lists_every_dataset_and_leads_to_the_rdf(api: httpx.Client, server: str) -> None:
    text = api.get(PAGE).text
    address = f"{server}{DOCUMENT}"

    for name in COLLECTIONS:
        assert f'<section id="{name}">' in text
    for f in ("rdf", "jsonld", "turtle"):
        assert f'href="{address}?f={f}"' in text


def test_the_licence_address_is_a_place_on_the_page(graph: Graph, api: httpx.Client) -> None:
    pages = {str(one) for one in graph.objects(None, DCTERMS.license) if PAGE in str(one)}

    (page,) = pages
    assert f'id="{page.partition("#")[2]}"' in api.get(page).text


def test_the_catalogue_follows_the_address_that_the_client_used(
    api: httpx.Client, server: str
) -> None:
    text = api.get(DOCUMENT, headers={"host": "geo.example.org"}).text

    assert 'rdf:about="http://geo.example.org/datasets/dcat"' in text
    assert server not in text


def test_the_landing_page_leads_to_the_catalogue(api: httpx.Client, server: str) -> None:
    links = api.get("/", headers={"accept": "application/json"}).json()["links"]
    page = api.get("/", headers={"accept": "text/html"}).text

    assert (f"{server}{DOCUMENT}", "application/rdf+xml") in {
        (one["href"], one["type"]) for one in links
    }
    assert f'href="{server}{PAGE}"' in page
