"""What the catalogue lists, before any syntax: one dataset per collection, one service.

The page and the RDF are written from the same value, so that they cannot differ.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from viauma.exchange.media_types import Format
from viauma.geo.bbox import BBox
from viauma.municipalities.rules import MunicipalityRef
from viauma_api.collections import COLLECTIONS, Collection
from viauma_api.distributions import Distribution, distributions
from viauma_api.formats import ITEMS
from viauma_api.parameters import Parameter, one_of, table
from viauma_api.publisher import Publisher
from viauma_api.subjects import Subject, subject_of

DOCUMENT_PATH = "/datasets/dcat"
"""The form of address that the Swedish data portal looks for by itself."""
PAGE_PATH = "/catalog"

RDF_XML = "application/rdf+xml"
JSON_LD = "application/ld+json"
TURTLE = "text/turtle"

SYNTAXES: Mapping[str, str] = {
    "rdf": RDF_XML,
    "jsonld": JSON_LD,
    "turtle": TURTLE,
    # The Swedish REST profile asks for plain JSON; JSON-LD is that too.
    "json": "application/json",
    "html": "text/html",
}
"""The value of `f`, and the media type of the answer."""

PARAMETERS = table(
    Parameter(
        "f",
        {"type": "string", "enum": list(SYNTAXES)},
        "Syntax; stronger than the Accept header.",
        one_of("f", *SYNTAXES),
    )
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A collection as a catalogue describes it."""

    collection: Collection
    subject: Subject
    landing_page: str
    extent: BBox | None
    distributions: tuple[Distribution, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the catalogue says; hashable, so that what is written of it can be remembered."""

    base: str
    """Address of the landing page without its final slash: every IRI begins with it."""
    publisher: Publisher
    datasets: tuple[Dataset, ...]
    municipalities: tuple[tuple[str, str], ...]
    """Code and name of the region's members."""
    modified: date | None = None
    document_path: str = DOCUMENT_PATH
    page_path: str = PAGE_PATH
    has_service: bool = True
    """Whether there is an API besides the files; a folder of files has none."""

    @property
    def description_sv(self) -> str:
        """What is listed, in Swedish."""
        return _listed((one.collection.title_sv for one in self.datasets), "och", "i Umeåregionen.")

    @property
    def description_en(self) -> str:
        """What is listed, in English."""
        return _listed((one.collection.title for one in self.datasets), "and", "of Umeåregionen.")

    @property
    def address(self) -> str:
        """The one address of the RDF, which is also the catalogue's identifier."""
        return f"{self.base}{self.document_path}"

    @property
    def page(self) -> str:
        """The address of the page."""
        return f"{self.base}{self.page_path}"

    @property
    def licence_page(self) -> str:
        """The address where the licences of rows are explained."""
        return f"{self.page}#licences"


def compose(
    base: str,
    extents: Mapping[str, BBox | None],
    municipalities: Iterable[MunicipalityRef] = (),
    *,
    modified: date | None = None,
    publisher: Publisher | None = None,
    formats: Mapping[str, Format] = ITEMS,
) -> Catalogue:
    """Compose the catalogue of all collections.

    Parameters
    ----------
    base
        Address of the landing page without its final slash.
    extents
        The boxes by what they are around (`Collection.extent_of`), EPSG:4326.
    """
    datasets = (
        Dataset(
            collection,
            subject_of(collection),
            f"{base}/collections/{collection.id}?f=html",
            extents.get(collection.extent_of),
            distributions(collection, base, formats),
        )
        for collection in COLLECTIONS.values()
    )
    members = ((one.code, one.name) for one in municipalities if one.is_member)
    return Catalogue(base, publisher or Publisher(), tuple(datasets), tuple(members), modified)


def _listed(titles: Iterable[str], joined: str, where: str) -> str:
    first, *others = titles
    if not others:
        return f"{first} {where}"
    *others, last = others
    middle = "".join(f", {title.lower()}" for title in others)
    return f"{first}{middle} {joined} {last.lower()} {where}"
