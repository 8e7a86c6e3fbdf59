"""A place that is renamed is found by its new name at once, by whichever process is asked."""

import time

from tests.factories import category_draft, place_draft, writing
from tests.fixtures.database import settings_for
from tests.fixtures.serving import asking
from tests.search.conftest import suggesting
from viauma.places.actions import rebuild_published_places, store_places
from viauma.taxonomy.actions import store_categories


def rename(url: str, name: str, **more) -> None:
    with writing(url) as session:
        place = place_draft(source_id="renamed", slug="renamed", names={"sv": name}, **more)
        store_places(session, [place])


def test_a_renamed_place_is_found_at_once_by_both_workers(small_url):
    with asking(settings_for(small_url)) as one, asking(settings_for(small_url)) as other:
        for name in ("Qvarnån", "Öxnösund", "Zäta"):
            rename(small_url, name)

            for worker in (one, other):
                suggest = suggesting(worker)
                assert [found["name"] for found in suggest(name)] == [name]
                assert [found["name"] for found in suggest(name.lower()[:3])] == [name]
        assert suggest("qvarnan") == []


def test_the_letters_as_typed_come_before_the_folded(small_url):
    with asking(settings_for(small_url)) as api:
        with writing(small_url) as session:
            names = (
                "Angsjö", "Ängsjö", "Ängsjö brygga", "Norra Ängsjö", "Storängsjön", "Ängsvik"
            )  # fmt: skip
            store_places(session, [place_draft(names={"sv": name}) for name in names])
        suggest = suggesting(api)

        assert {one["name"] for one in suggest("angsjo")[:2]} == {"Ängsjö", "Angsjö"}
        assert [one["name"] for one in suggest("ängsjö")] == [
            "Ängsjö", "Angsjö", "Ängsjö brygga", "Norra Ängsjö", "Storängsjön"
        ]  # fmt: skip
        assert [one["name"] for one in suggest("angsjö")] == [
            "Angsjö", "Ängsjö", "Ängsjö brygga", "Norra Ängsjö", "Storängsjön"
        ]  # fmt: skip


def test_what_is_not_public_is_not_suggested(small_url):
    with asking(settings_for(small_url)) as api:
        rename(small_url, "Hemliga viken", visibility="internal")

        assert suggesting(api)("hemliga") == []


def test_a_renamed_category_is_found_within_a_second(small_url):
    with asking(settings_for(small_url)) as api:
        suggest = suggesting(api)
        assert suggest("strandlapp") == []
        with writing(small_url) as session:
            labels = {"sv": "Strandlapp", "en": "Strip"}
            store_categories(session, [category_draft(labels=labels)])
        deadline = time.monotonic() + 5
        while not suggest("strandlapp"):
            assert time.monotonic() < deadline
            time.sleep(0.05)

        assert suggest("strandlapp")[0]["id"] == "bathing_beach"


def test_rebuilding_finds_the_same(small_url):
    with asking(settings_for(small_url)) as api:
        rename(small_url, "Öxnösund")
        before = suggesting(api)("oxnosund")
        with writing(small_url) as session:
            rebuild_published_places(session)

        assert suggesting(api)("oxnosund") == before != []
