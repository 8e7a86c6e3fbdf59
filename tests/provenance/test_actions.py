"""Sources are there from their first row on, and keep what somebody said of them."""

import pytest
from sqlalchemy import event, text

from tests.factories import place_draft, store_small_world, writing
from viauma.errors import Conflict, UnknownName
from viauma.places.actions import store_places
from viauma.provenance.actions import ensure_source
from viauma.provenance.queries import all_sources, source_named, trusts
from viauma.provenance.rules import Trust


@pytest.fixture
def small_url(empty_database_url):
    with writing(empty_database_url) as session:
        store_small_world(session)
    return empty_database_url


def test_storing_places_creates_their_sources_once(small_url):
    with writing(small_url) as session:
        drafts = [place_draft(source=source) for source in ("b", "a", "c", "a", "b")]
        store_places(session, drafts)
        store_places(session, drafts)

        assert [one.name for one in all_sources(session)] == ["a", "b", "c"]
        assert trusts(session)["a"] == Trust(50)


def test_a_source_keeps_what_was_said_and_takes_what_is_new(small_url):
    with writing(small_url) as session:
        ensure_source(session, "a", licence="CC0-1.0", trust=70)
        ensure_source(session, "a", licence="ODbL-1.0", title="A", trust=10)
        found = source_named(session, "a")

        assert (found.licence, found.title, found.trust) == ("CC0-1.0", "A", 70)


def test_saying_of_a_source_what_is_known_writes_nothing(small_url):
    with writing(small_url) as session:
        ensure_source(session, "a", licence="CC0-1.0")
        ensure_source(session, "a", licence="CC0-1.0")
        ensure_source(session, "a")
    with writing(small_url) as session:
        revisions = session.scalar(
            text("select count(*) from viauma.revision where entity = 'source'")
        )

    assert revisions == 1


def test_a_source_without_a_name_or_with_odd_trust_is_refused(small_url):
    with writing(small_url) as session, pytest.raises(Conflict, match="needs a name"):
        ensure_source(session, " ")
    with writing(small_url) as session, pytest.raises(Conflict, match="0 to 100"):
        ensure_source(session, "a", trust=101)
    with writing(small_url) as session, pytest.raises(UnknownName):
        ensure_source(session, "a", owner="b")


def test_storing_many_places_asks_no_more_questions_than_storing_a_few(small_url):
    counts = []
    with writing(small_url) as session:
        connection = session.connection()
        asked = []
        event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
        for number in (3, 1_500):
            asked.clear()
            store_places(session, (place_draft() for _ in range(number)))
            counts.append(len(asked))

    # Pages of new rows are taken over piece by piece; nothing else depends on their number.
    assert counts[1] <= counts[0] + 1
