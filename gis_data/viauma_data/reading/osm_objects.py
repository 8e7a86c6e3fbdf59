"""OpenStreetMap's own files by osmium: nodes, ways and areas that are something to somebody."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import osmium
from osmium.filter import EmptyTagFilter, KeyFilter
from osmium.geom import WKBFactory

from viauma.exchange.findings import Evidence, Finding
from viauma_data.reading.shapes import unreadable
from viauma_data.reading.source import Source
from viauma_data.reading.wire import Described, RawRow
from viauma_data.reading.wkb_checks import checked_wkb

# Keys of what people visit or municipalities run; streets, houses and land use are another matter.
KEYS = (
    "aeroway", "amenity", "boundary", "club", "craft", "emergency", "healthcare", "historic",
    "information", "leisure", "man_made", "mountain_pass", "natural", "office", "piste:type",
    "public_transport", "railway", "route", "shop", "sport", "tourism", "waterway",
)  # fmt: skip
_OWN = ("@type", "@id", "tags")
_MOST_COLUMNS = 400
_WITHOUT_NODES = "the file lacks nodes of this way, as extracts cut at a border do; take whole ways"
_KINDS = {"n": "node", "w": "way", "r": "relation"}


def described(source: Source) -> list[Described]:
    """Describe the one table: its columns are the keys that occur most often."""
    keys: Counter[str] = Counter()
    count = 0
    for one in osmium.FileProcessor(source.path).with_filter(KeyFilter(*KEYS)):
        count += 1
        keys.update(tag.k for tag in one.tags)
    if not count:
        source.refuse("It has no objects with tags of interest.")
    columns = [key for key, _ in keys.most_common(_MOST_COLUMNS) if key not in _OWN]
    told = Evidence("rows", str(count), f"objects with one of the keys {', '.join(KEYS)}")
    return [
        Described(
            name=source.stem, format="osm", columns=(*_OWN, *columns), crs="EPSG:4326",
            has_shapes=True, evidence=(told,),
        )
    ]  # fmt: skip


def rows(source: Source, number: int) -> Iterator[RawRow]:
    """Read the objects; those that are areas come last, as osmium puts them together."""
    del number
    factory = WKBFactory()
    found = (
        osmium.FileProcessor(source.path)
        .with_areas(KeyFilter(*KEYS))
        .with_filter(EmptyTagFilter())
        .with_filter(KeyFilter(*KEYS))
    )
    at = 0
    for one in found:
        if _comes_as_area(one):
            continue
        at += 1
        wkb, findings = _wkb(factory, one, at)
        shape, more = checked_wkb(wkb, source.limits, at)
        yield RawRow(at, _values(one), shape, (*findings, *more))


def _comes_as_area(one: Any) -> bool:
    """Whether the same object is given once more, as an area, or has no shape of its own."""
    if one.is_relation():
        return True
    return bool(one.is_way() and one.is_closed() and one.tags.get("area") != "no")


def _values(one: Any) -> dict[str, Any]:
    tags = {tag.k: tag.v for tag in one.tags}
    if one.is_area():
        kind, number = ("way" if one.from_way() else "relation"), one.orig_id()
    else:
        kind, number = _KINDS[one.type_str()], one.id
    return {"@type": kind, "@id": number, "tags": tags, **tags}


def _wkb(factory: Any, one: Any, row: int) -> tuple[bytes | None, tuple[Finding, ...]]:
    try:
        if one.is_area():
            made = factory.create_multipolygon(one)
        elif one.is_way():
            made = factory.create_linestring(one)
        else:
            made = factory.create_point(one)
    except (RuntimeError, osmium.InvalidLocationError) as error:
        if one.is_way():
            return None, (unreadable(row, _WITHOUT_NODES),)
        return None, (unreadable(row, str(error)),)
    return bytes.fromhex(made), ()
