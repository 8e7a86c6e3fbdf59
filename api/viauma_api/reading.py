"""Pages of features, wherever they are published: in order, from a position, with distances."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from viauma.db.fastlane import FastLane, Question
from viauma.features import layers
from viauma.features.found import Found, found_in
from viauma.features.layers import Layer, LayerFilter
from viauma.features.paging import COUNT_BOUND
from viauma.features.rules import PageRequest, Position, SortBy
from viauma.geo.areas import Point
from viauma.geo.bbox import BBox
from viauma.geo.crs import CRS84, Crs
from viauma.places import nearest, queries
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

    def question(self, page: PageRequest, *, counted: bool = False) -> Question:
        """Ask for rows that begin with the count, which may be null."""
        ...

    def count_question(self) -> Question:
        """Ask how many match."""
        ...

    def position(self, row: Row) -> Position:
        """Find where a page ends that ends with this row, whose count is cut off."""
        ...

    def found(self, row: Row) -> Found:
        """Find the feature of a row, whose count is cut off."""
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
        rows = await self.lane.fetch(self.source.question(request, counted=beside))
        found = [self.source.found(row[1:]) for row in rows[:limit]]
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
    extent: BBox | None
    keys: int
    """How many columns the position has besides the id."""

    def question(self, page: PageRequest, *, counted: bool = False) -> Question:
        """Ask for rows of count, position, Feature and perhaps geometry."""
        return queries.page_question(self.asked, page, extent=self.extent, counted=counted)

    def count_question(self) -> Question:
        """Ask how many match."""
        return queries.count_question(self.asked)

    def position(self, row: Row) -> Position:
        """Find the values of the order, and the id."""
        return spelled(row[: self.keys + 1])

    def found(self, row: Row) -> Found:
        """Find the feature."""
        return found_in(row[self.keys + 1 :])


@dataclass(frozen=True, slots=True)
class Nearest:
    """Places by distance."""

    asked: PlaceFilter
    origin: Point

    def question(self, page: PageRequest, *, counted: bool = False) -> Question:  # noqa: ARG002
        """Ask for rows of no count, distance, bearing, id, Feature and perhaps geometry."""
        return nearest.nearest_question(self.asked, self.origin, page)

    def count_question(self) -> Question:
        """Ask how many match."""
        return queries.count_question(self.asked)

    def position(self, row: Row) -> Position:
        """Find distance and id."""
        return spelled((row[0], row[2]))

    def found(self, row: Row) -> Found:
        """Find the feature, with what was measured among its properties."""
        distance_m, bearing, _, feature, *geometry = row
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

    def question(self, page: PageRequest, *, counted: bool = False) -> Question:  # noqa: ARG002
        """Ask for rows of count, position, Feature and perhaps geometry."""
        return layers.page_question(self.layer, self.asked, page)

    def count_question(self) -> Question:
        """Ask how many match."""
        return layers.count_question(self.layer, self.asked)

    def position(self, row: Row) -> Position:
        """Find the values of the order, and the id."""
        return spelled(row[: self.keys + 1])

    def found(self, row: Row) -> Found:
        """Find the feature."""
        return found_in(row[self.keys + 1 :])


def spelled(values: Row) -> Position:
    """Write a position as texts that the database reads as it wrote them."""
    return tuple(
        value.decode() if isinstance(value, bytes) else None if value is None else str(value)
        for value in values
    )
