"""Apply a profile: from located rows to candidates, streaming, a few hundred rows at a time."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final

import shapely

from viauma.exchange.findings import Finding, Severity
from viauma.places.attributes import AttributeRules
from viauma_data.detecting.layout import Located
from viauma_data.profiles import jsonld, osm
from viauma_data.profiles.candidate import Candidate
from viauma_data.profiles.categories import LeftOut, chooser
from viauma_data.profiles.context import Context
from viauma_data.profiles.drafting import Place, drafted, judge_attributes
from viauma_data.profiles.facts import Facts, read_facts, steps
from viauma_data.profiles.model import Profile
from viauma_data.profiles.municipalities import points_of
from viauma_data.profiles.names import bound
from viauma_data.profiles.shifted import shift_of
from viauma_data.profiles.texts import UNSTORABLE, one_line
from viauma_data.profiles.unfit import Told, Unfit
from viauma_data.profiles.values import converter

PIECE: Final = 500
"""Rows whose municipalities are looked up together, which costs a tenth of one by one."""

_LONGEST_ID: Final = 200
_KIND: Final = re.compile(r"[A-Za-z]+")

_UNPACK: Final = {
    "osm": osm.unpacked, "schema_org": jsonld.schema_org, "datatourisme": jsonld.datatourisme,
}  # fmt: skip


def candidates(
    profile: Profile, located: Iterable[Located], context: Context
) -> Iterator[Candidate]:
    """Make a candidate of each row, in their order.

    Rows that are no places of ours by the profile's own rule (an OSM object that no category
    means) give none; `context.left_out` counts them by reason.
    """
    making = _Making(profile, context)
    rows = iter(located)
    while piece := list(islice(rows, PIECE)):
        for one, place in zip(piece, _places(piece, context), strict=True):
            candidate = making.candidate(one, place)
            if candidate is not None:
                yield candidate


def _places(piece: Sequence[Located], context: Context) -> Iterator[Place | None]:
    shapes = [one.shape for one in piece]
    points = points_of(shapes)
    wheres = context.municipalities.at(points)
    empty = shapely.is_empty(points)
    for one, where, wkt, is_empty in zip(piece, wheres, _wkts(shapes), empty, strict=True):
        if one.shape is None or is_empty:
            yield None
            continue
        yield Place(one.row.number, one.shape, wkt, where)


def _wkts(shapes: Sequence[Any]) -> Iterator[str]:
    """Spell shapes; points all at once, without losing a digit."""
    xs, ys = shapely.get_x(shapes).tolist(), shapely.get_y(shapes).tolist()
    for shape, x, y in zip(shapes, xs, ys, strict=True):
        # A comparison with itself is false for what is not a number.
        if x == x:  # noqa: PLR0124
            yield f"POINT ({x!r} {y!r})"
        else:
            yield "" if shape is None else str(shapely.to_wkt(shape, rounding_precision=-1))


def _as_of_trails(found: Finding) -> Finding:
    # Loops that begin at the same car park are different loops.
    return replace(found, severity=Severity.NOTE) if found.code == "stacked-positions" else found


class _Making:
    """A profile made ready for one table."""

    def __init__(self, profile: Profile, context: Context) -> None:
        self._profile, self._context = profile, context
        self._unpack = _UNPACK[profile.unpack] if profile.unpack else None
        if self._unpack:
            columns = {rule.name: rule.name for rule in profile.column}
            self._category_column = profile.category.column
        else:
            columns = dict(bound(profile, context.columns).columns)
            named = profile.category.column or ""
            here = named if named in context.columns else None
            self._category_column = columns.get(named, here)
        self._plan = steps(profile.column, columns, are_guarded=context.are_guarded)
        self._outline = columns.get(profile.outline or "")
        of_rule = {rule.name: rule for rule in profile.column}
        self._ids = [
            (columns[name], converter(of_rule[name])) for name in profile.id if name in columns
        ]
        self._choose = chooser(profile.category, self._category_column)
        self._rules = AttributeRules(
            {key: one.attribute_schema for key, one in context.categories.items()}
        )

    def candidate(self, located: Located, place: Place | None) -> Candidate | None:
        row = located.row
        values: Mapping[str, Any] = self._unpack(row.values) if self._unpack else row.values
        category = self._choose(values)
        if isinstance(category, LeftOut):
            self._context.left_out[str(category)] += 1
            return None
        category = category or self._context.category
        facts = read_facts(values, self._plan, row.number)
        if len(facts.misfits) > 1:
            self._judge_shift(values, facts, row.number)
        draft = None
        known = self._has_category(facts, values, category, row.number)
        if place is None:
            _miss_position(facts, located)
        elif known:
            draft = self._drafted(facts, values, category, place)
        lies = located.findings
        kind = self._context.categories.get(category or "")
        if kind is not None and kind.is_trail:
            lies = tuple(map(_as_of_trails, lies))
        if self._outline:
            _judge_outline(facts, located, self._outline)
        found = (*row.findings, *lies, *facts.findings)
        return Candidate(located, draft, tuple(map(self._judged, found)))

    def _judged(self, found: Finding) -> Finding:
        if found.severity is Severity.DOUBT and found.code in self._profile.judged:
            return replace(found, severity=Severity.NOTE)
        return found

    def _drafted(self, facts: Facts, values: Mapping[str, Any], category: Any, place: Any) -> Any:
        self._identify(facts, values, place)
        judge_attributes(facts, place.row, category, self._profile, self._context, self._rules)
        if not facts.names:
            facts.add("name-missing", Severity.NOTE, "The row has no name.", (place.row, None))
        return drafted(facts, place, category, self._profile, self._context)

    def _has_category(
        self, facts: Facts, values: Mapping[str, Any], category: str | None, row: int
    ) -> bool:
        if category in self._context.categories:
            return True
        said = one_line(str(values.get(self._category_column or "", "")))[:60]
        message = f"No category of the taxonomy is known for '{said}'."
        facts.add("category-unknown", Severity.ERROR, message, (row, self._category_column))
        return False

    def _judge_shift(self, values: Mapping[str, Any], facts: Facts, row: int) -> None:
        columns = self._context.columns
        shift = shift_of(values, columns, self._plan, facts.misfits)
        if shift is None:
            return
        misfits = set(facts.misfits)
        facts.findings = [one for one in facts.findings if one.column not in misfits]
        first = columns.index(shift.column)
        plan = [step for step in self._plan if columns.index(step.column) <= first]
        trusted = read_facts(values, plan, row)
        facts.fields, facts.names, facts.texts = trusted.fields, trusted.names, trusted.texts
        facts.attributes, facts.identifiers = trusted.attributes, trusted.identifiers
        message = (
            f"From column '{shift.column}' on the values stand {shift.by} columns too far to the "
            "right, as after a separator that was not quoted; what follows is not taken over."
        )
        facts.add("shifted-columns", Severity.DOUBT, message, (row, shift.column))

    def _identify(self, facts: Facts, values: Mapping[str, Any], place: Place) -> None:
        given = facts.fields.get("source_id") or self._first_id(values)
        if given is None:
            facts.fields["@hashed"] = True
            given = _hashed(facts, place)
            if self._ids:
                message = (
                    "No id is given, so that the row is known by its name and position; where "
                    "its source changes one of them, it is taken for another place."
                )
                facts.add("id-missing", Severity.NOTE, message, (place.row, self._ids[0][0]))
        facts.fields["source_id"] = given
        if not self._context.seen.is_new((facts.fields.get("source"), given)):
            message = f"The id '{given[:60]}' stands in an earlier row already."
            column = self._ids[0][0] if self._ids else None
            facts.add("duplicate-id", Severity.ERROR, message, (place.row, column))

    def _first_id(self, values: Mapping[str, Any]) -> str | None:
        for column, convert in self._ids:
            raw = values.get(column)
            if raw is None or raw == "":
                continue
            try:
                value = convert(raw)
            except Unfit:
                value = raw
            text = str(value.value if isinstance(value, Told) else value or "")
            if said := one_line(UNSTORABLE.sub("\ufffd", text)):
                return said[:_LONGEST_ID]
        return None


def _hashed(facts: Facts, place: Place) -> str:
    point = shapely.point_on_surface(place.shape)
    said = f"{next(iter(facts.names.values()), '')}|{point.x:.5f}|{point.y:.5f}"
    return f"row-{hashlib.sha256(said.encode(errors='replace')).hexdigest()[:16]}"


def _judge_outline(facts: Facts, located: Located, column: str) -> None:
    """Tell where a file has but a point of what was a line or an area."""
    said = located.row.values.get(column)
    kind = _KIND.match(said) if isinstance(said, str) else None
    shape = located.shape
    if kind and shape is not None and shape.geom_type == "Point" and kind[0].upper() != "POINT":
        message = f"The file had no room for the {kind[0]}; only a point of it is here."
        facts.add("shape-left-out", Severity.DOUBT, message, (located.row.number, column))


def _miss_position(facts: Facts, located: Located) -> None:
    """Tell that there is no position, unless it was told already why."""
    found = (*located.row.findings, *located.findings)
    if not any(one.severity is Severity.ERROR for one in found):
        message = "The row has no position."
        facts.add("position-missing", Severity.ERROR, message, (located.row.number, None))
