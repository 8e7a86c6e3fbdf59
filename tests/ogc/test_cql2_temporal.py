"""CQL2 (21-065r2): temporal functions through items, compared with Allen's relations in Python."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import permutations

import pytest

from tests.ogc.asking import CQL2
from tests.ogc.filtering import LANGUAGES, SOURCES, Filters

TEMPORAL = f"{CQL2}temporal-functions"

abstract_test = pytest.mark.abstract_test
every_source = pytest.mark.parametrize("source", SOURCES)
languages = pytest.mark.parametrize("lang", LANGUAGES)

INSTANTS = {
    "timestamp": ("TIMESTAMP('2022-04-24T07:59:57Z')",
                  "INTERVAL('2021-01-01T00:00:00Z','2021-12-31T23:59:59Z')"),
    "date": ("DATE('2022-04-24')", "INTERVAL('2021-01-01','2021-12-31')"),
}  # fmt: skip
OF_INSTANTS = ("T_AFTER", "T_BEFORE", "T_DISJOINT", "T_EQUALS", "T_INTERSECTS")

Relation = Callable[[date, date, date, date], bool]
# From s to e, and from t to f.
OF_INTERVALS: dict[str, Relation] = {
    "T_AFTER": lambda s, e, t, f: s > f,
    "T_BEFORE": lambda s, e, t, f: e < t,
    "T_DISJOINT": lambda s, e, t, f: s > f or e < t,
    "T_EQUALS": lambda s, e, t, f: s == t and e == f,
    "T_INTERSECTS": lambda s, e, t, f: s <= f and e >= t,
    "T_CONTAINS": lambda s, e, t, f: s < t and e > f,
    "T_DURING": lambda s, e, t, f: s > t and e < f,
    "T_FINISHEDBY": lambda s, e, t, f: s < t and e == f,
    "T_FINISHES": lambda s, e, t, f: s > t and e == f,
    "T_MEETS": lambda s, e, t, f: e == t,
    "T_METBY": lambda s, e, t, f: s == f,
    "T_OVERLAPPEDBY": lambda s, e, t, f: t < s < f < e,
    "T_OVERLAPS": lambda s, e, t, f: s < t < e < f,
    "T_STARTEDBY": lambda s, e, t, f: s == t and e > f,
    "T_STARTS": lambda s, e, t, f: s == t and e < f,
}


@abstract_test(TEMPORAL, "/conf/temporal-functions/temporal-functions-1")
@every_source
@languages
def test_every_instant_is_related_to_instants_and_intervals(
    filters: Filters, source: str, lang: str
) -> None:
    """/conf/temporal-functions/temporal-functions-1; what is known is before, after or meets."""
    for name in filters.of_kind(source, *INSTANTS):
        known = filters.found(source, f"{name} IS NOT NULL", lang)
        for literal in INSTANTS[filters.kinds(source)[name]]:
            found = {one: filters.found(source, f"{one}({name},{literal})", lang)
                     for one in OF_INSTANTS}  # fmt: skip
            apart = found["T_AFTER"] | found["T_BEFORE"]
            assert not found["T_AFTER"] & found["T_BEFORE"]
            assert found["T_DISJOINT"] == apart
            assert found["T_INTERSECTS"] == known - apart
            assert found["T_EQUALS"] <= found["T_INTERSECTS"]


@abstract_test(TEMPORAL, "/conf/temporal-functions/temporal-functions-1")
@languages
@pytest.mark.parametrize("text", ["2003-11-01", "2004-01-01", "2005-12-31"])
def test_days_are_related_as_python_relates_them(filters: Filters, lang: str, text: str) -> None:
    """/conf/temporal-functions/temporal-functions-1, with results."""
    day = date.fromisoformat(text)
    known = {one["id"]: one["properties"]["starts_on"] for one in filters.features("projects")}
    starts = {id_: date.fromisoformat(text) for id_, text in known.items() if text}

    for name in OF_INSTANTS:
        holds = OF_INTERVALS[name]
        expected = {id_ for id_, start in starts.items() if holds(start, start, day, day)}
        assert filters.found("projects", f"{name}(starts_on,DATE('{text}'))", lang) == expected


@abstract_test(TEMPORAL, "/conf/temporal-functions/temporal-functions-2")
@every_source
@languages
@pytest.mark.parametrize("relation", OF_INTERVALS)
def test_every_pair_of_instants_is_an_interval(
    filters: Filters, source: str, lang: str, relation: str
) -> None:
    """/conf/temporal-functions/temporal-functions-2."""
    for kind, (_, literal) in INSTANTS.items():
        for first, second in permutations(filters.of_kind(source, kind), 2):
            text = f"{relation}(INTERVAL({first},{second}),{literal})"
            assert filters.found(source, text, lang) <= filters.ids(source)


@abstract_test(TEMPORAL, "/conf/temporal-functions/temporal-functions-2")
@languages
@pytest.mark.parametrize("relation", OF_INTERVALS)
@pytest.mark.parametrize("spelled", ["during", "INTERVAL(starts_on,ends_on)"])
def test_time_frames_are_related_as_python_relates_them(
    filters: Filters, lang: str, relation: str, spelled: str
) -> None:
    """/conf/temporal-functions/temporal-functions-2, with results; where both days are known."""
    frames = dict(time_frames(filters))
    seen: set[str] = set()
    for since, until in asked_about(frames):
        expected = {id_ for id_, (start, end) in frames.items()
                    if OF_INTERVALS[relation](start, end, since, until)}  # fmt: skip
        text = f"{relation}({spelled},INTERVAL('{since}','{until}'))"
        assert filters.found("projects", text, lang) & frames.keys() == expected, text
        seen |= expected
    assert seen


def time_frames(filters: Filters) -> Iterator[tuple[str, tuple[date, date]]]:
    for one in filters.features("projects"):
        days = [one["properties"][name] for name in ("starts_on", "ends_on")]
        if all(days):
            yield one["id"], (date.fromisoformat(days[0]), date.fromisoformat(days[1]))


def asked_about(frames: dict[str, tuple[date, date]]) -> set[tuple[date, date]]:
    """Ask about the time of a project, and about times that share one of its ends or neither."""
    start, end = max(frames.values(), key=lambda frame: (frame[1] - frame[0], frame))
    before, after = date(start.year - 2, 1, 1), date(end.year + 2, 1, 1)
    quarter = (end - start) / 4
    early, late = start + quarter, end - quarter
    return {(start, end), (start, after), (before, end), (start, early), (late, end),
            (before, start), (end, after), (before, early), (late, after), (early, late),
            (before, after), (date(1990, 1, 1), date(1991, 1, 1)),
            (date(2030, 1, 1), date(2031, 1, 1))}  # fmt: skip


@abstract_test(TEMPORAL, "/conf/temporal-functions/logical")
@every_source
@languages
def test_temporal_predicates_combine(filters: Filters, source: str, lang: str) -> None:
    """/conf/temporal-functions/logical."""
    kinds = filters.kinds(source)
    predicates = [f"{relation}({name},{literal})" for relation in OF_INSTANTS
                  for name in filters.of_kind(source, *INSTANTS)
                  for literal in INSTANTS[kinds[name]]]  # fmt: skip
    filters.assert_combined(source, [*predicates, "slug > 'n'"], lang)
