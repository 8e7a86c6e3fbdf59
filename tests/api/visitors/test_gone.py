"""At the address of what is gone stands what became of it; a secret stays one."""

from http import HTTPStatus

import httpx
import pytest

from tests.api.visitors.seeing import seen


@pytest.mark.parametrize("slug", ["was-merged", "was-again"])
@pytest.mark.parametrize(("language", "name"), [("sv", "Kvar"), ("en", "Kept")])
def test_a_merged_place_points_to_the_one_that_is_left(
    own: httpx.Client, slug: str, language: str, name: str
) -> None:
    page = seen(own, f"/{language}/places/{slug}", HTTPStatus.GONE)

    assert [one.get("data-slug") for one in page.all("li") if "data-slug" in one] == ["kept"]
    assert name in page.texts["a"]


def test_a_closed_place_points_to_its_kind_and_to_what_is_near(
    own: httpx.Client,
) -> None:
    page = seen(own, "/sv/places/shut", HTTPStatus.GONE)

    assert page.texts["h1"] == "Nedlagda badet"
    assert any(href.endswith("/sv/categories/bathing_beach") for href in page.leads_to)
    assert len([one for one in page.all("li") if "data-slug" in one]) == 6


def test_a_withdrawn_place_is_gone_without_a_word_about_it(own: httpx.Client) -> None:
    page = seen(own, "/en/places/was-withdrawn", HTTPStatus.GONE)

    assert "withdrawn" in page.texts["p"]


def test_a_place_that_was_never_public_is_as_unknown_as_one_that_never_was(
    own: httpx.Client,
) -> None:
    secret, nothing = (
        own.get(f"/en/places/{slug}", headers={"accept": "text/html"})
        for slug in ("never", "nevar")
    )

    assert secret.status_code == nothing.status_code == HTTPStatus.NOT_FOUND
    assert secret.text.replace("never", "nevar") == nothing.text


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("places/rotjarnbergt", "places/rotjarnberget"),
        ("categories/skitrack", "categories/ski_track"),
        ("municipalities/Umea kommun", "municipalities/umea"),
        ("projects/biofuel", "projects/biofuel-region"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_misspelt_address_is_met_with_what_was_meant(
    api: httpx.Client, server: str, language: str, path: str, meant: str
) -> None:
    page = seen(api, f"/{language}/{path}", HTTPStatus.NOT_FOUND)

    assert f"{server}/{language}/{meant}" in page.leads_to


def test_the_code_of_a_municipality_and_the_id_of_a_project_lead_to_their_pages(
    api: httpx.Client, server: str
) -> None:
    id_ = api.get("/collections/projects/items/turk?f=json").json()["id"]

    led = [api.get(f"/sv/{path}") for path in ("municipalities/2480", f"projects/{id_}")]

    assert [one.status_code for one in led] == [301, 301]
    assert [one.headers["location"] for one in led] == [
        f"{server}/sv/municipalities/umea", f"{server}/sv/projects/turk",
    ]  # fmt: skip
