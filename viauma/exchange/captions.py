"""What a feature is called in formats that have room for a name, a sentence, a kind and a link."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Caption(NamedTuple):
    """The words for a feature; empty where nothing is known or nothing was asked for."""

    name: str
    description: str
    kind: str
    source: str
    link: str


def caption_of(properties: Mapping[str, Any]) -> Caption:
    """Word a place, a municipality or a project from the properties that were chosen."""

    def first(*names: str) -> str:
        return next((str(properties[name]) for name in names if properties.get(name)), "")

    situated = ", ".join(filter(None, (first("category_sv"), first("municipality_name", "county"))))
    link = first("website")
    by_language = ("name_sv", "name_en", "title_sv", "title_en")
    names = ("name",) if "name" in properties else by_language
    return Caption(
        name=first(*names, "category_sv"),
        description=first("text_sv", "text_en", "summary_sv", "summary_en") or situated,
        kind=first("category", "kind"),
        source=first("attribution", "source"),
        # What is no web address would be followed as something else.
        link=link if link.lower().startswith(("https://", "http://")) else "",
    )
