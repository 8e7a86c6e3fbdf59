"""Texts as people type them: without capitals, rings, dots and accents.

Rows are folded by the database function `viauma.folded` and questions by this one; a test holds the
two together. Strokes go too (Røros is Roros), as in the filters' own accenti.
"""

import re
import unicodedata

# The blocks of combining marks, as in viauma.cql2.sql.folding.
_MARKS = re.compile(r"[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]")
# At the end of a word Greek has another sigma, which is the same letter.
_STROKES = str.maketrans("øđłħŧ\u03c2", "odlht\u03c3")


def folded(text: str) -> str:
    """Fold a text.

    Examples
    --------
    >>> folded("Ängsjön på Café Røros")
    'angsjon pa cafe roros'
    """
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text.lower()))
    return unicodedata.normalize("NFC", bare.translate(_STROKES))


def like_pattern(words: str) -> str:
    """Spell words as a pattern that finds them anywhere in folded text."""
    escaped = folded(words).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
