"""What a person may set on a row that waits: pure, on the draft as it was stored."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from shapely import Point, from_wkt, to_wkt
from shapely.errors import ShapelyError

from viauma.errors import InvalidInput, UnknownName

PLAIN = (
    "category", "street", "postcode", "city", "status", "visibility", "opening_hours", "website",
    "observed_on", "licence", "attribution", "slug", "source_id", "wkt", "municipality",
)  # fmt: skip
OF_THE_PLACE = (
    "category", "street", "postcode", "city", "status", "opening_hours", "website", "wkt",
)  # fmt: skip
NEEDED = ("category", "status", "wkt")
NESTED = ("names", "texts", "attributes", "identifiers")
NAMES = {"name": "names.sv", "name_sv": "names.sv", "name_en": "names.en"}
SETTABLE = (*NAMES, "lon", "lat", *PLAIN, *(f"{one}.…" for one in NESTED))


def corrected(draft: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, Any]:
    """Set fields on a draft; an empty value takes the field away.

    Parameters
    ----------
    draft
        As it was stored: JSON.
    settings
        Field to text: ``name``, ``lon``, ``attributes.lit`` …

    Raises
    ------
    InvalidInput
        A field is not known, or a number is none.
    """
    made = {
        key: dict(value) if isinstance(value, Mapping) else value for key, value in draft.items()
    }
    for name, value in settings.items():
        _set(made, NAMES.get(name, name), value.strip())
    if "lon" in settings or "lat" in settings:
        made["wkt"] = _moved(made.get("wkt"), settings)
    if "wkt" in settings:
        made["wkt"] = _shape(settings["wkt"])
    if "municipality" in settings:
        made["municipality_basis"] = "stated" if settings["municipality"].strip() else None
    return {key: value for key, value in made.items() if value not in (None, {}, "")}


def correction_of(draft: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, Any]:
    """Tell what a person said of the place, in words of `correct_place`.

    What a row is known by, who may see it and under which licence stays the row's own.

    Examples
    --------
    >>> correction_of({"names": {"sv": "Norrbadet"}}, {"name": "Norrbadet", "website": ""})
    {'names': {'sv': 'Norrbadet'}, 'website': None}
    """
    said: dict[str, Any] = {}
    for name in settings:
        group, _, key = NAMES.get(name, name).partition(".")
        if key:
            said.setdefault(group, {})[key] = draft.get(group, {}).get(key)
        elif group in ("lon", "lat"):
            said["wkt"] = draft["wkt"]
        elif group == "municipality":
            said |= {one: draft.get(one) for one in (group, "municipality_basis")}
        elif group in OF_THE_PLACE and not (group in NEEDED and group not in draft):
            said[group] = draft.get(group)
    return said


def _set(made: dict[str, Any], name: str, value: str) -> None:
    group, point, key = name.partition(".")
    if point and key and group in NESTED:
        inner = made.setdefault(group, {})
        inner.pop(key, None)
        if value:
            inner[key] = _typed(value) if group == "attributes" else value
    elif name in PLAIN:
        made[name] = value or None
    elif name not in ("lon", "lat"):
        raise UnknownName("--set", name, otherwise=f"Known are {', '.join(SETTABLE)}.")


def _typed(value: str) -> Any:
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return found if not isinstance(found, float) or math.isfinite(found) else value


def _moved(wkt: Any, settings: Mapping[str, str]) -> str:
    old = _point(wkt) if wkt else (None, None)
    lon, lat = (
        _degrees(name, settings[name], most) if name in settings else before
        for (name, most), before in zip((("lon", 180), ("lat", 90)), old, strict=True)
    )
    if lon is None or lat is None:
        raise InvalidInput("--set", "lon and lat go together, where the row has no position yet")
    return f"POINT ({lon!r} {lat!r})"


def _point(wkt: str) -> tuple[float, float]:
    shape = from_wkt(wkt)
    if not isinstance(shape, Point) or shape.is_empty:
        raise InvalidInput("--set", "lon and lat are those of a point; this row is none, set wkt")
    return shape.x, shape.y


def _degrees(name: str, value: str, most: int) -> float:
    try:
        number = float(value.strip().replace(",", "."))
    except ValueError:
        number = math.nan
    if not -most <= number <= most:
        raise InvalidInput(name, f"'{value[:40]}' is not a number of degrees within ±{most}")
    return number


def _shape(value: str) -> str | None:
    if not value.strip():
        return None
    try:
        shape = from_wkt(value)
    except ShapelyError:
        raise InvalidInput("wkt", f"'{value[:60]}' is not Well-Known Text") from None
    return str(to_wkt(shape, rounding_precision=-1))


def fields_of(draft: Mapping[str, Any] | None) -> dict[str, str]:
    """Spell a draft as the fields that a person may set, each as text."""
    said = dict(_fields(draft or {}))
    wkt = said.get("wkt", "")
    if wkt.startswith("POINT (") and not wkt.startswith("POINT Z"):
        lon, lat = _point(wkt)
        del said["wkt"]
        said |= {"lon": repr(lon), "lat": repr(lat)}
    return said


def _fields(draft: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    short = {long: name for name, long in NAMES.items() if name != "name"}
    for group in NESTED:
        for key, value in (draft.get(group) or {}).items():
            said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield short.get(f"{group}.{key}", f"{group}.{key}"), said
    for name in PLAIN:
        if draft.get(name) not in (None, ""):
            yield name, str(draft[name])
