"""Who answers for the catalogue: what an operator decides and software cannot know."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from viauma.settings import CatalogueSettings
from viauma_api.licences import CC0

LOCAL_AUTHORITY = "http://purl.org/adms/publishertype/LocalAuthority"


ADDRESSES = frozenset(("homepage", "contact_page"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The publisher of every dataset, and the promises that only a publisher can make."""

    name_sv: str = "Umeåregionen"
    name_en: str = "The Umeå Region"
    description_sv: str = "Samverkan mellan kommunerna kring Umeå."
    description_en: str = "Cooperation of the municipalities around Umeå."
    kind: str = LOCAL_AUTHORITY
    """Of the list http://purl.org/adms/publishertype/1.0; mandatory since DCAT-AP-SE 3.0.1."""
    homepage: str = "https://www.umearegionen.se/"
    organisation_number: str | None = None
    """Ten digits: the data portal knows an organisation by them. A cooperation may have none."""
    contact_name: str | None = None
    contact_email: str | None = None
    """Without an address there is no contact point: the profile demands one of it."""
    contact_page: str | None = None
    catalogue_licence: str = CC0
    """For the description of the data, which is our own words."""
    data_licence: str | None = None
    """For the data themselves; None: the licence stands on each row."""
    issued: date | None = None
    """When the data were first published; None: not told."""
    availability: str | None = None
    """Of the EU list planned-availability: STABLE, AVAILABLE, …; None: nothing is promised."""


def publisher_of(settings: CatalogueSettings) -> Publisher:
    """Take what the operator set."""
    given = settings.model_dump(exclude_none=True)
    # Addresses were checked there; here they are texts.
    texts: dict[str, Any] = {
        name: str(value) if name in ADDRESSES else value for name, value in given.items()
    }
    return Publisher(**texts)
