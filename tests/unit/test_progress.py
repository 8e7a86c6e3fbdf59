"""Counting what passes by changes nothing of it."""

from viauma.progress import counted


def test_everything_passes_and_its_number_is_told_every_thousand_and_at_the_end():
    seen = []
    passed = list(counted(range(2_500), "checked", lambda *told: seen.append(told)))

    assert list(range(2_500)) == passed
    assert seen == [("checked", 1_000, None), ("checked", 2_000, None), ("checked", 2_500, 2_500)]


def test_nothing_passing_is_told_too():
    seen = []
    list(counted([], "checked", lambda *told: seen.append(told)))

    assert seen == [("checked", 0, 0)]
