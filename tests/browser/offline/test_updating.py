"""An update fetches what differs and nothing else; what fails leaves the old copy as it was."""

import pytest

from tests.browser.offline.conftest import VINDELN, Visitor
from tests.factories import place_draft, writing
from viauma.places.actions import store_places

AT = {"municipality": "2404", "wkt": "POINT (19.70 64.20)", "category": "campsite"}


@pytest.fixture
def renamed(database_url: str, visitor: Visitor) -> Visitor:
    """A visitor whose copy holds a place under its old name."""
    with writing(database_url) as session:
        draft = place_draft(**AT, names={"sv": "Åsens gamla camping"})
        store_places(session, [draft])
    visitor.keep()
    new = place_draft(
        **AT, names={"sv": "Åsens nya camping"}, slug=draft.slug, source_id=draft.source_id
    )
    with writing(database_url) as session:
        store_places(session, [new])
    return visitor


def names(visitor: Visitor) -> list[str]:
    visitor.cut()
    visitor.go("/sv/?q=asens")
    return visitor.page.locator("#results .place a").all_inner_texts()


def test_saving_transfers_what_was_said_before(visitor: Visitor) -> None:
    visitor.go("/sv/offline")
    visitor.page.wait_for_load_state("networkidle")
    listed = visitor.page.evaluate(
        "fetch('/offline/2404.json?lang=sv', {cache: 'no-store'}).then((one) => one.json())"
    )
    visitor.keep()

    assert 0 < visitor.transferred() <= listed["bytes"]
    missing = [one for one in listed["files"] if not one["address"].startswith("/assets/")]
    asked = {one.url.removeprefix(visitor.site.base) for one in visitor.fetched}
    assert {one["address"] for one in missing} - {"/static/icon.svg"} <= asked


def test_an_update_transfers_only_what_the_edit_touched(renamed: Visitor) -> None:
    renamed.keep()

    paths = renamed.paths() - {"/offline/2404.json"}
    tiles = {one for one in paths if "/tiles/WebMercatorQuad/12/" in one}
    pages = {one for one in paths if one.startswith(("/sv/places/", "/sv/municipalities/"))}
    assert len(tiles) == 1
    assert paths - tiles - pages == {"/offline/2404/places.json"}
    assert names(renamed) == ["Åsens nya camping"]


def test_an_update_when_nothing_changed_transfers_nothing(visitor: Visitor) -> None:
    visitor.keep()
    visitor.keep()

    assert visitor.paths() == {"/offline/2404.json"}


def test_an_update_that_breaks_off_leaves_the_old_copy(renamed: Visitor) -> None:
    renamed.site.broken = "/tiles/WebMercatorQuad/12/"
    renamed.go("/sv/offline")
    renamed.page.locator(f"{VINDELN} [data-do=update]").click()
    renamed.page.locator("#keeping-problem:visible").wait_for()

    assert "kvar" in renamed.page.locator("#keeping-problem").inner_text()
    renamed.complaints.clear()  # The browser itself complains of the 503.
    assert names(renamed) == ["Åsens gamla camping"]


def test_a_device_without_room_is_told_so(visitor: Visitor) -> None:
    visitor.go("/sv/offline")
    session = visitor.context.new_cdp_session(visitor.page)
    small = {"origin": visitor.site.base, "quotaSize": 1_000}
    session.send("Storage.overrideQuotaForOrigin", small)
    visitor.page.locator(f"{VINDELN} [data-do=save]:enabled").click()
    visitor.page.locator("#keeping-problem:visible").wait_for()

    assert "inte plats för Vindeln" in visitor.page.locator("#keeping-problem").inner_text()
    assert not any(" saved " in name for name in visitor.page.evaluate("caches.keys()"))


def test_what_is_removed_is_gone(visitor: Visitor) -> None:
    visitor.keep()
    visitor.page.locator(f"{VINDELN} [data-do=remove]").click()
    visitor.page.locator(f"{VINDELN} [data-do=save]").wait_for()

    assert not any(" saved " in name for name in visitor.page.evaluate("caches.keys()"))
