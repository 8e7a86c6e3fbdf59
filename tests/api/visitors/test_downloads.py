"""What the list shows can be taken along: the same places, in each format."""

import json
import re
from html import unescape

import httpx
import pytest

QUERY = {"filter": "category IN ('museum', 'church') AND municipality = '2480'"}


def downloads(api: httpx.Client) -> dict[str, str]:
    text = api.get("/en/", params=QUERY).text
    found = re.findall(r'<a href="([^"]+)" download rel="nofollow">([^<]+)</a>', text)
    return {title: unescape(address) for address, title in found}


def test_geojson_holds_exactly_what_the_list_tells(api: httpx.Client) -> None:
    told = int(re.search(r'id="count"[^>]*>(\d+)', api.get("/en/", params=QUERY).text)[1])  # type: ignore[index]
    document = json.loads(api.get(downloads(api)["GeoJSON"]).text)

    assert document["numberReturned"] == told > 1


@pytest.mark.parametrize(("title", "sign"), [("GPX", "<wpt"), ("KML", "<Placemark")])
def test_files_for_maps_hold_as_many(api: httpx.Client, title: str, sign: str) -> None:
    told = json.loads(api.get(downloads(api)["GeoJSON"]).text)["numberReturned"]

    assert api.get(downloads(api)[title]).text.count(sign) == told


def test_a_table_holds_as_many_lines_and_one_for_the_names(api: httpx.Client) -> None:
    told = json.loads(api.get(downloads(api)["GeoJSON"]).text)["numberReturned"]

    assert len(api.get(downloads(api)["CSV"]).text.splitlines()) == told + 1
