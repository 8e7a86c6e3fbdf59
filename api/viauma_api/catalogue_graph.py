"""The catalogue as RDF, after DCAT-AP-SE 3.0.1 and the EU's DCAT-AP 3.0.1.

Imported only when RDF is asked for: rdflib is heavy, and most processes never need it. Every node
has an address, because the Swedish data portal refuses blank ones; what has no page of its own is
a fragment of the document's address, so that following it finds the description.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter

from rdflib import DCAT, DCTERMS, FOAF, RDFS, XSD, Graph, Literal, URIRef

from viauma_api.catalogue import RDF_XML, TURTLE, Catalogue, Dataset
from viauma_api.dcat_terms import (
    CRS84,
    DCATAP,
    EU,
    FEATURES,
    FORMAT,
    ODRS,
    PREFIXES,
    REFERENCE_SYSTEM,
    VCARD,
    WKT,
)
from viauma_api.distributions import Distribution
from viauma_api.rdf_description import Description, Fact, day, texts
from viauma_api.responses import dump

RDFLIB_NAMES = {RDF_XML: "xml", TURTLE: "turtle"}
MOST_REMEMBERED = 16


@lru_cache(maxsize=MOST_REMEMBERED)
def written(catalogue: Catalogue, media_type: str) -> bytes:
    """Write the catalogue; remembered by its content, so that it is never stale.

    The same content gives the same bytes in every process, which an ETag relies on.
    """
    graph = build(catalogue)
    if media_type in RDFLIB_NAMES:
        return graph.serialize(format=RDFLIB_NAMES[media_type], encoding="utf-8")
    context = {prefix: str(space) for prefix, space in PREFIXES.items()}
    document = json.loads(graph.serialize(format="json-ld", context=context))
    # The library goes through a set of nodes.
    return dump(document | {"@graph": sorted(document["@graph"], key=itemgetter("@id"))})


def build(catalogue: Catalogue) -> Graph:
    """Describe the catalogue, its publisher, its service and every dataset."""
    return _Description(catalogue).graph


class _Description(Description):
    """The whole graph, and the addresses of the nodes that others point to."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue.address)
        self.catalogue = catalogue
        self.promises = catalogue.publisher
        self.publisher = self._describe_publisher()
        self.contact = self._describe_contact()
        self.licence = self._describe_licence()
        self.service = self.fragment("service") if catalogue.has_service else None
        self.say(CRS84, DCTERMS.Standard, (DCTERMS.type, REFERENCE_SYSTEM))
        self.areas = [self._describe_area(*area) for area in catalogue.municipalities]
        self.datasets = [self._describe_dataset(dataset) for dataset in catalogue.datasets]
        if self.service is not None:
            self._describe_service(self.service)
        self._describe_catalogue()

    def _describe_catalogue(self) -> None:
        self.say(
            URIRef(self.catalogue.address), DCAT.Catalog,
            *texts(DCTERMS.title, "Via Umas datakatalog", "The data catalogue of Via Uma"),
            *texts(DCTERMS.description, self.catalogue.description_sv,
                   self.catalogue.description_en),
            (DCTERMS.publisher, self.publisher),
            (DCTERMS.license, URIRef(self.promises.catalogue_licence)),
            (DCTERMS.issued, day(self.promises.issued)),
            (DCTERMS.modified, day(self.catalogue.modified)),
            (FOAF.homepage, URIRef(self.catalogue.page)),
            (DCAT.themeTaxonomy, EU["data-theme"]),
            (DCAT.service, self.service),
            *_languages(),
            *((DCTERMS.spatial, area) for area in self.areas),
            *((DCAT.dataset, dataset) for dataset in self.datasets),
        )  # fmt: skip

    def _describe_service(self, service: URIRef) -> None:
        base = self.catalogue.base
        self.say(
            service, DCAT.DataService,
            *texts(DCTERMS.title, "Via Umas geo-API", "The geo API of Via Uma"),
            *texts(DCTERMS.description,
                   "OGC API Features: fråga efter område, egenskaper och avstånd.",
                   "OGC API Features: ask by area, properties and distance."),
            *texts(DCAT.keyword, "geodata", "geodata"),
            (DCAT.endpointURL, URIRef(f"{base}/")),
            (DCAT.endpointDescription, URIRef(f"{base}/api")),
            (DCAT.landingPage, URIRef(f"{base}/?f=html")),
            (FOAF.page, URIRef(f"{base}/api/docs")),
            (DCAT.theme, EU["data-theme/REGI"]),
            (DCTERMS.conformsTo, FEATURES),
            (DCTERMS.publisher, self.publisher),
            (DCAT.contactPoint, self.contact),
            (DCTERMS.license, self.licence),
            (DCTERMS.accessRights, EU["access-right/PUBLIC"]),
            (FORMAT, EU["file-type/GEOJSON"]),
            *((DCAT.servesDataset, dataset) for dataset in self.datasets),
        )  # fmt: skip

    def _describe_dataset(self, dataset: Dataset) -> URIRef:
        collection, subject = dataset.collection, dataset.subject
        given = [self._describe_distribution(dataset, one) for one in dataset.distributions]
        return self.say(
            self.fragment(collection.id), DCAT.Dataset,
            *texts(DCTERMS.title, collection.title_sv, collection.title),
            *texts(DCTERMS.description, collection.description_sv, collection.description),
            *((DCAT.keyword, Literal(word, "sv")) for word in subject.keywords_sv),
            *((DCAT.keyword, Literal(word, "en")) for word in subject.keywords_en),
            *((DCAT.theme, EU[f"data-theme/{theme}"]) for theme in subject.themes),
            (DCTERMS.publisher, self.publisher),
            (DCAT.contactPoint, self.contact),
            (DCTERMS.issued, day(self.promises.issued)),
            (DCTERMS.accessRights, EU["access-right/PUBLIC"]),
            (DCTERMS.accrualPeriodicity, EU["frequency/IRREG"]),
            (DCTERMS.conformsTo, CRS84),
            (DCTERMS.spatial, self._describe_extent(dataset)),
            (DCAT.landingPage, URIRef(dataset.landing_page)),
            *_languages(),
            *((DCTERMS.spatial, area) for area in self.areas),
            *((DCAT.distribution, one) for one in given),
        )  # fmt: skip

    def _describe_distribution(self, dataset: Dataset, one: Distribution) -> URIRef:
        collection = dataset.collection
        download = None if one.download_url is None else URIRef(one.download_url)
        promised = self.promises.availability
        availability = None if promised is None else EU[f"planned-availability/{promised}"]
        return self.say(
            self.fragment(f"{collection.id}-{one.format.key}"), DCAT.Distribution,
            *texts(DCTERMS.title, f"{collection.title_sv} som {one.format.title}",
                   f"{collection.title} as {one.format.title}"),
            *texts(DCTERMS.description, *one.how_much),
            (DCAT.accessURL, URIRef(one.access_url)),
            (DCAT.downloadURL, download),
            (FORMAT, self._format(one)),
            (DCAT.mediaType, None if one.registration is None else URIRef(one.registration)),
            (DCAT.byteSize, _size(one)),
            (DCAT.accessService, self.service),
            (DCTERMS.license, self.licence),
            (DCTERMS.rights, self._describe_rights(dataset)),
            (DCATAP.availability, availability),
            *_languages(),
        )  # fmt: skip

    def _format(self, one: Distribution) -> URIRef:
        if one.file_type is not None:
            return URIRef(one.file_type)
        if one.registration is not None:
            return URIRef(one.registration)
        # Neither the EU nor IANA knows it: it is described here, by the media type we send.
        named = (RDFS.label, Literal(one.format.media_type))
        return self.say(self.fragment(f"format-{one.format.key}"), DCTERMS.MediaTypeOrExtent, named)

    def _describe_rights(self, dataset: Dataset) -> URIRef | None:
        if self.promises.data_licence is not None:
            return None
        return self.say(
            self.fragment(f"rights-{dataset.collection.id}"), ODRS.RightsStatement,
            *texts(ODRS.copyrightNotice, dataset.subject.rights_sv, dataset.subject.rights_en),
            (ODRS.reuserGuidelines, self.licence),
        )  # fmt: skip

    def _describe_licence(self) -> URIRef:
        if self.promises.data_licence is not None:
            return URIRef(self.promises.data_licence)
        return self.say(
            URIRef(self.catalogue.licence_page), DCTERMS.LicenseDocument,
            *texts(DCTERMS.title, "Licensen står på varje rad", "The licence stands on each row"),
        )  # fmt: skip

    def _describe_extent(self, dataset: Dataset) -> URIRef | None:
        if dataset.extent is None:
            return None
        box = Literal(dataset.extent.geometry.wkt, datatype=WKT)
        name = f"extent-{dataset.collection.extent_of}"
        return self.say(self.fragment(name), DCTERMS.Location, (DCAT.bbox, box))

    def _describe_area(self, code: str, name: str) -> URIRef:
        page = URIRef(f"{self.catalogue.base}/collections/municipalities/items/{code}")
        return self.say(
            page if self.catalogue.has_service else self.fragment(f"area-{code}"),
            DCTERMS.Location,
            (RDFS.label, Literal(name, "sv")),
            (DCTERMS.identifier, Literal(code)),
        )

    def _describe_publisher(self) -> URIRef:
        one, number = self.promises, self.promises.organisation_number
        # The address by which the data portal recognises an organisation in several catalogues.
        known = URIRef(f"http://dataportal.se/organisation/SE{number}")
        return self.say(
            self.fragment("publisher") if number is None else known, FOAF.Agent,
            *texts(FOAF.name, one.name_sv, one.name_en),
            *texts(DCTERMS.description, one.description_sv, one.description_en),
            (DCTERMS.type, URIRef(one.kind)),
            (FOAF.homepage, URIRef(one.homepage)),
            (DCTERMS.identifier, None if number is None else Literal(number)),
        )  # fmt: skip

    def _describe_contact(self) -> URIRef | None:
        one = self.promises
        if one.contact_email is None:
            return None
        return self.say(
            # Never the publisher's own address: the portal would take the two for one.
            self.fragment("contact"), VCARD.Organization,
            (VCARD.fn, Literal(one.contact_name or one.name_sv)),
            (VCARD.hasEmail, URIRef(f"mailto:{one.contact_email}")),
            (VCARD.hasURL, None if one.contact_page is None else URIRef(one.contact_page)),
        )  # fmt: skip


def _size(one: Distribution) -> Literal | None:
    return None if one.bytes is None else Literal(one.bytes, datatype=XSD.nonNegativeInteger)


def _languages() -> Iterator[Fact]:
    for code in ("SWE", "ENG"):
        yield DCTERMS.language, EU[f"language/{code}"]
