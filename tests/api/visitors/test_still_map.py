"""The still map shows what the list shows, without a script."""

from urllib.parse import quote
from xml.etree import ElementTree as ET

import httpx
import pytest

SVG = "{http://www.w3.org/2000/svg}"


def drawn(api: httpx.Client, query: str = "", language: str = "en") -> ET.Element:
    response = api.get(f"/{language}/map.svg?{query}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/svg+xml"
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    return ET.fromstring(response.content)  # noqa: S314 - ours


def titled(picture: ET.Element) -> str:
    return str(picture.findtext(f"{SVG}title"))


def symbols(picture: ET.Element) -> list[str]:
    return [one.attrib["href"] for one in picture.iter(f"{SVG}use")]


def test_every_place_in_the_picture_has_a_symbol_that_is_in_the_file(api: httpx.Client) -> None:
    picture = drawn(api)
    ids = {f"#{one.attrib['id']}" for one in picture.iter(f"{SVG}symbol")}

    assert set(symbols(picture)) == ids
    assert 300 < len(symbols(picture)) <= 372


@pytest.mark.parametrize(
    ("language", "title"),
    [("sv", "Umeåregionen med 53 platser"), ("en", "The Umeå region with 53 places")],
)
def test_a_filter_leaves_the_places_that_it_leaves_in_the_list(
    api: httpx.Client, language: str, title: str
) -> None:
    wanted = quote("category = 'ski_track'")
    picture = drawn(api, f"filter={wanted}", language)

    assert titled(picture) == title
    assert set(symbols(picture)) == {"#symbol-ski_track"}


def test_a_search_leaves_what_it_finds(api: httpx.Client) -> None:
    assert titled(drawn(api, "q=r%C3%B6tj%C3%A4rnberget")) == "The Umeå region with 1 place"


@pytest.mark.parametrize("text", ["nonsense (", "<script>alert(1)</script>", "%00", "a" * 9_000])
def test_a_filter_that_cannot_be_read_is_said_and_all_is_drawn(
    api: httpx.Client, text: str
) -> None:
    picture = drawn(api, f"filter={quote(text)}" if text != "%00" else "filter=%00")

    assert "The filter could not be read: all are shown" in "".join(picture.itertext())
    assert len(symbols(picture)) > 300


def test_beyond_what_is_drawn_the_rest_is_told(
    api: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("viauma_api.routers.visitor_still.MOST_DRAWN", 10)
    picture = drawn(api)

    assert len(symbols(picture)) <= 10
    assert titled(picture) == "The Umeå region with 372 places"
    assert "10 of them are drawn" in "".join(picture.itertext())
