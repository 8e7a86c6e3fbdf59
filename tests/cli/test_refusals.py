"""What would quietly be misunderstood is refused with a sentence that names it."""

import pytest

from tests.cli.asked import asking


@pytest.fixture
def ask(region_url, monkeypatch, capsys):
    return asking(region_url, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--buffer", "3000"], "--buffer: goes with --along"),
        (["--counts", "--near", "20.2,63.8"], "--near: does not go with --counts"),
        (["--bbox", "63.7,20.1,63.9,20.4"], "--bbox: 63.7,20.1 lies far from here"),
    ],
)
def test_options_that_contradict_or_turn_the_axes_are_refused(ask, arguments, sentence):
    answer = ask("places", *arguments)

    assert (answer.code, answer.out) == (2, "")
    assert sentence in answer.err


def test_one_swapped_vertex_of_a_polygon_is_named(ask):
    ring = "[[20,63.7],[20.4,63.7],[63.9,20.4],[20,63.9],[20,63.7]]"
    answer = ask("places", "--within", f'{{"type":"Polygon","coordinates":[{ring}]}}')

    assert answer.code == 2
    assert "63.9,20.4" in answer.err


def test_a_setting_that_cannot_be_read_is_named(ask, monkeypatch):
    monkeypatch.setenv("VIAUMA_SERVER__PORT", "abc")
    answer = ask("check")

    assert answer.code == 2
    assert answer.err.startswith("viauma: VIAUMA_SERVER__PORT: ")


def test_one_option_may_name_several_municipalities(ask):
    together = ask("places", "--in", "2460,Bjurholm", "--format", "csv")
    apart = ask("places", "--in", "2460", "--in", "Bjurholm", "--format", "csv")

    assert together.out == apart.out
