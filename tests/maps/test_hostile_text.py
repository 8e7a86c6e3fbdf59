"""Names are other people's texts: in a page they are text, wherever they stand."""

import json
from html.parser import HTMLParser

import pytest

from tests.maps.subjects import HOSTILE, choropleth_scene, place, project, projects_scene, scene
from viauma_maps.build import make_map
from viauma_maps.safe_json import json_for_script


class Reader(HTMLParser):
    """Collects elements, attributes and the content of JSON scripts as a browser would see them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.json: dict[str, str] = {}
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = dict(attrs).get("id") if tag == "script" else None

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.json[self._inside] = self.json.get(self._inside, "") + data

    def handle_endtag(self, tag: str) -> None:
        self._inside = None if tag == "script" else self._inside


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    return reader


def shape_of(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Name the elements of a page with their attributes' names: what a text must not change."""
    return [(tag, tuple(attributes)) for tag, attributes in read(html).elements]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_place_leaves_the_page_as_any_other(text: str) -> None:
    about = {"opening_hours": text, "street": text, "text_sv": text, "attribution": text}
    hostile = make_map(scene([place(text, **about, attributes={text: text})])).html
    harmless = make_map(scene([place("Nydala", attribution="B", street="C")])).html

    assert shape_of(hostile) == shape_of(harmless)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_arrives_unchanged_in_the_data(text: str) -> None:
    reader = read(make_map(scene([place(text)])).html)

    assert json.loads(reader.json["places-data"])["places"][0]["name"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_project_leaves_the_page_as_any_other(text: str) -> None:
    hostile = make_map(projects_scene(project(text, summary_sv=text, source=text))).html
    harmless = make_map(projects_scene(project("Stad", summary_sv="a", source="b"))).html

    # A title that is the same in both languages is written once; so is this one.
    assert shape_of(hostile) == shape_of(harmless)


def test_a_hostile_recipe_and_tile_setting_are_text() -> None:
    from viauma.settings import MapSettings

    settings = MapSettings(tile_url="https://t/{z}/{x}/{y}.png", tile_attribution=HOSTILE[0])
    html = make_map(scene(settings=settings, extra="")).html

    assert HOSTILE[0] not in html


@pytest.mark.parametrize("text", [*HOSTILE, "line\u2028separator", "a&b'c"])
def test_json_in_a_script_is_the_same_value_without_a_dangerous_sign(text: str) -> None:
    written = json_for_script({"name": text})

    assert json.loads(written) == {"name": text}
    assert not set("<>&'\u2028") & set(written)


def test_a_choropleth_takes_no_text_from_places() -> None:
    assert "alert" not in make_map(choropleth_scene()).html
