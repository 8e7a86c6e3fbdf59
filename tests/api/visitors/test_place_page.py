"""The page of a place: what is known, in the language asked for, and how far it can be trusted."""

import re

import httpx
import pytest

from tests.api.visitors.seeing import seen

ENGLISH_WORDS = ("Opening hours", "Nearby", "Source and licence", "Not known")
SWEDISH_WORDS = ("Öppettider", "I närheten", "Källa och licens", "Inte känt")


def text(api: httpx.Client, path: str) -> str:
    response = api.get(path, headers={"accept": "text/html"})
    assert response.status_code == 200
    return response.text


@pytest.mark.parametrize(
    ("language", "words", "others"),
    [("sv", SWEDISH_WORDS, ENGLISH_WORDS), ("en", ENGLISH_WORDS, SWEDISH_WORDS)],
)
def test_a_page_speaks_one_language(
    api: httpx.Client, language: str, words: tuple[str, ...], others: tuple[str, ...]
) -> None:
    page = text(api, f"/{language}/places/rotjarnberget")

    assert [word for word in words if word not in page] == []
    assert [word for word in others if word in page] == []


def test_an_id_leads_to_the_page_for_good(api: httpx.Client, server: str) -> None:
    id_ = api.get("/collections/places/items/rotjarnberget?f=json").json()["id"]
    response = api.get(f"/sv/places/{id_}")

    assert response.status_code == 301
    assert response.headers["location"] == f"{server}/sv/places/rotjarnberget"


def test_a_position_is_told_in_degrees_and_in_metres(api: httpx.Client) -> None:
    page = text(api, "/sv/places/ica-supermarket-nordmaling")

    assert "63.56666, 19.49522" in page
    assert "7056571, 723131" in page
    assert 'href="geo:63.566664,19.495220"' in page
    assert '/sv/#14/63.56666/19.49522"' in page


def test_the_nearest_places_are_near_and_not_the_place_itself(api: httpx.Client) -> None:
    slugs = [one.get("data-slug") for one in seen(api, "/en/places/rotjarnberget").all("li")]
    listed = [slug for slug in slugs if slug]

    assert len(listed) == 6
    assert "rotjarnberget" not in listed
    assert "5.5 km away" in text(api, "/en/places/rotjarnberget")


def test_the_button_of_the_day_plan_waits_for_its_script(api: httpx.Client) -> None:
    (button,) = seen(api, "/en/places/rotjarnberget").all("button")

    assert button["data-plan"] == "rotjarnberget"
    assert "hidden" in button


def test_the_downloads_hold_the_place_and_nothing_else(api: httpx.Client) -> None:
    leads = seen(api, "/en/places/rotjarnberget").leads_to
    files = [href for href in leads if "/collections/places/items/" in href]

    assert [href.partition("f=")[2] for href in files] == ["json", "gpx", "kml"]
    assert [api.get(href).text.count("Rötjärnberget") > 0 for href in files] == [True] * 3


def test_values_of_a_few_words_are_translated_and_names_are_not(api: httpx.Client) -> None:
    campsites = api.get(
        "/collections/places/items", params={"filter": "wheelchair = 'yes'", "limit": "1"}
    ).json()["features"]
    slug = campsites[0]["properties"]["slug"]

    assert re.search(r"<dt>Rullstol</dt><dd>ja</dd>", text(api, f"/sv/places/{slug}"))
    assert re.search(r"<dt>Wheelchair users</dt><dd>yes</dd>", text(api, f"/en/places/{slug}"))


def test_what_is_written_in_the_other_language_is_marked(own: httpx.Client) -> None:
    assert '<p lang="sv">Svenska.</p>' in text(own, "/en/places/told")
    assert "<p>Svenska.</p>" in text(own, "/sv/places/told")


def test_a_website_leads_out_without_a_word_of_where_from(own: httpx.Client) -> None:
    page = seen(own, "/en/places/told")
    (out,) = [one for one in page.all("a") if "example.org" in (one["href"] or "")]

    assert out["href"] == "https://example.org/a?b=c&d=\"'"
    assert out["rel"] == "noopener nofollow"


def test_a_trail_has_a_length_a_light_a_line_and_a_start(own: httpx.Client) -> None:
    page = text(own, "/en/places/track")

    assert "3.3 km (measured along the line)" in page
    assert "<dd>Lit</dd>" in page
    assert 'class="target line"' in page
    assert "Start, WGS 84" in page
    assert "63.80000, 20.20000" in page
    assert "heights of the sources are not stored" in page


def test_a_trail_of_which_only_a_point_is_known_says_so(api: httpx.Client) -> None:
    page = text(api, "/en/places/nydala-skidspar-10-km")

    assert "10 km (according to the source)" in page
    assert "Only a point is known" in page
    assert 'class="target line"' not in page


@pytest.mark.parametrize(
    ("slug", "state"),
    [("hours", "open"), ("riddle", "unknown")],
)
def test_hours_are_open_closed_or_unknown(own: httpx.Client, slug: str, state: str) -> None:
    badges = [
        one["class"]
        for one in seen(own, f"/en/places/{slug}").all("span")
        if (one.get("class") or "").startswith("badge")
    ]

    assert f"badge {state}" in badges


def test_hours_nobody_can_read_are_shown_as_they_are(own: httpx.Client) -> None:
    page = text(own, "/sv/places/riddle")

    assert "De går inte att tolka säkert." in page
    assert "<code>when the sun shines</code>" in page


def test_a_week_is_laid_out_from_monday(api: httpx.Client) -> None:
    page = seen(api, "/en/places/ica-supermarket-nordmaling")
    rows = [one for one in page.all("th") if one["scope"] == "row"]

    assert len(rows) == 7
    assert len([one for one in page.all("tr") if one.get("aria-current") == "date"]) == 1


def test_old_data_may_be_outdated_and_the_page_says_so(api: httpx.Client) -> None:
    page = text(api, "/en/places/nydala-skidspar-10-km")

    assert "May be outdated: data of 20 April 2022" in page


def test_a_nameless_place_is_named_by_its_category(api: httpx.Client) -> None:
    page = seen(api, "/sv/places/bathing-beach-nordmaling-1")

    assert page.texts["h1"] == "Badplats utan känt namn"
