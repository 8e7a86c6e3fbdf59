"""What Vite built of maps/web: which hashed files each kind of page loads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from viauma.errors import Unavailable
from viauma_maps.assets import assets_folder

FOLDER = "visitor"


@dataclass(frozen=True, slots=True)
class Entry:
    """The files of one kind of page, below the assets' folder."""

    script: str
    preloads: tuple[str, ...]
    styles: tuple[str, ...]


@cache
def entry(name: str) -> Entry:
    """Find the files of an entry, what it imports and their styles.

    Raises
    ------
    Unavailable
        The browser assets were not built.
    """
    manifest = _manifest()
    chunk = manifest[f"src/{name}.ts"]
    imported = _imports(manifest, chunk)
    styles = dict.fromkeys(style for one in (*imported, chunk) for style in one.get("css", ()))
    return Entry(
        script=f"{FOLDER}/{chunk['file']}",
        preloads=tuple(f"{FOLDER}/{one['file']}" for one in imported),
        styles=tuple(f"{FOLDER}/{style}" for style in styles),
    )


def built_files() -> tuple[str, ...]:
    """List everything that was built, as paths below the assets' folder."""
    root = assets_folder()
    return tuple(
        path.relative_to(root).as_posix()
        for path in sorted((root / FOLDER).rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    )


@cache
def files_at_once() -> tuple[str, ...]:
    """List what pages of any kind load at once, with the pictures of their styles.

    What a script fetches only when an operator's settings ask for it is not among them.
    """
    manifest = _manifest()
    entries = [one for one in manifest.values() if one.get("isEntry")]
    chunks = [chunk for one in entries for chunk in (*_imports(manifest, one), one)]
    names = [name for one in chunks
             for name in (one["file"], *one.get("css", ()), *one.get("assets", ()))]  # fmt: skip
    return tuple(f"{FOLDER}/{name}" for name in dict.fromkeys(names))


@cache
def _manifest() -> Mapping[str, Any]:
    path = assets_folder() / FOLDER / "manifest.json"
    if not path.is_file():
        raise Unavailable("The browser assets are missing: run `make assets`.")
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _imports(manifest: Mapping[str, Any], chunk: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    waiting = list(chunk.get("imports", ()))
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = manifest[name]
            waiting += manifest[name].get("imports", ())
    return list(found.values())
