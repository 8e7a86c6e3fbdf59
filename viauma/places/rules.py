"""What can be true of a place, without a database."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from shapely.geometry.base import BaseGeometry

from viauma.cql2.queryables import Compiled
from viauma.geo.areas import Within
from viauma.geo.bbox import BBox

Kind = Literal["place", "site", "facility", "trail"]
"""Which face of the register: all places, what visitors go to, what somebody runs, the trails."""


class Status(StrEnum):
    """Where a place stands in its life."""

    PLANNED = "planned"
    ACTIVE = "active"
    TEMPORARILY_CLOSED = "temporarily_closed"
    CLOSED = "closed"
    MERGED = "merged"


VISITABLE = (Status.PLANNED, Status.ACTIVE, Status.TEMPORARILY_CLOSED)
"""What a visitor may want to know of: all but what was closed for good."""


class Visibility(StrEnum):
    """Who may see a place."""

    PUBLIC = "public"
    PARTNER = "partner"
    INTERNAL = "internal"


class MunicipalityBasis(StrEnum):
    """How the municipality of a place is known."""

    STATED = "stated"
    COMPUTED = "computed"
    NEAREST = "nearest"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDraft:
    """A place as somebody wants it stored; the database decides whether it may be.

    `wkt` is Well-Known Text in EPSG:4326, lon before lat, degrees. A place is recognised by
    `source` and `source_id`: storing the same pair again updates the row. A draft without
    `visibility` leaves a known place as visible as somebody made it; a new one is public.
    """

    slug: str
    category: str
    is_site: bool
    is_facility: bool
    wkt: str
    source: str
    source_id: str
    licence: str
    id: uuid.UUID | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    municipality: str | None = None
    municipality_basis: MunicipalityBasis | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    status: Status = Status.ACTIVE
    visibility: Visibility | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    opening_hours: str | None = None
    website: str | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)
    attribution: str | None = None
    observed_on: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of the rows of one write."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    @property
    def total(self) -> int:
        """All rows that were looked at."""
        return self.created + self.updated + self.unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFilter:
    """Which places are meant; every field narrows the answer, an empty one leaves it wide.

    Several values within one field mean any of them, except `within`: every distance must hold.
    Shapes are EPSG:4326, lon before lat.
    """

    kind: Kind = "place"
    municipalities: tuple[str, ...] = ()
    bbox: BBox | None = None
    polygon: BaseGeometry | None = None
    within: tuple[Within, ...] = ()
    categories: tuple[str, ...] = ()
    """Categories with all below them."""
    leaf_categories: tuple[str, ...] = ()
    """Categories as such: the same question as `categories`, answered by index, once they are known
    to have none below them or have been unfolded (viauma.taxonomy.rules.unfolded)."""
    statuses: tuple[Status, ...] = ()
    texts: tuple[str, ...] = ()
    """Words that stand side by side in a name, slug or town."""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    where: Compiled | None = None
    """A CQL2 filter over viauma.places.queryables."""


def is_storable(value: Any) -> bool:
    """Tell whether jsonb can hold a value: no NaN or infinity, no NUL, no lone surrogate."""
    try:
        spelled = json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return False
    return rb"\u0000" not in spelled
