"""Opening hours as people write them, made ready for a library that knows more than they said.

The library (opening-hours-py) follows the grammar of OSM and fills gaps with guesses: a season
without times is open around the clock, the sun rises at seven, schools have no holidays. Via Uma
never calls a place open on a guess, so what is not said is made unknown before it is evaluated.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

LONGEST = 500
"""Characters. OSM stores 255; longer texts are no hours, and are not read."""

UNKNOWABLE = re.compile(
    r"\bSH\b"  # school holidays: every municipality sets its own
    r"|sunrise|sunset|dawn|dusk"  # they move by half an hour from the coast to the mountains
    r"|[0-9]\+"  # an open end: nobody said when it closes
    r"|:[0-9]{2}\s*/"  # moments that return, as of a bus: between them it need not be open
    r"|\|\|"  # a fallback: the library takes whole days where the grammar means moments
    r"|\bPH\s*[+-]",  # days before and after holidays: which those are is in dispute
    re.IGNORECASE,
)
"""What cannot be evaluated honestly, however well it is written."""

STATES = r"\b(?:open|closed|off|unknown)\b"

_COMMENT = re.compile(rf'({STATES}\s*)?"[^"]*"', re.IGNORECASE)

# A comma begins another rule where it follows a time or a state (10:00, off, closed, unknown, open,
# 24/7, each by its last three characters) and no further time of the same rule comes after it.
_RULES = re.compile(
    r"\s*(;|(?:(?<=:[0-9]{2})|(?<=off|sed|own|pen|4/7)),(?!\s*[0-9]{1,2}:))\s*", re.IGNORECASE
)
_SAYS_WHEN = re.compile(r"[0-9]:[0-9]{2}|24/7|\b(?:off|closed|unknown)\b", re.IGNORECASE)


class Rule(NamedTuple):
    """A rule, and the sign before it: a semicolon replaces what a day had, a comma adds to it."""

    sign: str
    text: str


def honest_rules(text: str) -> list[Rule] | None:
    """Divide hours into rules that say what they do not know; None where nothing can be known.

    A rule with days or a season but no times (``May 15-Sep 15``) tells when a place is closed, and
    leaves open when it is open. So does a comment without a state (``Sa "by appointment"``).

    >>> joined(honest_rules("May 15-Sep 15"))
    'May 15-Sep 15 unknown'
    >>> joined(honest_rules('Mo-Sa 09:00-20:00,Su "ring first";'))
    'Mo-Sa 09:00-20:00, Su unknown'
    >>> joined(honest_rules("Mo-Fr 07:00-21:00, Sa, Su 08:00-21:00"))
    'Mo-Fr 07:00-21:00, Sa,Su 08:00-21:00'
    >>> honest_rules("sunrise-sunset") is None
    True
    """
    if len(text) > LONGEST or not text.isprintable():
        return None
    said = _COMMENT.sub(_without_words, text).replace(" ,", ",").strip().rstrip("; ")
    if not said or '"' in said or UNKNOWABLE.search(said):
        return None
    parts = ["", *_RULES.split(said)]
    return [Rule(*pair) for pair in zip(parts[::2], map(_with_state, parts[1::2]), strict=True)]


def joined(rules: Iterable[Rule]) -> str:
    """Write rules one after the other."""
    text = ""
    for sign, rule in rules:
        text += f"{sign} {rule}" if text else rule
    return text


def _without_words(comment: re.Match[str]) -> str:
    return comment[1] or "unknown"


def _with_state(rule: str) -> str:
    # To the library a comma with a space begins a rule, and "Sa, Su 10:00-12:00" were all Saturday.
    rule = re.sub(r",\s+", ",", rule)
    if not rule or _SAYS_WHEN.search(rule):
        return rule
    return f"{rule.removesuffix('open').rstrip()} unknown"
