"""One address of each kind of page that a visitor meets."""

PAGES = {
    "map": "/en/",
    "map with a filter": "/sv/?filter=category = 'ski_track' AND municipality = '2404'",
    "map with a broken filter": "/en/?filter=category = = 'x'",
    "saving": "/sv/offline",
    "embed builder": "/sv/embed?category=museum&width=400&height=300&make=1",
}
