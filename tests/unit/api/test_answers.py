"""Kept answers: bounded in bytes, and gone when a change may have touched them."""

from viauma.geo.bbox import BBox
from viauma_api.answers import LARGEST_SHARE, MEGABYTE, OVERHEAD_BYTES, Answer, Answers

HEADERS = ((b"etag", b'"1"'),)
NORTH, SOUTH = BBox(20, 64, 21, 65), BBox(10, 55, 11, 56)


def answer(size: int = 10, area: BBox | None = None) -> Answer:
    return Answer(HEADERS, b"x" * size, area)


def test_what_is_kept_is_found_under_its_key_alone() -> None:
    answers = Answers(1)
    answers.keep(("a",), answer())

    assert (answer(), None) == (answers.get(("a",)), answers.get(("b",)))


def test_it_never_takes_more_room_than_it_was_given() -> None:
    answers = Answers(1)
    for number in range(3_000):
        answers.keep((f"{number:05}",), answer(1_000))

    each = OVERHEAD_BYTES + 1_000 + len(b'etag"1"') + 5
    assert MEGABYTE // each == len(answers)


def test_those_used_longest_ago_go_first() -> None:
    answers = Answers(1)
    for number in range(3_000):
        answers.keep((f"{number:05}",), answer(1_000))
        assert answers.get(("00000",)) is not None

    assert answers.get(("00001",)) is None


def test_a_long_key_takes_room_too() -> None:
    answers = Answers(1)
    for number in range(1_000):
        answers.keep((f"{number:05}", b"q" * 8_000), answer())

    assert len(answers) * 8_000 < MEGABYTE


def test_what_would_take_too_large_a_share_is_not_kept() -> None:
    answers = Answers(1)
    answers.keep(("large",), answer(MEGABYTE // LARGEST_SHARE))
    answers.keep(("long", b"q" * (MEGABYTE // LARGEST_SHARE)), answer())

    assert len(answers) == 0


def test_without_room_nothing_is_kept() -> None:
    answers = Answers(0)
    answers.keep(("a",), answer(0))

    assert (answers.has_room, len(answers)) == (False, 0)


def test_a_newer_answer_takes_the_place_of_the_older() -> None:
    answers = Answers(1)
    answers.keep(("a",), answer(1))
    answers.keep(("a",), answer(2))

    assert answers.get(("a",)) == answer(2)


def test_a_change_takes_what_looked_there_and_what_looked_everywhere() -> None:
    answers = Answers(1)
    answers.keep(("north",), answer(area=NORTH))
    answers.keep(("south",), answer(area=SOUTH))
    answers.keep(("everywhere",), answer())

    answers.forget((BBox(20.5, 64.5, 20.5, 64.5),))

    assert [None, answer(area=SOUTH), None] == [
        answers.get((name,)) for name in ("north", "south", "everywhere")
    ]


def test_a_change_on_the_edge_touches_both_sides() -> None:
    answers = Answers(1)
    answers.keep(("west",), answer(area=BBox(19, 64, 20, 65)))
    answers.keep(("east",), answer(area=BBox(20, 64, 21, 65)))

    answers.forget((BBox(20, 64.5, 20, 64.5),))

    assert len(answers) == 0


def test_a_change_of_everything_takes_all() -> None:
    answers = Answers(1)
    answers.keep(("south",), answer(area=SOUTH))

    answers.forget(None)

    assert len(answers) == 0
