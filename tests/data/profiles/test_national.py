"""What Via Uma writes in a national specification it reads back as it was."""

import csv
import io
import json
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.data.profiles.made import made
from tests.data.profiles.tables import SHARED
from tests.exchange.stored import HOSTILE, feature
from viauma.errors import UnknownName
from viauma_data.profiles.matching import profiles
from viauma_data.profiles.national import national_profiles, write_national

POINT = {"type": "Point", "coordinates": [20.2630354, 63.8258471]}
KEYS = sorted(national_profiles())
NOT_WRITTEN = {"phone", "email"}


def stored(key: str, **properties: Any) -> dict[str, Any]:
    category = profiles()[key].category.always
    known = {"category": category, "municipality": "2480"} | properties
    return json.loads(feature("place", "01a205b3-d000-7916-8a10-5db2b31d2245", POINT, known))


def full(key: str) -> dict[str, Any]:
    """A place that says all that the specification can carry."""
    of_type = {"yes_no": False, "url": "https://example.org/a", "text": "Text, med komma"}
    rules = [one for one in profiles()[key].column if (one.to or "").startswith("attributes.")]
    attributes = {r.to.removeprefix("attributes."): of_type.get(r.type, "yes") for r in rules}
    return stored(
        key, name="Nydala", name_sv="Nydala", text_sv="Två\nrader", street="Storgatan 12 B",
        postcode="903 26", city="Umeå", website="https://example.org", observed_on="2025-06-01",
        attributes=attributes,
        identifiers={"hav": "SE0412480000000001", "wikidata": "Q42"},
    )  # fmt: skip


def read_back(key: str, text: bytes) -> list[Any]:
    rows = list(csv.DictReader(io.StringIO(text.decode(), newline="")))
    at = shapely.Point(float(rows[0]["longitude"]), float(rows[0]["latitude"])) if rows else None
    return [one.draft for one in made(rows, key, at=at)]


@pytest.mark.parametrize("key", KEYS)
def test_all_that_a_specification_can_carry_comes_back(key: str):
    place = full(key)
    said = place["properties"]

    (draft,) = read_back(key, write_national(key, [place]))

    assert said["attributes"] == draft.attributes
    assert (said["name_sv"], said["text_sv"]) == (draft.names["sv"], draft.texts["sv"])
    assert [said[n] for n in ("street", "postcode", "city", "website", "observed_on")] == [
        draft.street, draft.postcode, draft.city, draft.website, draft.observed_on,
    ]  # fmt: skip
    namespaces = {one.to for one in profiles()[key].column}
    kept = {k: v for k, v in said["identifiers"].items() if f"identifiers.{k}" in namespaces}
    assert kept == draft.identifiers
    assert draft.wkt == "POINT (20.2630354 63.8258471)"
    assert place["id"] == draft.source_id
    assert draft.municipality == "2480"


@pytest.mark.parametrize("key", KEYS)
def test_written_twice_it_is_the_same(key: str):
    text = write_national(key, [full(key)])
    (draft,) = read_back(key, text)
    again = stored(
        key, name_sv=draft.names["sv"], text_sv=draft.texts["sv"], street=draft.street,
        postcode=draft.postcode, city=draft.city, website=draft.website,
        observed_on=draft.observed_on, attributes=draft.attributes, identifiers=draft.identifiers,
    )  # fmt: skip

    assert text == write_national(key, [again])


@pytest.mark.parametrize("key", KEYS)
def test_every_column_but_persons_is_written(key: str):
    (row,) = csv.DictReader(io.StringIO(write_national(key, [full(key)]).decode(), newline=""))

    assert NOT_WRITTEN & row.keys() == {name for name, cell in row.items() if not cell}


@pytest.mark.parametrize("key", KEYS)
def test_what_is_unknown_is_an_empty_cell(key: str):
    (row,) = csv.DictReader(io.StringIO(write_national(key, [stored(key)]).decode(), newline=""))
    filled = {name for name, cell in row.items() if cell}

    assert filled <= {"place_id", "id", "source", "latitude", "longitude", "country"}


def test_the_file_is_as_the_specification_says():
    text = write_national("badplatser", [])
    names = [one.name for one in profiles()["badplatser"].column]

    assert text == (",".join(names) + "\r\n").encode()
    assert not text.startswith(b"\xef\xbb\xbf")


def test_other_categories_are_left_out():
    text = write_national("badplatser", [stored("utegym")])

    assert len(text.splitlines()) == 1


@pytest.mark.parametrize("street", ["Storgatan 12", "Storgatan", "E12", "Väg  7", "Plan 3-5 A"])
def test_a_street_comes_back_with_its_number(street: str):
    (draft,) = read_back("utegym", write_national("utegym", [stored("utegym", street=street)]))

    assert " ".join(street.split()) == draft.street


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_runs_as_a_formula(text: str):
    written = write_national("badplatser", [stored("badplatser", name_sv=text, text_sv=text)])
    _, row = csv.reader(io.StringIO(written.decode(), newline=""), strict=True)

    assert not any(cell.startswith(("=", "@", "+", "-", "\t", "\r")) for cell in row)


@given(number=st.floats(-179, 179), other=st.floats(-89, 89))
@settings(max_examples=50)
def test_coordinates_have_points_and_no_exponents(number: float, other: float):
    place = stored("utegym") | {"geometry": {"type": "Point", "coordinates": [number, other]}}
    (row,) = csv.DictReader(io.StringIO(write_national("utegym", [place]).decode(), newline=""))

    assert "e" not in row["longitude"]
    assert abs(float(row["longitude"]) - number) < 1e-6


@pytest.mark.parametrize(
    ("said", "cell"), [("yes", "true"), ("no", "false"), ("limited", ""), ("designated", "")]
)
def test_a_wheelchair_is_written_as_yes_or_no_or_not_at_all(said: str, cell: str):
    place = stored("badplatser", attributes={"wheelchair": said})
    written = write_national("badplatser", [place]).decode()
    (row,) = csv.DictReader(io.StringIO(written, newline=""))

    assert cell == row["wheelchair"]


def test_an_unknown_specification_is_refused():
    with pytest.raises(UnknownName, match="badplatser, utegym"):
        write_national("lekplatser", [])


@pytest.mark.parametrize("key", KEYS)
def test_only_free_text_is_guarded_and_loses_its_guard_when_it_is_read(key: str):
    """Numbers below zero, and what begins like a guarded text, stay what they are."""
    texts = ("=1+1", "'=1+1", "''@x", "'t Hof", "-5")
    number = stored(key, name_sv=-5)
    written = write_national(key, [stored(key, name_sv=text) for text in texts])

    assert b"'-5" not in write_national(key, [number])
    assert [one.names["sv"] for one in read_back(key, written)] == [*texts]


@pytest.mark.skipif(not (SHARED / "specs").is_dir(), reason="../shared/data is not here")
def test_the_booleans_are_those_of_the_specification():
    specification = json.loads((SHARED / "specs" / "badplatser.json").read_text(encoding="utf-8"))
    (row,) = csv.DictReader(
        io.StringIO(write_national("badplatser", [full("badplatser")]).decode(), newline="")
    )

    for one in specification["columns"]:
        if one["type"] == "boolean":
            assert row[one["name"]] in one["codes"]
