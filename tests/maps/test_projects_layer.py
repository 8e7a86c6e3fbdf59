import re

from tests.maps.subjects import project, projects_scene
from viauma_maps.build import make_map
from viauma_maps.money import amount


def test_contacts_never_reach_the_page() -> None:
    assert "Secret Person" not in make_map(projects_scene(project())).html


def test_what_is_not_accounted_for_is_shown() -> None:
    html = make_map(projects_scene(project())).html

    assert "SEK\u00a0400,000" in html
    assert "Not accounted for" in html


def test_funding_beyond_the_budget_is_called_that() -> None:
    html = make_map(projects_scene(project(not_accounted_for="-400000.00"))).html

    assert "Funding beyond the budget" in html
    assert "Not accounted for" not in html


def test_a_budget_nobody_stated_is_unknown() -> None:
    html = make_map(projects_scene(project(budget_total=None, not_accounted_for=None))).html

    assert re.search(r"Budget</dt><dd>.*?okänt", html, re.DOTALL)


def test_a_financier_whose_part_is_unknown_is_named_with_that() -> None:
    line = {"financier": "EU", "year": None, "amount": None, "currency": "SEK"}
    html = make_map(projects_scene(project(funding=[line | {"basis": "stated", "wording": None}])))

    assert "belopp okänt" in html.html


def test_a_project_without_an_area_is_listed_all_the_same() -> None:
    made = make_map(projects_scene(project(geometry=None, municipalities=[])))

    assert made.entries == 1
    assert 'data-codes=""' in made.html


def test_amounts_are_exact_and_written_as_people_do() -> None:
    assert amount("1234567.50", "SEK") == {
        "sv": "1\u202f234\u202f567,50\u00a0kr",
        "en": "SEK\u00a01,234,567.50",
    }
    assert amount("100.00", "EUR") == {"sv": "100\u00a0EUR", "en": "EUR\u00a0100"}
    assert amount(None, "SEK") is None
