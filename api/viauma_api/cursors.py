"""Where a page ended, spelled so that it survives an address bar."""

import base64
import binascii
from uuid import UUID

from viauma.errors import InvalidInput
from viauma.places.queries import After

_INT64 = range(-(2**63), 2**63)


def encode(key: int, place: UUID | None = None) -> str:
    """Spell a position: the key alone, or key and id."""
    text = str(key) if place is None else f"{key}:{place.hex}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_place(text: str) -> After:
    """Read a position among places."""
    key, _, place = _decoded(text).partition(":")
    try:
        return After(_key(key), UUID(hex=place))
    except ValueError:
        raise _refusal() from None


def decode_key(text: str) -> int:
    """Read a position in a small collection."""
    try:
        return _key(_decoded(text))
    except ValueError:
        raise _refusal() from None


def _key(text: str) -> int:
    key = int(text)
    if key not in _INT64:
        raise ValueError(text)
    return key


def _decoded(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        raise _refusal() from None


def _refusal() -> InvalidInput:
    return InvalidInput(
        "after", "is not a position that a next link gave; follow that link as it is"
    )
