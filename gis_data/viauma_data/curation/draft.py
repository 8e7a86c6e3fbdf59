"""The place while it is being made: open for merging, before it is frozen into a CSV row."""

from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from viauma_data.curation.sources import Source


@dataclass(slots=True)
class Draft:
    """One feature of the merged file with its facts sorted into our own columns."""

    source: str
    source_id: str
    kind: str
    category: str
    origin: Source
    shape: BaseGeometry
    name_sv: str = ""
    name_en: str = ""
    status: str = "active"
    stated: str = ""
    swemaps: str = ""
    okfse: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    opening_hours: str = ""
    website: str = ""
    observed_on: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    merged_from: list[str] = field(default_factory=list)
    credits: list[Source] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Name the row in its source: `source:source_id`, unique in the whole file."""
        return f"{self.source}:{self.source_id}"

    @property
    def lon_lat(self) -> tuple[float, float]:
        """A point of the place in degrees, inside it when it has an area."""
        point = self.shape.representative_point()
        return point.x, point.y
