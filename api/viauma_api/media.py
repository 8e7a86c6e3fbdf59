"""Which representation a client wants: `f` beats `Accept` (RFC 9110, 12.5.1)."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

from starlette.requests import Request

from viauma.errors import InvalidInput
from viauma_api.http_errors import NotAcceptable

LONGEST_ACCEPT = 2_000
"""Browsers send some 150 characters; what is longer is not weighed."""

Key = TypeVar("Key", bound=str)
Parameters = frozenset[tuple[str, str]]

# A quote that is not closed reaches to the end, so that these never look back.
_MEMBER = re.compile(r'(?:[^",]|"[^"]*"?)+')
_PIECE = re.compile(r'(?:[^";]|"[^"]*"?)+')
_RANGE = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+", re.ASCII)
# Strictly 0.2; `.2` is sent as well.
_WEIGHT = re.compile(r"0?\.[0-9]+|[01](?:\.[0-9]*)?")


class _Range(NamedTuple):
    kind: str
    parameters: Parameters
    weight: float


def negotiate(request: Request, offered: Mapping[Key, str], default: Key) -> Key:
    """Choose a representation.

    Parameters
    ----------
    offered
        Media types by what `f` calls them, the better ones first.
    default
        What is better than all others: given when the client has no preference.

    Raises
    ------
    InvalidInput
        `f` names nothing that is offered.
    NotAcceptable
        Accept takes nothing that is offered.
    """
    asked = request.query_params.get("f")
    if asked is not None:
        for key in offered:
            if key == asked:
                return key
        raise InvalidInput("f", f"'{asked[:20]}' must be {' or '.join(offered)}")
    return accepted(",".join(request.headers.getlist("accept")), offered, default)


def accepted(accept: str, offered: Mapping[Key, str], default: Key) -> Key:
    """Choose by the Accept header alone; see `negotiate`."""
    if accept in {"", "*/*"} or len(accept) > LONGEST_ACCEPT:
        return default
    best = _best(accept, tuple(offered.values()), offered[default])
    if best is None:
        raise NotAcceptable(offered.values())
    return next(key for key, media_type in offered.items() if media_type == best)


@lru_cache(maxsize=512)
def _best(accept: str, offered: tuple[str, ...], default: str) -> str | None:
    ranges = [found for part in _MEMBER.findall(accept) if (found := _range(part))]
    if not ranges:
        return default  # What cannot be read says nothing.
    weights = {media_type: _weight(media_type, ranges) for media_type in (default, *offered)}
    # Of equals max finds the first, and the default stands before all others.
    best = max(weights, key=lambda media_type: weights[media_type])
    return best if weights[best] > 0 else None


def _weight(media_type: str, ranges: list[_Range]) -> float:
    """Weigh an offer by the range that means it most specifically."""
    offer = _read(media_type)
    fitting = [(_specificity(one), one.weight) for one in ranges if _fits(one, *offer)]
    return max(fitting, default=((0, 0), 0.0))[1]


def _fits(wanted: _Range, kind: str, parameters: Parameters) -> bool:
    if not wanted.parameters <= parameters:
        return False
    if wanted.kind in {kind, "*/*"}:
        return True
    return wanted.kind.endswith("/*") and kind.startswith(wanted.kind[:-1])


def _specificity(wanted: _Range) -> tuple[int, int]:
    return 2 - wanted.kind.count("*"), len(wanted.parameters)


def _range(text: str) -> _Range | None:
    """Read a member of Accept; what is none has no say."""
    kind, parameters = _read(text)
    weights = [value for name, value in parameters if name == "q"]
    if kind == "*":
        kind = "*/*"  # Java's own client sends it.
    if not _RANGE.fullmatch(kind) or any(not _WEIGHT.fullmatch(weight) for weight in weights):
        return None
    weight = min((float(weight) for weight in weights), default=1.0)
    # All text here is UTF-8, whatever the client would take besides.
    meant = frozenset(one for one in parameters if one[0] not in {"q", "charset"})
    return _Range(kind, meant, weight) if weight <= 1 else None


def _read(text: str) -> tuple[str, Parameters]:
    kind, *pieces = _PIECE.findall(text) or [""]
    pairs = (piece.partition("=") for piece in pieces if piece.strip())
    return kind.strip().lower(), frozenset(
        (name.strip().lower(), value.strip().strip('"')) for name, _, value in pairs
    )
