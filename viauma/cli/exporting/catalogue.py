"""The catalogue (DCAT-AP-SE) as a file: of a running API, or of files that lie ready."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from viauma.cli.exporting.answer import Answer
from viauma.cli.exporting.formats import EXPORTS, key_in_the_api
from viauma.cli.exporting.target import STDOUT, send
from viauma.errors import InvalidInput
from viauma.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from viauma.geo.bbox import BBox
    from viauma_api.catalogue import Catalogue
    from viauma_api.distributions import Distribution

SYNTAXES = {".rdf": "rdf", ".jsonld": "jsonld", ".ttl": "turtle"}
STATIC_DOCUMENT = "/dcat.rdf"
STATIC_PAGE = "/index.html"


class Ready(NamedTuple):
    """A file of a collection that lies ready."""

    key: str
    name: str
    """From the bundle's folder, with slashes."""
    size: int


def write_catalogue(settings: Settings, base: str, target: Path) -> None:
    """Write the catalogue that an API at this address gives.

    Raises
    ------
    InvalidInput
        The file's name says none of the syntaxes.
    """
    from viauma.db.session import as_of_now, reading
    from viauma.exchange.credits import changed_on
    from viauma.municipalities.queries import municipalities
    from viauma_api.catalogue import SYNTAXES as TYPES
    from viauma_api.catalogue import compose
    from viauma_api.catalogue_graph import written
    from viauma_api.collections import COLLECTIONS
    from viauma_api.publisher import publisher_of

    suffix = ".rdf" if target == STDOUT else target.suffix
    if suffix not in SYNTAXES:
        raise InvalidInput("--out", f"must end in {', '.join(SYNTAXES)}: that says the syntax")
    with reading(settings) as session:
        as_of_now(session)
        around = sorted({one.extent_of for one in COLLECTIONS.values()})
        catalogue = compose(
            base,
            {of: _extent(session, of) for of in around},
            municipalities(session),
            modified=changed_on(session),
            publisher=publisher_of(settings.catalogue),
        )
    send([written(catalogue, TYPES[SYNTAXES[suffix]])], target)


def catalogue_of_files(
    settings: Settings, base: str, files: Sequence[tuple[Answer, Sequence[Ready]]]
) -> "Catalogue":
    """Describe collections whose distributions are files below an address."""
    from viauma.exchange.credits import changed_on
    from viauma.municipalities.queries import municipalities
    from viauma_api.catalogue import Catalogue, Dataset
    from viauma_api.publisher import publisher_of
    from viauma_api.subjects import subject_of

    session = files[0][0].session
    datasets = tuple(
        Dataset(
            answer.collection,
            subject_of(answer.collection),
            f"{base}{STATIC_PAGE}",
            _extent(session, answer.collection.extent_of),
            tuple(_distribution(base, one) for one in ready),
        )
        for answer, ready in files
    )
    members = tuple((one.code, one.name) for one in municipalities(session) if one.is_member)
    return Catalogue(
        base,
        publisher_of(settings.catalogue),
        datasets,
        members,
        changed_on(session),
        document_path=STATIC_DOCUMENT,
        page_path=STATIC_PAGE,
        has_service=False,
    )


def _distribution(base: str, one: Ready) -> "Distribution":
    from viauma.exchange.media_types import Delivery, Format
    from viauma_api.distributions import of_file

    about = EXPORTS[one.key]
    key = key_in_the_api(one.key)
    format_ = Format(
        key, about.title, about.media_type, about.suffix, Delivery.FILE, about.description
    )
    return of_file(format_, f"{base}/{one.name}", one.size)


def _extent(session: "Session", of: str) -> "BBox | None":
    from viauma.db.named_sql import named_sql
    from viauma.geo.bbox import BBox

    row = session.connection().exec_driver_sql(named_sql(f"extent_of_{of}")).one()
    return None if row[0] is None else BBox(*row)
