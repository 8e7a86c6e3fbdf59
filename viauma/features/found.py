"""A feature as it is stored, with its geometry in the reference system that was asked for."""

from typing import Any, NamedTuple


class Found(NamedTuple):
    """A feature as it is stored, and its geometry in the CRS asked for, unless that is CRS84."""

    feature: bytes
    geometry: bytes | None = None

    @property
    def placed(self) -> bytes:
        """The Feature with the geometry that was asked for."""
        if self.geometry is None:
            return self.feature
        start = self.feature.index(b'"geometry":') + len(b'"geometry":')
        end = self.feature.index(b',"properties":', start)
        return self.feature[:start] + self.geometry + self.feature[end:]


def found_in(columns: tuple[Any, ...]) -> Found:
    """Read a feature, and its geometry where one was asked for.

    A place that lies where the CRS is not defined has no coordinates there.
    """
    feature, *geometry = columns
    if not geometry:
        return Found(feature)
    written = geometry[0] or b"null"
    return Found(feature, b"null" if b"Infinity" in written or b"NaN" in written else written)
