"""From the words typed after `viauma places` to the filter they mean."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from sqlalchemy.orm import Session

from viauma.cql2.filters import compiled_filter
from viauma.cql2.queryables import Compiled
from viauma.errors import InvalidInput, UnknownName
from viauma.exchange.licences import open_rows
from viauma.geo.areas import (
    MOST_BYTES,
    Within,
    checked_box,
    checked_metres,
    parse_circle,
    parse_line,
    parse_polygon,
)
from viauma.geo.bbox import parse_bbox, parse_numbers
from viauma.municipalities.queries import municipalities
from viauma.municipalities.rules import recognise
from viauma.places.queries import place_geometry
from viauma.places.queryables import COLUMNS, attribute_kinds, checked_attributes, place_queryables
from viauma.places.rules import Kind, PlaceFilter, Status, is_storable
from viauma.register.filtering import mentions_hours
from viauma.register.queries import hours_there
from viauma.taxonomy.queries import categories, category_schemas
from viauma.taxonomy.rules import recognise as recognise_categories

DEFAULT_BUFFER_M = 1_000.0

LICENCES = ("any", "open")
KINDS = ("place", "site", "facility", "trail")


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as typed; an empty one was not given."""

    municipalities: list[str]
    categories: list[str]
    kind: str
    statuses: list[str]
    text: str
    attributes: list[str]
    bbox: str
    within: str
    circle: str
    along: str
    buffer: float | None
    around: str
    filter: str
    licence: str = "any"
    """``open``: only rows that may be passed on."""


def place_filter(session: Session, asked: Asked) -> PlaceFilter:
    """Compose the filter; every refusal names the option.

    Raises
    ------
    InvalidInput
        An option cannot be understood.
    """
    if asked.kind not in KINDS:
        raise InvalidInput("--kind", f"'{asked.kind}' must be {', '.join(KINDS)}")
    if asked.licence not in LICENCES:
        raise InvalidInput("--licence", f"'{asked.licence}' must be {', '.join(LICENCES)}")
    return PlaceFilter(
        kind=cast("Kind", asked.kind),
        municipalities=recognise(_listed(asked.municipalities), municipalities(session), "--in"),
        categories=recognise_categories(asked.categories, categories(session), "--category"),
        statuses=tuple(map(_status, asked.statuses)),
        texts=(asked.text,) if asked.text else (),
        attributes=_attributes(session, asked.attributes),
        bbox=checked_box(parse_bbox(asked.bbox, "--bbox"), "--bbox") if asked.bbox else None,
        polygon=parse_polygon(_given(asked.within, "--within"), "--within")
        if asked.within
        else None,
        within=tuple(_distances(session, asked)),
        where=_compiled(session, asked.filter, asked.licence),
    )


def _compiled(session: Session, text: str, licence: str) -> Compiled | None:
    also = (open_rows(),) if licence == "open" else ()
    if not text:
        return compiled_filter(None, COLUMNS, also=also) if also else None
    known = place_queryables(category_schemas(session))
    language = "cql2-json" if text.lstrip().startswith("{") else "cql2-text"
    resolve = hours_there(session).resolve if mentions_hours(text) else None
    return compiled_filter(
        text, known, language=language, also=also, argument="--filter", resolve=resolve
    )


def _listed(given: list[str]) -> list[str]:
    # As in the API, one option may name several: --in 2480,Vännäs.
    return [name for text in given for name in text.split(",")]


def _distances(session: Session, asked: Asked) -> list[Within]:
    found: list[Within] = []
    if asked.circle:
        found.append(parse_circle(asked.circle, "--circle"))
    if asked.along:
        line = parse_line(_given(asked.along, "--along"), "--along")
        metres = DEFAULT_BUFFER_M if asked.buffer is None else asked.buffer
        found.append(Within(line, checked_metres(metres, "--buffer")))
    elif asked.buffer is not None:
        raise InvalidInput("--buffer", "goes with --along, the line it lies on both sides of")
    if asked.around:
        found.append(_neighbourhood(session, asked.around))
    return found


def _neighbourhood(session: Session, text: str) -> Within:
    reference, _, metres = text.rpartition(",")
    if not reference:
        raise InvalidInput("--around", "needs a place and metres, as in umea-airport,2000")
    distance = checked_metres(parse_numbers(metres, "--around")[0], "--around")
    shape = place_geometry(session, reference)
    if shape is None:
        raise UnknownName("--around", reference)
    return Within(shape, distance)


def _status(text: str) -> Status:
    try:
        return Status(text)
    except ValueError:
        raise UnknownName("--status", text, [str(status) for status in Status]) from None


def _attributes(session: Session, given: list[str]) -> Mapping[str, Any]:
    if not given:
        return {}
    known = attribute_kinds(category_schemas(session))
    return checked_attributes(dict(map(_attribute, given)), known, "--attribute")


def _attribute(text: str) -> tuple[str, Any]:
    key, equals, value = text.partition("=")
    if not (key and equals):
        raise InvalidInput("--attribute", f"'{text[:60]}' must be key=value, as in lit=true")
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return key, value
    if not is_storable(found):
        raise InvalidInput("--attribute", f"'{text[:60]}' is a value that no place can have")
    return key, found


def _given(text: str, argument: str) -> str:
    """Take GeoJSON typed in place, or read it from the file that the text names."""
    if text.lstrip().startswith(("{", "[")):
        return text
    path = Path(text)
    try:
        if path.stat().st_size > MOST_BYTES:
            size = f"{path.stat().st_size / 1e6:.1f} MB"
            raise InvalidInput(argument, f"{path.name} has {size}; at most 1 MB is accepted")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise InvalidInput(argument, f"the file '{text[:100]}' cannot be read") from None
