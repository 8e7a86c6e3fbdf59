import re

from tests.maps.subjects import choropleth_scene, count_of, place, scene
from viauma.settings import MapSettings
from viauma_maps.build import make_map

RESOURCES = re.compile(r'<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)="([^"]*)"')


def test_a_page_links_only_files_beside_it() -> None:
    links = RESOURCES.findall(make_map(scene([place()])).html)

    assert links
    assert all(link.startswith(("assets/", "data:,")) for link in links)


def test_a_page_has_no_inline_event_handlers() -> None:
    assert not re.search(r"<[^>]+\son[a-z]+=", make_map(scene([place()])).html)


def test_every_source_is_attributed_once() -> None:
    places = [place(attribution="© OpenStreetMap contributors; SGU"), place(attribution="SGU")]
    html = make_map(scene(places)).html
    [named] = re.findall(r'"attributions":\[(.*?)\]', html)

    assert named == '"© OpenStreetMap contributors","a test","Natural Earth","SGU"'


def test_the_list_without_scripts_holds_every_place() -> None:
    html = make_map(scene([place(), place("Bölesholmarna"), place(None)])).html
    [plain] = re.findall(r"<noscript>(.*?)</noscript>", html, re.DOTALL)

    assert plain.count("<li>") == 3
    assert "namn saknas" in plain
    assert "JavaScript" in plain


def test_the_list_is_in_swedish_order_with_the_unnamed_last() -> None:
    names = ["Östra", "Ängen", "Åsen", "Zorn", None, "abborre"]
    html = make_map(scene([place(name) for name in names])).html
    [plain] = re.findall(r"<noscript>(.*?)</noscript>", html, re.DOTALL)
    listed = re.findall(r"<li>(\w+) <", plain)

    assert listed == ["abborre", "Zorn", "Åsen", "Ängen", "Östra"]


def test_no_tiles_are_asked_for_unless_somebody_set_them() -> None:
    assert "L.tileLayer" not in make_map(scene([place()])).html


def test_a_tile_server_by_setting_is_used_and_attributed() -> None:
    settings = MapSettings(tile_url="https://t.example/{z}/{x}/{y}.png", tile_attribution="© T")
    html = make_map(scene([place()], settings=settings)).html

    assert "https://t.example/{z}/{x}/{y}.png" in html
    assert "\\u00a9 T" in html


def test_a_map_of_nothing_is_a_page_all_the_same() -> None:
    made = make_map(scene([]))

    assert made.entries == 0


def test_a_recipe_in_one_language_has_no_language_switch() -> None:
    html = make_map(scene([place()], extra='languages = ["sv"]')).html

    assert "data-language=" not in html
    assert "Bathing place" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_a_choropleth_lists_every_member_with_its_figures() -> None:
    made = make_map(choropleth_scene(count_of("2480", "library", 3)))

    assert made.entries == 2
    assert 'data-key="2480"' in made.html
    assert "3.00" in made.html
