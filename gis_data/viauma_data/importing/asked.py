"""What a person says about a file; whatever is left out is inferred, with evidence, or asked."""

from dataclasses import asdict, dataclass
from typing import Any

from viauma.errors import InvalidInput
from viauma.geo.bbox import parse_bbox
from viauma_data.detecting import WORLD, Region

MOST_CHARS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of an import."""

    where: str
    profile: str | None = None
    category: str | None = None
    crs: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    layer: str | None = None
    lon_column: str | None = None
    lat_column: str | None = None
    wkt_column: str | None = None
    source: str | None = None
    licence: str | None = None
    attribution: str | None = None
    observed_on: str | None = None
    region: str | None = None
    is_trial: bool = False
    is_strict: bool = False
    """Store nothing when a single row would have to wait."""
    readers_may_wait: bool = False
    """Keep everybody else out of the places while very many new ones are stored."""
    yes: bool = False
    """Go on where many places are gone, or the file may have been cut."""

    def __post_init__(self) -> None:
        """Refuse texts that could not be kept."""
        for name in ("source", "licence", "attribution", "observed_on"):
            value = getattr(self, name)
            if value is not None and (not value.strip() or len(value) > MOST_CHARS):
                raise InvalidInput(f"--{name.replace('_', '-')}", "has 1 to 200 characters")

    @property
    def area(self) -> Region | None:
        """Where rows are expected; None: Sweden."""
        if self.region is None:
            return None
        if self.region.strip().lower() == "none":
            return WORLD
        box = parse_bbox(self.region, "--region")
        return Region.of_bbox((box.west, box.south, box.east, box.north))

    @property
    def said(self) -> dict[str, Any]:
        """What was said, for the ledger."""
        return {
            name: value
            for name, value in asdict(self).items()
            if value not in (None, False) and name != "where"
        }
