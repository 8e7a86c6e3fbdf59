"""KML 2.3 placemarks, written page by page with every property as typed data."""

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from viauma.exchange.captions import caption_of
from viauma.exchange.columns import Columns, ColumnType
from viauma.exchange.features import Feature, chosen, parse_features, to_json
from viauma.exchange.xml_text import DECLARATION, attribute, content, element

_ROOT = '<kml xmlns="http://www.opengis.net/kml/2.2" version="2.3">\n'
_TYPES = {
    ColumnType.BOOLEAN: "bool",
    ColumnType.INTEGER: "int",
    ColumnType.NUMBER: "double",
}


class Kml:
    """Encodes Features in CRS84 as the Placemarks of one Document."""

    def __init__(self, columns: Columns, name: str, attribution: str = "") -> None:
        self._columns = [one for one in columns if one.type is not ColumnType.GEOMETRY]
        self._names = [one.name for one in columns if one.is_property]
        self._name = name
        self._attribution = attribution

    def begin(self) -> bytes:
        """Write the head with the schema of the data."""
        fields = "".join(
            f'<SimpleField type="{_TYPES.get(one.type, "string")}" name="{one.name}">'
            f"{element('displayName', one.title)}</SimpleField>"
            for one in self._columns
        )
        schema = f'<Schema id="feature" name="feature">{fields}</Schema>'
        name = element("name", self._name)
        # Readers take a folder for a layer, also one with nothing in it.
        about = element("description", html.escape(self._attribution, quote=False))
        head = f"{DECLARATION}{_ROOT}<Document>{name}{about}{schema}<Folder>{name}\n"
        return head.encode()

    def batch(self, features: Sequence[bytes]) -> bytes:
        """Write a Placemark for each Feature."""
        if not features:
            return b""
        return "".join(map(self._placemark, parse_features(features))).encode()

    def end(self) -> bytes:
        """Close the document."""
        return b"</Folder></Document></kml>\n"

    def _placemark(self, feature: Feature) -> str:
        properties = chosen(feature, self._names)
        caption = caption_of(properties)
        # Globes render a description as HTML, and would fetch pictures that it names.
        description = element("description", html.escape(caption.description, quote=False))
        geometry = _geometry(feature["geometry"]) if feature["geometry"] else ""
        data = _data({"id": feature["id"], **properties})
        return (
            # An XML id begins with a letter; half of the UUIDs do not.
            f'<Placemark id="f-{attribute(str(feature["id"]))}">'
            f"{element('name', caption.name)}{description}{_time(properties)}"
            f"{data}{geometry}</Placemark>\n"
        )


def _time(properties: Mapping[str, Any]) -> str:
    begin, end = (element(tag, properties.get(name)) for tag, name in _SPAN)
    return f"<TimeSpan>{begin}{end}</TimeSpan>" if begin or end else ""


_SPAN = (("begin", "starts_on"), ("end", "ends_on"))


def _data(properties: Mapping[str, Any]) -> str:
    known = "".join(
        f'<SimpleData name="{name}">{content(_spelled(value))}</SimpleData>'
        for name, value in properties.items()
        if value is not None
    )
    return f'<ExtendedData><SchemaData schemaUrl="#feature">{known}</SchemaData></ExtendedData>'


def _spelled(value: Any) -> str:
    return value if isinstance(value, str) else to_json(value)


def _geometry(geometry: Mapping[str, Any]) -> str:
    kind = geometry["type"]
    if kind == "GeometryCollection":
        parts = geometry["geometries"]
        return f"<MultiGeometry>{''.join(map(_geometry, parts))}</MultiGeometry>"
    coordinates = geometry["coordinates"]
    if kind.startswith("Multi"):
        single = _SINGLE[kind.removeprefix("Multi")]
        return f"<MultiGeometry>{''.join(map(single, coordinates))}</MultiGeometry>"
    return _SINGLE[kind](coordinates)


def _point(position: Sequence[float]) -> str:
    return f"<Point>{_coordinates([position])}</Point>"


def _line(positions: Sequence[Sequence[float]]) -> str:
    return f"<LineString>{_coordinates(positions)}</LineString>"


def _polygon(rings: Sequence[Sequence[Sequence[float]]]) -> str:
    inner = "".join(f"<innerBoundaryIs>{_ring(ring)}</innerBoundaryIs>" for ring in rings[1:])
    return f"<Polygon><outerBoundaryIs>{_ring(rings[0])}</outerBoundaryIs>{inner}</Polygon>"


def _ring(positions: Sequence[Sequence[float]]) -> str:
    return f"<LinearRing>{_coordinates(positions)}</LinearRing>"


def _coordinates(positions: Sequence[Sequence[float]]) -> str:
    text = " ".join(",".join(map(repr, position)) for position in positions)
    return f"<coordinates>{text}</coordinates>"


_SINGLE: Mapping[str, Callable[[Any], str]] = {
    "Point": _point,
    "LineString": _line,
    "Polygon": _polygon,
}
