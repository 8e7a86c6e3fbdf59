"""Where rows lie: coordinates, their system and axis order, inferred with evidence or asked for."""

from viauma_data.detecting.detect import detect, tells_positions
from viauma_data.detecting.layout import Layout, Located
from viauma_data.detecting.locating import located
from viauma_data.detecting.region import WORLD, Region, sweden

__all__ = ["WORLD", "Layout", "Located", "Region", "detect", "located", "sweden", "tells_positions"]
