"""What the database would refuse, found out row by row, so that one row does not stop a million."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from viauma.errors import InvalidInput, UnknownName
from viauma.exchange.findings import Finding, Severity
from viauma.exchange.seen import Seen
from viauma.imports.rules import Incoming
from viauma.municipalities.models import Municipality
from viauma.places.attributes import AttributeRules
from viauma.places.rules import PlaceDraft
from viauma.taxonomy.models import CategoryGeometry
from viauma.taxonomy.queries import attribute_schemas

_KINDS = {
    "POINT": "point",
    "MULTIPOINT": "point",
    "LINESTRING": "line",
    "MULTILINESTRING": "line",
    "POLYGON": "polygon",
    "MULTIPOLYGON": "polygon",
}


class Admission:
    """Whether a row could be stored; it remembers the ids that it has seen."""

    def __init__(self, session: Session) -> None:
        self._attributes = AttributeRules(attribute_schemas(session))
        pairs = session.execute(select(CategoryGeometry.category, CategoryGeometry.kind))
        self._kinds = {tuple(pair) for pair in pairs}
        self._municipalities = set(session.scalars(select(Municipality.code)))
        self._seen = Seen()

    def checked(self, rows: Iterable[Incoming]) -> Iterator[Incoming]:
        """Hand rows on; one that cannot be stored says why."""
        for row in rows:
            if row.draft is None:
                yield row
                continue
            known_by = {(one.code, one.severity) for one in row.findings}
            found = tuple(
                one for one in self._refusals(row.draft) if (one.code, one.severity) not in known_by
            )
            known = self._with_known_municipality(row) if row.draft.municipality else row
            yield replace(known, findings=known.findings + found) if found else known

    def _refusals(self, draft: PlaceDraft) -> Iterator[Finding]:
        try:
            self._attributes.checked(draft)
        except UnknownName as error:
            yield _error("category-unknown", error.message)
        except InvalidInput as error:
            yield _error("attribute-refused", error.message)
        kind = _KINDS.get(draft.wkt.partition("(")[0].strip(), "other")
        if (draft.category, kind) not in self._kinds:
            what = "a collection of shapes" if kind == "other" else f"a {kind}"
            yield _error("geometry-kind", f"'{draft.category}' has no places that are {what}")
        if not self._seen.is_new((draft.source, draft.source_id)):
            yield _error("duplicate-id", f"The id '{draft.source_id}' stands in an earlier row")

    def _with_known_municipality(self, row: Incoming) -> Incoming:
        draft = row.draft
        if draft is None or draft.municipality in self._municipalities:
            return row
        told = Finding(
            "municipality-not-here",
            Severity.NOTE,
            f"Municipality {draft.municipality} is not in this register: the place is stored "
            "without one. Once it is there, import the file again.",
        )
        without = replace(draft, municipality=None, municipality_basis=None)
        return replace(row, draft=without, findings=(*row.findings, told))


def _error(code: str, message: str) -> Finding:
    return Finding(code, Severity.ERROR, message)
