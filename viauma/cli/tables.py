"""Answers as tables for a terminal: plain text that survives a pipe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from viauma.analysis.rules import AreaCount

COUNT_COLUMNS = (
    "area", "area_name", "category", "count", "population", "land_area_km2",
    "per_1000_inhabitants", "per_100_km2",
)  # fmt: skip

MOST_WIDTH = 140
WHOLE = ("Slug", "Run", "Began (UTC)")


def places(features: Sequence[Mapping[str, Any]]) -> str:
    """Lay out places, with distance and direction when they were measured."""
    measured = bool(features) and "distance_m" in features[0]["properties"]
    head = ["Name", "Category", "Municipality", "Status", "Slug", *(["km", "Towards"] * measured)]
    rows = [_place_row(feature["properties"], measured=measured) for feature in features]
    return _table(head, rows, right={"km"}) + f"{len(rows)} places\n"


def counts(found: Sequence[AreaCount]) -> str:
    """Lay out counts with their rates."""
    head = ["Municipality", "Category", "Places", "per 1 000 inh.", "per 100 km²"]
    rows = [
        [
            count.area_name,
            count.category,
            str(count.count),
            _rate(count.per_1000_inhabitants),
            _rate(count.per_100_km2),
        ]
        for count in found
    ]
    total = sum(count.count for count in found)
    return _table(head, rows, right=set(head[2:])) + f"{total} places\n"


def count_row(count: AreaCount) -> dict[str, Any]:
    """Spell a count with its rates."""
    rates = {
        "per_1000_inhabitants": count.per_1000_inhabitants,
        "per_100_km2": count.per_100_km2,
    }
    return asdict(count) | {
        name: None if rate is None else round(rate, 4) for name, rate in rates.items()
    }


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: set[str]) -> str:
    """Lay out any rows."""
    return _table(head, rows, right=right)


def _place_row(properties: Mapping[str, Any], *, measured: bool) -> list[str]:
    approximate = " ≈" if properties["municipality_basis"] == "nearest" else ""
    row = [
        properties["name"] or "(name unknown)",
        properties["category_en"],
        f"{properties['municipality_name'] or 'unknown'}{approximate}",
        properties["status"],
        properties["slug"],
    ]
    if measured:
        row += [f"{properties['distance_m'] / 1000:.2f}", compass(properties["bearing_deg"])]
    return row


def compass(bearing_deg: float | None) -> str:
    """Name a bearing's point of the compass; inside a place there is no direction."""
    if bearing_deg is None:
        return "here"
    points = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
    return f"{points[round(bearing_deg / 45) % 8]} {bearing_deg:.0f}°"


def _rate(rate: float | None) -> str:
    return "unknown" if rate is None else f"{rate:.2f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: set[str]) -> str:
    made = Table(box=None, pad_edge=False, header_style="bold")
    for name in head:
        # What is copied into the next command must not be broken.
        side: Literal["left", "right"] = "right" if name in right else "left"
        made.add_column(name, justify=side, overflow="fold", no_wrap=name in WHOLE)
    for row in rows:
        made.add_row(*row)
    console = Console(width=_width(), markup=False, highlight=False)
    with console.capture() as capture:
        console.print(made)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _width() -> int:
    return min(Console().width, MOST_WIDTH) if Console().is_terminal else MOST_WIDTH
