"""What a map is made from (Region, Content, Scene) and what a layer adds to it (Part).

All of it is plain values: a map can be made, and tested, without a database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from branca.element import Element
from markupsafe import Markup

from viauma.analysis.rules import AreaCount
from viauma.cql2.queryables import Queryable
from viauma.municipalities.rules import MunicipalityRef
from viauma.register.filtering import HoursThere
from viauma.settings import MapSettings
from viauma.taxonomy.rules import CategoryRef
from viauma_maps.recipes import Recipe
from viauma_maps.words import Words

Feature = dict[str, Any]

NOTHING = Markup()

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What all maps of one build share. `outlines` are GeoJSON Features, EPSG:4326 lon lat."""

    municipalities: Sequence[MunicipalityRef]
    outlines: Sequence[Feature]
    categories: Sequence[CategoryRef]
    attribute_schemas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    queryables: Mapping[str, Queryable] = field(default_factory=dict)
    """What a recipe's CQL2 filter may name."""
    hours: HoursThere = field(default_factory=lambda: HoursThere(()))
    """The opening hours that such a filter may ask about."""

    @property
    def members(self) -> list[MunicipalityRef]:
        """The municipalities that make up the region."""
        return [municipality for municipality in self.municipalities if municipality.is_member]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one map shows, as its recipe's filter found it."""

    places: Sequence[Feature] = ()
    counts: Sequence[AreaCount] = ()
    projects: Sequence[Feature] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything a layer may look at."""

    recipe: Recipe
    region: Region
    content: Content
    settings: MapSettings = field(default_factory=MapSettings)


@dataclass(frozen=True, slots=True)
class Source:
    """Where some of a map's content is from, and under which licence."""

    name: str
    attribution: str
    licence: Words | str
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a layer adds to a page.

    Attributes
    ----------
    elements
        What is drawn on the map, from below to above.
    panel, legend, body
        The list beside the map, the legend on it, and what the page carries unseen.
    scripts
        Own scripts the layer needs, below static/.
    entries
        How many things the list holds; None when the layer has no list.
    """

    elements: Sequence[Element] = ()
    panel: Markup = NOTHING
    legend: Markup = NOTHING
    body: Markup = NOTHING
    scripts: Sequence[str] = ()
    sources: Sequence[Source] = ()
    bounds: Bounds | None = None
    updated_at: str | None = None
    entries: int | None = None
