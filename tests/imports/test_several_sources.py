"""Files about places that other sources and officers speak of too."""

import pytest

from tests.factories import place_draft, writing
from tests.imports.conftest import DOUBT, row
from tests.imports.test_taking_in import asked, written
from viauma.duplicates.actions import merge_places
from viauma.imports.actions import accept, correct, release
from viauma.imports.queries import RowFilter, quarantined_rows, waiting_proposals
from viauma.places.actions import store_places
from viauma.places.correcting import correct_place

OSM = {"source": "osm", "source_id": "node/1", "slug": "from-osm", "licence": "ODbL-1.0"}


def place(url, slug):
    (found,) = asked(
        url, f"select names ->> 'sv', status, website from viauma.place where slug = '{slug}'"
    )
    return found


@pytest.fixture
def merged(take, small_url):
    """Five beaches of the town; the first is told by OpenStreetMap too."""
    take([row(n) for n in range(1, 6)])
    with writing(small_url) as session:
        store_places(session, [place_draft(**OSM, website="https://osm.example/")])
        merge_places(session, "beach-1", "from-osm")
    return small_url


def test_a_file_with_rows_that_others_speak_of_has_those_rows(take, merged):
    outcome = take([row(1, names={"sv": "Ny"}), *(row(n) for n in range(2, 6))])

    assert (outcome.gone, outcome.proposed) == (0, 0)
    assert (outcome.stored.updated, outcome.stored.unchanged) == (1, 4)
    assert place(merged, "beach-1") == ("Ny", "active", "https://osm.example/")


def test_the_same_file_of_rows_that_others_speak_of_changes_nothing(take, merged):
    before = written(merged)
    outcome = take([row(n) for n in range(1, 6)])

    assert before == written(merged)
    assert (outcome.gone, outcome.stored.unchanged) == (0, 5)


def test_a_place_that_another_source_has_still_is_not_proposed_to_be_closed(take, merged):
    outcome = take([row(n) for n in range(2, 6)])

    assert (outcome.gone, outcome.held, outcome.proposed) == (1, 1, 0)
    assert place(merged, "beach-1") == ("Badplats 1", "active", "https://osm.example/")


def test_a_place_that_no_source_has_any_more_is_proposed_once_and_closed_by_a_person(take, merged):
    def gone(source, *rows):
        return take(rows, source=source, many_may_be_gone=True)

    town = [row(n) for n in range(2, 6)]
    gone("town", *town)
    last = gone("osm", row(9, source="osm", source_id="node/9", slug="nine"))
    again = gone("town", *town)
    with writing(merged) as session:
        (proposal,) = waiting_proposals(session, ids=[], sources=["osm"])
        stored = accept(session, [proposal], actor="a", why="Grown over")
    closed = place(merged, "beach-1")
    after = written(merged)
    unheard = gone("town", *town)

    assert (last.gone, last.held, last.proposed) == (1, 0, 1)
    assert (again.gone, again.proposed) == (1, 0)
    assert (stored.updated, closed[1]) == (1, "closed")
    assert (unheard.gone, after) == (0, written(merged))


def test_a_source_that_has_a_closed_place_again_opens_it(take, merged):
    take([row(n) for n in range(2, 6)])
    take([row(9, source="osm", source_id="node/9", slug="nine")], source="osm")
    with writing(merged) as session:
        accept(session, waiting_proposals(session, ids=[], sources=["osm"]), actor="a", why="b")
    take([row(n) for n in range(1, 6)])

    assert place(merged, "beach-1")[1] == "active"


def test_a_source_that_has_a_place_again_withdraws_the_proposal_of_another(take, merged):
    take([row(n) for n in range(2, 6)])
    take([row(9, source="osm", source_id="node/9", slug="nine")], source="osm")
    back = take([row(n) for n in range(1, 6)])

    assert back.withdrawn == 1
    assert asked(merged, "select state from viauma.closing_proposal") == [("withdrawn",)]
    assert asked(
        merged, "select count(*) from viauma.place_statement where gone_since is not null"
    ) == [(1,)]


def test_a_corrected_place_that_its_source_has_no_longer_is_proposed_to_be_closed(take, small_url):
    take([row(n) for n in range(1, 6)])
    with writing(small_url) as session:
        correct_place(session, "beach-1", {"website": "https://c.example/"})
    outcome = take([row(n) for n in range(2, 6)])

    assert (outcome.gone, outcome.held, outcome.proposed) == (1, 0, 1)


def test_a_merger_with_what_another_source_has_withdraws_the_proposal(take, small_url):
    take([row(n) for n in range(1, 6)])
    take([row(n) for n in range(2, 6)])
    with writing(small_url) as session:
        store_places(session, [place_draft(**OSM)])
        merge_places(session, "beach-1", "from-osm")
    outcome = take([row(n) for n in range(2, 6)])

    assert (outcome.withdrawn, outcome.held, outcome.proposed) == (1, 1, 0)


def waiting(session):
    return quarantined_rows(session, RowFilter())


def test_what_an_officer_corrects_stands_when_the_source_changes_the_row(take, small_url):
    take([row(1), row(2, DOUBT)])
    with writing(small_url) as session:
        pairs = [
            (one, {"name": "Rätt", "municipality": "", "lon": "20.5"}) for one in waiting(session)
        ]
        correct(session, pairs, actor="a", why="Seen")
    before = written(small_url)
    again = take([row(1), row(2, DOUBT)])
    unchanged = written(small_url)
    changed = take([row(1), row(2, names={"sv": "Fel"}, website="https://ny.example/")])

    assert (again.decided, again.gone, again.quarantined, before) == (1, 0, 0, unchanged)
    assert (changed.stored.updated, changed.quarantined) == (1, 0)
    assert place(small_url, "beach-2") == ("Rätt", "active", "https://ny.example/")
    assert asked(
        small_url,
        "select st_x(geom), municipality, provenance ->> 'names.sv', provenance ->> 'website', "
        "licence from viauma.place where slug = 'beach-2'",
    ) == [(20.5, None, "register", "town", "CC0-1.0")]


def test_a_released_row_is_its_sources_and_follows_it(take, small_url):
    take([row(1), row(2, DOUBT)])
    with writing(small_url) as session:
        release(session, waiting(session), actor="a", why="It is so")
    again = take([row(1), row(2, DOUBT)])
    changed = take([row(1), row(2, names={"sv": "Ny"})])

    assert (again.decided, again.quarantined, again.stored.updated) == (1, 0, 0)
    assert changed.stored.updated == 1
    assert place(small_url, "beach-2")[0] == "Ny"


def test_a_row_of_a_merged_place_can_be_corrected(take, merged):
    take([row(9, DOUBT, **OSM)], source="osm")
    with writing(merged) as session:
        correct(session, [(one, {"website": "https://a.example/"}) for one in waiting(session)],
                actor="a", why="b")  # fmt: skip

    assert place(merged, "beach-1")[2] == "https://a.example/"
