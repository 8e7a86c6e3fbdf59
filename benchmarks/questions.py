"""How Via Uma is asked: each wish as an address, and as the bare statement that answers it."""

from urllib.parse import quote, urlencode

from benchmarks.tiles import MATRIX_SET, Tile
from benchmarks.wishes import Wish, wkt_of
from viauma.analysis.queries import counts_question
from viauma.cql2.filters import compiled_filter
from viauma.db.fastlane import Question
from viauma.features.rules import PageRequest, SortBy
from viauma.geo.bbox import BBox
from viauma.places.boxes import expects_few, few_question
from viauma.places.nearest import nearest_question
from viauma.places.queries import item_question, page_question
from viauma.places.queryables import COLUMNS
from viauma.places.rules import PlaceFilter
from viauma_api.cursors import Cursor, Cursors

CURSOR_KEY = "the benchmark's own key"
"""Given to the server too, so that a page anywhere can be asked for without walking there."""

REGION = BBox(17.0, 62.9, 22.0, 65.3)
"""About where the synthetic places lie; what the service finds out by itself."""

PLACES = "/collections/places"
LAYER = "places"


def address(wish: Wish) -> str:
    """Spell a wish as a client would."""
    if wish.item:
        return f"{PLACES}/items/{wish.item}"
    if wish.tile:
        zoom, row, column = wish.tile
        return f"{PLACES}/tiles/{MATRIX_SET}/{zoom}/{row}/{column}"
    if wish.is_count:
        return f"{PLACES}/counts?in={wish.municipality}"
    given = {"limit": str(wish.limit)} | _narrowing(wish)
    if wish.sort_by:
        given["sortby"] = wish.sort_by
    if wish.after:
        given["cursor"] = Cursors(CURSOR_KEY).write("places", Cursor({}, wish.after))
    return f"{PLACES}/items?{urlencode(given, safe=',', quote_via=quote)}"


def _narrowing(wish: Wish) -> dict[str, str]:
    if wish.box:
        return {"bbox": spelled_box(wish.box)}
    if wish.near:
        return {"near": f"{wish.near.lon},{wish.near.lat}"}
    filter_ = filter_text(wish)
    if filter_:
        return {"filter": filter_}
    return {"category": wish.category, "in": wish.municipality} if wish.category else {}


def filter_text(wish: Wish) -> str:
    """Spell what is to be asked in CQL2; nothing if the wish needs no filter language."""
    if wish.polygon:
        return f"S_INTERSECTS(geometry,{wkt_of(wish.polygon)})"
    if wish.is_filter:
        return f"category='{wish.category}' AND municipality='{wish.municipality}'"
    return ""


def spelled_box(box: BBox) -> str:
    """Spell a box as the `bbox` parameter wants it everywhere."""
    return f"{box.west},{box.south},{box.east},{box.north}"


def question(wish: Wish) -> Question:
    """Compose the very statement that the service sends for a wish, without a count beside it."""
    if wish.item:
        return item_question(wish.item)
    if wish.tile:
        return _tile_question(wish.tile)
    asked = _filter(wish)
    if wish.is_count:
        return counts_question(asked)
    if wish.near:
        return nearest_question(asked, wish.near, PageRequest(limit=wish.limit + 1))
    order = (SortBy(COLUMNS[wish.sort_by]),) if wish.sort_by else ()
    # One row more than wanted tells whether there is a next page.
    page = PageRequest(limit=wish.limit + 1, order=order, after=wish.after)
    if wish.spread and expects_few(asked, wish.spread):
        return few_question(asked, page)
    return page_question(asked, page, extent=REGION)


def _tile_question(tile: Tile) -> Question:
    from viauma.geo.tile_matrix_sets import WEB_MERCATOR_QUAD
    from viauma.geo.tiles import Tile as OwnTile
    from viauma.places.tiles import tile_question

    return tile_question(OwnTile(WEB_MERCATOR_QUAD, *tile), PlaceFilter(), LAYER)


def _filter(wish: Wish) -> PlaceFilter:
    text = filter_text(wish)
    if text:
        return PlaceFilter(where=compiled_filter(text, COLUMNS))
    return PlaceFilter(
        bbox=wish.box,
        municipalities=(wish.municipality,) if wish.municipality else (),
        leaf_categories=(wish.category,) if wish.category else (),
    )
