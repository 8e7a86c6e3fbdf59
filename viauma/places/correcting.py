"""What an officer corrects is a statement like any source's, of the source that is trusted most."""

import json
import uuid
from collections.abc import Collection, Mapping
from typing import Any

import shapely
from shapely.errors import ShapelyError
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from viauma import clock
from viauma.db.named_sql import named_sql
from viauma.errors import Conflict, InvalidInput, NotFound, UnknownName
from viauma.places import resolving, statements
from viauma.places.attributes import AttributeRules
from viauma.places.models import Place
from viauma.places.queries import is_uuid
from viauma.places.rules import Status, is_storable
from viauma.provenance.actions import describe_source, ensure_register
from viauma.provenance.models import PlaceStatement, Source
from viauma.provenance.queries import source_named
from viauma.provenance.rules import REGISTER
from viauma.taxonomy.queries import attribute_schemas

_COLUMNS = {column: group for group, columns in statements.GROUPS.items() for column in columns}
_CORRECTABLE = ("wkt", *_COLUMNS, *statements.MAPS, "status", "opening_hours", "website")
_TEXTS = ("names", "texts", "identifiers", "opening_hours", "website")
_STATUSES = tuple(str(one) for one in Status if one is not Status.MERGED)


def correct_place(
    session: Session,
    reference: str,
    fields: Mapping[str, Any],
    *,
    withdraw: Collection[str] = (),
) -> uuid.UUID:
    """Say of a place what is right, whatever its sources say; answer its id.

    The sources' own words are kept, and speak again when the correction is withdrawn.

    Parameters
    ----------
    session
        A session that names its author (viauma.db.session).
    reference
        Slug or id.
    fields
        Values as in a PlaceDraft. A map (names, texts, attributes, identifiers) corrects the keys
        it has. None says that there is no such thing: no website, no opening hours.
    withdraw
        Names of corrections to take back, as provenance spells them: ``attributes.lit``,
        ``address``, ``geom``.

    Raises
    ------
    NotFound
        There is no such place.
    Conflict
        The place was merged into another, or the database refuses a value.
    InvalidInput
        A field cannot be corrected, or its value cannot be.
    """
    resolving.wait_for_mergers(session)
    row = place_row(session, reference)
    if row["merged_into"] is not None:
        raise Conflict(f"{reference} was merged into another place; correct that one.")
    rules = AttributeRules(attribute_schemas(session))
    said = _said(row, fields, rules)
    _check_kind(session, row, said)
    ensure_register(session)
    resolving.keep_statement(session, row)
    _restate(session, row["id"], said, set(withdraw))
    resolving.resolve_places(session, [row["id"]], rules=rules)
    resolving.drop_lone_statements(session, [row["id"]])
    return uuid.UUID(str(row["id"]))


def place_row(session: Session, reference: str) -> dict[str, Any]:
    """Find and lock a place, public or not, by slug or id.

    Raises
    ------
    NotFound
        There is none.
    """
    column = Place.id if is_uuid(reference) else Place.slug
    found = None
    if "\x00" not in reference:
        found = session.scalar(select(Place.id).where(column == reference))
    if found is None:
        raise NotFound(f"There is no place '{reference[:80]}'.")
    return resolving.locked_places(session, [found])[found]


def change_source(
    session: Session, name: str, *, by_field: Mapping[str, int | None], **described: Any
) -> tuple[Source, int]:
    """Change what is known of a source, and resolve what its trust decides; count those places.

    Raises
    ------
    UnknownName
        There is no such source, or a field that trust cannot be spoken of.
    InvalidInput
        A trust is not from 0 to 100.
    """
    for field in by_field:
        family, _, key = field.partition(".")
        if family not in statements.FAMILIES or (key and family not in statements.MAPS):
            raise UnknownName("field", field, otherwise=f"One of: {_listed(statements.FAMILIES)}.")
    resolving.wait_for_mergers(session)
    source = describe_source(session, name, by_field=by_field, **described)
    return source, resolving.resolve_source(session, name)


def _said(row: dict[str, Any], fields: Mapping[str, Any], rules: AttributeRules) -> dict[str, Any]:
    said: dict[str, Any] = {}
    category = fields.get("category") or row["category"]
    for name, value in fields.items():
        if name not in _CORRECTABLE:
            raise UnknownName("field", name, otherwise=f"One of: {_listed(_CORRECTABLE)}.")
        if name in _COLUMNS:
            group = statements.GROUPS[_COLUMNS[name]]
            # The other half of an address or a category stays as it is.
            said.setdefault(_COLUMNS[name], {column: row[column] for column in group})[name] = value
        elif name in statements.MAPS:
            said |= {f"{name}.{key}": one for key, one in (value or {}).items()}
        elif name == "wkt":
            said["geom"] = _ewkb(value)
        else:
            said[name] = value
    _check(said, category, rules)
    return said


def _check(said: Mapping[str, Any], category: str, rules: AttributeRules) -> None:
    if not is_storable(said):
        raise InvalidInput("fields", "cannot be stored: a text is not Unicode or a number is none")
    if "status" in said and said["status"] not in _STATUSES:
        raise InvalidInput("status", f"must be {_listed(_STATUSES)}; merging has its own command")
    for name, value in said.items():
        family, _, key = name.partition(".")
        if family == "attributes" and value is not None:
            rules.check_one(category, key, value)
        elif family in _TEXTS and not isinstance(value, str | None):
            raise InvalidInput(name, "must be a text")


def _check_kind(session: Session, row: dict[str, Any], said: Mapping[str, Any]) -> None:
    category = said.get("category", row)["category"]
    kind = statements.kind_of(said.get("geom", row["geom"]))
    if kind not in resolving.kinds_by_category(session).get(category, frozenset()):
        name = "wkt" if "geom" in said else "category"
        raise InvalidInput(name, f"{category} does not accept that geometry: {kind}")


def _ewkb(wkt: Any) -> str:
    try:
        shape = shapely.from_wkt(wkt)
    except (ShapelyError, TypeError) as error:
        raise InvalidInput("wkt", f"'{str(wkt)[:60]}' is not Well-Known Text") from error
    if shape is None:
        raise InvalidInput("wkt", "a place is somewhere")
    return str(shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True))


def _restate(
    session: Session, place: uuid.UUID, said: Mapping[str, Any], withdrawn: set[str]
) -> None:
    key = (REGISTER, str(place))
    before = session.get(PlaceStatement, key, populate_existing=True)
    fields = {**(before.fields if before else {}), **said}
    for name in sorted(withdrawn - fields.keys()):
        raise UnknownName("withdraw", name, otherwise="Nothing of that name was corrected.")
    fields = {name: value for name, value in fields.items() if name not in withdrawn}
    if before is not None and not fields:
        session.delete(before)
    elif fields and (before is None or fields != before.fields):
        _put(session, place, fields, before)
    session.flush()
    session.expire_all()


def _put(
    session: Session, place: uuid.UUID, fields: Mapping[str, Any], before: PlaceStatement | None
) -> None:
    values: dict[str, Any] = {
        "source": REGISTER,
        "source_id": str(place),
        "fields": json.dumps(fields),
        "licence": source_named(session, REGISTER).licence or "not-stated",
        "attribution": None,
        "observed_on": clock.now().date().isoformat(),
    }
    if before is not None:
        session.execute(text(named_sql("update_statement")), values)
    else:
        values |= {"place": place, "stated_at": clock.now()}
        session.execute(text(named_sql("put_statement")), values)


def _listed(names: Collection[str]) -> str:
    return ", ".join(names)
