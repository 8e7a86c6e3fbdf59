"""Tiles in one file (PMTiles), of one collection or of several."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viauma.cli.exporting.answer import Answer
from viauma.errors import NotFound

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from viauma.exchange.pmtiles_files import Layers
    from viauma.geo.bbox import BBox

USUAL_LAST_ZOOM = 14


def write_tiles(
    session: "Session",
    answers: Sequence[Answer],
    target: Path,
    zooms: tuple[int, int] = (0, USUAL_LAST_ZOOM),
) -> int:
    """Write the tiles of some answers, each a layer; tell how many there are."""
    from viauma.exchange.pmtiles_files import write_pmtiles
    from viauma_api.tilesets import vector_layers

    collections = tuple(one.collection for one in answers)
    metadata = {
        "name": ", ".join(one.title for one in collections),
        "attribution": "; ".join(sources_of(answers)),
        "vector_layers": vector_layers(collections, _labels(session)),
    }
    box = _box(session, answers)
    return write_pmtiles(session, _layers(answers), target, box=box, zooms=zooms, metadata=metadata)


def sources_of(answers: Sequence[Answer]) -> list[str]:
    """Name whom the rows of these answers ask to be named, each once."""
    return list(dict.fromkeys(credit.name for one in answers for credit in one.credits))


def _layers(answers: Sequence[Answer]) -> "Layers":
    from viauma.features.layers import LayerFilter
    from viauma.features.layers import tile_question as layer_tile
    from viauma.places.tiles import tile_question

    found: dict[str, Any] = {}
    for one in answers:
        name, layer = one.collection.id, one.collection.layer
        if layer is not None and isinstance(one.question, LayerFilter):
            found[name] = partial(layer_tile, layer, one.question, name=name)
        else:
            found[name] = partial(tile_question, question=one.places, layer=name)
    return found


def _labels(session: "Session") -> dict[str, str]:
    from viauma.taxonomy.queries import categories

    return {one.key: one.labels["en"] for one in categories(session) if not one.abstract}


def _box(session: "Session", answers: Sequence[Answer]) -> "BBox":
    from viauma.db.named_sql import named_sql
    from viauma.geo.bbox import BBox

    boxes = []
    for name in {one.collection.extent_of for one in answers}:
        row = session.connection().exec_driver_sql(named_sql(f"extent_of_{name}")).one()
        boxes += [row] if row[0] is not None else []
    if not boxes:
        raise NotFound("There are no data yet. Run: viauma demo")
    west, south, east, north = zip(*boxes, strict=True)
    return BBox(min(west), min(south), max(east), max(north))
