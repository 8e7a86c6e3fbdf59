"""What the API conforms to, as `make conformance` found it: never a list written by hand."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

FILE = Path(__file__).with_name("conformance.json")


@dataclass(frozen=True, slots=True)
class AbstractTest:
    """An abstract test that passed, or one that does not apply here, with the reason."""

    id: str
    number: str = ""
    why: str = ""

    @property
    def name(self) -> str:
        """The last part of its id."""
        return self.id.rpartition("/")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformanceClass:
    """A conformance class of which every abstract test passed."""

    uri: str
    standard: str
    number: str
    status: str
    suite: str
    tests: tuple[AbstractTest, ...]
    left_out: tuple[AbstractTest, ...] = ()
    also: tuple[str, ...] = field(default=())
    """Older URIs of the same class, for clients that have not heard of the new one."""

    @property
    def name(self) -> str:
        """The last part of its URI."""
        return self.uri.rpartition("/")[2]

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Self:
        """Read an entry of the file."""
        tests = {
            name: tuple(AbstractTest(**one) for one in entry[name])
            for name in ("tests", "left_out")
        }
        return cls(**{**entry, **tests, "also": tuple(entry["also"])})


def read_classes(entries: Iterable[Mapping[str, Any]]) -> tuple[ConformanceClass, ...]:
    """Read the entries of the file."""
    return tuple(map(ConformanceClass.read, entries))


@lru_cache(maxsize=1)
def declared() -> tuple[ConformanceClass, ...]:
    """Read the classes that are declared."""
    return read_classes(json.loads(FILE.read_text(encoding="utf-8"))["classes"])


def conforms_to(classes: Iterable[ConformanceClass]) -> list[str]:
    """List the URIs of classes, the older ones beside the new."""
    return [uri for one in classes for uri in (one.uri, *one.also)]
