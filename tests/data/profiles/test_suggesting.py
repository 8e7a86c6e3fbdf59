"""What a file's words speak of is suggested, and nobody takes it unasked."""

import pytest

from tests.data.profiles.tables import table
from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous
from viauma_data.profiles.guessing import guessed
from viauma_data.profiles.suggesting import suggested

GYMS = [{"titel": "Axamo: utegym"}, {"titel": "Utegymmet vid IF Hallby"}, {"titel": "Rosenlund"}]


def test_the_likeliest_categories_are_asked_for_with_what_speaks_for_them():
    with pytest.raises(Ambiguous) as asked:
        guessed(table(GYMS, name="anlaggningar_2022"))

    assert asked.value.argument == "--category"
    assert asked.value.choices == ("outdoor_gym",)
    assert "outdoor_gym (Utegym): 2 of 3 rows speak of it" in asked.value.reason


def test_the_name_of_the_file_counts_too():
    assert suggested("kommunens_badplatser", [{"namn": "Storsjön"}]) == [
        ("bathing_beach", "bathing_beach (Badplats): the file is called so")
    ]


def test_where_no_word_means_anything_the_question_stays_open():
    with pytest.raises(InvalidInput) as refused:
        guessed(table([{"namn": "Rosenlund", "x": "1"}], name="data"))

    assert not isinstance(refused.value, Ambiguous)
    assert "Nothing in the file says" in refused.value.reason


def test_long_texts_and_numbers_are_not_searched():
    assert suggested("data", [{"text": "utegym " * 100, "n": 7, "o": None}]) == []


def test_words_that_a_name_joins_are_known_and_single_rows_of_many_are_not():
    assert [key for key, _ in suggested("skitrack_2017", [{"name": "2017-05-11"}])] == ["ski_track"]
    assert (
        suggested("data", [{"namn": f"Plats {n}"} for n in range(99)] + [{"namn": "Hotell"}]) == []
    )


def test_a_mistaken_category_is_answered_with_those_near_it():
    with pytest.raises(
        InvalidInput, match=r"'badplatser' is not known. Did you mean bathing_beach"
    ):
        guessed(table([{"namn": "a"}]), category="badplatser")
    with pytest.raises(InvalidInput, match="Did you mean wind_shelter"):
        guessed(table([{"namn": "a"}]), category="shelter")
