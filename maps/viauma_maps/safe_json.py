"""JSON inside a page: a name like ``</script>`` must never end the script that carries it."""

import json
from typing import Any

from markupsafe import Markup

# U+2028 and U+2029 end a line in older JavaScript; the others could begin markup.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'\u2028\u2029"}


def json_for_script(value: Any) -> Markup:
    r"""Write a value as compact JSON that can stand in a script element.

    Examples
    --------
    >>> json_for_script("</script>")
    Markup('"\\u003c/script\\u003e"')
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.translate(_ESCAPES))  # noqa: S704 - no sign is left that HTML could act on
