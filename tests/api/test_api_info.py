"""Who answers for the API, under which terms, and in which version it is."""

import httpx

import viauma
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking, problem_of
from viauma.settings import CatalogueSettings
from viauma_api.api_info import RELEASES


def test_the_operator_is_the_contact(region_url: str) -> None:
    catalogue = CatalogueSettings(
        contact_name="Geodata", contact_email="geodata@town.example",
        homepage="https://town.example/",
    )  # fmt: skip
    settings = settings_for(region_url).model_copy(update={"catalogue": catalogue})
    with asking(settings) as client:
        contact = client.get("/api").json()["info"]["contact"]
        page = client.get("/api/docs").text

    assert contact == {
        "name": "Geodata", "url": "https://town.example/", "email": "geodata@town.example"
    }  # fmt: skip
    assert "geodata@town.example" in page


def test_the_terms_stand_where_the_document_says(api: httpx.Client, server: str) -> None:
    terms = api.get("/api").json()["info"]["termsOfService"]

    assert terms == f"{server}/api/docs#terms"
    assert 'id="terms"' in api.get(terms).text


def test_the_api_tells_about_itself(api: httpx.Client, server: str) -> None:
    """Rule VER.06 of the Swedish REST API profile."""
    assert api.get("/api-info").json() == {
        "apiName": "Via Uma",
        "apiVersion": viauma.__version__,
        "apiReleased": RELEASES[viauma.__version__].isoformat(),
        "apiDocumentation": f"{server}/api/docs",
        "apiStatus": "active",
    }


def test_the_api_tells_it_as_json_only(api: httpx.Client) -> None:
    assert problem_of(api.get("/api-info?f=xml"), 400)["parameter"] == "f"
    problem_of(api.get("/api-info", headers={"accept": "image/png"}), 406)
