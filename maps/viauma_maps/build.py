"""Building maps: from recipes to a directory that works when copied to a USB stick."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from viauma.settings import Settings
from viauma_maps.output import BuiltMap, write_maps
from viauma_maps.page import compose
from viauma_maps.reading import Reader, read_content, read_region, recognised
from viauma_maps.recipes import Recipe, expanded
from viauma_maps.scene import Region, Scene


@dataclass(frozen=True, slots=True)
class MadeMap:
    """A page as text, not yet written anywhere."""

    recipe: Recipe
    html: str
    entries: int


def build_maps(
    session: Reader, recipes: Iterable[Recipe], out: Path, settings: Settings
) -> list[BuiltMap]:
    """Build maps from the database into a directory, all of them or none.

    Maps that are already in the directory and are not among the recipes stay.

    Raises
    ------
    InvalidInput
        A recipe names what the region does not have, or the directory is not one of maps.
    Unavailable
        The browser assets are missing.
    """
    region = read_region(session)
    chosen = [recognised(recipe, region) for recipe in expanded(recipes, region.members)]
    scenes = (_scene(session, recipe, region, settings) for recipe in chosen)
    return build_scenes(scenes, out)


def _scene(session: Reader, recipe: Recipe, region: Region, settings: Settings) -> Scene:
    content = read_content(session, recipe)
    return Scene(recipe=recipe, region=region, content=content, settings=settings.maps)


def build_scenes(scenes: Iterable[Scene], out: Path) -> list[BuiltMap]:
    """Build maps from what is given, without a database."""
    return write_maps(out, [make_map(scene) for scene in scenes])


def make_map(scene: Scene) -> MadeMap:
    """Make one page."""
    html, entries = compose(scene)
    return MadeMap(scene.recipe, html, entries)
