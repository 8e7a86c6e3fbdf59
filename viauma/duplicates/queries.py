"""Finding places that may be one: the database pairs what lies together, the rules weigh it."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

from viauma.db.named_sql import named_sql
from viauma.duplicates.naming import names_of
from viauma.duplicates.rules import NEAR_M, Kinship, Pairing, Score, score

BESIDE_M = 120.0
"""So near, places of quite different kinds are looked at too, if both have a name."""

_BATCH = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whose duplicates are sought; every field narrows it, and none means all places."""

    municipalities: Sequence[str] | None = None
    sources: Sequence[str] | None = None
    places: Sequence[uuid.UUID] | None = None
    since: datetime | None = None
    """Places written since then: those of an import that is under way."""


@dataclass(frozen=True, slots=True)
class Found:
    """Two places, the smaller id first, and how likely they are one."""

    one: uuid.UUID
    two: uuid.UUID
    score: Score


def pairs_found(session: Session, chosen: Chosen, *, min_score: float = 0.0) -> Iterator[Found]:
    """Find pairs of a chosen place and any other, each once, in no order.

    Leaves the chosen places in the temporary table ``asked``. Memory does not grow with the number
    of places; a pair that scores less than `min_score` is dropped at once.
    """
    _ask(session, chosen)
    _pair(session)
    rows = session.execute(
        text(named_sql("pairs_that_may_be_one")),
        {"near_m": NEAR_M, "beside_m": BESIDE_M},
        execution_options={"yield_per": _BATCH},
    )
    for row in rows.mappings():
        weighed = score(_pairing(row))
        if weighed.value >= min_score:
            one, two = sorted((row["a"], row["b"]))
            yield Found(one, two, weighed)


def score_between(session: Session, one: uuid.UUID, two: uuid.UUID) -> Score | None:
    """Weigh two places; None when they are too far apart, or too different, to be a pair at all."""
    chosen = Chosen(places=[one, two])
    found = list(pairs_found(session, chosen))
    return next((pair.score for pair in found if {pair.one, pair.two} == {one, two}), None)


def listed_pairs(
    session: Session,
    *,
    standing: str = "open",
    min_score: float = 0.0,
    places: Sequence[uuid.UUID] | None = None,
    run: uuid.UUID | None = None,
    limit: int | None = None,
) -> list[dict[str, Any]]:
    """List remembered pairs, the likeliest first, with what people need to recognise them."""
    values = {"standing": standing, "min_score": min_score, "run": run, "limit": limit}
    values["places"] = None if places is None else list(places)
    rows = session.execute(text(named_sql("listed_pairs")), values)
    return [dict(row) for row in rows.mappings()]


def _ask(session: Session, chosen: Chosen) -> None:
    session.execute(text("drop table if exists pg_temp.asked"))
    narrowed = {
        name: None if getattr(chosen, name) is None else list(getattr(chosen, name))
        for name in ("municipalities", "sources", "places")
    }
    values = narrowed | {"since": chosen.since, "near_m": NEAR_M}
    session.execute(text(named_sql("ask_for_places")), values)
    session.execute(text("create unique index asked_key on pg_temp.asked (id)"))
    session.execute(text("analyze pg_temp.asked"))


def _pair(session: Session) -> None:
    """Keep the pairs of asked places before they are measured, so that it is known how many."""
    session.execute(text("drop table if exists pg_temp.near_pair"))
    session.execute(text(named_sql("pair_what_lies_near")))
    session.execute(text(named_sql("pair_what_shares_identifiers")))
    session.execute(text("analyze pg_temp.near_pair"))


def _pairing(row: RowMapping) -> Pairing:
    return Pairing(
        one=_side(row, "a"),
        two=_side(row, "b"),
        distance_m=row["distance_m"],
        kinship=_kinship(row),
        is_alone=row["is_alone"],
        length_ratio=row["length_ratio"],
        apart_m=row["apart_m"],
    )


def _side(row: RowMapping, side: str) -> dict[str, Any]:
    columns = ("names", "attributes", "identifiers", "source", "is_trail")
    found = {name: row[f"{side}_{name}"] for name in columns}
    return found | {"names": names_of(found["names"], found["attributes"])}


def _kinship(row: RowMapping) -> Kinship:
    if row["is_same"]:
        return Kinship.SAME
    return Kinship.SIBLING if row["is_sibling"] else Kinship.NONE
