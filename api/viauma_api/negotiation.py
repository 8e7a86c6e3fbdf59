"""Which representation a client wants: `f` beats `Accept`; on a draw, data beats the page."""

from functools import lru_cache

from starlette.requests import Request

JSON_TYPES = ("application/geo+json", "application/json", "application/*", "*/*")
HTML_TYPES = ("text/html", "application/xhtml+xml", "text/*")


def wants_html(request: Request) -> bool:
    """Tell whether the answer should be a page."""
    asked = request.query_params.get("f")
    if asked is not None:
        return asked == "html"
    return _prefers_html(request.headers.get("accept", "*/*"))


@lru_cache(maxsize=256)
def _prefers_html(accept: str) -> bool:
    weights = dict(map(_weighted, accept.split(",")))
    html = max((weights.get(kind, 0.0) for kind in HTML_TYPES), default=0.0)
    data = max((weights.get(kind, 0.0) for kind in JSON_TYPES[:2]), default=0.0)
    anything = max((weights.get(kind, 0.0) for kind in JSON_TYPES[2:]), default=0.0)
    return html > max(data, 0.0) and html >= anything


def _weighted(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return kind.lower(), float(parameter[2:])
            except ValueError:
                return kind.lower(), 0.0
    return kind.lower(), 1.0
