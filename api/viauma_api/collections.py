"""The collections: what each is called, where its features come from, what it can be asked."""

from dataclasses import dataclass
from typing import Any

from viauma.features.layers import Layer
from viauma.geo.crs import CRS84_URI, SUPPORTED
from viauma.places.rules import Kind
from viauma_api import parameters as p
from viauma_api import place_parameters as pp


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of features: places of a kind, or a layer."""

    id: str
    title: str
    title_sv: str
    description: str
    description_sv: str
    item_title: str
    extent_of: str
    kind: Kind | None = None
    layer: Layer | None = None

    @property
    def holds_places(self) -> bool:
        """Whether the features are places, which can be asked the area questions."""
        return self.kind is not None

    @property
    def record(self) -> str:
        """What a feature is: place, municipality or project."""
        return "place" if self.layer is None else self.layer.relation.removeprefix("published_")

    @property
    def filters(self) -> dict[str, p.Parameter]:
        """The parameters that narrow its items, besides one for each queryable."""
        return p.table(*p.FILTERS, *(pp.PLACE_FILTERS if self.holds_places else ()))


COLLECTIONS = {
    collection.id: collection
    for collection in (
        Collection(
            "places", "Places", "Platser",
            "All tourism sites and municipal facilities of the region.",
            "Alla besöksmål och kommunala anläggningar i regionen.",
            "A place", "places", kind="place",
        ),
        Collection(
            "sites", "Tourism sites", "Besöksmål",
            "Places that visitors go to; the same rows as in places.",
            "Platser dit besökare går; samma rader som bland platserna.",
            "A tourism site", "places", kind="site",
        ),
        Collection(
            "facilities", "Facilities", "Anläggningar",
            "Places that somebody runs for the public; the same rows as in places.",
            "Platser som någon driver för allmänheten; samma rader som bland platserna.",
            "A facility", "places", kind="facility",
        ),
        Collection(
            "trails", "Trails and tracks", "Leder och spår",
            "Places of the trail categories: lines, or a point where only the start is known.",
            "Platser i ledkategorierna: linjer, eller en punkt där bara starten är känd.",
            "A trail", "places", kind="trail",
        ),
        Collection(
            "municipalities", "Municipalities", "Kommuner",
            "The municipalities of the region and its cooperating neighbours.",
            "Regionens kommuner och de grannar som den samarbetar med.",
            "A municipality", "municipalities", layer=Layer("published_municipality"),
        ),
        Collection(
            "projects", "Development projects", "Utvecklingsprojekt",
            "Development projects with budgets, financiers, time frames and what they touched.",
            "Utvecklingsprojekt med budget, finansiärer, tidsram och vad de rörde.",
            "A project", "municipalities", layer=Layer("published_project"),
        ),
    )
}  # fmt: skip


def described(collection: Collection, extent: list[float] | None) -> dict[str, Any]:
    """Describe a collection as OGC API Features Parts 1 and 2 do, without links."""
    spatial = {"bbox": [extent or [-180.0, -90.0, 180.0, 90.0]], "crs": CRS84_URI}
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "extent": {"spatial": spatial},
        "itemType": "feature",
        "crs": list(SUPPORTED),
        "storageCrs": CRS84_URI,
    }
