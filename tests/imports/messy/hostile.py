"""Files that are damaged, cut or made to harm: each ends in time, with a sentence."""

import json
import math
import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from tests.imports.messy import formats, texts, trees
from tests.imports.messy.case import Case
from tests.imports.messy.formats import zipped

SUFFIXES = (
    "csv", "xlsx", "xls", "ods", "zip", "gz", "gpkg", "shp", "dbf", "fgb", "parquet", "geojson",
    "json", "kml", "kmz", "gpx", "osm", "osm.pbf", "pbf", "html", "jsonld",
)  # fmt: skip
# One of each format, to be damaged.
SOUND = (
    "by semicolon", "encoded utf-16", "geojson", "json wrapped", "geojson by lines", "linked page",
    "gpx", "kml", "osm", "xlsx", "ods", "gpkg", "fgb", "parquet", "shp", "csv packed",
    "cell of ewkb",
)  # fmt: skip
_ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


def cases() -> Iterator[Case]:
    yield from refused()
    yield from garbage()
    yield from cut()


def refused() -> Iterator[Case]:
    def no(name: str, file: str, content: bytes, word: str) -> Case:
        return Case(f"hostile {name}", file, content, refused=word)

    page = b"<!DOCTYPE html><html><head><title>502</title></head><body>Bad gateway</body></html>"
    yield no("page", "a.csv", page, "page of HTML")
    yield no("nothing", "a.csv", b"", "empty")
    yield no("columns", "a.csv", b",".join(b"c%d" % n for n in range(100_000)) + b"\n", "columns")
    yield no("brackets", "a.json", b"[" * 2_000_000, "nested")
    yield no("path", "a.zip", zipped({"../../a.csv": b"a,b\n1,2\n"}), "leads out")
    for root in ("gpx", "kml", "osm"):
        text = f'<?xml version="1.0"?>{_ENTITY}<{root}><name>&b;</name></{root}>'
        yield no(f"entities in {root}", f"a.{root}", text.encode(), "")
    lone = "\n".join(["namn", *("Lekplatsen" for _ in range(30))])
    yield Case("hostile one column", "a.csv", lone.encode(), survives=True)
    nested = b'{"type":"GeometryCollection","geometries":['
    deep = (
        b'{"type":"Feature","properties":{"id":1,"namn":"a"},"geometry":' + nested * 20 + b"]}" * 20
    )
    yield Case("hostile collections", "a.geojson", deep + b"}", survives=True)
    hexes = "0107000000010000000" * 100_000
    yield Case("hostile wkb", "a.csv", f"id,namn,geom\n1,A,{hexes}\n".encode(), survives=True)
    multi = "0104000000" + "01000000" + "010400000001000000" * 3_000
    yield Case("hostile nested wkb", "a.csv", f"id,namn,geom\n1,A,{multi}\n".encode(),
               survives=True)  # fmt: skip
    formula = texts.table(cells=lambda one: (one.id, f"=cmd|'/c x'!{one.id}", one.municipality,
                                             one.lat, one.lon))  # fmt: skip
    yield Case("hostile formulas", "a.csv", formula.encode(), survives=True)


def heavy() -> Iterator[Case]:
    """List those that take long to make."""
    bomb = zipped({"a.csv": b"a,b\n" * 20_000_000})
    yield Case("hostile bomb", "a.zip", bomb, refused="times as large")
    ring = [[20 + 0.1 * math.cos(n / 2e5), 64 + 0.1 * math.sin(n / 2e5)] for n in range(1_100_000)]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    huge = trees.collection([{**trees.feature(texts.spots()[0]), "geometry": shape}])
    yield Case("hostile polygon", "a.geojson", json.dumps(huge).encode(), survives=True)


def garbage() -> Iterator[Case]:
    for suffix in SUFFIXES:
        noise = random.Random(suffix).randbytes(3_000)  # noqa: S311 - nothing secret
        yield Case(f"garbage called {suffix}", f"a.{suffix}", noise, survives=True)


@cache
def sound() -> tuple[Case, ...]:
    every = {one.name: one for part in (texts, trees, formats) for one in part.cases()}
    from tests.imports.messy import positions

    every |= {one.name: one for one in positions.cases()}
    return tuple(every[name] for name in SOUND)


def cut() -> Iterator[Case]:
    for one in sound():
        for part in (0.02, 0.5, 0.97):
            end = int(len(one.content) * part)
            yield replace(one, name=f"cut {one.name} at {part}", content=one.content[:end],
                          survives=True)  # fmt: skip


def mutations(number: int, seed: int = 1) -> Iterator[Case]:
    """Damage sound files: bytes flipped, cut out, repeated; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    for at in range(number):
        one = sound()[at % len(SOUND)]
        content = one.content
        for _ in range(chance.choice((1, 1, 3, 20))):
            content = _damaged(content, chance)
        yield replace(one, name=f"mutated {at} {one.name}", content=content, survives=True)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    if len(content) < 2:
        return content
    start = chance.randrange(len(content))
    end = min(len(content), start + chance.choice((1, 4, 64, 900)))
    match chance.randrange(4):
        case 0:
            return content[:start] + chance.randbytes(end - start) + content[end:]
        case 1:
            return content[:start] + content[end:]
        case 2:
            return content[:end] + content[start:end] + content[end:]
    flipped = bytes([content[start] ^ (1 << chance.randrange(8))])
    return content[:start] + flipped + content[start + 1 :]
