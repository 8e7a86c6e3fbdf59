"""Cursors: what was written is read, and nothing else is."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viauma.errors import InvalidInput
from viauma_api.cursors import KEY_FILE, Cursor, Cursors, key_of

CURSORS = Cursors("a key")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
QUERIES = st.dictionaries(TEXTS, TEXTS, max_size=4)
POSITIONS = st.lists(st.none() | TEXTS, min_size=1, max_size=4).map(tuple)


@given(QUERIES, POSITIONS)
def test_a_cursor_survives_an_address_bar(query, after):
    text = CURSORS.write("places", Cursor(query, after))

    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert CURSORS.read("places", text) == Cursor(query, after)


@given(st.text(max_size=200))
def test_what_was_not_written_here_is_refused(text):
    with pytest.raises(InvalidInput) as refused:
        CURSORS.read("places", text)

    assert refused.value.argument == "cursor"


@given(st.data())
def test_a_changed_cursor_is_refused(data):
    text = CURSORS.write("places", Cursor({"filter": "lit = TRUE"}, ("7", "an id")))
    # The last letter of a signature has spare bits: two letters may mean the same.
    at = data.draw(st.integers(0, len(text) - 2))
    letter = data.draw(st.sampled_from("AZaz09-_.").filter(lambda one: one != text[at]))

    with pytest.raises(InvalidInput):
        CURSORS.read("places", text[:at] + letter + text[at + 1 :])


def test_a_cursor_of_another_key_or_collection_is_refused():
    cursor = Cursor({}, ("7", "an id"))
    for writer, collection in ((Cursors("another"), "places"), (CURSORS, "sites")):
        with pytest.raises(InvalidInput, match="this collection"):
            CURSORS.read("places", writer.write(collection, cursor))


def test_the_key_is_made_once_for_all_processes_and_read_by_nobody_else(tmp_path):
    folder = tmp_path / "data"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: key_of(folder), range(32)))

    assert keys == {(folder / KEY_FILE).read_text()}
    assert len(keys.pop()) >= 32
    assert stat.S_IMODE((folder / KEY_FILE).stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == [KEY_FILE]


def test_without_a_place_to_keep_it_the_key_lives_with_the_process(tmp_path, caplog):
    (tmp_path / "file").write_text("")

    one, other = key_of(tmp_path / "file" / "below"), key_of(tmp_path / "file" / "below")

    assert one != other
    assert "nowhere to keep" in caplog.text
