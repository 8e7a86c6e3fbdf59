"""Long work shows a bar on a terminal and plain lines elsewhere; short work shows nothing."""

import io
import re

import pytest

from viauma.cli import progress
from viauma.cli.progress import Lines, duration, shown, told
from viauma.progress import counted


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("done", "total", "seconds", "expected"),
    [
        (0, None, 0, "0, 0/s"),
        (5_000, None, 2, "5,000, 2,500/s"),
        (20_000, 100_000, 2, "20,000 of 100,000, 10,000/s, 8 s left"),
        (20_000, 1_000_000, 2, "20,000 of 1,000,000, 10,000/s, 1 min 38 s left"),
        (100, 100, 1, "100 of 100, 100/s"),
    ],
)
def test_rows_rate_and_remaining_time_are_told(done, total, seconds, expected):
    assert expected == told(done, total, seconds)


def test_minutes_and_seconds_are_rounded_together():
    assert duration(59.7) == "1 min 00 s"


def test_without_a_terminal_quick_work_says_nothing(capsys):
    with shown() as tell:
        list(counted(range(3_000), "checked", tell))

    assert capsys.readouterr() == ("", "")


def test_without_a_terminal_long_work_says_plain_lines(capsys, monkeypatch):
    monkeypatch.setattr(progress, "BETWEEN_LINES_S", 0.0)
    tell = Lines(4_000)
    list(counted(range(2_000), "checked", tell))
    said = capsys.readouterr()

    assert said.out == ""
    assert re.fullmatch(
        r"(checked  \d,000 of (2|4),000, [\d,]+/s(, \d+ s left)?\n){3}", said.err
    ), said.err


def test_on_a_terminal_a_bar_is_drawn_and_taken_away(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with shown(2_000) as tell:
        tell("checked", 1_000, None)

    assert "checked" in terminal.getvalue()
    assert "1,000 of 2,000" in terminal.getvalue()
