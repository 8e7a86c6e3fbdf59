"""Sort OpenStreetMap tags into the columns of a draft; what tags mean stands with the profiles."""

from viauma_data.curation.draft import Draft
from viauma_data.profiles.osm import osm_attributes, spaced_postcode


def read_tags(draft: Draft, tags: dict[str, str]) -> None:
    """Sort the tags of an OpenStreetMap object into the columns of a draft."""
    draft.attributes |= osm_attributes(tags)
    number, unit = tags.get("addr:housenumber", ""), tags.get("addr:unit", "")
    street = tags.get("addr:street", "")
    draft.street = f"{street} {number}{unit}".strip() if street else tags.get("contact:street", "")
    draft.postcode = spaced_postcode(tags.get("addr:postcode", ""))
    draft.city = tags.get("addr:city", "") or tags.get("contact:city", "")
    draft.opening_hours = tags.get("opening_hours", "")
    draft.website = tags.get("website", "") or tags.get("contact:website", "")
    for tag, namespace in (("wikidata", "wikidata"), ("ref:NVRID", "nvr"), ("ref:lst", "lst")):
        if tag in tags:
            draft.identifiers[namespace] = tags[tag]
