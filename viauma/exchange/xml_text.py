"""Text as XML 1.0 can carry it."""

import re
from typing import Any
from xml.sax.saxutils import escape

# Characters that XML 1.0 cannot carry in any spelling.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def content(text: str) -> str:
    """Spell text for use between tags; what XML cannot carry is dropped."""
    return escape(_NOT_XML.sub("", text))


def attribute(text: str) -> str:
    """Spell text for use in an attribute between double quotes."""
    return escape(_NOT_XML.sub("", text), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def element(name: str, text: Any) -> str:
    """Write an element of text; nothing if there is no text."""
    return "" if text in {None, ""} else f"<{name}>{content(str(text))}</{name}>"
