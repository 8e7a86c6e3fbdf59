"""The vocabularies that DCAT-AP-SE is made of, beside those that rdflib brings."""

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Namespace, URIRef

from viauma.geo.crs import CRS84_URI

DCATAP = Namespace("http://data.europa.eu/r5r/")
EU = Namespace("http://publications.europa.eu/resource/authority/")
ODRS = Namespace("http://schema.theodi.org/odrs#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

PREFIXES = {
    "dcat": DCAT, "dcatap": DCATAP, "dcterms": DCTERMS, "foaf": FOAF, "odrs": ODRS, "rdf": RDF,
    "rdfs": RDFS, "vcard": VCARD, "xsd": XSD,
}  # fmt: skip

FORMAT = URIRef(f"{DCTERMS}format")  # as an attribute it would be the method of str
WKT = URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")
FEATURES = URIRef("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core")
# GeoDCAT-AP tells a reference system among the standards that data conform to.
CRS84 = URIRef(CRS84_URI)
REFERENCE_SYSTEM = URIRef("http://inspire.ec.europa.eu/glossary/SpatialReferenceSystem")
