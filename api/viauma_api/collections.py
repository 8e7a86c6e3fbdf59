"""The collections: what each is called, where its features come from, what it can be asked."""

from dataclasses import dataclass
from typing import Any, Literal

from viauma_api import parameters as p

Kind = Literal["place", "site", "facility"]


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of features."""

    id: str
    title: str
    title_sv: str
    description: str
    item_title: str
    extent_of: str
    kind: Kind | None = None
    statements: str | None = None

    @property
    def holds_places(self) -> bool:
        """Whether the features are places, which can be asked the area questions."""
        return self.kind is not None

    @property
    def filters(self) -> dict[str, p.Parameter]:
        """The parameters that narrow its items."""
        if self.holds_places:
            return p.table(*p.PLACE_FILTERS, p.NEAR)
        return p.table(p.BBOX, p.DATETIME)

    @property
    def parameters(self) -> dict[str, p.Parameter]:
        """All parameters of its items."""
        return self.filters | p.table(p.LIMIT, p.AFTER, p.F)


COLLECTIONS = {
    collection.id: collection
    for collection in (
        Collection(
            "places", "Places", "Platser",
            "All tourism sites and municipal facilities of the region.",
            "A place", "places", kind="place",
        ),
        Collection(
            "sites", "Tourism sites", "Besöksmål",
            "Places that visitors go to; the same rows as in places.",
            "A tourism site", "places", kind="site",
        ),
        Collection(
            "facilities", "Facilities", "Anläggningar",
            "Places that somebody runs for the public; the same rows as in places.",
            "A facility", "places", kind="facility",
        ),
        Collection(
            "municipalities", "Municipalities", "Kommuner",
            "The municipalities of the region and its cooperating neighbours.",
            "A municipality", "municipalities", statements="municipality",
        ),
        Collection(
            "projects", "Development projects", "Utvecklingsprojekt",
            "Development projects with budgets, financiers, time frames and what they touched.",
            "A project", "municipalities", statements="project",
        ),
    )
}  # fmt: skip

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def described(collection: Collection, extent: list[float] | None) -> dict[str, Any]:
    """Describe a collection as OGC API Features does, without links."""
    spatial = {"bbox": [extent or [-180.0, -90.0, 180.0, 90.0]], "crs": CRS84}
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "extent": {"spatial": spatial},
        "itemType": "feature",
        # No crs and storageCrs yet: GDAL takes them as leave to send a crs parameter.
    }
