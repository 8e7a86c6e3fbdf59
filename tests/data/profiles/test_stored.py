"""What profiles make of a file is what the register takes, and the second time nothing changes."""

from tests.data.profiles.made import BEACH, made
from tests.factories import writing
from viauma.places.actions import store_places
from viauma.places.rules import Stored


def test_the_same_file_twice_changes_nothing(database_url: str):
    rows = [
        BEACH | {"place_id": f"2480-{n}", "name": name, "toilet": "true", "watertype": "lake",
                 "visit_url": "www.example.org", "updated": "2021", "lifebuoy": "ja"}
        for n, name in enumerate(("Nydala", "=1+1", "<i>Ön</i>", "", "北京", "a" * 300))
    ]  # fmt: skip
    with writing(database_url) as session:
        first = store_places(session, [one.draft for one in made(rows)])
    with writing(database_url) as session:
        second = store_places(session, [one.draft for one in made(rows)])

    assert Stored(created=len(rows)) == first
    assert Stored(unchanged=len(rows)) == second
