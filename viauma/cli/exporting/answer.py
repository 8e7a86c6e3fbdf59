"""What an export holds: the rows of one collection that a filter means, read in one snapshot."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from viauma.cli.asking import Asked, place_filter
from viauma.cql2.filters import compiled_filter
from viauma.errors import InvalidInput, UnknownName
from viauma.exchange import credits as crediting
from viauma.exchange.columns import COLUMNS, Columns, selected
from viauma.exchange.credits import Credit
from viauma.exchange.whole import Pages, layer_pages, place_pages
from viauma.features.layers import LayerFilter
from viauma.geo.areas import checked_box
from viauma.geo.bbox import parse_bbox
from viauma.geo.crs import CRS84, Crs, parse_crs
from viauma.municipalities.queryables import QUERYABLES as OF_MUNICIPALITIES
from viauma.places.rules import PlaceFilter
from viauma.projects.queryables import QUERYABLES as OF_PROJECTS
from viauma_api.collections import COLLECTIONS, Collection

_LAYER_QUERYABLES = {"municipality": OF_MUNICIPALITIES, "project": OF_PROJECTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The options as typed; an empty one was not given."""

    collection: str = "places"
    municipalities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    bbox: str = ""
    filter: str = ""
    licence: str = "any"
    properties: str = ""
    crs: str = ""


@dataclass(frozen=True)
class Answer:
    """The rows and how they are to be told."""

    session: Session
    collection: Collection
    question: PlaceFilter | LayerFilter
    columns: Columns
    crs: Crs = CRS84
    licence: str = "any"

    def pages(self, *, crs: Crs | None = None) -> Pages:
        """Read the features anew, page after page, in the authority's order of axes."""
        asked = self.crs if crs is None else crs
        if self.collection.layer is None:
            return place_pages(self.session, self._places, asked)
        return layer_pages(self.session, self.collection.layer, self._features, asked)

    def placed(self) -> Iterator[list[bytes]]:
        """Read the Features with the geometry asked for, x before y whatever the authority says."""
        for page in self.pages(crs=replace(self.crs, is_swapped=False)):
            yield [one.placed for one in page]

    @cached_property
    def credits(self) -> list[Credit]:
        """Whom to name for exactly these rows."""
        if self.collection.layer is None:
            return crediting.place_credits(self.session, self._places)
        return crediting.layer_credits(self.session, self.collection.layer, self._features)

    @property
    def categories(self) -> list[str]:
        """The categories that its places have."""
        return crediting.categories_in(self.session, self.places)

    @property
    def places(self) -> PlaceFilter:
        """The filter, where the rows are places; other collections are refused.

        Raises
        ------
        InvalidInput
            The collection is one of municipalities or projects.
        """
        if not isinstance(self.question, PlaceFilter):
            raise InvalidInput(
                "--collection", f"{self.collection.id} does not go with this format; ask for places"
            )
        return self.question

    @property
    def _places(self) -> PlaceFilter:
        return self.places

    @property
    def _features(self) -> LayerFilter:
        assert isinstance(self.question, LayerFilter)  # noqa: S101 - made so in `answer_to`
        return self.question


def answer_to(session: Session, wanted: Wanted) -> Answer:
    """Understand what is wanted; every refusal names the option.

    Raises
    ------
    InvalidInput
        An option cannot be understood, or does not go with the collection.
    """
    collection = COLLECTIONS.get(wanted.collection)
    if collection is None:
        raise UnknownName("--collection", wanted.collection, list(COLLECTIONS)[:2])
    every = COLUMNS[collection.record]
    names = [name.strip() for name in wanted.properties.split(",")]
    columns = selected(every, names, "--properties") if wanted.properties else every
    question = _places(session, collection, wanted) if collection.kind else _layer(wanted)
    return Answer(session, collection, question, columns, _crs(wanted.crs), wanted.licence)


def _places(session: Session, collection: Collection, wanted: Wanted) -> PlaceFilter:
    asked = Asked(
        list(wanted.municipalities), list(wanted.categories), str(collection.kind), [], "", [],
        wanted.bbox, "", "", "", None, "", wanted.filter, wanted.licence,
    )  # fmt: skip
    return place_filter(session, asked)


def _layer(wanted: Wanted) -> LayerFilter:
    for option in ("municipalities", "categories"):
        if getattr(wanted, option):
            name = {"municipalities": "--in", "categories": "--category"}[option]
            raise InvalidInput(name, f"does not go with {wanted.collection}; it is for places")
    if wanted.licence != "any":
        raise InvalidInput(
            "--licence", f"the rows of {wanted.collection} state no licence; it is for places"
        )
    found: dict[str, Any] = {}
    if wanted.bbox:
        box = checked_box(parse_bbox(wanted.bbox, "--bbox"), "--bbox")
        found["area"] = box.geometry
    if wanted.filter:
        known = _LAYER_QUERYABLES[COLLECTIONS[wanted.collection].record]
        language = "cql2-json" if wanted.filter.lstrip().startswith("{") else "cql2-text"
        found["where"] = compiled_filter(
            wanted.filter, known, language=language, argument="--filter"
        )
    return LayerFilter(**found)


def _crs(text: str) -> Crs:
    if not text:
        return CRS84
    # People write EPSG:3006; the brackets are what makes it a CURIE.
    return parse_crs(text if "/" in text or text.startswith("[") else f"[{text}]", "--crs")
