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
