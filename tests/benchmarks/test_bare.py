"""Bare SQL is counted from when pgbench's connections are warm."""

from benchmarks.bare import FEWEST, WARM, steady_rate


def log(client, times):
    return [f"{client} {n} 100 0 {int(at)} {round(at % 1 * 1e6)}" for n, at in enumerate(times)]


def test_only_warm_connections_count():
    slow = [second / 1.0 for second in range(1, WARM + 1)]
    quick = [WARM + n / 100 for n in range(1, FEWEST + 1)]
    lines = log(0, slow + quick) + log(1, [at + 0.001 for at in slow])

    # Two clients at first, of which one goes on at a hundred a second.
    assert 99 < steady_rate(lines) < 101


def test_a_moment_in_which_nobody_got_warm_tells_nothing():
    assert steady_rate(log(0, [1.0, 2.0])) == 0.0
    assert steady_rate([]) == 0.0
