"""JSON documents of any length: what is said of the whole, then one array, page after page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from viauma.exchange.features import to_json


def json_document(
    head: Mapping[str, Any], array: str, pages: Iterable[Sequence[bytes]]
) -> Iterator[bytes]:
    """Write a document whose last member is an array of ready texts.

    Parameters
    ----------
    head
        The members before it; at least one.
    array
        The array's name.
    pages
        Its elements as UTF-8 JSON. None make an empty array.
    """
    yield f"{to_json(head)[:-1]},{to_json(array)}:[\n".encode()
    between = b""
    for page in pages:
        if page:
            yield between + b",\n".join(page)
            between = b",\n"
    yield b"\n]}\n"
