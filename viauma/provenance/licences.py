"""The licence of a row that several sources gave: never freer than any of theirs."""

import re
from collections.abc import Iterable

NOT_STATED = "not-stated"

FREE = re.compile(r"CC0-.*|PDDL-.*|CC-PDDC|public-domain|Unlicense|0BSD", re.IGNORECASE)
CREDIT = re.compile(
    r"CC-BY-[\d.]+.*|ODC-By-.*|etalab-.*|OGL-.*|NLOD-.*|DL-DE-BY-.*|MIT|BSD-.*|Apache-.*",
    re.IGNORECASE,
)
ALIKE = re.compile(r"ODbL-.*|CC-BY-SA-.*|MPL-.*|[AL]?GPL-.*|EUPL-.*|GFDL-.*", re.IGNORECASE)

_KINDS = (FREE, CREDIT, ALIKE)
_RESERVED = len(_KINDS)
"""Licences that are none of these kinds: no derivatives, not for trade, or unknown to us."""


def strictest(licences: Iterable[str]) -> str:
    """Find the licence that binds a row made of rows under these.

    What nobody has licensed may not be passed on, and a part of it no more than the whole. Two
    different licences that each want the whole under themselves cannot be met by one row, so such
    a row has none. Of equals the first counts.

    Examples
    --------
    >>> strictest(["CC0-1.0", "CC-BY-4.0"])
    'CC-BY-4.0'
    >>> strictest(["ODbL-1.0", "not-stated"])
    'not-stated'
    >>> strictest(["ODbL-1.0", "CC-BY-SA-4.0"])
    'not-stated'
    """
    given = list(dict.fromkeys(licences))
    demanding = [one for one in given if _strictness(one) >= _KINDS.index(ALIKE)]
    if not given or NOT_STATED in given or len(demanding) > 1:
        return NOT_STATED
    return max(given, key=_strictness)


def _strictness(licence: str) -> int:
    return next((n for n, kind in enumerate(_KINDS) if kind.fullmatch(licence)), _RESERVED)
