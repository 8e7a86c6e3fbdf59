"""`viauma maps`: build the map pages from their recipes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from viauma.db.session import reading
from viauma.errors import UnknownName
from viauma.settings import Settings

if TYPE_CHECKING:
    from viauma_maps.output import BuiltMap
    from viauma_maps.recipes import Recipe

app = typer.Typer(help="Map pages that work without a network.", no_args_is_help=True)


@app.callback()
def root() -> None:
    """Map pages that work without a network."""


@app.command()
def build(
    recipe: Annotated[
        list[str] | None,
        typer.Argument(help="Names of shipped recipes or paths of TOML files; none: all shipped."),
    ] = None,
    *,
    out: Annotated[
        Path | None, typer.Option(help="Directory of maps; left out: VIAUMA_MAPS__DIRECTORY.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the shipped recipes.")] = False,
) -> None:
    """Build maps; those already in the directory stay beside them."""
    if list_:
        _list()
        return
    settings = Settings()
    folder = (out or settings.maps_dir).absolute()
    for one in _build(settings, recipe or [], folder):
        typer.echo(f"{one.slug:<28} {one.entries:>6} entries {one.size_bytes / 1000:>8,.0f} KB")
    typer.echo(f"Open {(folder / 'index.html').as_uri()}")


def ensure_built(settings: Settings) -> str:
    """Build all shipped maps into the directory they are served from; say what was built."""
    built = _build(settings, [], settings.maps_dir)
    return f"{len(built)} maps in {settings.maps_dir}"


def _build(settings: Settings, names: list[str], out: Path) -> "list[BuiltMap]":
    # folium and shapely take a second to import; other commands should not wait for them.
    from viauma_maps.build import build_maps

    chosen = [chosen for name in names for chosen in _recipes(name)] or _shipped()
    with reading(settings) as session:
        return build_maps(session, chosen, out, settings)


def _recipes(name: str) -> "list[Recipe]":
    from viauma_maps.recipes import load_recipe

    if name.endswith(".toml"):
        return [load_recipe(Path(name))]
    shipped = {recipe.slug.removesuffix("-{slug}"): recipe for recipe in _shipped()}
    if name not in shipped:
        raise UnknownName("recipe", name, _nearest(name, list(shipped)))
    return [shipped[name]]


def _shipped() -> "list[Recipe]":
    from viauma_maps.recipes import shipped_recipes

    return shipped_recipes()


def _list() -> None:
    for recipe in _shipped():
        title = recipe.title.get("en", recipe.slug)
        name = recipe.slug.removesuffix("-{slug}")
        about = "one map per municipality" if recipe.for_each else title
        typer.echo(f"{name:<24} {about}")


def _nearest(name: str, known: list[str]) -> list[str]:
    from rapidfuzz import process

    found = process.extract(name[:100].lower(), known, limit=2, score_cutoff=50)
    return [str(near) for near, *_ in found]
