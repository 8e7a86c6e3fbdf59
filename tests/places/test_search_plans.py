"""Suggestions look at few rows and find them by index, however many places there are.

Here, beside the database of many places, and not with the other tests of viauma.search.
"""

import pytest

from tests.places.conftest import MANY
from tests.places.test_plans import indexes_of, most_rows, plan_of, reads_whole_table
from viauma.geo.areas import Point
from viauma.search.queries import MOST_CANDIDATES, Asked, Known, category_entries, places_question
from viauma.search.rules import parse_typed
from viauma.taxonomy.rules import CategoryRef

LABELS = {"sv": "Skidspår", "en": "Ski track"}
CATEGORY = CategoryRef("ski_track", ("trails", "ski_track"), LABELS, False, "", "", "")
KNOWN = Known((CATEGORY,), category_entries([CATEGORY]), (), ())

BEGINNING, WORDS = "published_place_beginning_ix", "published_place_search_trgm"
CATEGORIES = "published_place_category_key_ix"


def asked(text: str):
    return Asked(typed=parse_typed(text), language="sv", limit=10, near=Point(20.2, 63.8))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("p", BEGINNING, id="a letter that every name begins with"),
        pytest.param("plats", BEGINNING, id="a word that every name begins with"),
        pytest.param("plats c4ca4238", WORDS, id="the words of one name"),
        pytest.param("c4ca", WORDS, id="letters inside a name"),
        pytest.param("c4ca4328", WORDS, id="letters swapped"),
        pytest.param("skidspår", CATEGORIES, id="a category of a quarter of all"),
        pytest.param("%_\\", BEGINNING, id="no letters"),
    ],
)
def test_what_is_typed_is_found_by_index_among_few_rows(many_places, text, expected):
    question = places_question(asked(text), KNOWN)
    plan = plan_of(many_places, question, generic=True)

    assert question.is_planned_once
    assert not reads_whole_table(plan)
    assert expected in indexes_of(plan)
    assert most_rows(plan) <= 4 * MOST_CANDIDATES < MANY / 10
