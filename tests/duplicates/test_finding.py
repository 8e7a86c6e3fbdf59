"""Places that may be one are found, remembered and weighed; what was decided stays decided."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.duplicates.conftest import MAPPED, OFFICIAL, asked, store
from tests.factories import place_draft, writing
from viauma.db.named_sql import named_sql
from viauma.duplicates.actions import dismiss_pair, find_duplicates, merge_places, unmerge_place
from viauma.duplicates.queries import Chosen, _ask, _pair, listed_pairs, pairs_found, score_between
from viauma.places.actions import store_places

KEEP, OTHER = "bettnesand", "bettnesands-badplats"
SOURCE = Path(__file__).parents[3] / "shared" / "data" / "umearegionen_places.geojson"


def found(url, chosen=None, least=0.0):
    with writing(url) as session:
        return list(pairs_found(session, chosen or Chosen(), min_score=least))


def weighed(url, *given, **more):
    """Weigh the only pair that two places make."""
    store(url, *given)
    (pair,) = found(url) or (None,)
    return pair and pair.score


def test_one_beach_in_two_sources_is_found_with_what_speaks_for_it(beaches):
    (pair,) = found(beaches)

    assert pair.one < pair.two
    assert pair.score.value > 0.95
    assert pair.score.parts["name"] == 3.0
    assert pair.score.parts["category"] == 2.0


def test_finding_twice_changes_nothing(beaches):
    revisions = "select count(*) from viauma.revision"
    with writing(beaches) as session:
        first = find_duplicates(session, Chosen())
    before = asked(beaches, revisions)
    with writing(beaches) as session:
        second = find_duplicates(session, Chosen())

    assert (first, second) == (1, 1)
    assert before == asked(beaches, revisions)


@pytest.mark.parametrize(
    ("chosen", "pairs"),
    [
        (Chosen(sources=["osm"]), 1),
        (Chosen(sources=["agency"]), 1),
        (Chosen(sources=["nobody"]), 0),
        (Chosen(municipalities=["2480"]), 1),
        (Chosen(municipalities=["2460"]), 0),
        (Chosen(places=[]), 0),
    ],
)
def test_only_pairs_of_chosen_places_are_looked_at(beaches, chosen, pairs):
    assert len(found(beaches, chosen)) == pairs


def test_a_dismissed_pair_stays_dismissed(beaches):
    with writing(beaches, reason="Two beaches") as session:
        dismiss_pair(session, OTHER, KEEP)
    with writing(beaches) as session:
        assert find_duplicates(session, Chosen()) == 0
        assert listed_pairs(session) == []
        assert listed_pairs(session, standing="dismissed")[0]["why"] == "Two beaches"


def test_a_merged_pair_is_no_candidate_and_one_taken_apart_is_not_proposed_again(beaches):
    with writing(beaches) as session:
        merge_places(session, KEEP, OTHER)
    merged = found(beaches)
    with writing(beaches) as session:
        unmerge_place(session, OTHER)
        assert find_duplicates(session, Chosen()) == 0

    assert merged == []


def test_an_open_pair_that_is_no_longer_alike_is_forgotten(beaches):
    with writing(beaches) as session:
        find_duplicates(session, Chosen())
    store(beaches, {**MAPPED, "wkt": "POINT (20.4 63.9)"})
    with writing(beaches) as session:
        find_duplicates(session, Chosen(sources=["osm"]))

    assert asked(beaches, "select * from viauma.duplicate_pair") == []


def test_an_identifier_that_both_carry_makes_one_of_places_far_apart(small_url):
    score = weighed(
        small_url, OFFICIAL, {**MAPPED, "wkt": "POINT (20.4 63.9)", "identifiers": {"hav": "SE1"}}
    )

    assert score.value > 0.8


def test_different_ids_in_one_namespace_speak_against(small_url):
    score = weighed(small_url, OFFICIAL, {**MAPPED, "identifiers": {"hav": "SE2"}})

    assert score.parts["identifiers"] < 0
    assert score.value < 0.8


def test_two_rows_of_one_source_are_hardly_one(small_url):
    score = weighed(small_url, OFFICIAL, {**MAPPED, "source": "agency"})

    assert score.parts["source"] < 0


def test_places_of_different_names_are_different(small_url):
    score = weighed(small_url, OFFICIAL, {**MAPPED, "names": {"sv": "Storsand"}})

    assert score.value < 0.5


def test_a_nameless_place_that_stands_alone_is_the_only_one_there(small_url):
    alone = weighed(small_url, OFFICIAL, {**MAPPED, "names": {}})
    store(
        small_url,
        {**MAPPED, "slug": "c", "source_id": "n2", "names": {}, "identifiers": {},
         "wkt": "POINT (20.2632 63.8259)"},
    )  # fmt: skip
    with writing(small_url) as session:
        ids = dict(asked(small_url, "select slug, id from viauma.place"))
        crowded = score_between(session, ids[KEEP], ids[OTHER])

    assert alone.value > 0.8 > crowded.value


def test_loops_that_share_a_start_are_different_trails(small_url):
    start = {"category": "ski_track", "names": {"sv": "Elljusspåret"}}
    score = weighed(
        small_url,
        {**start, "source": "a", "wkt": "LINESTRING (20 63, 20.01 63)"},
        {**start, "source": "b", "wkt": "LINESTRING (20 63, 20 63.02)"},
    )

    assert score.value < 0.2


def test_one_trail_drawn_twice_is_one(small_url):
    trail = {"category": "ski_track", "names": {"sv": "Elljusspåret"}}
    score = weighed(
        small_url,
        {**trail, "source": "a", "wkt": "LINESTRING (20 63, 20.01 63, 20.02 63)"},
        {**trail, "source": "b", "wkt": "LINESTRING (20 63, 20.01 63.0001, 20.02 63)"},
    )

    assert score is not None


def test_candidates_are_found_by_index_however_many_places_there_are(small_url):
    with writing(small_url) as session:
        store_places(
            session,
            (
                place_draft(wkt=f"POINT ({10 + n % 100 / 10} {55 + n // 100 / 10})")
                for n in range(8000)
            ),
        )
    store(small_url, OFFICIAL, MAPPED)
    with writing(small_url) as session:
        session.execute(text("analyze viauma.place"))
        _ask(session, Chosen(sources=["osm"]))
        pairing = session.scalars(text("explain " + named_sql("pair_what_lies_near"))).all()
        _pair(session)
        measuring = session.scalars(
            text("explain " + named_sql("pairs_that_may_be_one")), {"near_m": 250, "beside_m": 120}
        ).all()

    assert any("place_geom_gist" in line for line in pairing), "\n".join(pairing)
    assert not any("Seq Scan on place" in line for line in measuring), "\n".join(measuring)


def test_identifiers_are_not_read_when_no_asked_place_has_any(small_url):
    store(small_url, {**OFFICIAL, "identifiers": {}}, MAPPED)
    with writing(small_url) as session:
        _ask(session, Chosen(sources=["agency"]))
        _pair(session)
        plan = session.scalars(
            text("explain analyze " + named_sql("pair_what_shares_identifiers"))
        ).all()

    assert any("Seq Scan on place" in line and "never executed" in line for line in plan), plan


# The region's own duplicates ----------------------------------------------------------------


@pytest.fixture(scope="module")
def judged():
    """Pairs that people judged to be one, and all rows as the sources have them."""
    if not SOURCE.exists():
        pytest.skip("the folder of sources (../shared/data) is not beside the repository")
    from viauma_data.curation.duplicates import NAMED, _bathing_pairs
    from viauma_data.curation.facts import read_features

    drafts = list(read_features(json.loads(SOURCE.read_text(encoding="utf-8"))["features"]))
    pairs = {frozenset(pair) for pair in NAMED}
    pairs |= {frozenset((a.key, b.key)) for a, b in _bathing_pairs(drafts)}
    return drafts, pairs


def as_place(draft, number):
    names = {"sv": draft.name_sv, "en": draft.name_en}
    return place_draft(
        slug=f"raw-{number}", source=draft.source, source_id=draft.source_id,
        names={language: name for language, name in names.items() if name},
        category=draft.category, wkt=draft.shape.wkt, municipality=None, municipality_basis=None,
        attributes=draft.attributes, identifiers=draft.identifiers, licence=draft.origin.licence,
    )  # fmt: skip


def test_the_pairs_that_people_judged_are_found_and_hardly_others(judged, database_url):
    drafts, pairs = judged
    with writing(database_url) as session:
        store_places(session, [as_place(draft, n) for n, draft in enumerate(drafts)])
        keys = dict(asked_keys(session))
        likely = {
            frozenset((keys[pair.one], keys[pair.two])): pair.score
            for pair in pairs_found(session, Chosen(), min_score=0.8)
        }
        missed = pairs - likely.keys()
        extra = likely.keys() - pairs
    recall = 1 - len(missed) / len(pairs)
    precision = 1 - len(extra) / len(likely)

    assert recall >= 0.9
    assert precision >= 0.9


def asked_keys(session):
    return [
        (row.id, f"{row.source}:{row.source_id}")
        for row in session.execute(text("select id, source, source_id from viauma.place"))
    ]
