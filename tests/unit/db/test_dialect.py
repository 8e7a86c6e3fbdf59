"""Names become numbers, and nothing else of a statement changes."""

import pytest

from viauma.db import dialect
from viauma.db.dialect import LONGEST_REMEMBERED, positional


def test_names_are_numbered_as_they_come() -> None:
    assert positional("select %(b)s, %(a)s") == ("select $1, $2", ("b", "a"))


def test_a_name_that_comes_again_keeps_its_number() -> None:
    assert positional("%(a)s %(b)s %(a)s") == ("$1 $2 $1", ("a", "b"))


def test_more_than_nine_names_keep_their_own_numbers() -> None:
    text, names = positional(" ".join(f"%(n{at})s" for at in range(12)))

    assert text == " ".join(f"${at}" for at in range(1, 13))
    assert names == tuple(f"n{at}" for at in range(12))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a %% 2", "a % 2"),
        ("'%%(a)s'", "'%(a)s'"),
        ("%%%%", "%%"),
        ("%%%(a)s", "%$1"),
        ("select '{}'::jsonb", "select '{}'::jsonb"),
    ],
)
def test_a_doubled_percent_sign_is_one(written: str, meant: str) -> None:
    assert positional(written)[0] == meant


def test_the_longest_statements_are_not_remembered() -> None:
    before = dialect._remembered.cache_info().currsize
    long_ = "select %(a)s, " + "1 + " * LONGEST_REMEMBERED + "1"

    assert positional(long_)[1] == ("a",)
    assert before == dialect._remembered.cache_info().currsize
