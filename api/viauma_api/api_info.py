"""Who answers for the API, in which version, under which terms and within which limits.

The API document and /api-info (Swedish REST API profile, VER.06) say it from here.
"""

from datetime import date
from typing import Any

from viauma import __version__
from viauma.features.paging import COUNT_BOUND
from viauma_api.http.targets import MOST_QUERY_BYTES
from viauma_api.parameters import MAX_LIMIT
from viauma_api.publisher import Publisher

TITLE = "Via Uma"
SUMMARY = "Tourism sites, municipal facilities and development projects of a region."
STATUS = "active"

RELEASES = {"0.1.0": date(2026, 11, 24)}
"""The day of each release: a version without one does not start."""
RELEASED = RELEASES[__version__]

NO_MAILBOX = "geodata@umearegionen.example"
"""Until the operator names one. The domain is reserved (RFC 2606): nobody receives it."""

LICENCE = {
    "name": "EUPL-1.2",
    "url": "https://interoperable-europe.ec.europa.eu/collection/eupl/eupl-text-eupl-12",
}


def _spaced(number: int) -> str:
    """Write a number so that both languages read it the same: a comma is a decimal in Swedish."""
    return f"{number:,}".replace(",", " ")


DESCRIPTION = f"""\
## Svenska

API:et svarar på frågor om platser: var de ligger, vad de är, vem som sköter dem och vad källan
säger. Det följer OGC API Features, är öppet för alla, utan nyckel och utan inloggning, och det
läser bara. Börja med `/collections`; varje sida länkar till nästa.

Begränsningar:

- En sida har högst {_spaced(MAX_LIMIT)} objekt (`limit`). Filer har allt som frågan träffar.
- `numberMatched` är exakt upp till {_spaced(COUNT_BOUND)} och utelämnas därefter.
- En fråga får ha högst {_spaced(MOST_QUERY_BYTES)} byte i adressen; det begränsar också filter.
- Parametrar som inte finns beskrivna avvisas med 400; felet namnger parametern.
- Okänt står som null. Kommungränserna är tematiska och kan ligga flera kilometer fel vid kusten.
- Licensen står på varje rad; där källan inget säger står `not-stated`.

## English

The API answers questions about places: where they are, what they are, who runs them and what the
source says. It follows OGC API Features, is open to everybody, without key or login, and it only
reads. Begin with `/collections`; each page links to the next.

Limits:

- A page has {_spaced(MAX_LIMIT)} features at most (`limit`). Files hold everything that matches.
- `numberMatched` is exact up to {_spaced(COUNT_BOUND)} and left out beyond.
- A query may have {_spaced(MOST_QUERY_BYTES)} bytes in the address, which bounds filters too.
- Parameters that are not described are refused with 400; the problem names the parameter.
- What is unknown is null. Municipality outlines are thematic and may be kilometres off at the
  coast.
- The licence stands on each row; where the source says nothing, it is `not-stated`.
"""


def info(base: str, publisher: Publisher) -> dict[str, Any]:
    """Write the Info Object of the API document.

    Parameters
    ----------
    base
        Address of the landing page without its final slash.
    """
    return {
        "title": TITLE,
        "version": __version__,
        "description": DESCRIPTION,
        "termsOfService": terms_page(base),
        "contact": contact(publisher),
        "license": LICENCE,
    }


def contact(publisher: Publisher) -> dict[str, str]:
    """Write whom to ask: an organisation or a role, never a person."""
    return {
        "name": publisher.contact_name or publisher.name_sv,
        "url": publisher.contact_page or publisher.homepage,
        "email": publisher.contact_email or NO_MAILBOX,
    }


def api_info(base: str) -> dict[str, str]:
    """Write /api-info."""
    return {
        "apiName": TITLE,
        "apiVersion": __version__,
        "apiReleased": RELEASED.isoformat(),
        "apiDocumentation": docs_page(base),
        "apiStatus": STATUS,
    }


def docs_page(base: str) -> str:
    """Spell the address of the page for people."""
    return f"{base}/api/docs"


def terms_page(base: str) -> str:
    """Spell the address where the terms stand."""
    return f"{docs_page(base)}#terms"
