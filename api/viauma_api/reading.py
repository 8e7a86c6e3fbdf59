"""Pages of features, wherever they are published: in order, from a position, with distances."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from viauma.db.fastlane import FastLane, Question, Rows
from viauma.features import layers
from viauma.features.found import Found, found_in
from viauma.features.layers import Layer, LayerFilter
from viauma.features.paging import COUNT_BOUND
from viauma.features.rules import PageRequest, Position, SortBy
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox
from viauma.geo.crs import CRS84, Crs
from viauma.places import boxes, nearest, queries
from viauma.places.rules import PlaceFilter

Row = tuple[Any, ...]


class Page(NamedTuple):
    """Features, and the position after them if there are more."""

    found: list[Found]
    after: Position | None
    matched: int | None = None
    """How many match in all, no further than COUNT_BOUND + 1; None: not counted with the page."""


COUNTED_BESIDE = 200
"""Up to so long a page is counted in the same breath: it may prove to be whole, and then the count
was for nothing, but a second question would cost more. It costs a long page more than it saves."""


class Source(Protocol):
    """What can be asked for pages."""

    async def rows(self, lane: FastLane, page: PageRequest, *, counted: bool = False) -> Rows:
        """Fetch rows that begin with the count, which may be null."""
        ...

    def count_question(self) -> Question:
        """Ask how many match."""
        ...

    def position(self, row: Row) -> Position:
        """Find where a page ends that ends with this row, whose count is cut off."""
        ...

    def found(self, rows: Rows) -> list[Found]:
        """Find the features of rows."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that decides which features come in which order."""

    lane: FastLane
    source: Source
    order: tuple[SortBy, ...] = ()
    crs: Crs = CRS84

    async def page(
        self, limit: int, after: Position | None = None, *, counted: bool = False
    ) -> Page:
        """Fetch a page; one row more tells whether there is another."""
        request = PageRequest(limit=limit + 1, order=self.order, after=after, crs=self.crs)
        beside = counted and limit <= COUNTED_BESIDE
        rows = await self.source.rows(self.lane, request, counted=beside)
        found = self.source.found(rows[:limit])
        more = self.source.position(rows[limit - 1][1:]) if len(rows) > limit else None
        return Page(found, more, rows[0][0] if rows else None)

    async def counted_page(
        self, limit: int, after: Position | None = None
    ) -> tuple[Page, int | None]:
        """Fetch a page and how many match in all; None when there are more than are counted."""
        page = await self.page(limit, after, counted=True)
        if after is None and page.after is None:
            return page, len(page.found)
        matched = page.matched
        if matched is None:
            ((matched,),) = await self.lane.fetch(self.source.count_question())
        return page, matched if matched <= COUNT_BOUND else None


@dataclass(frozen=True, slots=True)
class Places:
    """Places in spatial order, or in another."""

    asked: PlaceFilter
    extent: BBox | None = None
    keys: int = 1
    """How many columns the position has besides the id."""
    is_few: bool = False
    """Whether it is for a box that should hold few."""

    async def rows(self, lane: FastLane, page: PageRequest, *, counted: bool = False) -> Rows:
        """Fetch rows of count, position, Feature and perhaps geometry."""
        if self.is_few:
            rows = await lane.fetch(boxes.few_question(self.asked, page))
            if not boxes.has_too_many(rows):
                return rows
        asked = queries.page_question(self.asked, page, extent=self.extent, counted=counted)
        return await lane.fetch(asked)

    def count_question(self) -> Question:
        """Ask how many match."""
        return queries.count_question(self.asked)

    def position(self, row: Row) -> Position:
        """Find the values of the order, and the id."""
        return spelled(row[: self.keys + 1])

    def found(self, rows: Rows) -> list[Found]:
        """Find the features."""
        return _found_behind(self.keys + 2, rows)


@dataclass(frozen=True, slots=True)
class Nearest:
    """Places by distance."""

    asked: PlaceFilter
    origin: Point

    async def rows(
        self, lane: FastLane, page: PageRequest, *, counted: bool = False  # noqa: ARG002
    ) -> Rows:  # fmt: skip
        """Fetch rows of no count, distance, bearing, id, Feature and perhaps geometry."""
        return await lane.fetch(nearest.nearest_question(self.asked, self.origin, page))

    def count_question(self) -> Question:
        """Ask how many match."""
        return queries.count_question(self.asked)

    def position(self, row: Row) -> Position:
        """Find distance and id."""
        return spelled((row[0], row[2]))

    def found(self, rows: Rows) -> list[Found]:
        """Find the features, with what was measured among their properties."""
        return [self._found(row) for row in rows]

    def _found(self, row: Row) -> Found:
        _, distance_m, bearing, _, feature, *geometry = row
        bearing_text = "null" if bearing is None else f"{bearing:.1f}"
        # Properties stand last in a stored Feature, so what is measured is added before "}}".
        measured = f',"distance_m":{distance_m:.1f},"bearing_deg":{bearing_text}}}}}'
        return found_in((feature[:-2] + measured.encode(), *geometry))


@dataclass(frozen=True, slots=True)
class LayerFeatures:
    """Features of a small collection."""

    layer: Layer
    asked: LayerFilter
    keys: int

    async def rows(
        self, lane: FastLane, page: PageRequest, *, counted: bool = False  # noqa: ARG002
    ) -> Rows:  # fmt: skip
        """Fetch rows of count, position, Feature and perhaps geometry."""
        return await lane.fetch(layers.page_question(self.layer, self.asked, page))

    def count_question(self) -> Question:
        """Ask how many match."""
        return layers.count_question(self.layer, self.asked)

    def position(self, row: Row) -> Position:
        """Find the values of the order, and the id."""
        return spelled(row[: self.keys + 1])

    def found(self, rows: Rows) -> list[Found]:
        """Find the features."""
        return _found_behind(self.keys + 2, rows)


def spelled(values: Row) -> Position:
    """Write a position as texts that the database reads as it wrote them."""
    return tuple(
        value.decode() if isinstance(value, bytes) else None if value is None else str(value)
        for value in values
    )


def _found_behind(at: int, rows: Rows) -> list[Found]:
    """Read features that stand in this column, and perhaps their geometries in the next."""
    if rows and len(rows[0]) == at + 1:
        return [Found(row[at]) for row in rows]
    return [found_in(row[at:]) for row in rows]
