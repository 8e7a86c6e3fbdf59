"""How much a foreign file may ask of this machine; whoever opens files may set other bounds."""

from dataclasses import dataclass

from viauma.settings import ImportSettings

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds within which a file is read; beyond one of them it is refused by name."""

    file_bytes: int = 2_048 * MIB
    """Of a file as it lies on the disk or comes over the network."""
    unpacked_bytes: int = 2_048 * MIB
    """Of all that an archive holds, and of an archive within it."""
    ratio: int = 200
    """How often larger than itself an archive may become, past its first ten megabytes."""
    entries: int = 2_000
    """Files in an archive or a folder."""
    layers: int = 200
    columns: int = 2_000
    cell_chars: int = 16 * MIB
    """Of a cell of a text; outlines as WKT are long."""
    line_chars: int = 32 * MIB
    object_bytes: int = 64 * MIB
    """Of the text of one object of JSON; a million vertices are some forty."""
    json_depth: int = 64
    vertices: int = 1_000_000
    """Of the geometry of one row."""
    collection_depth: int = 4
    """Of geometry collections within each other."""
    memory_bytes: int = 3_072 * MIB
    """Of address space, for readers that are not written in Python."""
    cpu_seconds: int = 900
    """For the same readers, each time that a table is read."""
    fetch_seconds: float = 300
    """For all that comes over the network, from the first redirect to the last byte."""


LIMITS = Limits()


def limits_of(settings: ImportSettings) -> Limits:
    """Make the bounds that the operator has set."""
    most = settings.max_file_mb * MIB
    return Limits(file_bytes=most, unpacked_bytes=most, memory_bytes=settings.memory_mb * MIB)
