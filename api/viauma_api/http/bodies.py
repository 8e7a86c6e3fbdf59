"""Reading a request's body: of a known type, whole, and never more than was agreed."""

from collections.abc import Collection
from typing import NamedTuple

from starlette.requests import Request

from viauma_api.http_errors import ContentTooLarge, UnsupportedMediaType


class Body(NamedTuple):
    """A body that was read: its type, as the caller spelled it, and its bytes."""

    media_type: str
    content: bytes


async def body_of(request: Request, media_types: Collection[str], most_bytes: int) -> Body:
    """Read the body.

    Parameters
    ----------
    media_types
        Which are read here, in lower case and without parameters.
    most_bytes
        More is not even kept.

    Raises
    ------
    UnsupportedMediaType
        The Content-Type is missing or another, the text is not UTF-8, or it is compressed.
    ContentTooLarge
        There is more than `most_bytes`.
    """
    media_type = _media_type(request, media_types)
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated[:20]) > most_bytes:
        raise ContentTooLarge(most_bytes)
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > most_bytes:
            raise ContentTooLarge(most_bytes)
    return Body(media_type, bytes(content))


def _media_type(request: Request, media_types: Collection[str]) -> str:
    stated = request.headers.get("content-type", "")
    kind, *parameters = (part.strip().lower() for part in stated.split(";"))
    if kind not in media_types:
        raise UnsupportedMediaType(stated or "of no stated type", media_types)
    charset = next((one[8:].strip('"') for one in parameters if one.startswith("charset=")), "")
    if charset not in {"", "utf-8", "us-ascii"}:
        raise UnsupportedMediaType(stated, media_types)
    coding = request.headers.get("content-encoding", "identity")
    if coding.lower() != "identity":
        raise UnsupportedMediaType(f"coded as {coding}", media_types)
    return kind
