"""The map's page tells what was meant, what is unknown and what it could not read."""

import re
from html import unescape

import httpx
import pytest

ROUTES = (
    "", "places/{}", "categories/{}", "municipalities/{}", "projects/{}", "plan?places={}",
    "plan?places=kvar&day={}", "plan?places=kvar&start={}", "plan?places=kvar&by={}",
    "plan?places=kvar&stay={}", "plan?places=kvar&from={}", "plan.ics?places={}",
    "plan.gpx?places={}&day={}", "plan/qr.svg?places={}", "?filter={}", "?q={}", "?near={}",
    "?cursor={}", "?open_at={}", "?area={}", "?other={}", "?category={}", "?municipality={}",
    "?kind={}&season={}", "map.svg?filter={}", "map.svg?q={}", "embed?make=1&width={}",
    "embed?make=1&width=400&height=300&origins={}", "embed?make=1&width=400&height=300&area={}",
    "categories/museum?cursor={}", "offline?x={}",
)  # fmt: skip
ODD = (
    "", "%00", "%ff%fe", "-1", "1e999", "NaN", "0001-01-01T00:00", "9999-12-31T23:59", "null",
    "<script>", "'; drop table place; --", "é" * 300, "a," * 60, "((((((((((", "1,2,3,4,5",
    "is_open(TIMESTAMP('9999-12-31T23:59:59Z'))", "is_open(TIMESTAMP('0001-01-01T00:00:00Z'))",
    "S_INTERSECTS(geometry, POINT(1e308 1e308))", "..%2f..%2fetc", "%0d%0aset-cookie:a=b",
)  # fmt: skip


@pytest.mark.parametrize("route", ROUTES)
def test_no_odd_address_breaks_a_page(api: httpx.Client, route: str) -> None:
    for odd in ODD:
        for language in ("sv", "en"):
            response = api.get(f"/{language}/{route.replace('{}', odd)}", follow_redirects=True)

            assert response.status_code < 500, (route, odd)
            assert "set-cookie" not in response.headers


@pytest.mark.parametrize("path", ["/offline/{}.json?lang=sv", "/embed/{}", "/oembed?url={}",
                                  "/search?q={}", "/search?q=bad&near={}", "/search?q=bad&lang={}",
                                  "/sitemap-places.xml?from={}"])  # fmt: skip
def test_no_odd_address_breaks_a_file(api: httpx.Client, path: str) -> None:
    for odd in ODD:
        assert api.get(path.replace("{}", odd), follow_redirects=True).status_code < 500, odd


def offered(api: httpx.Client, q: str, language: str = "en") -> list[tuple[str, str]]:
    text = api.get(f"/{language}/", params={"q": q}).text
    (line,) = re.findall(r'<p class="offers">.*?</p>', text, re.DOTALL) or [""]
    return [(unescape(label), unescape(href))
            for href, label in re.findall(r'href="([^"]+)">([^<]+)</a>', line)]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "q", "label"),
    [("en", "bathing place", "Bathing place"), ("sv", "badplatser", "Badplats"),
     ("en", "umeå", "Umeå"), ("sv", "skidspår i Vindeln", "Skidspår, Vindeln")],
)  # fmt: skip
def test_a_search_offers_what_is_called_so_with_its_true_number(
    api: httpx.Client, language: str, q: str, label: str
) -> None:
    text, href = offered(api, q, language)[0]
    page = api.get(href).text
    told = re.search(r'id="count"[^>]*>(\d+)', page)

    assert told
    assert text == f"{label} ({told[1]})"


def test_a_search_for_nothing_known_offers_nothing(api: httpx.Client) -> None:
    assert offered(api, "xyzzyqwv") == []


@pytest.mark.parametrize("query", ["open_at=foo", "open_at=2026-12-05T99:00", "area=1,2,3"])
def test_what_a_form_cannot_have_sent_is_said(api: httpx.Client, query: str) -> None:
    response = api.get(f"/en/?{query}")

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert query.partition("=")[0] in response.text or "filter" in response.text


def test_open_closed_and_unknown_add_up_to_all(api: httpx.Client) -> None:
    moment = "TIMESTAMP('2026-12-05T13:00:00Z')"

    def count(text: str) -> int:
        found = re.search(r'id="count"[^>]*>(\d+)', api.get("/en/", params={"filter": text}).text)
        return int(found[1]) if found else -1

    page = api.get("/en/", params={"filter": f"is_open({moment})"}).text
    unknown = re.search(r"Another (\d+) places match", page)

    assert unknown
    whole = count(f"is_open({moment})") + count(f"is_closed({moment})") + int(unknown[1])
    assert whole == count("slug <> ''")


def test_a_plan_that_cannot_be_read_leads_to_one_with_the_same_places(api: httpx.Client) -> None:
    response = api.get("/sv/plan?places=rotjarnberget&stay=0", headers={"accept": "text/html"})

    assert response.status_code == 400
    assert "stay:" in response.text
    assert 'href="' in response.text
    assert "plan?places=rotjarnberget" in response.text
