"""Embeds: made, framed by whom their maker named, and by nobody else; oEmbed for pasted links."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from tests.api.visitors.seeing import seen

FORM = {"category": "museum", "language": "sv", "width": "500", "height": "400", "make": "1"}


def made(api: httpx.Client, **changes: str) -> str:
    """Ask the builder and give the address that is to be framed, below the landing page."""
    text = api.get("/en/embed", params=FORM | changes).text
    (address,) = re.findall(r'class="preview" src="[^"]*(/embed/[^"]+)"', text)
    return address


def test_the_builder_gives_an_iframe_with_size_and_title(api: httpx.Client) -> None:
    text = api.get("/en/embed", params=FORM).text

    assert "&lt;iframe src=" in text
    assert "width=&#34;500&#34; height=&#34;400&#34;" in text
    assert "title=&#34;Karta över Umeåregionen&#34;" in text


def test_the_framed_map_shows_what_was_chosen_in_the_language_chosen(api: httpx.Client) -> None:
    page = api.get(made(api))

    assert page.headers["content-language"] == "sv"
    assert 'data-filter="category = &#39;museum&#39;"' in page.text
    assert page.text.count('class="place"') == 3


def test_only_named_sites_may_frame_it(api: httpx.Client) -> None:
    address = made(api, origins="https://a.example.se http://b.example.org:8080")
    policy = api.get(address).headers["content-security-policy"]

    ancestors = "frame-ancestors 'self' https://a.example.se http://b.example.org:8080;"
    assert ancestors in f"{policy};"


def test_without_named_sites_anybody_may(api: httpx.Client) -> None:
    assert "frame-ancestors *;" in api.get(made(api)).headers["content-security-policy"]


def test_no_other_page_may_be_framed_by_others(api: httpx.Client) -> None:
    for path in ("/en/", "/sv/embed", "/en/about"):
        assert "frame-ancestors 'self'" in api.get(path).headers["content-security-policy"]


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: f"x{t}", lambda t: "", str.lower])
def test_a_changed_address_is_not_known(api: httpx.Client, change) -> None:
    token = made(api, origins="https://a.example.se").rpartition("/")[2]

    assert api.get(f"/embed/{change(token)}").status_code == 404


@pytest.mark.parametrize(
    "origin",
    ["javascript:alert(1)", "https://a.se/path", "https://*", "*", "a b;script-src *", "ftp://a.se",
     "https://a.se:99999", "'unsafe-inline'", "https://user@a.se", "https://a.se;"],
)  # fmt: skip
def test_what_is_no_site_is_refused_by_name(api: httpx.Client, origin: str) -> None:
    text = api.get("/en/embed", params=FORM | {"origins": origin}).text

    assert 'role="alert"' in text
    assert "origins:" in text
    assert "iframe" not in text


@pytest.mark.parametrize("width", ["0", "-1", "99999", "wide", "", "1e3", "٣٠٠"])
def test_a_size_that_is_none_is_refused_by_name(api: httpx.Client, width: str) -> None:
    page = api.get("/en/embed", params=FORM | {"width": width})

    assert page.status_code == 200
    assert ("width: must be" in page.text) != (width == "٣٠٠")


def test_oembed_tells_how_to_embed_an_embed(api: httpx.Client) -> None:
    address = f"{str(api.base_url).rstrip('/')}{made(api)}"
    document = api.get("/oembed", params={"url": address, "maxwidth": "300"}).json()

    assert document["type"] == "rich"
    assert document["version"] == "1.0"
    assert (document["width"], document["height"]) == (300, 400)
    assert document["html"].startswith(f'<iframe src="{address}" width="300"')


def test_oembed_takes_the_map_s_own_address_with_its_filter(api: httpx.Client) -> None:
    query = urlencode({"filter": "category = 'museum'"})
    url = f"{str(api.base_url).rstrip('/')}/en/?{query}#9/63.8/20.2"
    document = api.get("/oembed", params={"url": url}).json()
    (address,) = re.findall(r'src="([^"]+)"', document["html"])

    assert api.get(address).text.count('class="place"') == 3


@pytest.mark.parametrize(
    ("query", "status"),
    [({}, 404), ({"url": "https://elsewhere.example/en/"}, 404), ({"url": "/en/"}, 404),
     ({"url": "BASE/en/", "format": "xml"}, 501), ({"url": "BASE/en/", "maxwidth": "-3"}, 400),
     ({"url": "BASE/en/?filter=((("}, 400), ({"url": "BASE/embed/nonsense"}, 404)],
)  # fmt: skip
def test_oembed_refuses_what_is_not_ours(api: httpx.Client, query: dict, status: int) -> None:
    base = str(api.base_url).rstrip("/")
    asked = {name: text.replace("BASE", base) for name, text in query.items()}

    assert api.get("/oembed", params=asked).status_code == status


def test_the_builder_is_a_page_like_the_others(api: httpx.Client) -> None:
    page = seen(api, "/en/embed")

    assert page.link("canonical")
