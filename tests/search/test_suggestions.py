"""What is suggested of the region while somebody types, in Swedish and English."""

import pytest

UMEA, VINDELN = "20.26,63.83", "19.72,64.20"


def names(found) -> list[str]:
    return [one["name"] for one in found]


def of(found, type_: str) -> list[str]:
    return [one["id"] if type_ == "category" else one["name"]
            for one in found if one["type"] == type_]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # As it is called, and as it is typed without rings, dots and accents.
        ("Västerbottens museum", "Västerbottens Museum"),
        ("vasterbottens museum", "Västerbottens Museum"),
        ("VÄSTERBOTTENS MUSEUM", "Västerbottens Museum"),
        ("Umeå stadskyrka", "Umeå stadskyrka"),
        ("umea stadskyrka", "Umeå stadskyrka"),
        ("Rådhuset", "Rådhuset"),
        ("radhuset", "Rådhuset"),
        # Beginnings.
        ("väs", "Västerbottens Museum"),
        ("bildm", "Bildmuseet"),
        ("umedalens sku", "Umedalens skulpturpark"),
        # Words and parts of words, in any order.
        ("skulpturpark umedalen", "Umedalens skulpturpark"),
        ("västerslätt", "ICA Nära Västerslätt"),
        ("slätt", "ICA Nära Västerslätt"),
        # Endings.
        ("museum", "Bildmuseet"),
        ("museet", "Västerbottens Museum"),
        ("skulpturparken", "Umedalens skulpturpark"),
        ("stadskyrkan", "Umeå stadskyrka"),
        # Errors.
        ("Umedalan skulpturpark", "Umedalens skulpturpark"),
        ("bildmuset", "Bildmuseet"),
        ("stadskirka", "Umeå stadskyrka"),
        ("västerboten", "Västerbottens Museum"),
        ("Ängsjöns camping", "Angsjöns camping"),
        # The other language.
        ("Sculpture Park", "Umedalens skulpturpark"),
    ],
)
def test_what_is_typed_finds_what_is_meant(suggest, typed, meant):
    assert meant in names(suggest(typed))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("badplatser", "bathing_beach"), ("badplats", "bathing_beach"), ("beach", "bathing_beach"),
     ("bathing", "bathing_beach"), ("skidspår", "ski_track"), ("skidspor", "ski_track"),
     ("ski tracks", "ski_track"), ("museet", "museum"), ("museer", "museum"),
     ("flygplatsen", "airport")],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_a_category_goes_by_both_languages_with_any_ending(suggest, typed, meant, lang):
    found = suggest(typed, lang=lang)

    assert meant in of(found, "category")


@pytest.mark.parametrize("typed", ["beach", "badplats"])
def test_a_category_brings_its_places_after_those_that_are_called_so(suggest, typed):
    found = suggest(typed, limit=50)
    first_place = [one["type"] for one in found].index("place")

    assert of(found, "category")[0] == "bathing_beach"
    assert [one["type"] for one in found[:first_place]] == ["category"] * first_place
    assert {"Sanabadet", "Rödviken"} <= set(names(found)) or typed == "badplats"
    assert all(
        "badplats" in one["detail"].lower() for one in found[first_place:] if "beach" in typed
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [("umea", "Umeå"), ("Umeå", "Umeå"), ("vannas", "Vännäs"), ("Vännes", "Vännäs"),
     ("robertfors", "Robertsfors"), ("nordmal", "Nordmaling")],
)  # fmt: skip
def test_a_municipality_and_its_town_come_first(suggest, typed, name):
    first, second, *_ = suggest(typed)

    assert (first["type"], first["name"], second["type"], second["name"]) == (
        "municipality", name, "locality", name
    )  # fmt: skip
    west, south, east, north = first["bbox"]
    assert west < first["lon"] < east
    assert south < first["lat"] < north


def test_localities_are_suggested_with_what_they_are_and_where(suggest):
    (found,) = [one for one in suggest("holmsund") if one["type"] == "locality"]
    islet = suggest("gåshällan", lang="en")[0]

    assert (found["detail"], found["slug"], found["bbox"]) == ("Ort · Umeå", "holmsund", None)
    assert (islet["type"], islet["detail"]) == ("locality", "On the coast · Umeå")


def test_a_category_in_a_municipality_is_understood(suggest):
    found = suggest("badplatser i Vindeln", limit=50)

    assert found
    assert {one["detail"] for one in found} == {"Badplats · Vindeln"}
    # What has a name comes before what has none.
    unnamed = [one["name"] == "Badplats" for one in found]
    assert unnamed == sorted(unnamed)


def test_the_language_is_that_of_names_and_details(suggest):
    swedish, english = (
        next(one for one in suggest("umedalens skulptur", lang=lang)) for lang in ("sv", "en")
    )

    assert swedish["name"] == "Umedalens skulpturpark"
    assert english["name"] == "Umedalen Sculpture Park"
    assert swedish["detail"] == "Offentlig konst och galleri · Umeå"
    assert english["detail"] == "Public art and gallery · Umeå"
    assert swedish["id"] == english["id"]


def test_of_what_fits_equally_well_the_nearest_comes_first(suggest):
    at_umea, at_vindeln = (
        [one for one in suggest("beach", near=near, limit=20) if one["type"] == "place"]
        for near in (UMEA, VINDELN)
    )

    assert at_umea[0]["detail"] == "Badplats · Umeå"
    assert at_vindeln[0]["detail"] == "Badplats · Vindeln"


def test_a_suggestion_leads_to_its_place(suggest, api):
    found = suggest("bildmuseet")[0]
    place = api.get(f"/collections/places/items/{found['slug']}").json()

    assert place["id"] == found["id"]
    assert place["geometry"]["coordinates"] == pytest.approx([found["lon"], found["lat"]])


def test_a_polygon_has_a_box_and_a_point_inside_it(suggest):
    areas = [one for one in suggest("naturreservat", limit=50) if one["bbox"]]

    assert areas
    for one in areas:
        west, south, east, north = one["bbox"]
        assert west <= one["lon"] <= east
        assert south <= one["lat"] <= north


def test_no_more_is_suggested_than_asked_for(suggest):
    assert len(suggest("b", limit=3)) == 3
    assert len(suggest("a", limit=10_000)) <= 50


def test_items_find_the_same_words_without_rings_and_dots(api):
    def found(q: str) -> int:
        return api.get("/collections/places/items", params={"q": q}).json()["numberMatched"]

    assert found("nara vasterslatt") == found("Nära Västerslätt") == 1
    assert found("sjö") == found("SJO") > 1
    towns = api.get("/collections/municipalities/items", params={"q": "vannas"}).json()
    assert [one["id"] for one in towns["features"]] == ["2460"]
