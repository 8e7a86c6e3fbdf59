"""What people decide about rows that wait and places that are gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
from sqlalchemy import select
from sqlalchemy.orm import Session

from viauma import clock
from viauma.errors import Conflict, InvalidInput, UnknownName
from viauma.exchange.findings import Severity
from viauma.imports.addresses import settle_addresses
from viauma.imports.corrections import corrected, correction_of
from viauma.imports.models import ClosingProposal, QuarantinedRow
from viauma.imports.queries import quarantined_row
from viauma.imports.rules import ProposalState, RowState, draft_of
from viauma.imports.sheet import changed_fields, checked_columns, decision_of, number_of
from viauma.municipalities.models import Municipality
from viauma.places.actions import store_places
from viauma.places.correcting import correct_place
from viauma.places.models import Place
from viauma.places.resolving import close_statements, roots_of
from viauma.places.rules import MunicipalityBasis, PlaceDraft, Status, Stored, Visibility
from viauma.taxonomy.models import Category


def release(session: Session, rows: Sequence[QuarantinedRow], *, actor: str, why: str) -> Stored:
    """Store rows as they are; who does so answers for the doubts.

    Raises
    ------
    InvalidInput
        A row has an error, and must be corrected first.
    Conflict
        A row does not wait, or the database refuses it.
    """
    for row in rows:
        _require_waiting(row)
        grave = [one["message"] for one in row.findings if one["severity"] == Severity.ERROR]
        if row.draft is None or grave:
            said = grave[0] if grave else "it says too little"
            raise InvalidInput(
                f"row {row.id}", f"must be corrected first (viauma quarantine correct): {said}"
            )
    return _store(session, rows, actor=actor, why=why)


def correct(
    session: Session,
    rows: Sequence[tuple[QuarantinedRow, Mapping[str, str]]],
    *,
    actor: str,
    why: str,
) -> Stored:
    """Set fields on rows that wait, each its own, and store the rows; all of them or none.

    What is set is the officers' word from then on (places.correcting): it stands when the source
    says something else of the same row later.

    Raises
    ------
    InvalidInput
        A field is not known, or a row still lacks what every place has; the row is named.
    Conflict
        A row does not wait, or the database refuses it.
    """
    for row, settings in rows:
        _require_waiting(row)
        try:
            draft = corrected(_beginning(row), settings)
            known = _with_known_municipality(session, draft, settings)
            row.draft = _with_faces(session, known)
        except InvalidInput as error:
            raise InvalidInput(f"row {row.id}", error.message) from None
    stored = _store(session, [row for row, _ in rows], actor=actor, why=why)
    for row, settings in rows:
        _keep_word(session, row, settings)
    return stored


def dismiss(session: Session, rows: Sequence[QuarantinedRow], *, actor: str, why: str) -> None:
    """Leave rows out for good, as long as their source says the same of them."""
    for row in rows:
        _require_waiting(row)
        _decide(row, RowState.DISMISSED, actor, why)
    session.flush()


def accept(
    session: Session, proposals: Sequence[ClosingProposal], *, actor: str, why: str
) -> Stored:
    """Close the places that are proposed to be closed.

    Of a place that several sources speak of, those that have it no longer say that it is closed.
    """
    drafts, closed = [], 0
    for one in proposals:
        _require_proposed(one)
        found = close_statements(session, one.place, by=(one.source, one.source_id))
        if found is None:
            drafts.append(_closed(session.get_one(Place, one.place)))
        else:
            closed += found
        _decide(one, ProposalState.ACCEPTED, actor, why)
    session.flush()
    stored = store_places(session, drafts)
    return replace(stored, updated=stored.updated + closed)


def decline(
    session: Session, proposals: Sequence[ClosingProposal], *, actor: str, why: str
) -> None:
    """Keep places open that their source has no longer."""
    for one in proposals:
        _require_proposed(one)
        _decide(one, ProposalState.DECLINED, actor, why)
    session.flush()


def _keep_word(session: Session, row: QuarantinedRow, settings: Mapping[str, str]) -> None:
    said = correction_of(row.draft or {}, settings)
    if not said or row.place is None:
        return
    (place,) = roots_of(session, [row.place])
    try:
        correct_place(session, str(place), said)
    except InvalidInput as error:
        raise InvalidInput(f"row {row.id}", error.message) from None


def _beginning(row: QuarantinedRow) -> dict[str, Any]:
    # A row of which no draft could be made has its source at least, and what it is known by.
    bare = {
        "source": row.source,
        "source_id": row.source_id or row.row_key.lstrip("~"),
        "slug": f"row-{row.fingerprint[:12]}",
        "licence": "not-stated",
    }
    return bare | (row.draft or {})


def _with_known_municipality(
    session: Session, draft: dict[str, Any], settings: Mapping[str, str]
) -> dict[str, Any]:
    """Leave out a municipality that is not here, as an import does; refuse one that is typed."""
    code = draft.get("municipality")
    if code is None or session.get(Municipality, code) is not None:
        return draft
    if "municipality" in settings:
        raise UnknownName("municipality", code, otherwise="Give the code of one in this register.")
    return {key: value for key, value in draft.items() if not key.startswith("municipality")}


def _with_faces(session: Session, draft: dict[str, Any]) -> dict[str, Any]:
    category = session.get(Category, draft.get("category", ""))
    if category is not None:
        faces = {"is_site": category.is_site, "is_facility": category.is_facility}
        return draft | faces
    return draft | {"is_site": True, "is_facility": False}


def _store(session: Session, rows: Sequence[QuarantinedRow], *, actor: str, why: str) -> Stored:
    drafts = []
    for row in rows:
        try:
            drafts.append(draft_of(row.draft or {}))
        except InvalidInput as error:
            raise InvalidInput(f"row {row.id}", error.message) from None
    session.flush()
    stored = store_places(session, drafts, before=settle_addresses)
    for row, draft in zip(rows, drafts, strict=True):
        key = (Place.source == draft.source) & (Place.source_id == draft.source_id)
        row.place = session.scalar(select(Place.id).where(key))
        _decide(row, RowState.RELEASED, actor, why)
    session.flush()
    return stored


def _decide(row: QuarantinedRow | ClosingProposal, state: str, actor: str, why: str) -> None:
    row.state, row.decided_at, row.decided_by, row.why = state, clock.now(), actor, why


def _require_waiting(row: QuarantinedRow) -> None:
    if row.state != RowState.WAITING:
        raise Conflict(f"Row {row.id} does not wait: it is {row.state}.")


def _require_proposed(one: ClosingProposal) -> None:
    if one.state != ProposalState.WAITING:
        raise Conflict(f"Proposal {one.id} does not wait: it is {one.state}.")


def _closed(place: Place) -> PlaceDraft:
    shape = shapely.from_wkb(bytes(place.geom.data))
    basis = place.municipality_basis
    names = (
        "slug", "names", "texts", "category", "is_site", "is_facility", "municipality", "street",
        "postcode", "city", "attributes", "opening_hours", "website", "identifiers", "source",
        "source_id", "licence", "attribution", "observed_on",
    )  # fmt: skip
    return PlaceDraft(
        **{name: getattr(place, name) for name in names},
        wkt=shapely.to_wkt(shape, rounding_precision=-1),
        municipality_basis=MunicipalityBasis(basis) if basis else None,
        visibility=Visibility(place.visibility),
        status=Status.CLOSED,
    )


@dataclass(frozen=True, slots=True)
class SheetTaken:
    """What became of the rows of a table of corrections."""

    corrected: int = 0
    released: int = 0
    dismissed: int = 0
    left: int = 0


def take_sheet(
    session: Session, sheet: Sequence[Mapping[str, Any]], *, actor: str, why: str
) -> SheetTaken:
    """Take a table of corrections; all of it or nothing. A row that waits no more is left.

    Raises
    ------
    InvalidInput
        The table is none of corrections, or a correction cannot be stored; the row is named.
    NotFound
        A row is not here.
    """
    checked_columns(list(sheet[0]) if sheet else [])
    corrections: list[tuple[QuarantinedRow, Mapping[str, str]]] = []
    decided: dict[str, list[QuarantinedRow]] = {"release": [], "dismiss": []}
    for cells in sheet:
        number, decision = number_of(cells), decision_of(cells)
        if number is None:
            continue
        row = quarantined_row(session, number)
        changed = changed_fields(row.draft, cells)
        if row.state != RowState.WAITING or not (changed or decision):
            continue
        if changed and decision != "dismiss":
            corrections.append((row, changed))
        else:
            decided[decision].append(row)
    if corrections:
        correct(session, corrections, actor=actor, why=why)
    if decided["release"]:
        release(session, decided["release"], actor=actor, why=why)
    dismiss(session, decided["dismiss"], actor=actor, why=why)
    done = len(corrections), len(decided["release"]), len(decided["dismiss"])
    return SheetTaken(*done, left=sum(number_of(one) is not None for one in sheet) - sum(done))
