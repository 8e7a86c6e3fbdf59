"""`viauma export`: files for those who serve the data themselves."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from viauma.errors import InvalidInput, NotFound
from viauma.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from viauma.exchange.pmtiles_files import Layers
    from viauma.geo.bbox import BBox
    from viauma_api.collections import Collection

app = typer.Typer(help="Files of the whole region.", no_args_is_help=True)

USUAL_LAST_ZOOM = 14


@app.callback()
def root() -> None:
    """Files of the whole region."""


@app.command()
def tiles(
    *,
    out: Annotated[Path, typer.Option(help="The file, like region.pmtiles.")],
    collection: Annotated[
        list[str] | None, typer.Option(help="A layer; may be repeated. Left out: places.")
    ] = None,
    filter_: Annotated[
        str | None, typer.Option("--filter", help="CQL2 text; narrows the layers of places.")
    ] = None,
    min_zoom: Annotated[int, typer.Option(min=0, max=22, help="First level.")] = 0,
    max_zoom: Annotated[int, typer.Option(min=0, max=22, help="Last level.")] = USUAL_LAST_ZOOM,
    page: Annotated[
        bool, typer.Option("--page", help="Write a map page beside it, called like it, too.")
    ] = False,
) -> None:
    """Write vector tiles into one file, for static map pages (PMTiles)."""
    from viauma.db.session import as_of_now, reading
    from viauma.exchange.pmtiles_files import write_pmtiles
    from viauma_api.tilesets import vector_layers

    if page and out.suffix != ".pmtiles":
        raise InvalidInput("--out", "must end in .pmtiles, so that a page can stand beside it")
    if min_zoom > max_zoom:
        raise InvalidInput("--min-zoom", "must not be greater than --max-zoom")
    settings = Settings()
    chosen = _collections(collection or ["places"])
    with reading(settings) as session:
        as_of_now(session)
        metadata = {
            "name": ", ".join(one.title for one in chosen),
            "attribution": settings.catalogue.name_sv,
            "vector_layers": vector_layers(chosen, _labels(session)),
        }
        count = write_pmtiles(
            session,
            _layers(session, chosen, filter_),
            out,
            box=_box(session, chosen),
            zooms=(min_zoom, max_zoom),
            metadata=metadata,
        )
        written = _page(session, out, (min_zoom, max_zoom), settings) if page else None
    typer.echo(f"{out}: {count} tiles, {out.stat().st_size / 1000:,.0f} KB")
    if written:
        typer.echo(f"{written}: shows them, from any web server that sends byte ranges")


def _page(session: "Session", out: Path, zooms: tuple[int, int], settings: Settings) -> Path:
    from viauma.places.queries import attributions
    from viauma_maps.reading import read_region
    from viauma_maps.tiles import write_tiles_page

    sources = [settings.catalogue.name_sv, *attributions(session)]
    return write_tiles_page(out, read_region(session), zooms=zooms, sources=sources)


def _collections(names: list[str]) -> "tuple[Collection, ...]":
    from viauma_api.collections import COLLECTIONS

    for name in names:
        if name not in COLLECTIONS:
            raise InvalidInput("--collection", f"'{name}' must be of {', '.join(COLLECTIONS)}")
    return tuple(COLLECTIONS[name] for name in dict.fromkeys(names))


def _layers(
    session: "Session", collections: "tuple[Collection, ...]", text: str | None
) -> "Layers":
    from viauma.cql2.filters import compiled_filter
    from viauma.features.layers import LayerFilter
    from viauma.features.layers import tile_question as layer_tile
    from viauma.places.queryables import place_queryables
    from viauma.places.rules import PlaceFilter
    from viauma.places.tiles import tile_question
    from viauma.register.filtering import mentions_hours
    from viauma.register.queries import hours_there
    from viauma.taxonomy.queries import category_schemas

    known = place_queryables(category_schemas(session))
    resolve = hours_there(session).resolve if mentions_hours(text) else None
    where = compiled_filter(text, known, resolve=resolve) if text else None
    found: dict[str, Any] = {}
    for one in collections:
        if one.layer is not None:
            narrowed = LayerFilter()
            found[one.id] = partial(layer_tile, one.layer, narrowed, name=one.id)
        else:
            places = PlaceFilter(kind=one.kind or "place", where=where)
            found[one.id] = partial(tile_question, question=places, layer=one.id)
    return found


def _labels(session: "Session") -> dict[str, str]:
    from viauma.taxonomy.queries import categories

    return {one.key: one.labels["en"] for one in categories(session) if not one.abstract}


def _box(session: "Session", collections: "tuple[Collection, ...]") -> "BBox":
    from viauma.db.named_sql import named_sql
    from viauma.geo.bbox import BBox

    boxes = []
    for name in {one.extent_of for one in collections}:
        row = session.connection().exec_driver_sql(named_sql(f"extent_of_{name}")).one()
        boxes += [row] if row[0] is not None else []
    if not boxes:
        raise NotFound("There are no data yet. Run: viauma demo")
    west, south, east, north = zip(*boxes, strict=True)
    return BBox(min(west), min(south), max(east), max(north))
