"""Give every place an id and a slug that stay the same each time the data set is made."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

# The time part of every id: the day this data set was begun. A fixed day makes the ids repeatable.
BEGUN: Final = datetime(2026, 11, 23, tzinfo=UTC)

_NOT_IN_SLUG: Final = re.compile(r"[^a-z0-9]+")


def place_id(key: str) -> UUID:
    """Return the UUID of a source row: version 7 in layout (RFC 9562), its random bits a digest."""
    digest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:10])
    moment = int(BEGUN.timestamp() * 1000)
    random_a, random_b = digest >> 68, digest & ((1 << 62) - 1)
    return UUID(int=moment << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b)


def slugify(text: str) -> str:
    """Write a name in lower-case ASCII words joined by hyphens: `Åmsele camping`, `amsele-camping`.

    Canonical decomposition only, so that an exponent is dropped and not taken for a digit.
    """
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_SLUG.sub("-", plain).strip("-")


def slugs(rows: Sequence[Mapping[str, str]], municipality_names: Mapping[str, str]) -> list[str]:
    """Return a unique slug per row: the name, with municipality and number where it must be.

    Rows have `name`, `category`, `municipality`; they come in the order of their source rows, which
    is what the numbers follow.
    """
    towns = [slugify(municipality_names[row["municipality"]]) for row in rows]
    short = [slugify(row["name"]) for row in rows]
    taken = Counter(short)
    long = [
        name if name and taken[name] == 1 else f"{name or slugify(row['category'])}-{town}"
        for name, row, town in zip(short, rows, towns, strict=True)
    ]
    return numbered(long, [not name for name in short])


def numbered(names: Sequence[str], always: Sequence[bool] = ()) -> list[str]:
    """Return the names, with a number where one occurs again, or always."""
    taken, seen = Counter(names), Counter[str]()
    found = []
    for name, must in zip(names, always or [False] * len(names), strict=True):
        seen[name] += 1
        found.append(f"{name}-{seen[name]}" if must or taken[name] > 1 else name)
    return found
