"""Whatever a cell holds, what is made of it can be stored, and nothing ends in a fault."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.profiles.made import BEACH, codes, made
from tests.exchange.stored import HOSTILE
from tests.factories import writing
from viauma.places.actions import store_places
from viauma.places.rules import is_storable
from viauma_data.profiles.matching import profiles

NASTY = (
    *HOSTILE,
    "\x00",
    "a\x00b",
    "\ud800",
    "https://a.se/\x00",
    "2021\x00",
    "node/1\x00",
    "{" * 9,
)
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**18), 10**18), st.floats(), st.text(max_size=30),
    st.sampled_from(NASTY), st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3),
)  # fmt: skip


def said(candidate) -> list:
    draft = candidate.draft
    told = [one.message for one in candidate.findings]
    if draft is None:
        return told
    return [*told, draft.slug, draft.names, draft.texts, draft.street, draft.postcode, draft.city,
            draft.opening_hours, draft.website, draft.source, draft.source_id, draft.licence,
            draft.attribution, draft.observed_on, draft.identifiers,
            dict(draft.attributes)]  # fmt: skip


@pytest.mark.parametrize("key", list(profiles()))
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_any_cells_make_something_that_can_be_stored(key: str, data):
    profile = profiles()[key]
    names = [profile.category.column or "@type", *(one.name for one in profile.column)]
    row = {name: data.draw(CELLS) for name in names}

    for one in made([row], profile, category="bathing_beach"):
        assert is_storable(said(one))


def test_nasty_rows_that_do_not_wait_are_taken_by_the_register(database_url: str):
    rows = [
        BEACH | {"place_id": f"{n}{text}", "name": text, "description": text, "street": text,
                 "postcode": text, "visit_url": text, "watertype": text, "temp_url": text}
        for n, text in enumerate(NASTY)
    ]  # fmt: skip
    ready = [one.draft for one in made(rows) if one.draft]

    with writing(database_url) as session:
        stored = store_places(session, ready)

    assert len(rows) == stored.created


def test_an_enormous_text_is_refused_before_it_is_looked_at():
    (found,) = made([BEACH | {"description": "<b>" * 10_000_000}])

    assert codes(found) == ["too-long"]
