"""The directory of built maps: replaced as a whole, so that a reader never meets half of one.

A build writes a sibling directory and renames it into place. Interrupted before that, the old
maps are untouched; interrupted between the two renames, the next build puts them back.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from viauma.errors import InvalidInput
from viauma.exchange.folders import put_back, replacing
from viauma_maps.assets import STYLES, digest, page_files
from viauma_maps.recipes import LANGUAGES, Recipe
from viauma_maps.templating import rendered
from viauma_maps.words import words

MANIFEST = "maps.json"
KIND = "viauma-maps"
VERSION = 1


class Made(Protocol):
    """A page to be written."""

    @property
    def recipe(self) -> Recipe:
        """What it was made from."""

    @property
    def html(self) -> str:
        """The page."""

    @property
    def entries(self) -> int:
        """How many entries its list holds."""


@dataclass(frozen=True, slots=True)
class BuiltMap:
    """A map in the directory, as its manifest tells."""

    slug: str
    file: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    order: int
    entries: int
    size_bytes: int
    sha256: str
    assets: str


def write_maps(out: Path, made: Sequence[Made]) -> list[BuiltMap]:
    """Write maps into a directory, beside those that are there already.

    Raises
    ------
    InvalidInput
        `out` exists and holds something else than maps.
    """
    out = out.absolute()
    put_back(out)
    kept = [one for one in _maps_in(out) if one.slug not in {m.recipe.slug for m in made}]
    built = [_built(one) for one in made]
    with replacing(out) as fresh:
        for page in made:
            (fresh / page.recipe.file_name).write_text(page.html, encoding="utf-8")
        for old in kept:
            _carry_over(old, out, fresh)
        write_assets(fresh)
        _write_index(fresh, sorted([*kept, *built], key=lambda one: (one.order, one.slug)))
    return built


def _built(made: Made) -> BuiltMap:
    content = made.html.encode()
    recipe = made.recipe
    return BuiltMap(
        recipe.slug,
        recipe.file_name,
        dict(recipe.title),
        dict(recipe.description),
        recipe.order,
        made.entries,
        len(content),
        hashlib.sha256(content).hexdigest(),
        digest(),
    )


def _maps_in(out: Path) -> list[BuiltMap]:
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return []
    manifest = _manifest(out)
    if manifest.get("kind") != KIND:
        raise InvalidInput("--out", f"{out} exists and is not a directory of maps; choose another.")
    if manifest.get("version") != VERSION:
        raise InvalidInput("--out", f"{out} was built by another version; remove it and build all.")
    return [BuiltMap(**one) for one in manifest["maps"]]


def _manifest(out: Path) -> dict[str, Any]:
    try:
        found = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _carry_over(one: BuiltMap, out: Path, fresh: Path) -> None:
    with suppress(FileNotFoundError):
        shutil.copy2(out / one.file, fresh / one.file)
    theirs = fresh / "assets" / one.assets
    if not theirs.exists():
        shutil.copytree(out / "assets" / one.assets, theirs)


def write_assets(folder: Path) -> None:
    """Write the files that pages link below assets/, beside those of other versions."""
    for name, content in page_files().items():
        path = folder / "assets" / digest() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _write_index(fresh: Path, maps: Sequence[BuiltMap]) -> None:
    values = {
        "maps": maps,
        "folder": f"assets/{digest()}",
        "styles": [name for name in STYLES if name.endswith("page.css")],
        "page_words": words("page"),
    }
    page = rendered("index.html.j2", LANGUAGES, values)
    (fresh / "index.html").write_text(page, encoding="utf-8")
    manifest = {"kind": KIND, "version": VERSION, "maps": [asdict(one) for one in maps]}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (fresh / MANIFEST).write_text(f"{text}\n", encoding="utf-8")
