"""Draw growth as an SVG: p50, p99 and memory against rows, logarithms on both axes.

Written by hand rather than by a plotting library: three panels of lines need none, and so the
picture follows the reader's light or dark theme and carries its labels as text.
"""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

WIDTH, HEIGHT = 1280, 520
TOP, BOTTOM = 64, 456
LABEL_PX = 15
FONT = "font: 12px system-ui, sans-serif"

FAMILIES = {
    "item": "#2f7ed8", "bbox": "#d9730d", "categor": "#1f9d63", "the same": "#1f9d63",
    "page": "#8a63d2", "near": "#c2408f", "tile": "#8d8d1f", "memory": "#2f7ed8",
}  # fmt: skip
"""A colour for each kind of question, by how its name begins; told apart on white and on black."""

STYLE = f"""\
svg {{ {FONT}; background: #ffffff }}
text {{ fill: #24292f }} .quiet {{ fill: #57606a }}
.grid {{ stroke: #d8dee4 }} .line {{ fill: none; stroke-width: 2 }}
@media (prefers-color-scheme: dark) {{
  svg {{ background: #0d1117 }} text {{ fill: #e6edf3 }} .quiet {{ fill: #9198a1 }}
  .grid {{ stroke: #30363d }}
}}"""

Points = list[tuple[float, float]]


class Panel(NamedTuple):
    """A part of the picture with axes of its own."""

    title: str
    left: float
    right: float
    lines: dict[str, Points]
    """Values against rows, by name."""
    span: tuple[float, float]
    """The lowest and the highest value drawn: powers of ten."""
    rows: tuple[float, float]

    def x(self, rows: float) -> float:
        """Place a number of rows."""
        return scaled(rows, self.rows, (self.left, self.right))

    def y(self, value: float) -> float:
        """Place a value; more is higher."""
        return scaled(value, self.span, (BOTTOM, TOP))


THOUSAND = 1_000


def drawn(document: dict[str, Any]) -> str:
    """Draw what a run of the growth benchmark found."""
    sizes = document["sizes"]
    names = list(sizes[0]["questions"])
    p50 = {name: points(sizes, name, "p50_ms") for name in names}
    p99 = {name: points(sizes, name, "p99_ms") for name in names}
    memory = {"memory": [(size["rows"], size["worker_mb"]) for size in sizes]}
    rows = (sizes[0]["rows"], max(sizes[-1]["rows"], 2 * sizes[0]["rows"]))
    span = decades([*values(p50), *values(p99)])
    panels = [
        Panel("p50, ms", 56, 280, p50, span, rows),
        Panel("p99, ms", 580, 804, p99, span, rows),
        Panel("memory of a worker, MB", 1100, 1230, memory, decades(values(memory)), rows),
    ]
    told = f"Answers and memory from {rows[0]:,} to {sizes[-1]['rows']:,} places"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{told}</title>",
        f"<style>{STYLE}</style>",
        f'<text x="16" y="26" style="font-size: 16px; font-weight: 600">{told}</text>',
        *(part for panel in panels for part in panel_parts(panel)),
        "</svg>\n",
    ])  # fmt: skip


def points(sizes: Iterable[dict[str, Any]], name: str, figure: str) -> Points:
    """Collect a figure of a question over all sizes."""
    return [(size["rows"], size["questions"][name][figure]) for size in sizes]


def values(lines: dict[str, Points]) -> list[float]:
    """List all values drawn."""
    return [value for line in lines.values() for _, value in line]


def panel_parts(panel: Panel) -> Iterable[str]:
    """Draw the grid, the lines and the label of each line at its end."""
    yield text(panel.left, TOP - 14, panel.title, "font-weight: 600")
    for value in powers(panel.span):
        y = panel.y(value)
        yield (
            f'<line class="grid" x1="{panel.left}" x2="{panel.right}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        yield text(panel.left - 6, y + 4, f"{value:g}", "text-anchor: end", quiet=True)
    for rows in powers(panel.rows):
        shown = text(panel.x(rows), BOTTOM + 18, short(rows), "text-anchor: middle", quiet=True)
        yield shown
    yield text(panel.left, BOTTOM + 38, "places", quiet=True)
    ends = [panel.y(line[-1][1]) for line in panel.lines.values()]
    for (name, line), at in zip(panel.lines.items(), spread(ends), strict=True):
        yield from line_parts(panel, name, line, at)


def line_parts(panel: Panel, name: str, line: Points, label_y: float) -> Iterable[str]:
    """Draw one line, its points and its label, joined to its end where that had to move."""
    colour = colour_of(name)
    places = [(panel.x(rows), panel.y(value)) for rows, value in line]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield f'<polyline class="line" stroke="{colour}" points="{path}"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
    (x, y), value = places[-1], line[-1][1]
    yield (
        f'<polyline fill="none" stroke="{colour}" opacity="0.5" '
        f'points="{x + 4:.1f},{y:.1f} {x + 14:.1f},{label_y:.1f}"/>'
    )
    figure = f"{value:,.0f}" if value >= THOUSAND else f"{value:.3g}"
    label = figure if name == "memory" else f"{figure} \N{MIDDLE DOT} {name}"
    yield text(x + 17, label_y + 4, label)


def text(x: float, y: float, words: str, style: str = "", *, quiet: bool = False) -> str:
    """Write words."""
    kind = ' class="quiet"' if quiet else ""
    styled = f' style="{style}"' if style else ""
    return f'<text{kind} x="{x:.1f}" y="{y:.1f}"{styled}>{escape(words)}</text>'


def spread(wanted: Sequence[float], gap: float = LABEL_PX) -> list[float]:
    """Move labels as little as keeps them a line apart, within the panel, in their order."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    found = [0.0] * len(wanted)
    # Downwards as far as needed, then upwards from the panel's end.
    above = -math.inf
    for index in order:
        above = found[index] = max(wanted[index], above + gap)
    below = max(BOTTOM, TOP + gap * (len(wanted) - 1)) + gap
    for index in reversed(order):
        below = found[index] = min(found[index], below - gap)
    return found


def scaled(value: float, from_: tuple[float, float], onto: tuple[float, float]) -> float:
    """Map a value onto an axis by its logarithm."""
    low, high = (math.log10(one) for one in from_)
    share = (math.log10(max(value, from_[0])) - low) / (high - low)
    return onto[0] + share * (onto[1] - onto[0])


def decades(found: Iterable[float]) -> tuple[float, float]:
    """Find the powers of ten around some values."""
    known = [max(value, 0.01) for value in found]
    low = math.floor(math.log10(min(known)))
    return 10.0**low, 10.0 ** max(math.ceil(math.log10(max(known))), low + 1)


def powers(span: tuple[float, float]) -> Iterable[float]:
    """List the powers of ten within a span."""
    low, high = (math.log10(one) for one in span)
    for power in range(math.ceil(low), math.floor(high) + 1):
        yield 10.0**power


def short(rows: float) -> str:
    """Spell a number of rows shortly."""
    return f"{rows / 1e6:g} M" if rows >= 1e6 else f"{rows / 1e3:g} k"


def colour_of(name: str) -> str:
    """Choose the colour of a question."""
    return next((c for begin, c in FAMILIES.items() if name.startswith(begin)), "#888888")
