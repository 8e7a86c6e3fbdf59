"""Who is to be named for the rows of an export: of exactly these rows, and of no others.

Asked of the database with the filter of the export and in its snapshot, before the first row is
read: some formats carry it in front of their rows, and reading each row twice would cost as much
as writing it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, cast, func, select
from sqlalchemy.orm import Session

from viauma.exchange.whole import layer_pages
from viauma.features.layers import Layer, LayerFilter
from viauma.places.filtering import conditions, parameters_of, shape_of
from viauma.places.models import PublishedPlace as P
from viauma.places.rules import PlaceFilter

NOT_TOLD = "not-stated"
SOURCES = ("source", "geom_source", "population_source")
"""The members of a layer's features that name where they are from."""


class Credit(NamedTuple):
    """Somebody to be named, the licence of the rows, and how many rows they are."""

    name: str
    licence: str
    rows: int


def place_credits(session: Session, question: PlaceFilter) -> list[Credit]:
    """Find whom the places of a filter ask to be named; who asks for nobody names the source."""
    stated = cast(P.feature, JSON)["properties"]["attribution"].as_string()
    name = func.coalesce(stated, P.source)
    statement = (
        select(name, P.licence, func.count()).select_from(P)
        .where(*conditions(shape_of(question))).group_by(name, P.licence)
    )  # fmt: skip
    rows = session.execute(statement, parameters_of(question)).all()
    return _credits((names, licence, count) for names, licence, count in rows)


def changed_on(session: Session) -> date | None:
    """Tell the day of the last change that is published; the same data always say the same."""
    moment: datetime | None = session.scalar(select(func.max(P.updated_at)))
    return None if moment is None else moment.astimezone(UTC).date()


def categories_in(session: Session, question: PlaceFilter) -> list[str]:
    """List the categories that the places of a filter have."""
    statement = select(P.category).where(*conditions(shape_of(question))).distinct()
    return list(session.scalars(statement, parameters_of(question)))


def layer_credits(session: Session, layer: Layer, question: LayerFilter) -> list[Credit]:
    """Find the sources that municipalities or projects name; such rows state no licence."""
    features = [
        json.loads(one.feature)["properties"]
        for page in layer_pages(session, layer, question)
        for one in page
    ]
    named = ((one[key], NOT_TOLD, 1) for one in features for key in SOURCES if one.get(key))
    return _credits(named)


def _credits(found: Iterable[tuple[str, str, int]]) -> list[Credit]:
    counts: Counter[tuple[str, str]] = Counter()
    for names, licence, count in found:
        # A row that two sources gave names both.
        for name in {one.strip() for one in names.split(";")} - {""}:
            counts[name, licence] += count
    return [Credit(*key, count) for key, count in sorted(counts.items())]


def in_one_line(credits_: Sequence[Credit]) -> str:
    """Spell whom to name in one line, as a file's own description can hold it."""
    return "; ".join(f"{one.name} ({one.licence})" for one in credits_)


def as_json(credits_: Sequence[Credit]) -> list[dict[str, Any]]:
    """Spell whom to name as a member of a JSON document."""
    return [one._asdict() for one in credits_]


def as_text(credits_: Sequence[Credit], title: str) -> str:
    """Write the text that goes with a file, for people: in Swedish, then in English."""
    lines = [
        f"{one.name}, {one.licence}, {one.rows} {'rad/row' if one.rows == 1 else 'rader/rows'}"
        for one in credits_
    ]
    return "\n".join((
        title,
        "",
        "Namnge dessa när du visar eller sprider data ur filen. not-stated: källan anger inget.",
        "Name these where you show or pass on the data. not-stated: the source says nothing.",
        "",
        *lines,
        "",
    ))  # fmt: skip
