"""GeoJSON text sequences (RFC 8142): records that a reader can take apart without parsing."""

from collections.abc import Sequence

from viauma.exchange.columns import Columns, is_whole
from viauma.exchange.features import narrowed

RECORD_SEPARATOR = b"\x1e"
_BETWEEN = b"\n" + RECORD_SEPARATOR


class JsonSeq:
    """Encodes Features as a sequence: each begins with RS and ends with LF."""

    def __init__(self, columns: Columns, _name: str = "") -> None:
        self._narrower = None if is_whole(columns) else columns

    def begin(self) -> bytes:
        """Nothing stands before the first record."""
        return b""

    def batch(self, features: Sequence[bytes]) -> bytes:
        """Write records; Features that are sent whole are not parsed."""
        if not features:
            return b""
        shown = narrowed(features, self._narrower) if self._narrower else features
        return RECORD_SEPARATOR + _BETWEEN.join(shown) + b"\n"

    def end(self) -> bytes:
        """Nothing stands after the last record."""
        return b""
