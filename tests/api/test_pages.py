"""Pages for people: complete, escaped, and from this server alone."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
import psycopg
import pytest

from tests.fixtures.database import _clone_of, _drop, settings_for
from tests.fixtures.serving import asking, looked_up
from viauma.db.cluster import Cluster
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places
from viauma.places.rules import PlaceDraft

PAGES = (
    "/",
    "/conformance",
    "/collections",
    "/collections/places",
    "/collections/projects",
    "/collections/places/items",
    "/collections/places/items?near=20.26,63.83&limit=3",
    "/collections/places/items?q=nothing-has-this-name",
    "/collections/sites/items?limit=1",
    "/collections/municipalities/items",
    "/collections/projects/items?limit=100",
    "/collections/places/counts",
    "/collections/places/counts?by=municipality",
    "/collections/places/counts?by=category",
    "/collections/places/items/no-such-place",
    "/collections/places/items?limit=none",
    "/nothing",
)
API_PAGE = "/api/docs"
LOADS = {"link": "href", "script": "src", "img": "src", "iframe": "src", "use": "href",
         "image": "href", "form": "action", "source": "src", "object": "data"}  # fmt: skip

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = "\" onerror='alert(2)' x=\""


class Page(HTMLParser):
    """What a page says of itself, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def loads(self) -> list[str]:
        return [attrs[LOADS[tag]] or "" for tag, attrs in self.tags if LOADS.get(tag, "") in attrs]

    @property
    def inline_scripts(self) -> list[dict[str, str | None]]:
        """What would run and is not one of our files; data blocks never run."""
        data = {"application/json", "application/ld+json"}
        ours = re.compile(r"http://127\.0\.0\.1:\d+/(static|assets)/[\w/.-]+")
        return [
            one
            for one in self.all("script")
            if one.get("type") not in data and not ours.fullmatch(one.get("src") or "")
        ]

    @property
    def leads_to(self) -> list[dict[str, str | None]]:
        return self.all("a")


def page(api: httpx.Client, path: str, status: int | None = None) -> Page:
    response = api.get(path, headers={"accept": "text/html"})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert status is None or response.status_code == status
    return Page(response.text)


@pytest.fixture(scope="session")
def item_pages(api: httpx.Client) -> list[str]:
    found = [
        f"/collections/{name}/items/{feature['id']}"
        for name in ("municipalities", "projects")
        for feature in api.get(f"/collections/{name}/items?limit=100").json()["features"]
    ]
    places = api.get("/collections/places/items?limit=1000").json()["features"]
    kinds = {feature["properties"]["category"]: feature["id"] for feature in places}
    return found + [f"/collections/places/items/{id_}" for id_ in kinds.values()]


@pytest.mark.parametrize("path", [*PAGES, API_PAGE])
def test_a_page_has_language_title_one_heading_and_a_way_to_the_content(
    api: httpx.Client, path: str
) -> None:
    assert_well_made(page(api, path))


def test_the_page_of_every_kind_of_feature_is_well_made(
    api: httpx.Client, item_pages: list[str]
) -> None:
    assert len(item_pages) > 40
    for path in item_pages:
        assert_well_made(page(api, path, 200))


@pytest.mark.parametrize("path", PAGES)
def test_f_html_gives_the_page_that_accept_gives(api: httpx.Client, path: str) -> None:
    asked = api.get(path, headers={"accept": "text/html"})
    joined = "&" if "?" in path else "?"
    by_f = api.get(f"{path}{joined}f=html", headers={"accept": "application/json"})

    assert by_f.status_code == asked.status_code
    assert by_f.headers["content-type"] == asked.headers["content-type"]


def test_no_page_asks_another_host_for_anything(
    api: httpx.Client, server: str, item_pages: list[str]
) -> None:
    loads = {href for path in (*PAGES, API_PAGE, *item_pages) for href in page(api, path).loads}
    for href in loads:
        assert href.startswith(f"{server}/")
        loaded = api.get(href)
        assert loaded.status_code == 200 or "/assets/swagger/" in href
        if "css" in loaded.headers["content-type"]:
            assert re.findall(r"url\(\s*['\"]?(?:https?:)?//", loaded.text) == []


def test_every_link_on_a_page_leads_somewhere(
    api: httpx.Client, server: str, item_pages: list[str]
) -> None:
    hrefs = {
        urljoin(f"{server}{path}", attributes["href"] or "")
        for path in (*PAGES, *item_pages)
        for attributes in page(api, path).leads_to
        if attributes["href"] != "#content"
    }
    own = {href for href in hrefs if href.startswith(f"{server}/")}

    assert {urlsplit(href).scheme for href in hrefs - own} <= {"http", "https"}
    assert [href for href in own if looked_up(api, href).status_code != 200] == []


def test_the_contacts_of_projects_appear_nowhere(
    api: httpx.Client, region_url: str, item_pages: list[str]
) -> None:
    """No contact has consented yet; law 6 of the design."""
    with psycopg.connect(region_url) as connection:
        rows = connection.execute(
            "select name from viauma.project_contact where consent <> 'given'"
        )
        names = [name for (name,) in rows]
    assert len(names) > 5
    projects = [path for path in item_pages if "/projects/" in path]
    for path in (*PAGES, "/collections/projects/items?limit=100", *projects):
        for kind in ("text/html", "application/geo+json"):
            text = api.get(path, headers={"accept": kind}).text
            assert [name for name in names if name in text] == []


def test_unknown_money_is_a_word_and_known_money_is_exact(api: httpx.Client) -> None:
    text = api.get("/collections/projects/items/turk?f=html").text.replace("\u00a0", " ")

    assert "unknown" in text
    assert re.search(r"\d{1,3}( \d{3})+", text)


def test_hostile_texts_are_shown_and_not_obeyed(hostile: httpx.Client) -> None:
    items = hostile.get("/collections/places/items?q=hostile").json()["features"]
    paths = [f"/collections/places/items/{one['id']}" for one in items]
    assert len(paths) == 3

    for path in (*paths, "/collections/places/items?q=hostile&limit=50"):
        response = hostile.get(path, headers={"accept": "text/html"})
        found = Page(response.text)
        assert response.status_code == 200
        assert found.inline_scripts == []
        assert not any("onerror" in attrs or "onmouseover" in attrs for _, attrs in found.tags)
        for attributes in found.leads_to:
            assert (attributes["href"] or "").startswith(("http://", "https://", "#"))


def test_hostile_parameters_are_not_obeyed_either(api: httpx.Client) -> None:
    for path in (
        f"/collections/places/items?q={SCRIPT}",
        f"/collections/places/items?{SCRIPT}=1",
        f"/collections/places/items?in={SCRIPT}",
        f"/collections/places/items/{SCRIPT}",
        f"/collections/{SCRIPT}",
        f"/{SCRIPT}{BREAKOUT}",
    ):
        found = page(api, path)

        assert found.inline_scripts == []
        assert not any("onerror" in attrs for _, attrs in found.tags)


def test_a_web_address_leads_out_without_telling_from_where(hostile: httpx.Client) -> None:
    found = page(hostile, "/collections/places/items/hostile-address", 200)

    (out,) = [a for a in found.leads_to if "example.org" in (a["href"] or "")]
    assert out["rel"] == "noopener nofollow"


@pytest.fixture(scope="module")
def hostile(cluster: Cluster, template_url: str) -> Iterator[httpx.Client]:
    settings = settings_for(_clone_of("template_region", "hostile_texts", cluster))
    with unit_of_work(settings, actor="test", reason="hostile texts") as session:
        store_places(
            session,
            [
                hostile_place("hostile-script", {"sv": f"Hostile {SCRIPT}"}, "javascript:alert(1)"),
                hostile_place(
                    "hostile-breakout", {"sv": f"Hostile {BREAKOUT}"}, "data:text/html,x"
                ),
                hostile_place("hostile-address", {}, f"https://example.org/{BREAKOUT}{SCRIPT}"),
            ],
        )
    with asking(settings) as client:
        yield client
    _drop("hostile_texts", cluster)


def hostile_place(slug: str, names: dict[str, str], website: str) -> PlaceDraft:
    return PlaceDraft(
        slug=slug, category="nature_reserve", is_site=True, is_facility=False,
        wkt="POINT (20.26 63.83)", source="test", source_id=slug, licence=SCRIPT, names=names,
        texts={"sv": SCRIPT, "en": BREAKOUT}, street=BREAKOUT, city=SCRIPT, website=website,
        attributes={"operator": SCRIPT, "alt_name": BREAKOUT}, identifiers={SCRIPT: BREAKOUT},
        attribution=SCRIPT, opening_hours=SCRIPT,
    )  # fmt: skip


def assert_well_made(found: Page) -> None:
    (html,) = found.all("html")
    assert html["lang"] == "en"
    assert len(found.all("title")) == len(found.all("h1")) == len(found.all("main")) == 1
    assert {"skip"} <= {a.get("class") for a in found.leads_to}
    for attributes in found.all("svg"):
        assert attributes["aria-label"]
    for attributes in found.all("nav") + [a for a in found.all("div") if "tabindex" in a]:
        assert attributes["aria-label"]
    for attributes in found.all("th"):
        assert attributes["scope"] in {"row", "col"}
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
