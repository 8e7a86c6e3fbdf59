"""What holds for every kind of page of the visitor's, in both languages."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from tests.api.visitors.seeing import Seen, seen
from tests.fixtures.serving import looked_up

LANGUAGES = ("sv", "en")
PATHS = (
    "categories", "categories/ski_track", "categories/water", "municipalities",
    "municipalities/umea", "municipalities/lycksele", "projects", "projects/turk", "about",
    "privacy", "accessibility", "places/nydala-skidspar-10-km", "places/rotjarnberget",
    "places/ica-supermarket-nordmaling", "places/bathing-beach-nordmaling-1",
    "plan",
)  # fmt: skip
MISSING = ("places/no-such-place", "categories/no_such", "municipalities/no", "projects/no", "no")
# Other helpers of the house build these; their own tests look at them.
OTHERS = ("/embed", "/manifest.webmanifest")

every_page = pytest.mark.parametrize("path", PATHS)
in_both = pytest.mark.parametrize("language", LANGUAGES)


@every_page
@in_both
def test_a_page_says_its_language_and_has_one_heading(
    api: httpx.Client, language: str, path: str
) -> None:
    page = seen(api, f"/{language}/{path}")

    assert page.all("html")[0]["lang"] == language
    assert_well_made(page)


@every_page
@in_both
def test_a_page_names_itself_and_the_other_language_and_that_one_names_it(
    api: httpx.Client, server: str, language: str, path: str
) -> None:
    page = seen(api, f"/{language}/{path}")
    pairs = {one["hreflang"]: one["href"] for one in page.link("alternate")}
    other = seen(api, str(pairs["en" if language == "sv" else "sv"]))

    assert page.link("canonical")[0]["href"] == f"{server}/{language}/{path}" == pairs[language]
    assert pairs == {one["hreflang"]: one["href"] for one in other.link("alternate")}
    assert "robots" not in page.meta


@every_page
@in_both
def test_a_page_describes_itself_to_those_who_share_it(
    api: httpx.Client, language: str, path: str
) -> None:
    page = seen(api, f"/{language}/{path}")
    meta = page.meta

    assert page.texts["title"] == f"{meta['og:title']} \N{EN DASH} Via Uma"
    assert 10 < len(meta["description"]) <= 400
    assert meta["og:url"] == page.link("canonical")[0]["href"]
    assert "og:image" not in meta


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("places/rotjarnberget", "Place"),
        ("municipalities/umea", "AdministrativeArea"),
        ("projects/turk", "Project"),
    ],
)
@in_both
def test_a_record_is_described_in_the_words_of_schema_org(
    api: httpx.Client, server: str, language: str, path: str, kind: str
) -> None:
    (document,) = seen(api, f"/{language}/{path}").linked_data

    assert document["@context"] == "https://schema.org"
    assert document["mainEntityOfPage"] == f"{server}/{language}/{path}"
    assert document["@id"].startswith(f"{server}/collections/")
    if kind != "Place":
        assert document["@type"] == kind


@in_both
def test_no_page_asks_a_third_party_for_anything(
    api: httpx.Client, server: str, language: str
) -> None:
    for path in (*PATHS, "", "map.svg"):
        response = api.get(f"/{language}/{path}", headers={"accept": "text/html"})
        for href in Seen(response.text).loads:
            assert href.startswith((f"{server}/", "#")), (path, href)


@in_both
def test_every_link_within_the_house_leads_somewhere(
    api: httpx.Client, server: str, language: str
) -> None:
    leads = {
        urljoin(f"{server}/{language}/{path}", href).partition("#")[0]
        for path in PATHS
        for href in seen(api, f"/{language}/{path}").leads_to
    }
    own = {href for href in leads if href.startswith(f"{server}/")}
    built = [href for href in own if not urlsplit(href).path.endswith(OTHERS)]

    assert {urlsplit(href).scheme for href in leads - own} <= {"http", "https", "geo", "mailto"}
    assert len(built) > 100
    assert [href for href in built if looked_up(api, href).status_code != 200] == []


@pytest.mark.parametrize("path", MISSING)
@in_both
def test_a_page_that_is_not_there_is_missed_in_the_visitors_form_and_language(
    api: httpx.Client, language: str, path: str
) -> None:
    page = seen(api, f"/{language}/{path}", 404)

    assert page.all("html")[0]["lang"] == language
    assert page.meta["robots"] == "noindex, follow"
    assert_well_made(page)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_page_is_only_read(api: httpx.Client, method: str) -> None:
    response = api.request(method, "/sv/categories", headers={"accept": "text/html"})

    assert response.status_code == 405
    assert "Det gick inte" in response.text
    assert response.headers["allow"] == "GET, HEAD, OPTIONS"


def test_who_wants_data_below_a_language_gets_a_problem_document(api: httpx.Client) -> None:
    response = api.get("/sv/nothing", headers={"accept": "application/json"})

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def hostile_paths() -> Iterator[str]:
    for room in ("places", "categories", "municipalities", "projects"):
        for text in ("<script>alert(1)</script>", '"onerror=', "%00", "%ff", "a" * 2_000, "å'--"):
            yield f"{room}/{text}"


@pytest.mark.parametrize("path", [*hostile_paths()])
def test_a_hostile_address_is_missed_and_not_obeyed(api: httpx.Client, path: str) -> None:
    response = api.get(f"/en/{path}", headers={"accept": "text/html"})
    page = Seen(response.text)

    assert response.status_code == 404
    assert len(page.scripts) == 1
    assert not any("onerror" in attributes for _, attributes in page.tags)


@pytest.mark.parametrize("path", ["categories/ski_track", "municipalities/umea"])
def test_a_cursor_of_another_list_is_said_and_not_followed(api: httpx.Client, path: str) -> None:
    first = seen(api, "/en/categories/supermarket")
    (href,) = [href for href in first.leads_to if "cursor=" in href]
    stolen = seen(api, f"/en/{path}?{urlsplit(href).query}")

    assert [one for one in stolen.all("p") if one.get("role") == "alert"]
    assert [one["data-slug"] for one in stolen.all("li") if "data-slug" in one] == [
        one["data-slug"] for one in seen(api, f"/en/{path}").all("li") if "data-slug" in one
    ]


def test_the_pages_of_a_list_hold_every_place_once(api: httpx.Client) -> None:
    slugs: list[str | None] = []
    following: list[str] = ["/sv/municipalities/umea"]
    while following:
        page = seen(api, following[0])
        slugs += [one["data-slug"] for one in page.all("li") if "data-slug" in one]
        following = [one["href"] or "" for one in page.all("a") if one.get("rel") == "next"]
    wanted = "municipality = '2480' AND status <> 'closed'"
    asked = api.get("/collections/places/items", params={"filter": wanted, "limit": "10000"})

    assert sorted(map(str, slugs)) == sorted(
        one["properties"]["slug"] for one in asked.json()["features"]
    )


def assert_well_made(page: Seen) -> None:
    assert len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1
    for attributes in page.all("svg"):
        assert "aria-label" in attributes or attributes.get("aria-hidden") == "true"
    for attributes in page.all("nav") + [one for one in page.all("div") if "tabindex" in one]:
        assert attributes["aria-label"]
    for attributes in page.all("th"):
        assert attributes["scope"] in {"row", "col"}
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert not any("style" in attributes for _, attributes in page.tags)
