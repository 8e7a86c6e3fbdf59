"""One address of each kind of page that a visitor meets."""

PAGES = {
    "map": "/en/",
    "map with a filter": "/sv/?filter=category = 'ski_track' AND municipality = '2404'",
    "map with a broken filter": "/en/?filter=category = = 'x'",
    "place with hours": "/sv/places/ica-supermarket-nordmaling",
    "place that is an area": "/en/places/rotjarnberget",
    "trail": "/sv/places/nydala-skidspar-10-km",
    "missing place": "/en/places/rotjarnbergt",
    "categories": "/en/categories",
    "category": "/sv/categories/ski_track",
    "municipalities": "/en/municipalities",
    "municipality": "/sv/municipalities/umea",
    "projects": "/en/projects",
    "project": "/sv/projects/turk",
    "about": "/en/about",
    "privacy": "/sv/privacy",
    "accessibility": "/en/accessibility",
    "saving": "/sv/offline",
    "embed builder": "/sv/embed?category=museum&width=400&height=300&make=1",
    "day plan": (
        "/en/plan?places=bathing-beach-nordmaling-1,bathing-beach-nordmaling-2,no-such-place"
        "&day=2026-07-04&start=09:00&by=car&stay=60&from=20.26,63.83"
    ),
    "day plan without places": "/sv/plan",
}
