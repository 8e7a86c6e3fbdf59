"""What counts as slower: noise does not, a fifth less of bare SQL in all rounds does."""

import pytest

from benchmarks import baseline, quick
from benchmarks.baseline import Ratio, Round, has_fallen, ratio_of, verdict
from benchmarks.load import whole


def rounds(*owns, bare=1000.0):
    return [Round(own, bare) for own in owns]


def steady(ratio):
    return Ratio(ratio, ratio, ratio, ratio)


@pytest.mark.parametrize(
    "seen",
    [
        (200.0, 210.0, 190.0, 205.0),
        (90.0, 215.0, 208.0, 199.0),  # one round was disturbed
        (100.0, 95.0, 205.0, 110.0),  # all but one were
        (205.0, 205.0, 130.0, 130.0),
    ],
)
def test_noise_does_not_flag(seen):
    before = ratio_of(rounds(200.0, 210.0, 190.0, 205.0))

    assert not has_fallen(ratio_of(rounds(*seen)), before)


def test_a_slower_machine_does_not_flag():
    before = ratio_of(rounds(200.0, 210.0))
    now = ratio_of(rounds(50.0, 52.0, bare=250.0))

    assert not has_fallen(now, before)


def test_a_fifth_less_in_every_round_flags():
    before = ratio_of(rounds(200.0, 210.0, 190.0, 205.0))
    now = ratio_of(rounds(150.0, 160.0, 140.0, 152.0))

    assert has_fallen(now, before)
    assert verdict(now, before) == "FELL by 24%"


def test_rounds_that_reach_into_those_of_the_baseline_do_not_flag():
    before = ratio_of(rounds(120.0, 200.0, 210.0))
    now = ratio_of(rounds(90.0, 110.0, 125.0))

    assert now.median < 0.8 * before.median
    assert not has_fallen(now, before)


def test_a_check_fails_where_something_fell_and_says_so_where_nobody_can_tell(capsys):
    assert quick.told([], is_busy=False) == 0
    assert quick.told(["item by id"], is_busy=False) == 1
    assert quick.told([], is_busy=True) == 2
    assert "item by id" in capsys.readouterr().out


def test_a_little_less_does_not_flag():
    assert verdict(steady(0.81), steady(1.0)) == "as before"
    assert verdict(steady(1.4), steady(1.0)) == "rose by 40%"


def test_a_question_without_a_baseline_cannot_fall():
    assert not has_fallen(steady(0.1), None)
    assert verdict(steady(0.1), None) == "no baseline"


def test_a_baseline_is_read_as_it_was_saved_for_the_same_size_only(tmp_path):
    file = tmp_path / "baseline.json"
    baseline.save({"item": steady(0.2)}, {"rows": 50_000}, file)

    assert baseline.read(50_000, file) == {"item": steady(0.2)}
    assert baseline.read(10_000, file) == {}
    assert baseline.read(50_000, tmp_path / "none.json") == {}


def test_durations_that_a_program_cannot_spell_are_cut_short():
    assert whole(3) == 3
    assert whole(0.3) == 2
