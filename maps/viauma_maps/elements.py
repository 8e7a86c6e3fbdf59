"""The few things we put on a folium map, and a folium map that asks nobody for anything.

folium's own template links seven files on other people's servers and forbids zooming the page;
this one links nothing and lets the page decide.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.template import Template

from viauma_maps.safe_json import json_for_script


class LocalMap(folium.Map):
    """A folium map without remote scripts and styles."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 - folium's own way to say so
    default_css: list[tuple[str, str]] = []  # noqa: RUF012 - same

    _template = Template("""
        {% macro html(this, kwargs) %}
        <div class="map" id="map"></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
        var {{ this.get_name() }} = L.map("map", {
            center: {{ this.location|tojson }}, ...{{ this.options|tojavascript }}
        });
        L.control.scale({imperial: false}).addTo({{ this.get_name() }});
        ViaUma.prepare({{ this.get_name() }});
        {% endmacro %}
    """)


class Call(MacroElement):
    """A call of one of our own functions with the map, a value, and elements drawn before."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        {{ this.function }}({{ this._parent.get_name() }}, {{ this.argument }}
            {%- for element in this.elements %}, {{ element.get_name() }}{% endfor %});
        {% endmacro %}
    """)

    def __init__(self, function: str, argument: Any, *elements: Element) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca annotates it in part
        self._name = "Call"
        self.function = function
        self.argument = json_for_script(argument)
        self.elements = elements


def give_stable_names(root: Element) -> None:
    """Number the elements in drawing order instead of at random, so that builds can be compared."""
    for number, element in zip(count(1), _walk(root), strict=False):
        element._id = str(number)  # noqa: SLF001 - branca offers no other way


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():  # noqa: SLF001 - same
        yield from _walk(child)
