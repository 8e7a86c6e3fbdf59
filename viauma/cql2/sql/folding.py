"""Texts without case and without accents, folded in SQL so that rows and literals agree."""

MARKS = r"[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]"
"""The blocks of combining diacritical marks. The Japanese voicing marks are not among them: they
make another letter (21-065r2, recommendation on non-spacing marks)."""

# Strokes through a letter are accents to people and to the standard (København is Kobenhavn), but
# Unicode does not decompose them.
_STROKES = ("ØøĐđŁłĦħŦŧ", "OoDdLlHhTt")

FINAL_SIGMA, SIGMA = "\u03c2", "\u03c3"
"""One letter; which shape lower() gives it depends on its neighbours, a LIKE pattern has others."""


def folded(by: str, text: str) -> str:
    """Fold a text: by ``casei`` or by ``accenti``."""
    return _without_case(text) if by == "casei" else _without_accents(text)


def _without_case(text: str) -> str:
    # Made capital and small again, ß is ss: full case folding but for letters nobody here writes.
    small = _icu("lower", _icu("upper", _icu("lower", text)))
    return f"(translate({small}, '{FINAL_SIGMA}', '{SIGMA}') collate \"C\")"


def _without_accents(text: str) -> str:
    bare = f"regexp_replace(normalize({text}, NFD), '{MARKS}', '', 'g')"
    plain, letters = _STROKES
    return f"(normalize(translate({bare}, '{plain}', '{letters}'), NFC) collate \"C\")"


def _icu(function: str, text: str) -> str:
    # The database may have the C locale, which knows no letters beyond ASCII.
    return f'{function}({text} collate "und-x-icu")'
