"""The files a page links: browser libraries from npm and our own scripts and styles.

Pages link `assets/<digest>/…`: a page built by an older version keeps the files it was built
with, and a browser never mixes cached scripts of two versions.
"""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from viauma.errors import Unavailable

# What a map needs of the built assets; icons and land are drawn into the page itself.
LIBRARIES = ("leaflet", "markercluster", "protomaps", "licences")

SCRIPTS = (
    "leaflet/leaflet.js",
    "markercluster/leaflet.markercluster.js",
    "viauma/page.js",
    "viauma/list.js",
)
STYLES = (
    "leaflet/leaflet.css",
    "markercluster/MarkerCluster.css",
    "markercluster/MarkerCluster.Default.css",
    "viauma/page.css",
    "viauma/map.css",
)


def assets_folder() -> Path:
    """The folder of the browser libraries that `make assets` brought; it may not exist yet."""
    return _folder("assets")


def asset_text(name: str) -> str:
    """Read one of the built assets."""
    path = assets_folder() / name
    if not path.is_file():
        raise Unavailable(f"The browser asset {name} is missing: run `make assets`.")
    return path.read_text(encoding="utf-8")


@cache
def page_files() -> dict[str, bytes]:
    """Map the path below `assets/<digest>/` of every linked file to its content."""
    built = assets_folder()
    if not (built / "manifest.json").is_file():
        raise Unavailable(
            "The browser assets are missing: run `make assets`, or install the wheel."
        )
    found = {
        path.relative_to(built).as_posix(): path.read_bytes()
        for library in LIBRARIES
        for path in sorted((built / library).rglob("*"))
        if path.is_file()
    }
    found.pop("licences/swagger-ui-dist.txt", None)
    own = sorted(_folder("static").iterdir())
    return found | {f"viauma/{path.name}": path.read_bytes() for path in own}


@cache
def digest() -> str:
    """Name this set of files by its content."""
    whole = hashlib.sha256()
    for name, content in sorted(page_files().items()):
        whole.update(f"{name}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()[:12]


def _folder(name: str) -> Path:
    return Path(str(files("viauma_maps"))) / name
