"""Category symbols: the taxonomy's colour, shape and Maki icon as one inline SVG each.

Colour is never the only cue: the shape tells the group, the icon the kind. A page carries each
symbol once, as a sprite; markers, list and legend refer to it.
"""

import re
from collections.abc import Iterable
from html import unescape

from markupsafe import Markup

from viauma.taxonomy.rules import CategoryRef
from viauma_maps.assets import asset_text

ICON_SIZE = 15
"""Maki icons are drawn in a square of 15 units, our symbols in one of 32."""

# Shape → its outline, how much the icon is enlarged, and the height of the icon's centre.
SHAPES: dict[str, tuple[str, float, float]] = {
    "circle": ("M16 2a14 14 0 1 1 0 28a14 14 0 1 1 0-28z", 1.15, 16),
    "square": ("M6 3h20a3 3 0 0 1 3 3v20a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z", 1.25, 16),
    "diamond": ("M16 1L31 16L16 31L1 16z", 0.95, 16),
    "hexagon": ("M16 1.5L28.8 8.7v14.6L16 30.5L3.2 23.3V8.7z", 1.15, 16),
    "triangle": ("M16 1.5L31.3 29H.7z", 0.85, 20.5),
}

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PATH = re.compile(r'<path[^>]*?\sd="([^"]+)"')
_PATH_DATA = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE\s,.+-]*")


def symbol_id(key: str) -> str:
    """Name a category's symbol within a page."""
    return f"symbol-{key}"


def sprite(categories: Iterable[CategoryRef]) -> Markup:
    """Draw the symbols of these categories, once each, to be referred to by `use`."""
    symbols = Markup("").join(symbol(category) for category in categories)
    return Markup('<svg class="sprite" aria-hidden="true">{}</svg>').format(symbols)


def symbol(category: CategoryRef) -> Markup:
    """Draw a category: its shape in its colour, its icon in white."""
    outline, scale, centre = SHAPES.get(category.shape, SHAPES["circle"])
    half = ICON_SIZE * scale / 2
    return Markup(
        '<symbol id="{}" viewBox="0 0 32 32"><path d="{}" fill="{}" class="edge"/>'
        '<g fill="#fff" transform="translate({:g} {:g}) scale({:g})">{}</g></symbol>'
    ).format(
        symbol_id(category.key),
        outline,
        checked_colour(category.colour),
        16 - half,
        centre - half,
        scale,
        icon(category.icon),
    )


def icon(name: str) -> Markup:
    """Draw a Maki icon: its paths, and nothing else the file may hold."""
    if not re.fullmatch(r"[a-z0-9-]+", name):
        return Markup()
    paths = (unescape(found) for found in _PATH.findall(asset_text(f"maki/{name}.svg")))
    safe = [" ".join(path.split()) for path in paths if _PATH_DATA.fullmatch(path)]
    return Markup("").join(Markup('<path d="{}"/>').format(path) for path in safe)


def checked_colour(colour: str) -> str:
    """Give a colour back when it is one, else a neutral grey."""
    return colour if _COLOUR.fullmatch(colour) else "#444444"
