"""The region as a folder of files that any web server can serve: `viauma publish`.

The folder is built aside and put in the place of the old one when it is whole. The same data give
the same bytes, so that a mirror fetches what changed and nothing else; nothing in it says when it
was built.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from viauma import __version__
from viauma.cli.exporting.answer import Answer, Wanted, answer_to
from viauma.cli.exporting.catalogue import Ready, catalogue_of_files
from viauma.cli.exporting.formats import EXPORTS, NATIONAL
from viauma.cli.exporting.target import ATTRIBUTION
from viauma.cli.exporting.tiles import USUAL_LAST_ZOOM, sources_of, write_tiles
from viauma.cli.exporting.writing import Options, pieces, write
from viauma.errors import InvalidInput, NotFound
from viauma.exchange.credits import as_text
from viauma.exchange.folders import put_back, replacing
from viauma.exchange.licences import open_filter
from viauma.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MANIFEST = "bundle.json"
KIND = "viauma-bundle"
SUMS = "SHA256SUMS"
FORMATS = ("geojson", "csv", "xlsx", "parquet", "fgb")
"""What each collection is written as. A GeoPackage is not among them: it holds when it was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is published."""

    base_url: str = ""
    licence: str = "any"
    last_zoom: int = USUAL_LAST_ZOOM

    @property
    def collections(self) -> tuple[str, ...]:
        """Municipalities and projects state no licence: they are not in an open bundle."""
        every = ("places", "trails", "municipalities", "projects")
        return every[:2] if self.licence == "open" else every


def publish(session: "Session", folder: Path, plan: Plan, settings: Settings) -> list[Ready]:
    """Write a bundle in the place of the one that is there; tell its files.

    Raises
    ------
    InvalidInput
        The folder holds something else, or cannot be written.
    NotFound
        Nothing is there to publish.
    """
    out = folder.absolute()
    put_back(out)
    _check(out)
    answers = [
        answer_to(session, Wanted(collection=name, licence=plan.licence))
        for name in plan.collections
    ]
    if not any(answers[0].pages()):
        raise NotFound("No place may be published, so that there is nothing to write.")
    with replacing(out) as fresh:
        _write_maps(session, fresh, plan, settings)
        written = [(one, _write_data(one, fresh)) for one in answers]
        written[0][1].extend(_write_tiles(answers[0], fresh, plan, settings))
        if plan.base_url:
            _write_catalogue(settings, plan.base_url, written, fresh)
        _write_page(fresh, written, plan)
        files = list(_listed(fresh))
        _write_sums(fresh)
    return files


def _check(out: Path) -> None:
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    try:
        kind = json.loads((out / MANIFEST).read_text(encoding="utf-8")).get("kind")
    except (OSError, ValueError, AttributeError):
        kind = None
    if kind != KIND:
        raise InvalidInput("DIR", f"{out} exists and is no bundle of Via Uma; choose another")


def _write_data(answer: Answer, fresh: Path) -> list[Ready]:
    folder = fresh / "data"
    folder.mkdir(exist_ok=True)
    name = answer.collection.id
    found = [_write_one(key, answer, folder / f"{name}{EXPORTS[key].suffix}") for key in FORMATS]
    if name == "places":
        for key, category in NATIONAL.items():
            asked = replace(answer.places, categories=(category,))
            found.append(_write_one(key, replace(answer, question=asked), folder / f"{key}.csv"))
    return found


def _write_one(key: str, answer: Answer, target: Path) -> Ready:
    if EXPORTS[key].is_stream:
        with target.open("wb") as file:
            file.writelines(pieces(key, answer, Options()))
    else:
        write(key, answer, target, Options())
    _name_those(answer, target)
    return Ready(key, f"data/{target.name}", target.stat().st_size)


def _name_those(answer: Answer, target: Path) -> None:
    title = f"{target.name}: {answer.collection.title_sv} / {answer.collection.title}"
    text = as_text(answer.credits, title)
    target.with_name(f"{target.name}{ATTRIBUTION}").write_text(text, encoding="utf-8")


def _write_tiles(answer: Answer, fresh: Path, plan: Plan, settings: Settings) -> Iterator[Ready]:
    from viauma_maps.reading import read_region
    from viauma_maps.tiles import write_tiles_page

    target, zooms = fresh / "maps" / "region.pmtiles", (0, plan.last_zoom)
    write_tiles(answer.session, [answer], target, zooms)
    _name_those(answer, target)
    sources = [settings.catalogue.name_sv, *sources_of([answer])]
    write_tiles_page(target, read_region(answer.session), zooms=zooms, sources=sources)
    yield Ready("pmtiles", "maps/region.pmtiles", target.stat().st_size)


def _write_maps(session: "Session", fresh: Path, plan: Plan, settings: Settings) -> None:
    from viauma_maps.build import build_maps
    from viauma_maps.recipes import shipped_recipes

    recipes = shipped_recipes()
    if plan.licence == "open":
        asked = open_filter()
        recipes = [
            replace(one, cql2=f"({one.cql2}) AND {asked}" if one.cql2 else asked)
            for one in recipes
            if "projects" not in one.layers
        ]
    build_maps(session, recipes, fresh / "maps", settings)


def _write_catalogue(
    settings: Settings, base: str, files: Sequence[tuple[Answer, list[Ready]]], fresh: Path
) -> None:
    from viauma_api.catalogue import JSON_LD, RDF_XML
    from viauma_api.catalogue_graph import written

    catalogue = catalogue_of_files(settings, base, files)
    for name, syntax in (("dcat.rdf", RDF_XML), ("dcat.jsonld", JSON_LD)):
        (fresh / name).write_bytes(written(catalogue, syntax))


def _write_page(fresh: Path, files: Sequence[tuple[Answer, list[Ready]]], plan: Plan) -> None:
    from viauma_maps.assets import STYLES, digest
    from viauma_maps.recipes import LANGUAGES
    from viauma_maps.templating import rendered
    from viauma_maps.words import words

    maps = json.loads((fresh / "maps" / "maps.json").read_text(encoding="utf-8"))["maps"]
    values = {
        "folder": f"maps/assets/{digest()}",
        "styles": [name for name in STYLES if name.endswith("page.css")],
        "page_words": words("bundle"),
        "maps": maps,
        "collections": [
            {
                "title": {"sv": one.collection.title_sv, "en": one.collection.title},
                "description": {
                    "sv": one.collection.description_sv, "en": one.collection.description,
                },
                "files": [
                    {"name": each.name, "key": each.key, "text": Path(each.name).name,
                     "kb": f"{each.size / 1000:,.0f}".replace(",", "\u202f")}
                    for each in ready
                ],
                "credits": one.credits,
            }
            for one, ready in files
        ],
        "has_catalogue": bool(plan.base_url),
        "is_open": plan.licence == "open",
    }  # fmt: skip
    page = rendered("bundle.html.j2", LANGUAGES, values)
    (fresh / "index.html").write_text(page, encoding="utf-8")
    about = {"kind": KIND, "version": __version__, "licence": plan.licence}
    (fresh / MANIFEST).write_text(f"{json.dumps(about)}\n", encoding="utf-8")


def _listed(fresh: Path) -> Iterator[Ready]:
    for path in sorted(path for path in fresh.rglob("*") if path.is_file()):
        yield Ready(path.suffix, path.relative_to(fresh).as_posix(), path.stat().st_size)


def _write_sums(fresh: Path) -> None:
    lines = []
    for one in _listed(fresh):
        with (fresh / one.name).open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {one.name}\n")
    (fresh / SUMS).write_text("".join(lines), encoding="utf-8")
