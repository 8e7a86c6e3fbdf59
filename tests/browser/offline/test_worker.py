"""The worker comes after the map, keeps only what it was told to, and is no hindrance."""

from tests.browser.offline.conftest import Visitor

INSTALLABLE = "in-incognito"
MOST_SCRIPT_BYTES = 150_000


def test_the_map_can_be_installed(visitor: Visitor) -> None:
    visitor.go("/sv/")
    visitor.page.wait_for_load_state("networkidle")
    session = visitor.context.new_cdp_session(visitor.page)

    assert session.send("Page.getAppManifest")["errors"] == []
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A test's window is a private one, from which nothing is installed; that is all.
    assert {one["errorId"] for one in found} <= {INSTALLABLE}


def test_the_worker_is_fetched_after_the_map_is_usable_and_scripts_are_small(
    visitor: Visitor,
) -> None:
    visitor.go("/sv/")
    visitor.meet_the_worker()
    scripts = [one for one in visitor.fetched if one.resource_type == "script"]
    usable = visitor.page.evaluate("performance.getEntriesByName('map-usable').length")

    assert sum(one.sizes()["responseBodySize"] for one in scripts) < MOST_SCRIPT_BYTES
    assert not any("/sw.js" in one.url for one in scripts)
    assert usable == 1


def test_browsing_stores_nothing(visitor: Visitor) -> None:
    visitor.go("/sv/")
    visitor.meet_the_worker()
    visitor.page.reload()
    visitor.go("/sv/?near=20.26,63.82&q=bad")
    visitor.page.wait_for_load_state("networkidle")
    stored = visitor.page.evaluate("""async () => {
        const names = await caches.keys();
        const of = async (name) => (await (await caches.open(name)).keys()).map(({url}) => url);
        return (await Promise.all(names.map(of))).flat();
    }""")

    assert stored
    assert not any("near=" in address or "/tiles/" in address for address in stored)


def test_a_known_copy_still_costs_a_confirmation_only(visitor: Visitor) -> None:
    visitor.go("/sv/")
    visitor.meet_the_worker()
    answers = visitor.page.evaluate("""async () => {
        const first = await fetch("/collections/places/items?limit=1");
        const etag = first.headers.get("etag");
        const again = await fetch("/collections/places/items?limit=1", {
            headers: {"if-none-match": etag}});
        const posted = await fetch("/collections/places/search", {method: "POST",
            headers: {"content-type": "application/json"}, body: "{}"});
        return [first.status, again.status, posted.status];
    }""")

    assert answers == [200, 304, 200]


def test_a_page_from_the_copy_has_the_policy_of_the_server(visitor: Visitor) -> None:
    visitor.keep()
    visitor.cut()
    response = visitor.page.goto(f"{visitor.site.base}/sv/")

    assert response is not None
    assert response.from_service_worker
    assert "script-src 'self'" in response.headers["content-security-policy"]


def test_what_an_older_version_left_is_dropped(visitor: Visitor) -> None:
    visitor.go("/collections?f=html")
    visitor.page.evaluate("caches.open('viauma / shell old').then(() => true)")
    visitor.page.evaluate("caches.open('viauma / saved 1 2404 sv broken').then(() => true)")
    visitor.go("/sv/offline")
    visitor.meet_the_worker()
    names = visitor.page.evaluate("caches.keys()")

    assert not any("old" in name or "broken" in name for name in names)
