"""The web application manifest (W3C): what the map is called and looks like once installed."""

from typing import Any

from viauma_api.visitors.paths import Paths
from viauma_api.visitors.words import VOICES

THEME, BACKGROUND = "#0b5a8a", "#ffffff"


def web_manifest(paths: Paths) -> dict[str, Any]:
    """Write it in one language; each language is an application of its own."""
    voice = VOICES[paths.language]
    return {
        "id": paths.home,
        "name": voice("offline.app"),
        "short_name": voice("site.name"),
        "description": voice("map.description"),
        "lang": paths.language,
        "dir": "ltr",
        "start_url": paths.home,
        "scope": f"{paths.base}/",
        "display": "standalone",
        "theme_color": THEME,
        "background_color": BACKGROUND,
        "categories": ["travel", "navigation"],
        "icons": [
            _icon(paths, "icon.svg", "any"),
            _icon(paths, "icon-maskable.svg", "maskable"),
        ],
        "shortcuts": [
            {"name": voice("site.plan"), "url": paths.page("plan")},
            {"name": voice("offline.title"), "url": paths.page("offline")},
        ],
    }


def _icon(paths: Paths, file: str, purpose: str) -> dict[str, str]:
    # Drawn, so one file serves every size.
    address = f"{paths.base}/static/{file}"
    return {"src": address, "sizes": "any", "type": "image/svg+xml", "purpose": purpose}
