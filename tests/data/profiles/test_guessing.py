"""A file of no known kind is read by the names of its columns, each guess told."""

import pytest

from tests.data.profiles.made import made
from tests.data.profiles.tables import table
from viauma.errors import InvalidInput
from viauma_data.profiles.guessing import guessed

ROWS = [
    {"\ufeffOBJECTID": 1, "Namn": "Lek ett", "Adress": "Storgatan 1", "Kommun": "Umeå",
     "E-post": "a@example.org", "Länk": "www.example.org", "Grillplats": "ja", "Belyst": "nej"},
    {"\ufeffOBJECTID": 2, "Namn": "Lek två", "Adress": "", "Kommun": "Umeå",
     "E-post": "", "Länk": "", "Grillplats": "", "Belyst": "ja"},
]  # fmt: skip


def test_columns_are_guessed_by_their_names_and_told():
    found = guessed(table(ROWS), category="recreation_area")
    told = {one.about: one.value for one in found.evidence}
    drafts = [one.draft for one in made(ROWS, found.profile)]

    assert (told["id"], told["column for name"]) == ("\ufeffOBJECTID", "Namn")
    assert [one.names for one in drafts] == [{"sv": "Lek ett"}, {"sv": "Lek två"}]
    assert (drafts[0].street, drafts[0].website) == ("Storgatan 1", "https://www.example.org")
    assert drafts[0].municipality == "2480"


def test_columns_called_like_attributes_of_the_category_are_taken():
    rows = [{"id": 1, "name": "a", "Grillplats": "ja", "Toalett": "nej", "wheelchair": "yes"}]
    found = guessed(table(rows), category="bathing_beach")

    (one,) = made(rows, found.profile)

    assert one.draft.attributes == {"barbecue": True, "toilets": False, "wheelchair": "yes"}


def test_a_column_with_categories_tells_them():
    rows = [{"namn": "a", "typ": "Hotell"}, {"namn": "b", "typ": "campsite"}]
    found = guessed(table(rows))

    assert [one.draft.category for one in made(rows, found.profile)] == ["hotel", "campsite"]


def test_without_a_category_nothing_is_guessed():
    with pytest.raises(InvalidInput, match="--category"):
        guessed(table([{"namn": "a"}]))


def test_an_unknown_category_is_refused():
    with pytest.raises(InvalidInput, match="'lekis' is not known"):
        guessed(table([{"namn": "a"}]), category="lekis")


def test_without_an_id_name_and_position_are_one_and_told():
    rows = [{"namn": "a"}, {"namn": "b"}]
    found = guessed(table(rows), category="playground")
    ids = [one.draft.source_id for one in made(rows, found.profile)]

    assert found.evidence[-1].value == "name and position"
    assert len(set(ids)) == 2


def test_a_column_whose_values_come_again_is_no_id():
    rows = [{"id": 1, "name": "a"}, {"id": 1, "name": "b"}]

    assert guessed(table(rows), category="playground").evidence[-1].value == "name and position"


def test_a_file_whose_columns_mean_nothing_is_refused():
    with pytest.raises(InvalidInput, match="No column is understood; the file has a, b"):
        guessed(table([{"a": "1", "b": "2"}, {"a": "1", "b": "2"}]), category="playground")
