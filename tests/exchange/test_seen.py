"""What was met before is known, however much that is."""

from viauma.exchange.seen import Seen


def test_a_key_is_new_once():
    seen = Seen()
    first, again = ([seen.is_new((None, str(n))) for n in range(5_000)] for _ in range(2))

    assert all(first)
    assert not any(again)
    assert len(seen) == 5_000


def test_a_key_whose_hash_is_zero_is_kept_as_well():
    seen = Seen()

    assert [seen.is_new(0), seen.is_new(0)] == [True, False]
