"""Where a page ended, with the whole query it belongs to: opaque to clients, signed by us.

The signature keeps a cursor from being a second, unchecked way to ask: what is in it passed the
same readers as a first request, or it is refused.
"""

import hashlib
import json
import logging
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import orjson
from itsdangerous import BadData, Signer
from itsdangerous.signer import SigningAlgorithm

from viauma.errors import InvalidInput
from viauma.features.rules import Position

logger = logging.getLogger(__name__)

KEY_FILE = "cursor.key"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A query, as the texts of its parameters, and the position it goes on after."""

    query: Mapping[str, str]
    after: Position


class _Blake2(SigningAlgorithm):
    """BLAKE2b with a key (RFC 7693): a signature in 2 µs, for which HMAC of SHA-256 takes 9."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Sign a text."""
        key = key if len(key) <= hashlib.blake2b.MAX_KEY_SIZE else hashlib.blake2b(key).digest()
        return hashlib.blake2b(value, digest_size=32, key=key).digest()


class Cursors:
    """Writes and reads cursors with one key."""

    def __init__(self, key: str) -> None:
        # The key is random, and what else it signs is signed by keys derived from it.
        self._signer = Signer(key, key_derivation="none", algorithm=_Blake2())

    def write(self, collection: str, cursor: Cursor) -> str:
        """Spell a cursor so that it survives an address bar."""
        told = _spelled([collection, dict(cursor.query), list(cursor.after)])
        return self._signer.sign(urlsafe_b64encode(told).rstrip(b"=")).decode()

    def read(self, collection: str, text: str) -> Cursor:
        """Read a cursor of a collection.

        Raises
        ------
        InvalidInput
            It was not written here, was changed, or belongs to another collection.
        """
        try:
            told = self._signer.unsign(text.encode())
            of, query, after = json.loads(urlsafe_b64decode(told + b"=" * (-len(told) % 4)))
        except (BadData, ValueError, TypeError):
            of, query, after = None, {}, ()
        if of != collection:
            raise InvalidInput(
                "cursor", "is not one that a next link of this collection gave; follow it as it is"
            )
        return Cursor(query, tuple(after))


def _spelled(told: list[Any]) -> bytes:
    try:
        return orjson.dumps(told)
    except TypeError:
        # Half a surrogate pair, which a body may hold.
        return json.dumps(told).encode()


def key_of(folder: Path) -> str:
    """Find the key that signs cursors, or make one that lasts: other processes share it."""
    file = folder / KEY_FILE
    key = secrets.token_urlsafe(32)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=folder, encoding="ascii") as made:
            made.write(key)
            made.flush()
            # Whole or not at all, and the first of several processes wins.
            os.link(made.name, file)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    except OSError:
        logger.warning("nowhere to keep the cursors' key: they live as long as this process")
    return key
