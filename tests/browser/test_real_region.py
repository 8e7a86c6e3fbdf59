"""The real region, from the database to the screen."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.fixtures.database import settings_for
from viauma.db.session import reading
from viauma_maps.build import build_maps
from viauma_maps.recipes import shipped_recipes

pytestmark = pytest.mark.browser


def test_every_shipped_map_of_the_real_region_shows_what_it_lists(
    database_url: str, tmp_path: Path, open_map: Open
) -> None:
    settings = settings_for(database_url)
    with reading(settings) as session:
        built = build_maps(session, shipped_recipes(), tmp_path / "maps", settings)

    assert len(built) == 11
    for one in built:
        page = open_map(one.slug, folder=tmp_path / "maps").page
        expect(page.locator("#entries > li")).to_have_count(one.entries)
