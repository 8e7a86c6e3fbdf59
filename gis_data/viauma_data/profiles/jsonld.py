"""Places in JSON-LD: schema.org as Visit Sweden and web pages write it, and DATAtourisme's classes.

Names may be texts, lists, or texts with languages; addresses and hours are nested. Linked data
that needs a whole RDF reader is laid flat by the reading room first; here a node's shape counts.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

_DAYS: Final = {
    "monday": "Mo", "tuesday": "Tu", "wednesday": "We", "thursday": "Th", "friday": "Fr",
    "saturday": "Sa", "sunday": "Su",
}  # fmt: skip


_LONGEST_TAG: Final = 5
"""Characters of a language, such as ``sv-SE``; longer keys are none."""


def schema_org(values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a schema.org node flat: names and texts by language, address, hours, links."""
    node = {_local(key): value for key, value in values.items()}
    address = _first_node(node.get("address"))
    return {
        "@type": node.get("@type") or node.get("type"),
        "@id": node.get("@id") or _text(node.get("identifier")) or node.get("id"),
        "names": _by_language(node.get("name")),
        "texts": _by_language(node.get("description")),
        "street": _text(address.get("streetAddress")),
        "postcode": _text(address.get("postalCode")),
        "city": _text(address.get("addressLocality")),
        "website": _link(node.get("url")),
        "opening_hours": _hours(node),
        "observed_on": _text(node.get("dateModified")),
        "licence": None,
        "same_as": _wikidata(node.get("sameAs")),
    }


def datatourisme(values: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a point of interest of DATAtourisme flat."""
    node = {_local(key): value for key, value in values.items()}
    place = _first_node(node.get("isLocatedAt"))
    address = _first_node(_local_keys(place).get("address"))
    contact = _first_node(node.get("hasContact"))
    about = _first_node(node.get("hasDescription"))
    return {
        "@type": node.get("@type"),
        "@id": _text(node.get("identifier")) or node.get("@id"),
        "names": _by_language(node.get("label")),
        "texts": _by_language(_local_keys(about).get("shortDescription") or node.get("comment")),
        "street": _text(_local_keys(address).get("streetAddress")),
        "postcode": _text(_local_keys(address).get("postalCode")),
        "city": _text(_local_keys(address).get("addressLocality")),
        "website": _link(_local_keys(contact).get("homepage")),
        "observed_on": _text(node.get("lastUpdate")),
    }


def _local(key: str) -> str:
    """Leave out the prefix or address of a vocabulary: ``schema:name``, ``rdfs:label``."""
    short = key.rsplit("/", 1)[-1].rsplit("#", 1)[-1] if key.startswith("http") else key
    return short.rsplit(":", 1)[-1]


def _local_keys(node: Mapping[str, Any]) -> dict[str, Any]:
    return {_local(key): value for key, value in node.items()}


def _first_node(value: Any) -> dict[str, Any]:
    found = next((one for one in _each(value) if isinstance(one, Mapping)), {})
    return _local_keys(found)


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _each(one)
    elif value is not None:
        yield value


def _text(value: Any) -> str | None:
    for one in _each(value):
        said = one.get("@value", one.get("value")) if isinstance(one, Mapping) else one
        if said not in (None, "") and not isinstance(said, Mapping | list):
            return str(said)
    return None


def _by_language(value: Any) -> dict[str, str]:
    """Sort texts by language; a text without one is what people there write."""
    found: dict[str, str] = {}
    for one in _each(value):
        if isinstance(one, Mapping) and ("@value" in one or "value" in one):
            language = str(one.get("@language") or one.get("lang") or "sv")[:2]
            found.setdefault(language.lower(), str(one.get("@value", one.get("value"))))
        elif isinstance(one, Mapping):
            for language, said in one.items():
                if (text := _text(said)) and len(str(language).lstrip("@")) <= _LONGEST_TAG:
                    found.setdefault(str(language).lstrip("@")[:2].lower(), text)
        else:
            found.setdefault("sv", str(one))
    return {key: text for key, text in found.items() if key.isalpha() and text.strip()}


def _link(value: Any) -> str | None:
    for one in _each(value):
        said = one.get("@id", one.get("@value")) if isinstance(one, Mapping) else one
        if said:
            return str(said)
    return None


def _wikidata(value: Any) -> str | None:
    links = (one.get("@id") if isinstance(one, Mapping) else one for one in _each(value))
    return next((str(link) for link in links if "wikidata.org/" in str(link)), None)


def _hours(node: Mapping[str, Any]) -> str | None:
    if texts := [
        str(one) for one in _each(node.get("openingHours")) if not isinstance(one, Mapping)
    ]:
        return "; ".join(texts)
    nodes = (
        _local_keys(one)
        for one in _each(node.get("openingHoursSpecification"))
        if isinstance(one, Mapping)
    )
    rules = [rule for rule in map(_rule, nodes) if rule]
    return "; ".join(rules) or None


def _rule(node: Mapping[str, Any]) -> str | None:
    days = [
        _DAYS.get(_local(str(_link(one)).rsplit("/", 1)[-1]).lower(), "")
        for one in _each(node.get("dayOfWeek"))
    ]
    opens, closes = _text(node.get("opens")), _text(node.get("closes"))
    if not opens or not closes or "" in days:
        return None
    return f"{','.join(days)} {opens[:5]}-{closes[:5]}".strip()
