"""A region of these tests' own, with places that came and went, lines, and hostile texts."""

from collections.abc import Iterator

import httpx
import psycopg
import pytest

from tests.factories import place_draft, project_draft
from tests.fixtures.database import _clone_of, _drop, settings_for
from tests.fixtures.serving import asking
from viauma.db.cluster import Cluster
from viauma.db.session import unit_of_work
from viauma.places.actions import store_places
from viauma.projects.actions import store_project

SCRIPT = "<script>alert(1)</script>"
BREAKOUT = '"onerror="alert(2)" x="'
EVIL = f"{SCRIPT}{BREAKOUT}"

TRACK = "LINESTRING (20.20 63.80, 20.22 63.81, 20.25 63.80)"

HOSTILE = {
    "slug": "hostile", "category": "nature_reserve", "is_facility": False,
    "names": {"sv": EVIL, "en": EVIL}, "texts": {"sv": EVIL, "en": EVIL},
    "street": EVIL, "postcode": EVIL, "city": EVIL, "opening_hours": EVIL,
    "website": f"javascript:alert(1)//{EVIL}", "attributes": {"operator": EVIL, "alt_name": EVIL},
    "identifiers": {"osm": EVIL, EVIL: EVIL}, "source": EVIL, "source_id": EVIL, "licence": EVIL,
    "attribution": EVIL, "observed_on": EVIL,
}  # fmt: skip


@pytest.fixture(scope="package")
def own(cluster: Cluster, template_url: str) -> Iterator[httpx.Client]:
    """Ask a server whose region has a few places of these tests' own."""
    url = _clone_of("template_region", "visitors_own", cluster)
    settings = settings_for(url)
    with unit_of_work(settings, actor="test", reason="places of these tests") as session:
        store_places(
            session,
            [
                place_draft(slug="kept", names={"sv": "Kvar", "en": "Kept"}),
                *(place_draft(slug=f"was-{state}") for state in ("merged", "again", "withdrawn")),
                place_draft(slug="shut", names={"sv": "Nedlagda badet"}, status="closed"),
                place_draft(slug="never", visibility="internal"),
                place_draft(
                    slug="track", category="ski_track", wkt=TRACK, names={"sv": "Spåret"},
                    attributes={"lit": True},
                ),
                place_draft(slug="hours", opening_hours="24/7"),
                place_draft(slug="riddle", opening_hours="when the sun shines"),
                place_draft(
                    slug="told", website="https://example.org/a?b=c&d=\"'", texts={"sv": "Svenska."}
                ),
                place_draft(**HOSTILE),
            ],
        )  # fmt: skip
        store_project(
            session,
            project_draft(
                slug="hostile", titles={"sv": EVIL, "en": EVIL}, source=EVIL, source_section=EVIL,
                summaries={"sv": EVIL, "en": EVIL}, time_frame_wording=EVIL,
                municipalities=["2480"],
                contacts=[{"name": "Nobody Named", "roles": {}, "consent": "given"}],
            ),
        )  # fmt: skip
    with psycopg.connect(url) as connection:
        connection.execute("set viauma.actor = 'test'; set viauma.reason = 'what became of them'")
        merge = (
            "update viauma.place set status = 'merged', merged_into = "
            "(select id from viauma.place where slug = %s) where slug = %s"
        )
        connection.execute(merge, ["kept", "was-merged"])
        connection.execute(merge, ["was-merged", "was-again"])
        connection.execute(
            "update viauma.place set visibility = 'internal' where slug = 'was-withdrawn'"
        )
    with asking(settings) as client:
        yield client
    _drop("visitors_own", cluster)
